import { describe, expect, test } from 'vitest';
import { byPerson } from '../../fakes/anna.ts';
import { eventually } from '../../fakes/eventually.ts';
import { ANNA, annaIn, HOUR, MIN, refused, S, SILENT, TILE } from '../../fakes/guarded.ts';
import { settled } from '../../fakes/interruptions.ts';
import { SITE } from '../../fakes/records.ts';
import { unlockedWorld } from '../../fakes/remembered.ts';

describe('what the question finds', () => {
  test('not accepted: told, and not tried again after the next unlocking', async () => {
    const made = await unlockedWorld(() => ({ status: 401, challenge: 'Basic realm="geo"' }));
    await made.installed.sync();
    const signature = made.signing.of({ url: TILE, site: SITE, method: 'get', type: 'image', top: SITE });
    expect(signature?.accountId).toBe(made.annaId);
    if (signature) made.guards.answered(signature, TILE, refused());
    await settled();
    await eventually(() => made.session.get('account', made.annaId)).toMatchObject({
      status: 'notAccepted',
      why: 'savedRefused',
    });
    expect(made.credentials.get(made.annaId)?.refused).toBe(true);
    expect(made.injected()).not.toContain(ANNA);
    const before = made.asked.length;
    expect(before).toBe(1);
    await made.locking.lock();
    await made.open();
    await made.recheck.openSites(new Set([SITE]));
    expect(made.asked).toHaveLength(before);
    expect(made.session.get('account', made.annaId)?.status).toBe('notAccepted');
  });

  test('known, and not allowed, twice: signed in without access', async () => {
    const made = await annaIn();
    made.says(() => ({ status: 403 }));
    made.answers(refused('access', 403));
    await settled();
    expect(made.status()).toEqual(['signedIn', null]);
    made.clock.now += HOUR;
    made.answers(refused('access', 403), `${TILE}2`);
    await settled();
    expect(made.status()).toEqual(['signedInWithoutAccess', null]);
    expect(made.injected()).toEqual([]);
    expect(made.asked).toHaveLength(2);
  });

  test('nothing: asked again later, each time later than before, by an alarm', async () => {
    const made = await annaIn();
    made.says(SILENT);
    made.answers(refused());
    await settled();
    const waits: number[] = [];
    for (let n = 0; n < 4; n++) {
      const [id, when] = made.guardAlarms.at(-1) ?? [];
      expect(id).toBe(made.annaId);
      waits.push((when ?? 0) - made.clock.now);
      made.clock.now = when ?? 0;
      made.guards.due(made.annaId);
      await settled();
      expect(made.asked).toHaveLength(2 + n);
    }
    expect(waits).toEqual([30 * S, MIN, 2 * MIN, 4 * MIN]);
    made.says(byPerson);
    made.clock.now = made.guardAlarms.at(-1)?.[1] ?? 0;
    made.guards.due(made.annaId);
    await settled();
    expect(made.injected()).toEqual([ANNA]);
  });

  test('the service says when to come again: not before', async () => {
    const made = await annaIn();
    made.says(() => ({ status: 429, retryAfter: '600' }));
    made.answers(refused());
    await settled();
    expect(made.guardAlarms.at(-1)).toEqual([made.annaId, made.clock.now + 600 * S]);
    made.guards.tryAgain(made.annaId);
    made.guards.network(true);
    await settled();
    expect(made.asked).toHaveLength(1);
  });

  test('no network: waits for it', async () => {
    const made = await annaIn();
    made.online.now = false;
    made.guards.network(false);
    made.answers(refused());
    await settled();
    expect([made.injected(), made.asked]).toEqual([[], []]);
    expect(made.guardAlarms.at(-1)).toEqual([made.annaId, made.clock.now + MIN]);
    made.guards.due(made.annaId);
    await settled();
    expect(made.asked).toEqual([]);
    made.online.now = true;
    made.guards.due(made.annaId);
    await settled();
    expect(made.injected()).toEqual([ANNA]);
  });

  test('a worker that starts again and again does not ask more often', async () => {
    const made = await annaIn();
    made.says(SILENT);
    made.answers(refused());
    await settled();
    for (let n = 0; n < 3; n++) {
      made.clock.now += 7 * S;
      made.guards.afterStart();
      await settled();
    }
    expect(made.asked).toHaveLength(1);
  });

  test('refused and accepted by turns: the rest between grows', async () => {
    const made = await annaIn();
    const rests: number[] = [];
    for (let n = 0; n < 4; n++) {
      made.answers(refused(), `${TILE}${n}`);
      await settled();
      const [, when = 0] = made.guardAlarms.at(-1) ?? [];
      if (n > 0) rests.push(when - made.clock.now);
      expect(made.asked).toHaveLength(n === 0 ? 1 : n);
      made.clock.now = n === 0 ? made.clock.now : when;
      if (n > 0) made.guards.due(made.annaId);
      await settled();
      expect(made.mode()).toBe('active');
    }
    expect(rests).toEqual([30 * S, MIN, 2 * MIN]);
  });

  test('what refuses regardless is remembered, bounded, and asks nobody again', async () => {
    const made = await annaIn();
    for (let n = 0; n < 70; n++) {
      made.answers(refused('access', 403), `${TILE}${n}`);
      await settled();
      made.clock.now = Math.max(made.clock.now + HOUR, made.guardAlarms.at(-1)?.[1] ?? 0);
      made.guards.due(made.annaId);
      await settled();
    }
    const guard = made.session.get('guard', made.annaId);
    expect(guard?.regardless).toHaveLength(50);
    const asked = made.asked.length;
    made.answers(refused('access', 403), `${TILE}69`);
    await settled();
    expect(made.asked).toHaveLength(asked);
    expect(made.mode()).toBe('active');
  });
});
