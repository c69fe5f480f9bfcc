import { describe, expect, test } from 'vitest';
import { eventually } from '../../fakes/eventually.ts';
import { settled, slowArea } from '../../fakes/interruptions.ts';
import { isAlive, type OAuthWorld, signedInByToken } from '../../fakes/oauth-world.ts';
import { SITE } from '../../fakes/records.ts';
import { textOf } from '../../fakes/remembered.ts';
import { seenRow } from '../../fakes/sign-in-world.ts';

const MIN = 60_000;
const OPEN = [SITE];

/** A renewal is under way: the provider has answered, the answer is not here yet. */
async function renewing(person = {}, habits = {}) {
  const made = await signedInByToken(habits, person);
  const { letGo, reached } = made.provider.hold('/token');
  const old = made.injected()[0] ?? '';
  made.pass(4.5 * MIN);
  const woken = made.wake(OPEN);
  await reached;
  const { accountId, sourceId } = await made.ids();
  /** The answer comes, and everything that follows has happened. */
  const arrive = async () => {
    letGo();
    await woken;
    await settled();
  };
  const newest = () => made.provider.grants[0]?.refreshToken ?? '';
  return { ...made, accountId, sourceId, arrive, old, newest };
}

/** Nothing of the sign-in is left: no rule, nothing in memory; on the disk only what is sealed. */
function expectGone({ injected, memory, local, provider }: OAuthWorld) {
  expect(injected()).toEqual([]);
  for (const secret of provider.secrets()) {
    expect(textOf(memory)).not.toContain(secret);
    expect(textOf(local)).not.toContain(secret);
  }
}

describe('one at a time', () => {
  test('alarm, wake-ups, a refusal and a page that opens, all at once: one token request', async () => {
    const made = await signedInByToken({}, { remember: true });
    await made.locking.lock();
    await made.unlock();
    made.pass(5 * MIN);
    const { accountId, sourceId } = await made.ids();
    await Promise.all([
      ...[made.wake(OPEN), made.wake(OPEN), made.renewals.freshen(accountId)],
      made.recheck.openSites(new Set(OPEN)),
      made.recheck.again(sourceId, SITE),
      ...[made.renewals.afterRefusal(accountId), made.renewals.run()],
    ]);
    expect(made.provider.tokenRequests()).toHaveLength(1);
    expect(await made.status()).toEqual(['signedIn', null]);
    expect(isAlive(made)).toBe(true);
  });

  test('a wake-up while one is under way asks nobody', async () => {
    const made = await renewing();
    const second = made.wake(OPEN);
    await settled();
    await made.arrive();
    await second;
    expect(made.provider.tokenRequests()).toHaveLength(1);
    expect(isAlive(made)).toBe(true);
  });

  test('one that has ended leaves the next its turn', async () => {
    const made = await renewing();
    await made.arrive();
    for (let count = 0; count < 3; count++) {
      made.pass(4.5 * MIN);
      await made.wake(OPEN);
    }
    expect(made.provider.tokenRequests()).toHaveLength(4);
    expect(isAlive(made)).toBe(true);
  });
});

