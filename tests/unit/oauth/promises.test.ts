import { beforeEach, describe, expect, test, vi } from 'vitest';
import { hideOwnOrigin } from '../../../lib/platform/own-requests.ts';
import { windowRules } from '../../../lib/rules/windows.ts';
import { popupView } from '../../../lib/sign-in/popup-view.ts';
import type { Account } from '../../../lib/sources/model.ts';
import { eventually } from '../../fakes/eventually.ts';
import { ISSUER } from '../../fakes/memory-provider.ts';
import { CLIENT_SECRET, isAlive, oauthWorld, signedInByToken } from '../../fakes/oauth-world.ts';
import { page, seen } from '../../fakes/pages.ts';
import { account, grant, held, SITE, saved, source } from '../../fakes/records.ts';
import { seenRow } from '../../fakes/sign-in-world.ts';
import { NOTHING_TOLD } from '../../fakes/told.ts';

const { updateDynamicRules } = vi.hoisted(() => ({
  updateDynamicRules: vi.fn(async (_: { addRules: chrome.declarativeNetRequest.Rule[] }) => undefined),
}));
vi.mock('../../../lib/platform/browser.ts', () => ({
  browser: { runtime: { getURL: () => 'chrome-extension://layerkeyid/' } },
  netRequest: { updateDynamicRules },
}));
beforeEach(() => updateDynamicRules.mockClear());

const MIN = 60_000;
const EVIL = 'https://evil.example';

describe('what was sealed is asked, whatever the readable records say', () => {
  /** Signed in; from now on every address that is asked is kept, and the readable records are another provider's. */
  async function edited() {
    const made = await signedInByToken({}, { remember: true });
    const asked: string[] = [];
    const { fetch } = made.quiet;
    made.quiet.fetch = (url, init) => {
      asked.push(`${new URL(url).origin} ${String(init.body ?? '')}`);
      return fetch(url, init);
    };
    const { authorizeSilently } = made.quiet;
    made.quiet.authorizeSilently = (url) => {
      asked.push(`${new URL(url).origin} ${url}`);
      return authorizeSilently(url);
    };
    const evil = { issuer: EVIL, clientId: 'evil', extraParameters: 'x=evil' };
    const names = ['authorization', 'token', 'refresh', 'revocation', 'userinfo'];
    const endpoints = names.map((name) => [`${name}Endpoint`, `${EVIL}/${name}`] as const);
    await made.store.change((records) => ({
      ...records,
      accounts: records.accounts.map((each) => ({
        ...each,
        providers: [EVIL],
        settings: { ...each.settings, ...evil, ...Object.fromEntries(endpoints) },
      })),
    }));
    return { made, asked };
  }

  test('renewed, ended, revoked: every request goes to the provider of the sign-in, as its client', async () => {
    const { made, asked } = await edited();
    made.pass(4.5 * MIN);
    await made.wake([SITE]);
    expect(isAlive(made)).toBe(true);
    const { accountId } = await made.ids();
    await made.takingBack.signOut([accountId], 'signedOut');
    await eventually(() => made.provider.revoked()).toHaveLength(2);
    expect(asked).toHaveLength(3);
    expect(asked.filter((each) => !each.startsWith(`${ISSUER} `) || each.includes('evil'))).toEqual([]);
  });

  test('signed in again without a window: the same', async () => {
    const { made, asked } = await edited();
    for (const each of made.provider.grants) each.alive = false;
    made.atProvider('anna');
    made.pass(4.5 * MIN);
    await made.wake([SITE]);
    expect(isAlive(made)).toBe(true);
    expect(asked.some((each) => each.includes('code_challenge='))).toBe(true);
    expect(asked.filter((each) => !each.startsWith(`${ISSUER} `) || each.includes('evil'))).toEqual([]);
  });
});

