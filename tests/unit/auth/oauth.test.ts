import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { ProviderTools, SignInTools, Values } from '../../../lib/auth/method.ts';
import { clientCredentials, oauth, passwordGrant } from '../../../lib/auth/oauth.ts';
import { Account, Credential } from '../../../lib/sources/model.ts';
import { ISSUER, memoryProvider } from '../../fakes/memory-provider.ts';
import { tools } from '../../fakes/tools.ts';

const SECRET = 'planted-client-secret-9c1';
const BROWSERS = 'https://layerkey.chromiumapp.org/';
const METHODS = { oauth, clientCredentials, passwordGrant };
const PASSWORD = { username: 'anna', password: 'pr0vider-pass' };
const BASE: Values = { issuer: ISSUER, clientId: 'maps', scopes: 'maps' };

/** A provider, and what a method gets to reach it. */
function reach(habits: Parameters<typeof memoryProvider>[0] = {}, before?: Values) {
  const provider = memoryProvider(habits);
  const visited: { url: string; redirect: string | null }[] = [];
  const allowed: string[][] = [];
  const asked: ProviderTools = {
    fetch: provider.fetch,
    now: () => provider.clock.now,
    signal: new AbortController().signal,
    redirectUri: BROWSERS,
    mayAsk: async (origins) => void allowed.push([...origins]),
    authorize: async (url, redirect) => {
      visited.push({ url, redirect });
      return provider.authorize(url, 'anna');
    },
    askForCode: async (url) => {
      visited.push({ url, redirect: 'pasted' });
      return new URL(provider.authorize(url, 'anna')).searchParams.get('code') ?? '';
    },
  };
  const all: SignInTools = { ...tools(), provider: asked, ...(before ? { before } : {}) };
  return { provider, visited, allowed, asked, all };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string; values?: string[] }) => [error.code, ...(error.values ?? [])].join(' '),
  );

describe('what is kept where', () => {
  test.each([
    ['oauth', { clientSecret: SECRET }],
    ['clientCredentials', { clientSecret: SECRET }],
    ['passwordGrant', { clientSecret: SECRET, ...PASSWORD, totp: 'planted-924613' }],
    ['passwordGrant', PASSWORD],
  ] as const)(
    '%s: what is secret is in the secrets alone, and both are records as they are saved',
    async (id, fields) => {
      const { provider, all } = reach();
      const { settings, secrets, who, providers } = await METHODS[id].signIn({ ...BASE, ...fields }, all);
      const shown = JSON.stringify({ settings, who, providers });
      const planted = [SECRET, 'pr0vider-pass', 'planted-924613', ...provider.secrets()];
      for (const secret of planted) expect(shown).not.toContain(secret);
      // A one-time code is over; with a refresh token nobody needs the password again.
      for (const gone of ['planted-924613', 'pr0vider-pass'])
        expect(JSON.stringify(secrets)).not.toContain(gone);
      expect(v.is(Account, { id: 'accoun1', method: id, who, settings, origins: [], providers })).toBe(true);
      expect(v.is(Credential, { accountId: 'accoun1', secrets, destinations: [] })).toBe(true);
      expect(providers).toEqual([ISSUER]);
    },
  );

  test('a password is kept only where nothing else renews; never together with a one-time code', async () => {
    const kept = async (fields: Values) => {
      const { all } = reach({ refreshTokens: false });
      return JSON.stringify((await passwordGrant.signIn({ ...BASE, ...fields }, all)).secrets);
    };
    expect(await kept(PASSWORD)).toContain('pr0vider-pass');
    expect(await kept({ ...PASSWORD, totp: '924613' })).not.toContain('pr0vider-pass');
  });

  test('however long the form and the provider’s document: what is held can be saved, or it is said before', async () => {
    const long = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 3900 });
    await fc.assert(
      fc.asyncProperty(long, long, long, async (audience, scopes, value) => {
        const { all } = reach();
        const extraParameters = `x=${value}`;
        const made = await oauth
          .signIn(
            { ...BASE, audience, scopes, extraParameters, extraTokens: `a=x-${value.slice(0, 90)}1` },
            all,
          )
          .catch(() => null);
        if (made === null) return;
        expect(v.is(Credential, { accountId: 'accoun1', secrets: made.secrets, destinations: [] })).toBe(
          true,
        );
      }),
      { numRuns: 25, endOnFailure: true, examples: [['a'.repeat(3900), 'b'.repeat(3900), 'c'.repeat(3900)]] },
    );
  });
});

