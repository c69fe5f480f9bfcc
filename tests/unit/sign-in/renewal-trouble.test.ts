import { describe, expect, test } from 'vitest';
import { eventually } from '../../fakes/eventually.ts';
import { isAlive, signedInByToken } from '../../fakes/oauth-world.ts';
import { SITE } from '../../fakes/records.ts';
import { seenRow } from '../../fakes/sign-in-world.ts';

const S = 1000;
const MIN = 60 * S;
const OPEN = [SITE];
const SECOND = seenRow({ base: 'https://geo.example.com/second/ows' });

describe('trouble', () => {
  test('the waits grow; the session is kept and still used until it has really expired', async () => {
    const made = await signedInByToken({ lifeSeconds: 3600 });
    made.pass(58 * MIN);
    made.provider.mode = 'down';
    const [token] = made.injected();
    for (const wait of [30, 60]) {
      await made.wake(OPEN);
      expect(await made.status()).toEqual(['signedIn', null]);
      expect(made.injected()).toEqual([token]);
      expect(made.alarm()).toBe(made.provider.clock.now + wait * S);
      const sent = made.provider.tokenRequests().length;
      await made.wake(OPEN);
      expect(made.provider.tokenRequests()).toHaveLength(sent);
      made.pass(wait * S);
    }
  });

  test.each(['down', 'busy'] as const)(
    '%s and expired: the rule goes, it says that it renews, and comes back by itself',
    async (mode) => {
      const made = await signedInByToken();
      made.provider.mode = mode;
      made.pass(5 * MIN);
      await made.wake(OPEN);
      expect(await made.status()).toEqual(['renewing', 'renewing']);
      expect(made.injected()).toEqual([]);
      for (const wait of [30, 60, 120, 240, 480, 900, 900]) {
        expect(made.alarm()).toBe(made.provider.clock.now + wait * S);
        made.pass(wait * S);
        await made.wake(OPEN);
        expect(await made.status()).toEqual(['renewing', 'renewing']);
      }
      made.provider.mode = 'up';
      made.pass(15 * MIN);
      await made.wake(OPEN);
      expect(await made.status()).toEqual(['signedIn', null]);
      expect(isAlive(made)).toBe(true);
      expect(made.session.all('retries').size).toBe(0);
    },
  );

  test('a token that ends between two tries is not sent after its end', async () => {
    const made = await signedInByToken({ lifeSeconds: 20 * 60 });
    made.provider.mode = 'down';
    made.pass(18 * MIN);
    for (const wait of [30, 60]) {
      await made.wake(OPEN);
      made.pass(wait * S);
    }
    await made.wake(OPEN);
    // 19:30; the next try is at 21:30, the end at 20:00.
    expect(made.alarm()).toBe(made.start + 20 * MIN);
    made.pass(30 * S);
    await made.wake(OPEN);
    expect(made.injected()).toEqual([]);
    expect(await made.status()).toEqual(['renewing', 'renewing']);
  });

  test('a failure, then the clock is set back: nobody waits for a day', async () => {
    const made = await signedInByToken();
    made.provider.mode = 'down';
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    made.provider.mode = 'up';
    made.pass(-24 * 60 * MIN);
    await made.wake(OPEN);
    made.pass(30 * S);
    await made.wake(OPEN);
    expect(made.provider.tokenRequests()).toHaveLength(2);
    expect(isAlive(made)).toBe(true);
  });

  test('while it cannot be renewed nobody else is kept waiting', async () => {
    const made = await signedInByToken();
    await made.signIn({ row: SECOND, fields: { clientId: 'other' } });
    const held = made.provider.hold('/token');
    made.pass(4.5 * MIN);
    const woken = made.wake(OPEN);
    await held.reached;
    await eventually(() => made.injected().filter((token) => made.provider.isGood(token)).length).toBe(2);
    const [first] = made.provider.grants;
    expect(first?.alive).toBe(true);
    held.letGo();
    await woken;
  });

  test('a new sign-in starts without the waits of the old one', async () => {
    const made = await signedInByToken();
    made.provider.mode = 'down';
    made.pass(5 * MIN);
    for (let count = 0; count < 6; count++) {
      await made.wake(OPEN);
      made.pass(15 * MIN);
    }
    made.provider.mode = 'up';
    const { accountId, sourceId } = await made.ids();
    const saved = await made.store.read();
    const row = { ...seenRow(), source: saved.sources.find(({ id }) => id === sourceId) ?? null };
    await made.signIn({ row, replaces: accountId });
    expect(await made.status()).toEqual(['signedIn', null]);
    made.provider.mode = 'down';
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    expect(made.alarm()).toBe(made.provider.clock.now + 30 * S);
  });

  test('the service refuses and the provider does not answer: the session is not over for that', async () => {
    const made = await signedInByToken({}, { remember: true });
    await made.locking.lock();
    await made.unlock();
    made.provider.mode = 'down';
    // Tokens that the provider has forgotten: it was started anew and is not there yet.
    const [one] = made.provider.grants;
    if (one) one.alive = false;
    await made.recheck.openSites(new Set(OPEN));
    expect((await made.status())?.[0]).not.toBe('notAccepted');
    if (one) one.alive = true;
    made.provider.mode = 'up';
    made.pass(5 * MIN);
    await made.wake(OPEN);
    await made.recheck.openSites(new Set(OPEN));
    expect(await made.status()).toEqual(['signedIn', null]);
  });
});
