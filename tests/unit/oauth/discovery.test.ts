import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { discover } from '../../../lib/oauth/discovery.ts';
import { proposedAuthentication, providerName, requestOrigins } from '../../../lib/oauth/provider.ts';
import { readSettings } from '../../../lib/oauth/settings.ts';
import {
  json,
  type ScriptedProvider,
  startScriptedProvider,
  WRONG_ANSWERS,
} from '../../servers/scripted-provider.ts';

const OPENID = '/.well-known/openid-configuration';
const RFC8414 = '/.well-known/oauth-authorization-server';

let provider: ScriptedProvider;
let host: string;
beforeEach(async () => {
  provider = await startScriptedProvider();
  host = new URL(provider.issuer).host;
});
afterEach(() => provider.close());

describe('what a provider offers', () => {
  test('by OpenID Connect Discovery', async () => {
    expect(await discover(provider.issuer, fetch)).toMatchObject({
      issuer: provider.issuer,
      tokenEndpoint: `${provider.issuer}/token`,
      pkce: 'yes',
    });
    expect(provider.requests.map(({ path }) => path)).toEqual([OPENID]);
  });

  test.each(['a page with 403', 'a page', 'no content', 'a list'])(
    'by RFC 8414, where the first is answered with %s; the path stands behind',
    async (name) => {
      const issuer = `${provider.issuer}/maps`;
      provider.answers.set(`/maps${OPENID}`, WRONG_ANSWERS[name]!);
      provider.answers.set(
        `${RFC8414}/maps`,
        json(() => ({ ...provider.metadata, issuer })),
      );
      const found = await discover(issuer, fetch);
      expect(found.issuer).toBe(issuer);
      expect(providerName(found)).toBe(`${host}/maps`);
    },
  );

  test('a slash at the end is no other provider', async () => {
    for (const [typed, own] of [
      ['/maps', '/maps/'],
      ['/maps/', '/maps'],
    ]) {
      const issuer = provider.issuer + own;
      provider.answers.set(
        `/maps${OPENID}`,
        json(() => ({ ...provider.metadata, issuer })),
      );
      expect((await discover(provider.issuer + typed, fetch)).issuer).toBe(issuer);
    }
  });

  test('a provider that calls itself another is not taken', async () => {
    provider.metadata.issuer = 'https://other.example/realm?x#<b>';
    await expect(discover(provider.issuer, fetch)).rejects.toMatchObject({
      code: 'issuerMismatch',
      values: [host, 'https://other.example/realm'],
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['no issuer', { issuer: undefined }, 'notAProvider'],
    ['an issuer that is none', { issuer: 7 }, 'notAProvider'],
    ['PKCE, but plain alone', { code_challenge_methods_supported: ['plain'] }, 'noPkce'],
    ['tokens by plain http', { token_endpoint: 'http://id.example.org/token' }, 'plainHttpProvider'],
    ['tokens nowhere', { token_endpoint: 'javascript:alert(1)' }, 'notAProvider'],
    ['tokens as a number', { token_endpoint: 7 }, 'notAProvider'],
  ])('%s: %s', async (_, metadata, code) => {
    Object.assign(provider.metadata, metadata);
    await expect(discover(provider.issuer, fetch)).rejects.toMatchObject({ code, values: [host] });
  });

  test('what it does not announce is not known; what is optional and wrong is not used', async () => {
    Object.assign(provider.metadata, {
      code_challenge_methods_supported: undefined,
      userinfo_endpoint: 'http://id.example.org/me',
      revocation_endpoint: null,
      token_endpoint_auth_methods_supported: 'none',
      name: '<b>Bank</b>',
    });
    const found = await discover(provider.issuer, fetch);
    expect(found).toMatchObject({ pkce: 'unknown', clientAuthentication: [], namesItself: false });
    expect(Object.keys(found)).not.toContain('userinfoEndpoint');
    expect(Object.keys(found)).not.toContain('revocationEndpoint');
    expect(providerName(found)).toBe(host);
  });

  test.each([
    ['a page with 503', 'serverError'],
    ['too many requests', 'tooManyRequests'],
    ['a broken connection', 'unreachable'],
    ['2 MB', 'providerAnswerUnreadable'],
  ])('%s is not nothing: %s', async (name, code) => {
    provider.answers.set(OPENID, WRONG_ANSWERS[name]!);
    await expect(discover(provider.issuer, fetch)).rejects.toMatchObject({ code });
    expect(provider.requests.map(({ path }) => path)).not.toContain(RFC8414);
  });

  test('nobody there', async () => {
    await provider.close();
    await expect(discover(provider.issuer, fetch)).rejects.toMatchObject({
      code: 'unreachable',
      values: [host],
    });
  });
});

test('host access is asked for what requests go to, not for where the window goes', async () => {
  const found = {
    ...(await discover(provider.issuer, fetch)),
    authorizationEndpoint: 'https://login.example.org/auth',
    jwksUri: 'https://keys.example.org/jwks',
  };
  const settings = readSettings({
    clientId: 'c',
    issuer: provider.issuer,
    refreshEndpoint: 'https://renew.example.org/x',
  });
  expect(requestOrigins(found, settings)).toEqual([
    provider.issuer,
    'https://keys.example.org',
    'https://renew.example.org',
  ]);
});

test('a client with a secret proves itself as the provider wants it', async () => {
  const found = await discover(provider.issuer, fetch);
  const announcing = (...clientAuthentication: string[]) => ({ ...found, clientAuthentication });
  expect(proposedAuthentication(found, false)).toBe('none');
  expect(proposedAuthentication(found, true)).toBe('basic');
  expect(proposedAuthentication(announcing('client_secret_post', 'none'), true)).toBe('post');
  expect(proposedAuthentication(announcing('client_secret_post', 'client_secret_basic'), true)).toBe('basic');
});