test('a field that is not there is as the form has it at first: the usual scopes, a Bearer token', async () => {
  const { all, visited } = reach();
  const { issuer, clientId } = BASE;
  const fields = { issuer: issuer ?? '', clientId: clientId ?? '', identity: 'none', jwksUri: '' };
  // This provider gives out no ID token, which the usual scopes ask for.
  await codeOf(oauth.signIn(fields, all));
  expect(new URL(visited[0]?.url ?? '').searchParams.get('scope')).toBe('openid profile email');
  const { settings, secrets } = await oauth.signIn({ ...fields, scopes: 'maps' }, all);
  expect(oauth.inject(settings, secrets, undefined)).toEqual({
    kind: 'headers',
    headers: [{ name: 'Authorization', value: `Bearer ${secrets.accessToken}` }],
  });
});

describe('the way', () => {
  test.each([
    ['', null, BROWSERS],
    ['browser', null, BROWSERS],
    ['http://127.0.0.1:7070/', 'http://127.0.0.1:7070/', 'http://127.0.0.1:7070/'],
    ['urn:ietf:wg:oauth:2.0:oob', 'pasted', 'urn:ietf:wg:oauth:2.0:oob'],
  ])('redirect %j', async (redirect, where, sent) => {
    const { visited, all, provider } = reach();
    const made = await oauth.signIn({ ...BASE, ...(redirect === '' ? {} : { redirect }) }, all).catch(String);
    expect(visited.map((each) => each.redirect)).toEqual([where]);
    const { searchParams } = new URL(visited[0]?.url ?? '');
    expect(searchParams.get('redirect_uri')).toBe(sent);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(provider.tokenRequests()).toHaveLength(1);
    const verifier = provider.tokenRequests()[0]?.get('code_verifier') ?? '';
    expect(visited[0]?.url).not.toContain(verifier);
    expect(JSON.stringify(made)).not.toContain(verifier);
    expect(JSON.stringify(made)).not.toContain(searchParams.get('state'));
  });

  test('the browser’s word on all origins comes before any page and any secret', async () => {
    for (const [id, method] of Object.entries(METHODS)) {
      const { all, asked, visited, provider } = reach();
      const none = {
        ...all,
        provider: { ...asked, mayAsk: async () => Promise.reject(new Error('not allowed')) },
      };
      await expect(method.signIn({ ...BASE, ...PASSWORD, clientSecret: SECRET }, none)).rejects.toThrow(
        'not allowed',
      );
      expect([id, visited]).toEqual([id, []]);
      expect(provider.requests.map(({ path }) => path)).toEqual(['/.well-known/openid-configuration']);
    }
  });

  test('given addresses: no discovery, and all of them are asked for', async () => {
    const { all, allowed, provider } = reach();
    const { issuer, ...rest } = BASE;
    const given = {
      ...rest,
      authorizationEndpoint: `${ISSUER}/authorization`,
      tokenEndpoint: `${ISSUER}/token`,
      refreshEndpoint: 'https://refresh.example.org/token',
      revocationEndpoint: 'https://revoke.example.org/revoke',
    };
    expect(issuer).toBe(ISSUER);
    await oauth.signIn(given, all);
    expect(allowed[0]?.toSorted()).toEqual([
      ISSUER,
      'https://refresh.example.org',
      'https://revoke.example.org',
    ]);
    expect(provider.requests.map(({ path }) => path)).toEqual(['/token']);
  });

  test.each([
    ['clientCredentials', {}, 'emptyField clientSecret'],
    ['passwordGrant', { username: 'anna' }, 'emptyField password'],
    ['passwordGrant', { password: 'x' }, 'emptyField username'],
    ['oauth', { clientAuthentication: 'basic' }, 'emptyField clientSecret'],
    ['oauth', { clientId: '' }, 'emptyField clientId'],
    ['oauth', { issuer: '' }, 'emptyField issuer'],
    ['oauth', { extraParameters: 'state=x' }, 'reservedParameter extraParameters'],
    ['oauth', { issuer: 'http://id.example.org' }, 'plainHttpProvider'],
  ] as const)('%s without %o: %s, before anybody is sent anywhere', async (id, fields, expected) => {
    const { all, visited, provider } = reach();
    expect(await codeOf(METHODS[id].signIn({ ...BASE, ...fields }, all))).toContain(expected);
    expect(visited).toEqual([]);
    expect(provider.tokenRequests()).toEqual([]);
  });
});