describe('meanwhile', () => {
  test('signed out: nothing comes back, and the token that arrives is ended at the provider too', async () => {
    const made = await renewing({ remember: true });
    await made.takingBack.signOut([made.accountId], 'signedOut');
    await made.arrive();
    expectGone(made);
    expect(await made.status()).toEqual(['signIn', 'signedOut']);
    expect(made.vault.has(made.accountId)).toBe(false);
    await eventually(() => made.provider.revoked()).toContain(made.newest());
  });

  test.each(['remove', 'forget site'])('%s: the same', async (how) => {
    const made = await renewing();
    const { remove, forgetSite } = made.takingBack;
    await (how === 'remove' ? remove(made.sourceId) : forgetSite(SITE));
    await made.arrive();
    expectGone(made);
    await eventually(() => made.provider.revoked()).toContain(made.newest());
  });

  test('locked: nothing comes back; opened again afterwards, it is told where it is over', async () => {
    const made = await renewing({ remember: true });
    await made.locking.lock();
    await made.arrive();
    expectGone(made);
    expect((await made.status())?.[0]).toBe('locked');
    // Ended tokens would take along what is still sealed, at a provider that does not rotate them.
    expect(made.provider.revoked()).toEqual([]);
  });

  test.each([true, false])(
    'locked and opened again (the provider rotates: %s): the sign-in goes on',
    async (rotates) => {
      const made = await renewing({ remember: true }, { rotates });
      await made.locking.lock();
      await made.unlock();
      await made.arrive();
      await made.recheck.openSites(new Set(OPEN));
      made.pass(5 * MIN);
      await made.wake(OPEN);
      await made.recheck.openSites(new Set(OPEN));
      expect(await made.status()).toEqual(['signedIn', null]);
      expect(isAlive(made)).toBe(true);
    },
  );

  test('host access taken away: nothing comes back, and what is remembered is not lost', async () => {
    const made = await renewing({ remember: true });
    made.permissions.missing.add('https://geo.example.com:443/*');
    await made.takingBack.signOutWithoutAccess();
    await made.arrive();
    expectGone(made);
    made.permissions.missing.clear();
    made.pass(5 * MIN);
    await made.recheck.again(made.sourceId, SITE);
    expect(await made.status()).toEqual(['signedIn', null]);
  });

  test('paused: it stays paused, with a token that is good', async () => {
    const made = await renewing();
    await made.signIns.pause(made.accountId);
    await made.arrive();
    expect(made.injected()).toEqual([]);
    expect((await made.status())?.[0]).toBe('paused');
    await made.signIns.resume(made.accountId);
    expect(isAlive(made)).toBe(true);
  });

  test('paused, and nobody answers until the token has ended: it stays paused', async () => {
    const made = await renewing();
    await made.signIns.pause(made.accountId);
    made.pass(MIN);
    made.provider.mode = 'down';
    await made.arrive();
    expect((await made.status())?.[0]).toBe('paused');
    made.provider.mode = 'up';
    made.pass(60 * MIN);
    await made.wake(OPEN);
    expect(made.injected()).toEqual([]);
    expect((await made.status())?.[0]).toBe('paused');
  });

  test('resumed after its token has ended: an ended token is not sent', async () => {
    const made = await signedInByToken();
    const { accountId } = await made.ids();
    await made.signIns.pause(accountId);
    made.pass(60 * MIN);
    await made.wake(OPEN);
    await made.signIns.resume(accountId);
    expect(made.injected().filter((token) => !made.provider.isGood(token))).toEqual([]);
    await made.wake(OPEN);
    await made.recheck.openSites(new Set(OPEN));
    expect(isAlive(made)).toBe(true);
  });

  test('signed in anew: the new sign-in stays as it is', async () => {
    const made = await renewing();
    const { sources } = await made.store.read();
    await made.signIn({ row: { ...seenRow(), source: sources[0] ?? null }, replaces: made.accountId });
    const before = made.injected();
    await made.arrive();
    expect(made.injected()).toEqual(before);
    expect(isAlive(made)).toBe(true);
    // What nobody holds any more is not left open at the provider.
    await eventually(() => made.provider.grants.map(({ alive }) => alive)).toEqual([false, true]);
  });

  test('remembered from now on, or no longer: so is the new token', async () => {
    const made = await renewing();
    await made.signIns.setRemembered(made.accountId, true);
    await made.arrive();
    await made.locking.lock();
    await made.unlock();
    const held = made.credentials.get(made.accountId);
    expect(held?.secrets.refreshToken).toBe(made.newest());
    const other = await renewing({ remember: true });
    await other.signIns.setRemembered(other.accountId, false);
    await other.arrive();
    expect(other.vault.has(other.accountId)).toBe(false);
    expect(isAlive(other)).toBe(true);
  });

  test('used at one more service: that has the new token as well', async () => {
    const made = await renewing();
    made.pass(-4 * MIN);
    const row = seenRow({ base: 'https://geo.example.com/second/ows' });
    await made.signIns.useExisting(row, made.accountId, false, () => true);
    await made.arrive();
    expect(made.injected()).toHaveLength(1);
    expect(isAlive(made)).toBe(true);
    expect((await made.store.read()).grants).toHaveLength(2);
  });
});

test('signed out while the new token is written: it is taken back from the disk, too', async () => {
  const made = await renewing({ remember: true });
  const disk = slowArea(made.local, 'set', `vault:${made.accountId}`);
  const arrived = made.arrive();
  await disk.reached;
  const out = made.takingBack.signOut([made.accountId], 'signedOut');
  await settled();
  disk.letGo();
  await Promise.all([arrived, out]);
  expectGone(made);
  expect(made.vault.has(made.accountId)).toBe(false);
  await eventually(() => made.provider.revoked()).toContain(made.newest());
});
