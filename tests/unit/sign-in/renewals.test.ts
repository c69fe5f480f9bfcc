import { describe, expect, test } from 'vitest';
import { isAlive, oauthWorld, signedInByToken } from '../../fakes/oauth-world.ts';
import { account, NOTHING, SITE } from '../../fakes/records.ts';
import { entriesOf } from '../../fakes/remembered.ts';
import { seenRow } from '../../fakes/sign-in-world.ts';

const S = 1000;
const MIN = 60 * S;
const OPEN = [SITE];
const SECOND = seenRow({ base: 'https://geo.example.com/second/ows' });

describe('when', () => {
  test.each([
    [60 * MIN, 58 * MIN],
    [20 * MIN, 18 * MIN],
    [5 * MIN, 4.5 * MIN],
  ])('a token of %i ms is renewed after %i ms, once, and the map goes on', async (life, after) => {
    const made = await signedInByToken({ lifeSeconds: life / S });
    await made.wake();
    expect(made.alarm()).toBe(made.start + after);
    const [before] = made.injected();
    made.pass(after - 1);
    await made.wake();
    expect(made.provider.tokenRequests()).toEqual([]);
    made.pass(1);
    await made.wake();
    expect(made.provider.tokenRequests().map((form) => form.get('grant_type'))).toEqual(['refresh_token']);
    expect(made.injected()).not.toEqual([before]);
    expect(isAlive(made)).toBe(true);
    expect(await made.status()).toEqual(['signedIn', null]);
    expect(made.alarm()).toBe(made.start + 2 * after);
  });

  test('a token without an end needs no alarm', async () => {
    const made = await signedInByToken({ lifeSeconds: null });
    made.pass(365 * 24 * 60 * MIN);
    await made.wake();
    expect(made.alarm()).toBe(0);
    expect(made.provider.tokenRequests()).toEqual([]);
    expect(made.injected()).toHaveLength(1);
  });

  test('the earliest of several is the alarm', async () => {
    const made = await signedInByToken({ lifeSeconds: 3600 });
    made.provider.lifeSeconds = 300;
    await made.signIn({ row: SECOND, fields: { clientId: 'other' } });
    await made.wake();
    expect(made.alarm()).toBe(made.start + 4.5 * MIN);
    made.provider.requests.length = 0;
    made.pass(4.5 * MIN);
    await made.wake();
    expect(made.provider.tokenRequests()).toHaveLength(1);
    expect(made.alarm()).toBe(made.start + 9 * MIN);
  });

  test('the computer slept: renewed at the wake-up', async () => {
    const made = await signedInByToken();
    made.pass(7 * 24 * 60 * MIN);
    await made.wake(OPEN);
    expect(made.provider.tokenRequests()).toHaveLength(1);
    expect(isAlive(made)).toBe(true);
  });

  test.each([-24 * 60, -10])(
    'the clock is set back by %i minutes: renewed at once, and in step after',
    async (minutes) => {
      const made = await signedInByToken();
      made.pass(minutes * MIN);
      await made.wake();
      expect(made.provider.tokenRequests()).toHaveLength(1);
      await made.wake();
      expect(made.provider.tokenRequests()).toHaveLength(1);
      expect(made.alarm()).toBe(made.provider.clock.now + 4.5 * MIN);
    },
  );

  test('the clock is set forward by a year, and back again', async () => {
    const made = await signedInByToken();
    made.pass(365 * 24 * 60 * MIN);
    await made.wake(OPEN);
    expect(isAlive(made)).toBe(true);
    made.pass(-365 * 24 * 60 * MIN);
    await made.wake(OPEN);
    expect(isAlive(made)).toBe(true);
    expect(made.alarm()).toBe(made.provider.clock.now + 4.5 * MIN);
  });

  test.each(['signed out', 'paused', 'locked'])('%s: neither renewed nor waited for', async (how) => {
    const made = await signedInByToken({}, { remember: true });
    const { accountId } = await made.ids();
    if (how === 'signed out') await made.takingBack.signOut([accountId], 'signedOut');
    if (how === 'paused') await made.signIns.pause(accountId);
    if (how === 'locked') await made.locking.lock();
    made.pass(60 * MIN);
    await made.wake(OPEN);
    expect(made.provider.tokenRequests()).toEqual([]);
    expect(made.alarm()).toBe(0);
    expect(made.injected()).toEqual([]);
  });
});