test('two people of the same name are two, each with a token of their own', async () => {
  const made = await oauthWorld();
  const { fetch } = made.quiet;
  const tools = {
    fetch: async (url: string, init: RequestInit) => {
      const answer = await fetch(url, init);
      if (!url.endsWith('/userinfo')) return answer;
      return Response.json({ ...((await answer.json()) as object), name: 'Anna Map' });
    },
  };
  await made.signIn({ who: 'anna', tools });
  await made.signIn({ who: 'anne', tools, row: seenRow({ base: 'https://geo.example.com/second/ows' }) });
  const { accounts } = await made.store.read();
  expect(accounts.map(({ who }) => who)).toEqual(['Anna Map', 'Anna Map']);
  expect(made.injected().map(made.provider.whoHas).toSorted()).toEqual(['anna', 'anne']);
});

test('a password that a provider refuses is sent once', async () => {
  const made = await oauthWorld();
  made.provider.password = 'another';
  await expect(made.signIn({ method: 'passwordGrant' })).rejects.toMatchObject({ code: 'passwordRefused' });
  expect(made.provider.tokenRequests()).toHaveLength(1);
});

test('where a window’s answer could be neither seen nor stopped, none opens', async () => {
  const made = await oauthWorld();
  const visited: string[] = [];
  const mayAsk = async (origins: readonly string[]) => {
    if (origins.includes('https://app.example.org')) throw new Error('not allowed');
  };
  const authorize = async (url: string) => {
    visited.push(url);
    return made.provider.authorize(url, 'anna');
  };
  const signIn = (redirect: string) =>
    made.signIn({ fields: { redirect }, tools: { mayAsk, authorize } }).catch(String);
  expect(await signIn('https://app.example.org/callback')).toContain('not allowed');
  expect(visited).toEqual([]);
  await signIn('https://other.example.org/callback');
  expect(visited).toHaveLength(1);
});

test('the page that ends the session at the provider: its address has the client’s name and nothing else', async () => {
  const made = await oauthWorld();
  await made.signIn({ fields: { endSessionEndpoint: `${ISSUER}/end` } });
  const { accountId } = await made.ids();
  await made.takingBack.signOut([accountId], 'signedOut');
  const { endSession } = made.session.get('account', accountId) ?? {};
  expect(endSession).toBe(`${ISSUER}/end?client_id=maps`);
  for (const secret of [...made.provider.secrets(), CLIENT_SECRET]) expect(endSession).not.toContain(secret);
});

test('while a provider is asked for a new token the alarm is set: a worker that is stopped then is waked up again', async () => {
  const made = await signedInByToken();
  const { reached, letGo } = made.provider.hold('/token');
  made.pass(4.5 * MIN);
  const renewed = made.wake([SITE]);
  await reached;
  expect(made.alarm()).toBeGreaterThan(made.provider.clock.now);
  letGo();
  await renewed;
  expect(isAlive(made)).toBe(true);
});

test.each([true, false])(
  'renewed before anybody could prove it since the unlocking (the service takes it: %s): proven first, then used',
  async (isTaken) => {
    const made = await signedInByToken({}, { remember: true });
    await made.locking.lock();
    await made.unlock();
    made.pass(6 * MIN);
    made.provider.mode = 'down';
    await made.recheck.openSites(new Set([SITE]));
    expect((await made.status())?.[0]).toBe('renewing');
    made.provider.mode = 'up';
    if (!isTaken) made.provider.isGood = () => false;
    made.pass(MIN);
    await made.wake([SITE]);
    expect(made.provider.tokenRequests().length).toBeGreaterThan(0);
    expect(made.injected()).toHaveLength(isTaken ? 1 : 0);
  },
);

