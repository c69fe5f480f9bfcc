import { afterEach, describe, expect, test } from 'vitest';
import { endSessionUrl, startAuthorization } from '../../../lib/oauth/authorize.ts';
import { withUserinfo } from '../../../lib/oauth/identity.ts';
import { revoke } from '../../../lib/oauth/revoke.ts';
import { whoOf } from '../../../lib/oauth/session.ts';
import {
  exchangeCode,
  refresh,
  renew,
  signInAsClient,
  signInWithPassword,
} from '../../../lib/oauth/tokens.ts';
import {
  type IdentityProvider,
  type IdentityProviderOptions,
  RESOURCE,
  startIdentityProvider,
} from '../../servers/identity-provider.ts';
import { Person } from '../../servers/person.ts';
import { startResourceServer } from '../../servers/resource-server.ts';
import { authorize, CLIENTS, partyTo, REDIRECT, SECRET } from './world.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
});

async function startProvider(options: IdentityProviderOptions = {}): Promise<IdentityProvider> {
  const provider = await startIdentityProvider({ clients: CLIENTS, ...options });
  open.push(provider);
  return provider;
}

async function startMaps(provider: IdentityProvider) {
  const maps = await startResourceServer(provider.issuer, CLIENTS[1]!.client_id, SECRET);
  open.push(maps);
  return maps;
}

const BASIC = { clientId: 'with-a.secret:1', clientAuthentication: 'basic' };

describe('authorization code', () => {
  test.each([
    ['a public client', {}, ''],
    ['a secret by Basic', BASIC, SECRET],
    ['a secret in the body', { clientId: 'by-post', clientAuthentication: 'post' }, SECRET],
  ])('%s: signed in, by name, with a token that the map server takes', async (_, values, clientSecret) => {
    const provider = await startProvider();
    const maps = await startMaps(provider);
    const party = await partyTo(provider, values, { clientSecret });
    const { pending, callback } = await authorize(party, provider);
    const session = await exchangeCode(party, pending, callback!);
    expect(whoOf(session.claims)).toBe('Anna Map');
    expect(session.claims).toEqual({
      sub: 'anna',
      name: 'Anna Map',
      email: 'anna@example.org',
      username: 'anna',
    });
    expect(await maps.statusFor(session.accessToken)).toBe(200);
    expect(await maps.statusFor(`${session.accessToken}x`)).toBe(401);
    expect(session.expiresAt! - session.receivedAt).toBe(300_000);
  });

  test('what the user refuses, at the login or after it, is said so', async () => {
    const provider = await startProvider({ asksConsent: true });
    const party = await partyTo(provider);
    for (const refuse of ['login', 'consent'] as const) {
      const { pending, callback } = await authorize(party, provider, { refuse });
      await expect(exchangeCode(party, pending, callback!)).rejects.toMatchObject({
        code: 'signInDenied',
        values: [new URL(provider.issuer).host],
      });
    }
    const { pending, callback } = await authorize(party, provider);
    expect(await exchangeCode(party, pending, callback!)).toMatchObject({ tokenType: 'bearer' });
  });

  test.each([200, 401])('a wrong password stays at the provider, which answers %i', async (status) => {
    const provider = await startProvider({ wrongPasswordStatus: status });
    const party = await partyTo(provider);
    const person = new Person();
    const { pending, callback } = await authorize(party, provider, { password: 'wrong' }, person);
    expect(callback).toBeNull();
    expect(person.lastStatus).toBe(status);
    const again = await authorize(party, provider, {}, person);
    await expect(exchangeCode(party, pending, again.callback!)).rejects.toMatchObject({
      code: 'answerNotForThisSignIn',
    });
    expect(await exchangeCode(party, again.pending, again.callback!)).toMatchObject({
      claims: { sub: 'anna' },
    });
  });

  test('without a window: signed in where the provider still knows the person, else said so', async () => {
    const provider = await startProvider();
    const party = await partyTo(provider);
    const person = new Person();
    const silently = async () => {
      const { url, pending } = await startAuthorization(party, REDIRECT, true);
      const callback = await person.signIn(url, REDIRECT, { username: '', password: '' });
      return exchangeCode(party, pending, callback!);
    };
    await expect(silently()).rejects.toMatchObject({ code: 'signInNeedsWindow' });
    await authorize(party, provider, {}, person);
    expect(whoOf((await silently()).claims)).toBe('Anna Map');
  });

  test('a callback serves once; used again it ends what it gave', async () => {
    const provider = await startProvider();
    const maps = await startMaps(provider);
    const party = await partyTo(provider);
    const { pending, callback } = await authorize(party, provider);
    const session = await exchangeCode(party, pending, callback!);
    await expect(exchangeCode(party, pending, callback!)).rejects.toMatchObject({ code: 'codeExpired' });
    expect(await maps.statusFor(session.accessToken)).toBe(401);
  });

  test("a stranger's code does not go with this sign-in, nor this code with a stranger's sign-in", async () => {
    const provider = await startProvider();
    const party = await partyTo(provider);
    const mine = await authorize(party, provider);
    const theirs = await authorize(party, provider);
    await expect(exchangeCode(party, mine.pending, theirs.callback!)).rejects.toMatchObject({
      code: 'answerNotForThisSignIn',
    });
    // The state repaired: PKCE still tells them apart.
    const injected = new URL(theirs.callback!);
    injected.searchParams.set('state', mine.pending.state);
    await expect(exchangeCode(party, mine.pending, injected.href)).rejects.toMatchObject({
      code: 'codeExpired',
    });
  });

  test('a wrong secret is told from a wrong code', async () => {
    const provider = await startProvider();
    for (const values of [BASIC, { clientId: 'by-post', clientAuthentication: 'post' }]) {
      const party = await partyTo(provider, values, { clientSecret: 'a wrong one' });
      const { pending, callback } = await authorize(party, provider);
      await expect(exchangeCode(party, pending, callback!)).rejects.toMatchObject({ code: 'clientRefused' });
    }
  });

  test('new keys at the provider: the next sign-in is checked by them', async () => {
    const provider = await startProvider();
    const party = await partyTo(provider);
    for (let round = 0; round < 2; round++) {
      const { pending, callback } = await authorize(party, provider);
      expect(whoOf((await exchangeCode(party, pending, callback!)).claims)).toBe('Anna Map');
      await provider.rotateKeys();
    }
  });

  test('a token made out to a resource', async () => {
    const provider = await startProvider();
    const maps = await startMaps(provider);
    const party = await partyTo(provider, { resource: RESOURCE, scopes: 'openid maps' });
    const { pending, callback } = await authorize(party, provider);
    const session = await exchangeCode(party, pending, callback!);
    expect(await maps.audienceOf(session.accessToken)).toBe(RESOURCE);
    const wrong = await partyTo(provider, { resource: 'urn:elsewhere' });
    const refused = await authorize(wrong, provider);
    await expect(exchangeCode(wrong, refused.pending, refused.callback!)).rejects.toMatchObject({
      code: 'targetRefused',
    });
  });

  test('addresses given by hand, without an issuer: signed in, nobody named', async () => {
    const provider = await startProvider();
    const party = await partyTo(provider, {
      issuer: '',
      authorizationEndpoint: `${provider.issuer}/auth`,
      tokenEndpoint: `${provider.issuer}/token`,
    });
    const { pending, callback } = await authorize(party, provider);
    expect(new URL(callback!).searchParams.get('iss')).toBe(provider.issuer);
    const session = await exchangeCode(party, pending, callback!);
    expect(session.claims).toEqual({});
    expect(provider.requests).not.toContain('GET /jwks');
  });
});

