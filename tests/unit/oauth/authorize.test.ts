import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkCallback,
  endSessionUrl,
  isCallback,
  startAuthorization,
} from '../../../lib/oauth/authorize.ts';
import type { Party } from '../../../lib/oauth/party.ts';
import { providerOf } from '../../../lib/oauth/provider.ts';
import { PASTED_REDIRECT } from '../../../lib/oauth/redirects.ts';
import { readSettings } from '../../../lib/oauth/settings.ts';

const AUTHORIZE = 'https://id.example.org/auth?tenant=7';

function party(values: Record<string, string> = {}): Party {
  const settings = readSettings({
    clientId: 'maps client',
    issuer: 'https://id.example.org',
    authorizationEndpoint: AUTHORIZE,
    tokenEndpoint: 'https://id.example.org/token',
    ...values,
  });
  const never = () => Promise.reject(new Error('nothing is sent'));
  return { settings, provider: providerOf(settings, null), clientSecret: '', fetch: never, now: Date.now };
}

const codeIn = (run: () => URLSearchParams) => run().get('code');
const failing = (run: () => unknown) => {
  try {
    run();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('where the user is taken', () => {
  test('to the given address, its own query kept, with everything that was asked for', async () => {
    const asked = party({
      scopes: 'openid maps',
      audience: 'maps-api',
      resource: 'https://maps.example.org/',
      extraParameters: 'kc_idp_hint=city&ui_locales=fr',
    });
    const { url, pending } = await startAuthorization(asked, 'http://127.0.0.1:7070/');
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pending.verifier));
    expect(url.startsWith(`${AUTHORIZE}&`)).toBe(true);
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      tenant: '7',
      kc_idp_hint: 'city',
      ui_locales: 'fr',
      audience: 'maps-api',
      resource: 'https://maps.example.org/',
      scope: 'openid maps',
      nonce: pending.nonce,
      response_type: 'code',
      client_id: 'maps client',
      redirect_uri: 'http://127.0.0.1:7070/',
      state: pending.state,
      code_challenge: Buffer.from(hash).toString('base64url'),
      code_challenge_method: 'S256',
    });
    expect(url).not.toContain(pending.verifier);
  });

  test('each time with new secrets; a nonce only where an ID token is asked for', async () => {
    const one = await startAuthorization(party(), 'https://a.example/');
    const two = await startAuthorization(party(), 'https://a.example/');
    for (const name of ['state', 'nonce', 'verifier'] as const) {
      expect(one.pending[name].length).toBeGreaterThanOrEqual(43);
      expect(one.pending[name]).not.toBe(two.pending[name]);
    }
    const plain = await startAuthorization(party({ scopes: 'maps' }), 'https://a.example/');
    expect(plain.pending.nonce).toBe('');
    expect(new URL(plain.url).searchParams.has('nonce')).toBe(false);
    const silent = await startAuthorization(party(), 'https://a.example/', true);
    expect(new URL(silent.url).searchParams.get('prompt')).toBe('none');
  });

  test('nowhere, where the provider has no such address', async () => {
    const asked = party();
    const { authorizationEndpoint, ...provider } = asked.provider;
    expect(authorizationEndpoint).toBe(AUTHORIZE);
    await expect(startAuthorization({ ...asked, provider }, 'https://a.example/')).rejects.toMatchObject({
      code: 'endpointMissing',
      values: ['id.example.org', 'authorization_endpoint'],
    });
    expect(endSessionUrl(asked.settings, provider)).toBeNull();
  });
});

describe('the address that ends it', () => {
  test.each([
    ['http://127.0.0.1:7070/', 'http://127.0.0.1:7070/?code=x', true],
    ['http://127.0.0.1:7070', 'http://127.0.0.1:7070/?error=x', true],
    ['http://127.0.0.1:7070/', 'http://127.0.0.1:7071/?code=x', false],
    ['http://127.0.0.1:7070/', 'http://localhost:7070/?code=x', false],
    ['http://127.0.0.1:7070/', 'http://127.0.0.1:7070/other?code=x', false],
    ['https://app.example/cb?app=1', 'https://app.example/cb?app=1&code=x', true],
    ['https://app.example/cb?app=1', 'https://app.example/cb?code=x', false],
    ['https://app.example/cb?app=1', 'https://app.example/cb?app=2&code=x', false],
    ['https://app.example/cb', 'http://app.example/cb?code=x', false],
    ['https://app.example/cb', 'https://app.example.evil.example/cb?code=x', false],
    ['https://app.example/cb', 'not an address', false],
  ])('registered %s: %s is it: %s', (registered, url, expected) => {
    expect(isCallback(url, registered)).toBe(expected);
  });

  test('anything at all is a code or a failure', async () => {
    const asked = party();
    const { pending } = await startAuthorization(asked, 'https://a.example/');
    fc.assert(
      fc.property(fc.webQueryParameters(), (query) => {
        const code = failing(() => checkCallback(asked, pending, `https://a.example/?${query}`));
        expect(code).toBe('answerNotForThisSignIn');
      }),
    );
  });
});

describe('a code that is pasted', () => {
  test.each([
    ['alone', () => ' 4/AX-x_y '],
    ['in an address', (state: string) => `https://id.example.org/done?code=4/AX-x_y&state=${state}`],
    ['in a query', (state: string) => `?state=${state}&code=4/AX-x_y`],
    ['behind its name', () => 'code=4/AX-x_y'],
  ])('%s', async (_, text) => {
    const asked = party();
    asked.provider.namesItself = true;
    const { pending } = await startAuthorization(asked, PASTED_REDIRECT);
    expect(codeIn(() => checkCallback(asked, pending, text(pending.state)))).toBe('4/AX-x_y');
  });

  test.each([
    ['', 'answerNotForThisSignIn'],
    ['two words', 'answerNotForThisSignIn'],
    ['code=x&state=wrong', 'answerNotForThisSignIn'],
    ['https://id.example.org/done?code=x&iss=https://evil.example', 'answerNotForThisSignIn'],
    ['error=access_denied', 'signInDenied'],
    ['x'.repeat(5000), 'answerNotForThisSignIn'],
  ])('%.30s: %s', async (text, code) => {
    const asked = party();
    const { pending } = await startAuthorization(asked, PASTED_REDIRECT);
    expect(failing(() => checkCallback(asked, pending, text))).toBe(code);
  });
});
