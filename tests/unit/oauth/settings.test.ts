import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { issuerUrl } from '../../../lib/oauth/address.ts';
import { readSettings } from '../../../lib/oauth/settings.ts';
import { pairsIn, pairsText, wordsIn } from '../../../lib/oauth/words.ts';

const LEAST = { clientId: 'c', issuer: 'https://id.example.org' };
const codeOf = (run: () => unknown): unknown => {
  try {
    run();
    return null;
  } catch (error) {
    const { code, values } = error as { code: string; values: string[] };
    return [code, ...values];
  }
};

describe('settings', () => {
  test('what is not said is as most providers have it', () => {
    expect(readSettings(LEAST)).toMatchObject({
      flow: 'code',
      clientAuthentication: 'none',
      redirect: 'browser',
      scopes: ['openid', 'profile', 'email'],
      tokenUse: 'header',
      tokenName: 'Authorization',
      tokenScheme: 'Bearer',
      identity: 'idToken',
      trustedAudiences: [],
      extraParameters: [],
    });
    expect(readSettings({ ...LEAST, tokenUse: 'query' }).tokenName).toBe('access_token');
    expect(readSettings({ ...LEAST, scopes: '' }).scopes).toEqual([]);
    expect(readSettings({ ...LEAST, flow: 'clientCredentials' }).scopes).toEqual([]);
    expect(readSettings({ ...LEAST, tokenScheme: '' }).tokenScheme).toBe('');
  });

  test.each([
    'browser',
    'urn:ietf:wg:oauth:2.0:oob',
    'http://127.0.0.1:7070/',
    'http://localhost:5000/callback',
    'https://app.example.org/login/callback?x=1',
  ])('redirect URI %s', (redirect) => {
    expect(readSettings({ ...LEAST, redirect }).redirect).toBe(redirect);
  });

  test.each<[string, Record<string, string>, unknown[]]>([
    ['no client', { clientId: ' ' }, ['emptyField', 'clientId']],
    ['no provider', { issuer: '' }, ['emptyField', 'issuer']],
    ['half of the addresses', { issuer: '', tokenEndpoint: 'https://x.example/t' }, ['emptyField', 'issuer']],
    ['no user', { flow: 'password' }, ['emptyField', 'username']],
    ['another flow', { flow: 'implicit' }, ['badMessage', 'flow']],
    ['no address', { tokenEndpoint: 'x' }, ['badUrl', 'tokenEndpoint']],
    [
      'plain http',
      { tokenEndpoint: 'http://x.example/t' },
      ['plainHttpProvider', 'x.example', 'tokenEndpoint'],
    ],
    ['a password in it', { issuer: 'https://a:b@x.example' }, ['badUrl', 'issuer']],
    ['a redirect to a program', { redirect: 'qgis://callback' }, ['badUrl', 'redirect']],
    ['a redirect with a fragment', { redirect: 'https://x.example/#a' }, ['badUrl', 'redirect']],
    ['a script as redirect', { redirect: 'javascript:alert(1)' }, ['badUrl', 'redirect']],
    ['state from outside', { extraParameters: 'a=b&state=x' }, ['reservedParameter', 'extraParameters']],
    ['the host as header', { tokenName: 'Host' }, ['badHeaderName', 'tokenName']],
    ['a bad parameter', { tokenUse: 'query', tokenName: 'a b' }, ['badParameterName', 'tokenName']],
    ['a line break', { tokenScheme: 'Bearer\r\nX:' }, ['badHeaderValue', 'tokenScheme']],
    ['further tokens as host', { extraTokens: 'a=Host' }, ['badHeaderName', 'extraTokens']],
    ['further tokens nowhere', { extraTokens: 'a' }, ['badHeaderName', 'extraTokens']],
    ['a relative resource', { resource: '/maps' }, ['badUrl', 'resource']],
  ])('%s is said at its field', (_, values, failure) => {
    expect(codeOf(() => readSettings({ ...LEAST, ...values }))).toEqual(failure);
  });

  test('given addresses need no issuer', () => {
    const given = { clientId: 'c', tokenEndpoint: 'https://x.example/t' };
    expect(readSettings({ ...given, flow: 'clientCredentials' }).issuer).toBe('');
    expect(readSettings({ ...given, authorizationEndpoint: 'http://127.0.0.1:9/a' }).issuer).toBe('');
  });

  test('anything at all is read or refused with the name of a field', () => {
    const names = [
      'clientId',
      'issuer',
      'redirect',
      'scopes',
      'extraParameters',
      'tokenName',
      'flow',
      'resource',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary' })), (values) => {
        const failure = codeOf(() => readSettings({ ...LEAST, ...values })) as string[] | null;
        if (failure !== null) expect(names).toContain(failure[1]);
      }),
    );
  });
});

describe('an issuer as it is typed', () => {
  test.each([
    ['id.example.org', 'https://id.example.org/'],
    [' https://id.example.org ', 'https://id.example.org/'],
    ['https://id.example.org/realms/maps', 'https://id.example.org/realms/maps'],
    [
      'https://id.example.org/realms/maps/.well-known/openid-configuration',
      'https://id.example.org/realms/maps',
    ],
    ['https://id.example.org/.well-known/openid-configuration?x=1', 'https://id.example.org/'],
    ['https://id.example.org/.well-known/oauth-authorization-server/maps', 'https://id.example.org/maps'],
    ['http://127.0.0.1:4593/api/oidc', 'http://127.0.0.1:4593/api/oidc'],
    ['http://id.localhost:1', 'http://id.localhost:1/'],
  ])('%s', (typed, url) => {
    expect(issuerUrl(typed).href).toBe(url);
  });

  test.each([
    ['', ['emptyField', 'issuer']],
    ['http://id.example.org', ['plainHttpProvider', 'id.example.org']],
    ['ftp://id.example.org', ['badUrl', 'issuer']],
    ['a b', ['badUrl', 'issuer']],
    ['https://user@id.example.org', ['badUrl', 'issuer']],
    ['https://id.example.org\\@evil.example', ['badUrl', 'issuer']],
  ])('%j is refused', (typed, failure) => {
    expect(codeOf(() => issuerUrl(typed))).toEqual(failure);
  });

  test('anything at all gives an address that secrets may travel to, or one of its failures', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true })),
        (typed) => {
          const failure = codeOf(() => issuerUrl(typed)) as string[] | null;
          if (failure !== null) {
            expect(['emptyField', 'badUrl', 'plainHttpProvider']).toContain(failure[0]);
            return;
          }
          const url = issuerUrl(typed);
          expect(
            url.protocol === 'https:' || /^(127\.|localhost|\[::1\])|\.localhost$/.test(url.hostname),
          ).toBe(true);
          expect([url.username, url.password, url.search, url.hash]).toEqual(['', '', '', '']);
          expect(issuerUrl(url.href).href).toBe(url.href);
        },
      ),
    );
  });
});

test('pairs and words survive being written', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'grapheme' }))), (pairs) => {
      expect(pairsIn(pairsText(pairs))).toEqual(pairs);
    }),
  );
  expect(wordsIn(' openid\n profile openid ')).toEqual(['openid', 'profile']);
  expect(wordsIn('')).toEqual([]);
});