describe('who is signed in', () => {
  test('userinfo names the person where the account wants it from there', async () => {
    const provider = await startProvider({ namesIn: 'userinfo' });
    const named = async (identity: string) => {
      const party = await partyTo(provider, { identity });
      const { pending, callback } = await authorize(party, provider);
      return (await withUserinfo(party, await exchangeCode(party, pending, callback!))).claims;
    };
    expect(await named('idToken')).toEqual({ sub: 'anna' });
    expect(provider.requests).not.toContain('GET /me');
    expect(await named('userinfo')).toMatchObject({ name: 'Anna Map', email: 'anna@example.org' });
  });

  test('another person than the one who signed in is not taken', async () => {
    const provider = await startProvider();
    const party = await partyTo(provider, { identity: 'userinfo' });
    const { pending, callback } = await authorize(party, provider);
    const session = await exchangeCode(party, pending, callback!);
    await expect(withUserinfo(party, { ...session, claims: { sub: 'bob' } })).rejects.toMatchObject({
      code: 'anotherUser',
    });
    await expect(withUserinfo(party, { ...session, accessToken: 'stale' })).rejects.toMatchObject({
      code: 'tokenUnusable',
    });
  });
});

describe('renewal and the end', () => {
  test('a refresh token is used once; the old one ends everything', async () => {
    const provider = await startProvider({ accessTokenSeconds: 60 });
    const maps = await startMaps(provider);
    const party = await partyTo(provider);
    const { pending, callback } = await authorize(party, provider);
    const first = await exchangeCode(party, pending, callback!);
    const second = await renew(party, first);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(second.claims).toEqual(first.claims);
    expect(await maps.statusFor(second.accessToken)).toBe(200);
    await expect(refresh(party, first)).rejects.toMatchObject({ code: 'signInEnded' });
    await expect(refresh(party, second)).rejects.toMatchObject({ code: 'signInEnded' });
    expect(await maps.statusFor(second.accessToken)).toBe(401);
  });

  test('where refresh tokens stay, the one there is stays too', async () => {
    const provider = await startProvider({ rotates: false });
    const party = await partyTo(provider);
    const { pending, callback } = await authorize(party, provider);
    const first = await exchangeCode(party, pending, callback!);
    const second = await renew(party, first);
    expect(second.refreshToken).toBe(first.refreshToken);
    expect((await renew(party, second)).accessToken).not.toBe(second.accessToken);
  });

  test('a provider that was started anew and knows nothing', async () => {
    const provider = await startProvider();
    const party = await partyTo(provider);
    const { pending, callback } = await authorize(party, provider);
    const session = await exchangeCode(party, pending, callback!);
    provider.forget();
    await expect(renew(party, session)).rejects.toMatchObject({ code: 'signInEnded' });
  });

  test('without a refresh token the user signs in again', async () => {
    const provider = await startProvider({ refreshTokens: false });
    const party = await partyTo(provider);
    const { pending, callback } = await authorize(party, provider);
    const session = await exchangeCode(party, pending, callback!);
    expect(session.refreshToken).toBeUndefined();
    await expect(renew(party, session)).rejects.toMatchObject({ code: 'signInEnded' });
  });

  test('signed out: neither token is good any more', async () => {
    const provider = await startProvider();
    const maps = await startMaps(provider);
    const party = await partyTo(provider);
    const { pending, callback } = await authorize(party, provider);
    const session = await exchangeCode(party, pending, callback!);
    expect(await maps.statusFor(session.accessToken)).toBe(200);
    expect(await revoke(party, session)).toBe(true);
    expect(await maps.statusFor(session.accessToken)).toBe(401);
    await expect(refresh(party, session)).rejects.toMatchObject({ code: 'signInEnded' });
    const { revocationEndpoint, ...without } = party.provider;
    expect(revocationEndpoint).toBe(`${provider.issuer}/token/revocation`);
    expect(await revoke({ ...party, provider: without }, session)).toBe(false);
  });

  test('the address that ends the session at the provider has no token in it', async () => {
    const provider = await startProvider();
    const party = await partyTo(provider);
    expect(endSessionUrl(party.settings, party.provider)).toBe(
      `${provider.issuer}/session/end?client_id=public`,
    );
  });
});

