import { describe, expect, test } from 'vitest';
import { stoppedAfter } from '../../fakes/interruptions.ts';
import {
  isAlive,
  nextOAuthWorker,
  type OAuthWorld,
  oauthWorker,
  oauthWorld,
  signedInByToken,
} from '../../fakes/oauth-world.ts';
import { SITE } from '../../fakes/records.ts';
import { textOf } from '../../fakes/remembered.ts';

const MIN = 60_000;
const OPEN = [SITE];

describe('a full disk', () => {
  test('the session goes on, and the next one that can be written is', async () => {
    const made = await signedInByToken({}, { remember: true });
    const { accountId } = await made.ids();
    made.local.failing.add('set');
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    expect(await made.status()).toEqual(['signedIn', null]);
    expect(isAlive(made)).toBe(true);
    made.local.failing.clear();
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    await made.locking.lock();
    await made.unlock();
    expect(made.credentials.get(accountId)?.secrets.refreshToken).toBe(made.provider.grants[0]?.refreshToken);
  });

  test('it is said: what is saved is no longer what is used', async () => {
    const made = await signedInByToken({}, { remember: true });
    made.local.failing.add('set');
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    expect(made.session.all('notice').size).toBeGreaterThan(0);
  });

  test('nothing of it in the readable records', async () => {
    const made = await signedInByToken({}, { remember: true });
    made.local.failing.add('set');
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    for (const secret of made.provider.secrets()) expect(textOf(made.local)).not.toContain(secret);
  });
});

/** What the disk holds of the sign-in. */
const sealed = ({ local }: Pick<OAuthWorld, 'local'>) =>
  JSON.stringify([...local.items].filter(([key]) => key.startsWith('vault:')));

describe('the worker is stopped', () => {
  test('while it asks: signed in, or told; never half', async () => {
    const made = await signedInByToken({}, { remember: true });
    const { reached } = made.provider.hold('/token');
    made.pass(4.5 * MIN);
    void made.wake(OPEN);
    await reached;
    const next = await nextOAuthWorker(made, OPEN);
    // The used-up token is all that is left: a provider that counts ends the session, and the user is told.
    expect(await next.status()).toEqual(['signIn', 'sessionElsewhere']);
    expect(next.injected()).toEqual([]);
    const kind = await oauthWorld({ rotates: false });
    await kind.signIn();
    kind.pass(4.5 * MIN);
    const held = kind.provider.hold('/token');
    void kind.wake(OPEN);
    await held.reached;
    expect(isAlive(await nextOAuthWorker(kind, OPEN))).toBe(true);
  });

  /** Everything that a renewal changes; stopped after so many of these changes. @returns null where it was not stopped. */
  async function stopped(changes: number, remember: boolean) {
    const made = await signedInByToken({}, { remember });
    const sealedBefore = sealed(made);
    const { kept, begin, stopped } = stoppedAfter(changes, made.kept);
    const worker = await oauthWorker(kept, made.provider);
    made.pass(4.5 * MIN);
    begin();
    const ended = await Promise.race([stopped, worker.wake(OPEN).then(() => 'done' as const)]);
    return ended === 'done' ? null : { ...made, sealedBefore };
  }

  test.each([true, false])(
    'after any change of storage or rules (remembered: %s): once anything of the new token was kept, the sign-in goes on',
    async (remember) => {
      for (let changes = 0; changes < 20; changes++) {
        const made = await stopped(changes, remember);
        if (made === null) {
          expect(changes).toBeGreaterThan(1);
          return;
        }
        // What the provider was never asked for is not used up; else the new token is in memory, or on the disk.
        const newest = made.provider.grants[0]?.refreshToken ?? '';
        const isKept =
          made.provider.tokenRequests().length === 0 ||
          textOf(made.memory).includes(newest) ||
          sealed(made) !== made.sealedBefore;
        const next = await nextOAuthWorker(made, OPEN);
        made.pass(5 * MIN);
        await next.wake(OPEN);
        await next.recheck.openSites(new Set(OPEN));
        const expected = isKept ? ['signedIn', null] : ['signIn', 'sessionElsewhere'];
        expect([changes, await next.status()]).toEqual([changes, expected]);
        expect([changes, isAlive(next)]).toEqual([changes, isKept]);
      }
      throw new Error('A renewal has no end.');
    },
  );

  test('after any change, then locked and opened again: the same', async () => {
    for (let changes = 0; changes < 20; changes++) {
      const made = await stopped(changes, true);
      if (made === null) return;
      const next = await nextOAuthWorker(made, OPEN);
      if ((await next.status())?.[0] !== 'signedIn') continue;
      await next.locking.lock();
      await next.unlock();
      made.pass(5 * MIN);
      await next.recheck.openSites(new Set(OPEN));
      expect([changes, await next.status()]).toEqual([changes, ['signedIn', null]]);
    }
  });

  test('a full disk, and the worker is stopped after any change: what is in memory goes on', async () => {
    for (let changes = 1; changes < 20; changes++) {
      const made = await signedInByToken({}, { remember: true });
      const { kept, begin, stopped } = stoppedAfter(changes, made.kept);
      made.local.failing.add('set');
      const worker = await oauthWorker({ ...kept, local: made.local }, made.provider);
      made.pass(4.5 * MIN);
      begin();
      const ended = await Promise.race([stopped, worker.wake(OPEN).then(() => 'done')]);
      const newest = made.provider.grants[0]?.refreshToken ?? '';
      if (!textOf(made.memory).includes(newest)) continue;
      made.local.failing.clear();
      const next = await nextOAuthWorker(made, OPEN);
      made.pass(5 * MIN);
      await next.wake(OPEN);
      expect([changes, await next.status()]).toEqual([changes, ['signedIn', null]]);
      if (ended === 'done') return;
    }
    throw new Error('A renewal has no end.');
  });

  test('between the new token and the proof: the next worker proves it, without a click', async () => {
    const made = await signedInByToken();
    made.provider.mode = 'down';
    made.pass(5 * MIN);
    await made.wake(OPEN);
    made.provider.mode = 'up';
    made.pass(MIN);
    // Stopped here: what comes after the renewal never happens.
    made.hooks.changed = async () => undefined;
    await made.renewals.run();
    const next = await nextOAuthWorker(made, OPEN);
    expect(await next.status()).toEqual(['signedIn', null]);
  });
});