describe('how else', () => {
  test('a client renews as itself, by the secret that was sealed', async () => {
    const made = await signedInByToken({ refreshTokens: false }, { method: 'clientCredentials' });
    made.pass(5 * MIN);
    await made.wake(OPEN);
    expect(made.provider.tokenRequests().map((form) => form.get('grant_type'))).toEqual([
      'client_credentials',
    ]);
    expect(isAlive(made)).toBe(true);
  });

  test('a password that was kept renews where there is no refresh token', async () => {
    const made = await signedInByToken({ refreshTokens: false }, { method: 'passwordGrant' });
    made.pass(5 * MIN);
    await made.wake(OPEN);
    expect(made.provider.tokenRequests().map((form) => form.get('grant_type'))).toEqual(['password']);
    expect(isAlive(made)).toBe(true);
  });

  test('what nobody can renew is used to its very end, and then says so without blaming anybody', async () => {
    const made = await signedInByToken({ refreshTokens: false });
    made.pass(5 * MIN - 1);
    await made.wake(OPEN);
    expect(await made.status()).toEqual(['signedIn', null]);
    expect(isAlive(made)).toBe(true);
    made.pass(1);
    await made.wake(OPEN);
    expect(await made.status()).toEqual(['signIn', 'sessionEnded']);
    expect(made.injected()).toEqual([]);
  });

  test('what a token response had beside the token, and has no more, is not sent any more', async () => {
    const made = await signedInByToken({}, { fields: { extraTokens: 'tile_token=X-Tile' } });
    made.provider.members = { tile_token: 'planted-tile-1' };
    made.pass(4.5 * MIN);
    await made.wake();
    const headers = () => JSON.stringify([...made.browserRules.rules.values()]);
    expect(headers()).toContain('planted-tile-1');
    made.provider.members = { tile_token: 'planted-tile-2' };
    made.pass(4.5 * MIN);
    await made.wake();
    expect(headers()).toContain('planted-tile-2');
    expect(headers()).not.toContain('planted-tile-1');
  });
});

test('a thousand sign-ins: each renewed once, one alarm, not all at the same moment', async () => {
  const made = await oauthWorld();
  await made.signIn();
  const saved = await made.store.read();
  const [first] = [...made.credentials.all().values()];
  const ids = Array.from({ length: 999 }, (_, index) => index.toString(36).padStart(7, 'x'));
  await made.store.change(() => ({
    ...NOTHING,
    sources: saved.sources,
    accounts: [...saved.accounts, ...ids.map((id) => ({ ...account({ id, method: 'oauth' }) }))],
    grants: saved.grants,
  }));
  for (const id of ids) {
    // Each has a session of its own.
    const answer = await made.provider.fetch('https://id.example.org/token', {
      body: 'grant_type=client_credentials',
    });
    const { access_token: accessToken, refresh_token: refreshToken } = await answer.json();
    const secrets = { ...first?.secrets, accessToken, refreshToken };
    await made.session.set('credential', id, { accountId: id, secrets, destinations: [], remembered: false });
    await made.session.set('account', id, { status: 'signedIn', why: null, since: 1 });
  }
  made.provider.requests.length = 0;
  made.pass(4.5 * MIN);
  let most = 0;
  let now = 0;
  const { fetch } = made.provider;
  made.quiet.fetch = async (url, init) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve));
    return fetch(url, init).finally(() => {
      now -= 1;
    });
  };
  await made.wake();
  expect(made.provider.tokenRequests()).toHaveLength(1000);
  expect(made.provider.grants.every(({ alive }) => alive)).toBe(true);
  expect(made.renewalAlarms.length).toBeLessThan(10);
  expect(made.renewalAlarms.at(-1)).toBe(made.provider.clock.now + 4.5 * MIN);
  expect(most).toBeLessThanOrEqual(10);
});

test('remembered: the new token is on the disk, and the disk says nothing', async () => {
  const made = await signedInByToken({}, { remember: true });
  made.pass(4.5 * MIN);
  await made.wake();
  expect(entriesOf(made.local)).toContain((await made.ids()).accountId);
  await made.locking.lock();
  await made.unlock();
  made.pass(5 * MIN);
  await made.recheck.openSites(new Set(OPEN));
  expect(isAlive(made)).toBe(true);
  const disk = JSON.stringify([...made.local.items]);
  for (const secret of made.provider.secrets()) expect(disk).not.toContain(secret);
});