describe('without a browser', () => {
  test.each([
    ['basic', 'with-a.secret:1'],
    ['post', 'by-post'],
  ])('client credentials by %s', async (clientAuthentication, clientId) => {
    const provider = await startProvider();
    const maps = await startMaps(provider);
    const values = { flow: 'clientCredentials', clientId, clientAuthentication, scopes: '' };
    const party = await partyTo(provider, values, { clientSecret: SECRET });
    const session = await signInAsClient(party);
    expect(await maps.statusFor(session.accessToken)).toBe(200);
    expect((await renew(party, session)).accessToken).not.toBe(session.accessToken);
    await expect(signInAsClient({ ...party, clientSecret: 'wrong' })).rejects.toMatchObject({
      code: 'clientRefused',
    });
    await expect(signInAsClient({ ...party, clientSecret: '' })).rejects.toMatchObject({
      code: 'emptyField',
      values: ['clientSecret'],
    });
  });

  test('a client that may not', async () => {
    const provider = await startProvider();
    const party = await partyTo(provider, { flow: 'clientCredentials', scopes: '' });
    // The standard has a word of its own for it; this provider says that the request is wrong.
    await expect(signInAsClient(party)).rejects.toMatchObject({
      code: 'providerRefused',
      values: [new URL(provider.issuer).host, 'invalid_request'],
    });
  });

  test('a password, with the one-time code that the provider wants', async () => {
    const provider = await startProvider({ totp: '123456' });
    const maps = await startMaps(provider);
    const { username, password } = provider.user;
    const party = await partyTo(provider, { flow: 'password', username, ...BASIC }, { clientSecret: SECRET });
    const signIn = (totp: string) => signInWithPassword(party, { username, password, extra: { totp } });
    const session = await signIn('123456');
    expect(await maps.statusFor(session.accessToken)).toBe(200);
    expect(await maps.statusFor((await renew(party, session)).accessToken)).toBe(200);
    await expect(signIn('654321')).rejects.toMatchObject({ code: 'passwordRefused' });
  });

  test('a password that was kept serves where there is no refresh token', async () => {
    const provider = await startProvider();
    const { username, password } = provider.user;
    const values = { flow: 'password', username, clientId: 'by-post', clientAuthentication: 'post' };
    const party = await partyTo(provider, values, { clientSecret: SECRET });
    const session = await signInWithPassword(party, { username, password });
    expect(session.refreshToken).toBeUndefined();
    expect((await renew(party, session, { username, password })).accessToken).not.toBe(session.accessToken);
    await expect(renew(party, session)).rejects.toMatchObject({ code: 'signInEnded' });
  });
});
