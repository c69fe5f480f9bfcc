import { describe, expect, test } from 'vitest';
import { isAlive, type OAuthWorld, signedInByToken } from '../../fakes/oauth-world.ts';
import { SITE } from '../../fakes/records.ts';

const S = 1000;
const MIN = 60 * S;
const OPEN = [SITE];

describe('the end', () => {
  /** The provider ended the session. */
  const end = (made: OAuthWorld) => {
    for (const each of made.provider.grants) each.alive = false;
  };

  test('invalid_grant: told, the rule gone, not tried again by itself', async () => {
    const made = await signedInByToken();
    end(made);
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    expect(await made.status()).toEqual(['signIn', 'sessionElsewhere']);
    expect(made.injected()).toEqual([]);
    expect(made.alarm()).toBe(0);
    made.pass(24 * 60 * MIN);
    await made.wake(OPEN);
    expect(made.provider.tokenRequests()).toHaveLength(1);
  });

  test.each([
    ['oauth', {}],
    ['passwordGrant', { refreshTokens: false }],
  ] as const)(
    '%s: what is dead is not tried again after the next unlocking either',
    async (method, habits) => {
      const made = await signedInByToken(habits, { method, remember: true });
      end(made);
      made.provider.password = 'another';
      made.pass(4.5 * MIN);
      await made.wake(OPEN);
      expect(made.provider.tokenRequests()).toHaveLength(1);
      for (let count = 0; count < 2; count++) {
        await made.locking.lock();
        await made.unlock();
        made.pass(MIN);
        await made.recheck.openSites(new Set(OPEN));
        await made.wake(OPEN);
      }
      expect(made.provider.tokenRequests()).toHaveLength(1);
      expect(made.injected()).toEqual([]);
      expect(['signIn', 'notAccepted']).toContain((await made.status())?.[0]);
    },
  );

  test('the service refuses, the renewal says invalid_grant: the words are about the session, not about what was saved', async () => {
    const made = await signedInByToken({}, { remember: true });
    await made.locking.lock();
    await made.unlock();
    end(made);
    await made.recheck.openSites(new Set(OPEN));
    expect(await made.status()).toEqual(['signIn', 'sessionElsewhere']);
  });

  test('the service refuses a token that is good no more: one renewal, one more question, signed in', async () => {
    const made = await signedInByToken({}, { remember: true });
    await made.locking.lock();
    await made.unlock();
    made.asked.length = 0;
    made.pass(4 * MIN);
    // The service counts otherwise than the provider said.
    const good = made.provider.isGood;
    const [old] = [...made.credentials.all().values()].map(({ secrets }) => secrets.accessToken);
    made.provider.isGood = (token) => token !== old && good(token);
    await made.recheck.openSites(new Set(OPEN));
    expect(made.provider.tokenRequests()).toHaveLength(1);
    expect(made.asked).toHaveLength(2);
    expect(await made.status()).toEqual(['signedIn', null]);
  });

  test('the service refuses every token: one renewal and no more', async () => {
    const made = await signedInByToken({}, { remember: true });
    await made.locking.lock();
    await made.unlock();
    made.provider.isGood = () => false;
    await made.recheck.openSites(new Set(OPEN));
    await made.recheck.openSites(new Set(OPEN));
    expect(made.provider.tokenRequests()).toHaveLength(1);
    expect((await made.status())?.[0]).toBe('notAccepted');
    expect(made.injected()).toEqual([]);
  });
});

describe('the provider’s own session', () => {
  const withSession = async (who: string | null, person = {}) => {
    const made = await signedInByToken({}, person);
    for (const each of made.provider.grants) each.alive = false;
    made.atProvider(who);
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    return made;
  };

  test('it lives: signed in again without a window', async () => {
    const made = await withSession('anna');
    expect(made.silently).toHaveLength(1);
    expect(new URL(made.silently[0] ?? '').searchParams.get('prompt')).toBe('none');
    expect(await made.status()).toEqual(['signedIn', null]);
    expect(isAlive(made)).toBe(true);
  });

  test('it is somebody else’s: never taken', async () => {
    const made = await withSession('ben');
    expect(made.injected()).toEqual([]);
    expect(await made.status()).toEqual(['signIn', 'sessionEnded']);
    const held = [...made.credentials.all().values()];
    expect(JSON.stringify(held)).not.toContain('"ben"');
  });

  test('it is gone: sign in again', async () => {
    const made = await withSession(null);
    expect(made.silently).toHaveLength(1);
    expect(await made.status()).toEqual(['signIn', 'sessionElsewhere']);
  });

  test.each([
    [{ fields: { identity: 'none' } }],
    [{ fields: { redirect: 'http://127.0.0.1:7070/' } }],
    [{ method: 'passwordGrant' }],
  ])(
    'not asked where nobody knows who it was, or where a window of our own is needed: %o',
    async (person) => {
      const made = await withSession('anna', person);
      expect(made.silently).toEqual([]);
      expect((await made.status())?.[0]).toBe('signIn');
    },
  );

  test('trouble on the way is trouble, not the end', async () => {
    const made = await signedInByToken();
    for (const each of made.provider.grants) each.alive = false;
    const ask = made.quiet.authorizeSilently;
    made.atProvider('anna');
    made.quiet.authorizeSilently = async (url) => {
      const answer = await ask(url);
      made.provider.mode = 'down';
      return answer;
    };
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    expect(await made.status()).toEqual(['signedIn', null]);
    made.quiet.authorizeSilently = ask;
    made.provider.mode = 'up';
    made.pass(30 * S);
    await made.wake(OPEN);
    expect(isAlive(made)).toBe(true);
  });
});