describe('what was sealed', () => {
  const Edited = fc.dictionary(
    fc.constantFrom(
      'issuer',
      'tokenEndpoint',
      'tokenName',
      'tokenScheme',
      'tokenUse',
      'clientId',
      'extraTokens',
    ),
    fc.oneof(fc.constantFrom('https://evil.example/token', 'query', 'X-Evil', ''), fc.string()),
  );

  test('whatever the readable settings say, the same is injected', async () => {
    const { all } = reach();
    const { settings, secrets } = await oauth.signIn({ ...BASE, clientSecret: SECRET }, all);
    const before = oauth.inject(settings, secrets, undefined);
    fc.assert(
      fc.property(Edited, fc.option(fc.string(), { nil: undefined }), (edited, parameter) => {
        expect(oauth.inject({ ...settings, ...edited }, secrets, parameter)).toEqual(before);
      }),
    );
  });

  test.each(['issuer', 'clientId', 'tokenEndpoint', 'refreshEndpoint', 'revocationEndpoint'])(
    'the client secret of before is not used where %s is another',
    async (name) => {
      const first = reach();
      const { secrets } = await oauth.signIn({ ...BASE, clientSecret: SECRET }, first.all);
      const again = reach({}, secrets);
      await oauth.signIn(BASE, again.all);
      expect(again.provider.requests.some(({ authorization }) => authorization !== '')).toBe(true);
      const other = reach({}, secrets);
      const value =
        name === 'clientId' ? 'other' : name === 'issuer' ? `${ISSUER}/` : 'https://evil.example/token';
      await codeOf(oauth.signIn({ ...BASE, [name]: value }, other.all));
      expect(JSON.stringify(other.provider.requests)).not.toContain(SECRET);
      const sent = other.provider.requests.map(({ authorization }) =>
        atob(authorization.replace(/^Basic /, '')),
      );
      expect(sent.join()).not.toContain(SECRET);
    },
  );

  test('secrets of another method: no end, not renewable, nothing ended, nothing thrown', () => {
    for (const secrets of [
      {},
      { password: 'x' },
      { accessToken: 'a', receivedAt: '1', sealed: '{"settings":{}}' },
    ]) {
      for (const method of Object.values(METHODS)) {
        expect(method.ends?.(secrets) ?? null).toBeNull();
        expect(method.isRenewable?.(secrets)).toBe(false);
        expect(method.endSessionUrl?.(secrets) ?? null).toBeNull();
      }
    }
  });

  test('sealed settings that no form would have taken: the same', async () => {
    const { all } = reach();
    const { secrets } = await oauth.signIn(BASE, all);
    const sealed = JSON.parse(secrets.sealed ?? '') as { settings: Values };
    const odd = {
      ...secrets,
      sealed: JSON.stringify({ ...sealed, settings: { ...sealed.settings, tokenName: 'a b' } }),
    };
    expect(oauth.ends?.(odd) ?? null).toBeNull();
    expect(oauth.isRenewable?.(odd)).toBe(false);
  });

  test('revoked: both tokens, at the sealed address, by the client itself', async () => {
    const { all, asked, provider } = reach();
    const { secrets } = await oauth.signIn({ ...BASE, clientSecret: SECRET }, all);
    provider.requests.length = 0;
    await oauth.revoke?.(secrets, { ...asked, authorizeSilently: async () => null });
    expect(provider.revoked()).toEqual([secrets.refreshToken, secrets.accessToken]);
    expect(provider.requests.every(({ authorization }) => authorization.startsWith('Basic '))).toBe(true);
    const none = reach({ without: ['revocation_endpoint'] });
    const other = await oauth.signIn(BASE, none.all);
    none.provider.requests.length = 0;
    await oauth.revoke?.(other.secrets, { ...none.asked, authorizeSilently: async () => null });
    expect(none.provider.requests).toEqual([]);
  });
});