describe('where a window’s answer is stopped', () => {
  const stops = (redirect: string, address: string): boolean => {
    const [made, ...others] = windowRules([{ tabId: 7, redirect }]);
    expect(others).toEqual([]);
    expect(made?.rule).toMatchObject({
      action: { type: 'block' },
      condition: { tabIds: [7], resourceTypes: ['main_frame'] },
    });
    return new RegExp(made?.rule.condition.regexFilter ?? '').test(address);
  };

  test.each([
    ['https://app.example.org/login/callback', '?code=x'],
    ['https://app.example.org/login/callback', ''],
    ['https://app.example.org/login/callback', '#error=x'],
    ['http://127.0.0.1:7070/', '?code=x'],
    ['https://app.example.org/', '?code=x'],
  ])('at %s, with %j', (redirect, rest) => {
    expect(stops(redirect, redirect + rest)).toBe(true);
  });

  test.each([
    ['https://app.example.org/', 'https://app.example.org/auth/login?code=x'],
    ['https://app.example.org/cb', 'https://app.example.org/cb-beside?code=x'],
    ['https://app.example.org/cb', 'https://app.example.org/cb/below'],
    ['https://app.example.org/cb', 'https://appxexample.org/cb?code=x'],
    ['https://app.example.org/cb', 'https://id.example.org/?next=https://app.example.org/cb?code=x'],
    ['http://127.0.0.1:7070/', 'http://127.0.0.1:70701/?code=x'],
  ])('of %s: not at %s', (redirect, elsewhere) => {
    expect(stops(redirect, elsewhere)).toBe(false);
  });
});

describe('a token of one service is offered to another', () => {
  const SECOND = 'https://tiles.example.net/ows';
  const token: Account = account({ method: 'oauth', who: 'Anna Map', providers: [ISSUER] });

  /** Who is offered to a second service on the same site. */
  function offered(challenges: string[], state: 'refuses' | 'open' = 'refuses', method = 'oauth'): string[] {
    const { rows } = popupView({
      ...{
        tabId: 1,
        notice: null,
        rememberedIds: new Set<string>(),
        changed: new Set<string>(),
        ports: true,
      },
      ...{
        redirectUri: '',
        allSitesHeld: null,
        told: NOTHING_TOLD,
        hiddenWarnings: new Map(),
        rows: new Map(),
        accounts: new Map(),
      },
      page: page({ services: [seen({ base: SECOND, state, challenges })] }),
      saved: saved({ accounts: [{ ...token, method }], sources: [source()], grants: [grant()] }),
      vault: { state: 'none', canRemember: true, hasPasskey: false, waitUntil: 0 },
      credentials: new Map([[token.id, held()]]),
    });
    return rows.find(({ url }) => url === SECOND)?.existing.map(({ accountId }) => accountId) ?? ['no row'];
  }

  test.each([[['Bearer realm="x"']], [['Basic realm="x"', 'Bearer']], [[]]])('that says %j', (challenges) => {
    expect(offered(challenges)).toEqual([token.id]);
  });

  test.each([[['Basic realm="x"']], [['Digest realm="x", nonce="y"']], [['Negotiate', 'NTLM']]])(
    'but not where it says %j: it wants none',
    (challenges) => {
      expect(offered(challenges)).toEqual([]);
    },
  );

  test.each([[['Bearer realm="x"']], [[]]])(
    'but not one that is good at its own system alone, whatever is said: %j',
    (challenges) => {
      expect(offered(challenges, 'refuses', 'geodi')).toEqual([]);
    },
  );

  test('nor to one that answers everybody', () => {
    expect(offered([], 'open')).toEqual([]);
  });
});

test('Origin is taken out of our own POST requests alone: a page’s says where it comes from', async () => {
  await hideOwnOrigin();
  expect(updateDynamicRules.mock.calls.flatMap(([{ addRules }]) => addRules)).toEqual([
    {
      id: 1,
      action: { type: 'modifyHeaders', requestHeaders: [{ header: 'origin', operation: 'remove' }] },
      condition: {
        initiatorDomains: ['layerkeyid'],
        requestMethods: ['post'],
        resourceTypes: ['xmlhttprequest'],
      },
    },
  ]);
});
