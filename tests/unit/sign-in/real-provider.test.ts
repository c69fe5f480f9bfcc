import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProviderTools } from '../../../lib/auth/method.ts';
import { eventually } from '../../fakes/eventually.ts';
import { service } from '../../fakes/service.ts';
import { seenRow, signInWorld } from '../../fakes/sign-in-world.ts';
import { type IdentityProvider, startIdentityProvider } from '../../servers/identity-provider.ts';
import { Person } from '../../servers/person.ts';

const REDIRECT = 'https://layerkey.chromiumapp.org/';
const SECRET = 'the-secret-of-the-client-0123456789';

let provider: IdentityProvider;
beforeEach(async () => {
  provider = await startIdentityProvider({
    clients: [
      {
        client_id: 'maps',
        client_secret: SECRET,
        redirect_uris: [REDIRECT],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
  });
});
afterEach(() => provider.close());

/** Signed in through the provider's own pages; the person's browser keeps its session there. */
async function signedIn() {
  const clock = { ahead: 0 };
  const person = new Person();
  const go = async (url: string) => (await person.signIn(url, REDIRECT, provider.user)) ?? '';
  const silently: string[] = [];
  const world = await signInWorld(
    service(() => ({})).ask,
    {},
    {
      fetch,
      now: () => Date.now() + clock.ahead,
      redirectUri: REDIRECT,
      authorizeSilently: async (url) => {
        silently.push(url);
        return go(url);
      },
    },
  );
  const tools: ProviderTools = {
    ...world.quiet,
    signal: new AbortController().signal,
    mayAsk: async () => undefined,
    authorize: go,
    askForCode: go,
  };
  const fields = {
    ...{ issuer: provider.issuer, clientId: 'maps', clientSecret: SECRET, redirect: 'browser' },
    ...{ scopes: 'openid profile email', tokenScheme: 'Bearer' },
  };
  const draft = { method: 'oauth', fields, acceptPlainHttp: false, remember: false };
  const row = seenRow({ seen: { challenges: ['Bearer realm="x"'] } });
  await world.signIns.signIn(row, draft, [], null, () => true, tools);
  const { accounts } = await world.store.read();
  const id = accounts[0]?.id ?? '';
  const secrets = () => world.credentials.get(id)?.secrets ?? {};
  /** Whether the provider still knows the token that is held. */
  const isGood = async (token = secrets().accessToken) => {
    const answer = await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${token}` } });
    return answer.status === 200;
  };
  const later = async () => {
    clock.ahead += 280_000;
    await world.renewals.run();
  };
  return { ...world, id, secrets, isGood, later, silently, status: () => world.session.get('account', id) };
}

test('signed in by name, renewed with a new refresh token each time, and ended with the sign-out', async () => {
  const made = await signedIn();
  expect((await made.store.read()).accounts[0]?.who).toBe('Anna Map');
  const seen = new Set([made.secrets().refreshToken]);
  for (let round = 0; round < 3; round++) {
    await made.later();
    expect(await made.isGood()).toBe(true);
    seen.add(made.secrets().refreshToken);
  }
  expect(seen.size).toBe(4);
  const last = made.secrets().accessToken;
  await made.takingBack.signOut([made.id], 'signedOut');
  await eventually(() => made.isGood(last)).toBe(false);
  await eventually(() => provider.requests.filter((line) => line === 'POST /token/revocation').length).toBe(
    2,
  );
});

test('a refresh token that was stolen and used ends the session for both: told, the rule gone', async () => {
  const made = await signedIn();
  const { refreshToken = '' } = made.secrets();
  const authorization = `Basic ${btoa(`maps:${SECRET}`)}`;
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken });
  const stolen = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    headers: { authorization },
    body,
  });
  expect(stolen.status).toBe(200);
  await made.later();
  // The provider was asked whether its own session still allows it, and wants to see somebody.
  expect(made.silently).toHaveLength(1);
  expect(made.status()).toMatchObject({ status: 'signIn', why: 'sessionElsewhere' });
  expect([...made.browserRules.rules.values()]).toEqual([]);
  const { access_token: thiefs } = await stolen.json();
  expect(await made.isGood(thiefs)).toBe(false);
});

test('the provider was started anew and has forgotten everything: told, the rule gone', async () => {
  const made = await signedIn();
  provider.forget();
  made.quiet.authorizeSilently = async () => null;
  await made.later();
  expect(made.status()).toMatchObject({ status: 'signIn', why: 'sessionElsewhere' });
  expect([...made.browserRules.rules.values()]).toEqual([]);
});

test('new keys at the provider: renewing goes on', async () => {
  const made = await signedIn();
  await provider.rotateKeys();
  await made.later();
  expect(made.status()?.status).toBe('signedIn');
  expect(await made.isGood()).toBe(true);
});
