import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAuthorization } from '../../../lib/oauth/authorize.ts';
import { withUserinfo } from '../../../lib/oauth/identity.ts';
import type { Party } from '../../../lib/oauth/party.ts';
import { revoke } from '../../../lib/oauth/revoke.ts';
import { whoOf } from '../../../lib/oauth/session.ts';
import {
  exchangeCode,
  refresh,
  renew,
  signInAsClient,
  signInWithPassword,
} from '../../../lib/oauth/tokens.ts';
import { type Glewlwyd, type GlewlwydClient, startGlewlwyd } from '../../servers/glewlwyd.ts';
import { startResourceServer } from '../../servers/resource-server.ts';
import { partyTo, REDIRECT, SECRET } from './world.ts';

/** The same against a second provider, written in C by others. */
const CLIENTS: GlewlwydClient[] = [
  { client_id: 'public', redirect_uri: [REDIRECT], authorization_type: ['code', 'refresh_token'] },
  {
    client_id: 'with-a.secret',
    password: SECRET,
    redirect_uri: [REDIRECT],
    authorization_type: ['code', 'refresh_token', 'client_credentials', 'password'],
  },
];
const BASIC = { clientId: 'with-a.secret', clientAuthentication: 'basic' };

let folder: string;
let provider: Glewlwyd;
let maps: Awaited<ReturnType<typeof startResourceServer>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glewlwyd-'));
  provider = await startGlewlwyd(folder, CLIENTS);
  maps = await startResourceServer(provider.issuer, 'with-a.secret', SECRET);
});
afterAll(async () => {
  await maps?.close();
  await provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function authorize(party: Party) {
  const { url, pending } = await startAuthorization(party, REDIRECT);
  return { pending, callback: await provider.authorize(url) };
}

describe('glewlwyd', () => {
  test.each([
    ['a public client', {}, ''],
    ['a secret by Basic', BASIC, SECRET],
    ['a secret in the body', { ...BASIC, clientAuthentication: 'post' }, SECRET],
  ])('%s: signed in, by name; the code serves once', async (_, values, clientSecret) => {
    const party = await partyTo(provider, { ...values, scopes: 'openid maps' }, { clientSecret });
    const { pending, callback } = await authorize(party);
    const session = await exchangeCode(party, pending, callback);
    expect(whoOf(session.claims)).toBe('Anna Map');
    expect(session.scope.split(' ')).toContain('maps');
    await expect(exchangeCode(party, pending, callback)).rejects.toMatchObject({ code: 'codeExpired' });
  });

  test('renewed with a refresh token that serves once; revoked at the end', async () => {
    const party = await partyTo(provider, { ...BASIC, scopes: 'openid maps' }, { clientSecret: SECRET });
    const { pending, callback } = await authorize(party);
    const first = await exchangeCode(party, pending, callback);
    const second = await renew(party, first);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await maps.statusFor(second.accessToken)).toBe(200);
    expect(await maps.statusFor(`${second.accessToken}x`)).toBe(401);
    expect(await revoke(party, second)).toBe(true);
    expect(await maps.statusFor(second.accessToken)).toBe(401);
    await expect(refresh(party, second)).rejects.toMatchObject({ code: 'signInEnded' });
  });

  test('the user info names the person', async () => {
    const party = await partyTo(provider, { scopes: 'openid maps', identity: 'userinfo' });
    const { pending, callback } = await authorize(party);
    const session = await exchangeCode(party, pending, callback);
    expect(session.claims).toEqual({});
    expect(whoOf((await withUserinfo(party, session)).claims)).toBe('Anna Map');
  });

  test('without a browser: as the client, and by a password', async () => {
    const client = await partyTo(
      provider,
      { ...BASIC, flow: 'clientCredentials', scopes: 'maps' },
      { clientSecret: SECRET },
    );
    expect(await maps.statusFor((await signInAsClient(client)).accessToken)).toBe(200);
    await expect(signInAsClient({ ...client, clientSecret: 'wrong' })).rejects.toMatchObject({
      code: 'clientRefused',
    });
    const { username, password } = provider.user;
    const values = { ...BASIC, flow: 'password', username, scopes: 'maps' };
    const party = await partyTo(provider, values, { clientSecret: SECRET });
    const session = await signInWithPassword(party, { username, password });
    expect(await maps.statusFor(session.accessToken)).toBe(200);
    await expect(signInWithPassword(party, { username, password: 'wrong' })).rejects.toMatchObject({
      code: 'passwordRefused',
    });
  });
});
