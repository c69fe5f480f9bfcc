import { describe, expect, test } from 'vitest';
import { byPerson } from '../../fakes/anna.ts';
import { ANNA } from '../../fakes/guarded.ts';
import { settled } from '../../fakes/interruptions.ts';
import { nextWorker, unlockedWorld } from '../../fakes/remembered.ts';

describe('a worker that died', () => {
  const between = async (change: Record<string, unknown>, reply = byPerson) => {
    const first = await unlockedWorld();
    await first.installed.sync();
    for (const [key, value] of Object.entries(change)) first.memory.items.set(key, value);
    const next = await nextWorker(first, reply);
    next.guards.afterStart();
    await settled();
    return next;
  };

  const paused = {
    mode: { is: 'paused', waitsFor: 'answer', due: 1, askedAt: 1, troubles: 0, lost: 0, refused: [] },
    ...{ since: 1, seenAt: 1, round: 1, asks: 1, pauses: 1, limitedUntil: 0, renewedAt: null },
    ...{ offline: false, regardless: [], letPass: 0, doubted: false, provenBefore: false },
  };

  test('between deciding to pause and writing it down: rules go, and it asks later', async () => {
    const { annaId } = await unlockedWorld();
    const made = await between({ [`guard:${annaId}`]: paused });
    expect(made.injected()).not.toContain(ANNA);
    expect(made.session.get('account', annaId)).toMatchObject({ status: 'paused', why: 'stopped' });
    const [, when = 0] = made.guardAlarms.at(-1) ?? [];
    expect(when).toBeGreaterThan(made.clock.now);
    made.clock.now = when;
    made.guards.due(annaId);
    await settled();
    expect(made.injected()).toContain(ANNA);
  });

  test('between deciding to resume and doing it: it goes on', async () => {
    const { annaId } = await unlockedWorld();
    const made = await between({
      [`guard:${annaId}`]: { ...paused, mode: { is: 'active' } },
      [`account:${annaId}`]: { status: 'paused', why: 'stopped', since: 1 },
    });
    expect(made.injected()).toContain(ANNA);
    expect(made.session.get('account', annaId)?.status).toBe('signedIn');
  });

  test('between learning that it is over and saying so: it is proven anew, not used', async () => {
    const { annaId } = await unlockedWorld();
    const made = await between({
      [`guard:${annaId}`]: { ...paused, mode: { is: 'notAccepted' } },
      [`account:${annaId}`]: { status: 'paused', why: 'stopped', since: 1 },
    });
    expect(made.injected()).not.toContain(ANNA);
    expect(made.session.get('account', annaId)?.status).toBe('notChecked');
  });
});
