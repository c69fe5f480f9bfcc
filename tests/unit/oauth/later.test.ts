import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { discover } from '../../../lib/oauth/discovery.ts';
import { withUserinfo } from '../../../lib/oauth/identity.ts';
import { revoke } from '../../../lib/oauth/revoke.ts';
import { refresh } from '../../../lib/oauth/tokens.ts';
import {
  json,
  type ScriptedProvider,
  startScriptedProvider,
  WRONG_ANSWERS,
} from '../../servers/scripted-provider.ts';
import { partyTo } from './world.ts';

let provider: ScriptedProvider;
let host: string;
beforeEach(async () => {
  provider = await startScriptedProvider();
  host = new URL(provider.issuer).host;
});
afterEach(() => provider.close());

const PLAIN = { scopes: 'maps' };

describe('later', () => {
  const session = {
    accessToken: 'planted-access-token-8d1f',
    tokenType: 'bearer' as const,
    refreshToken: 'planted-refresh-token-77ab',
    receivedAt: 0,
    expiresAt: null,
    scope: 'maps',
    headers: {},
    claims: { name: 'Anna' },
  };

  test('a renewal asks for nothing but tokens: once answered, it cannot fail for another reason', async () => {
    const party = await partyTo(provider, { scopes: 'openid' });
    provider.clear();
    provider.answers.set(
      '/token',
      json(() => provider.tokens({ id_token: 'a.b.c', refresh_token: 'next' })),
    );
    expect(await refresh(party, session)).toMatchObject({ refreshToken: 'next', claims: { name: 'Anna' } });
    expect(provider.requests.map(({ path }) => path)).toEqual(['/token']);
  });

  test('a renewal goes where the account says', async () => {
    const party = await partyTo(provider, { ...PLAIN, refreshEndpoint: `${provider.issuer}/renew` });
    provider.answers.set(
      '/renew',
      json(() => provider.tokens({ access_token: 'renewed' })),
    );
    expect((await refresh(party, session)).accessToken).toBe('renewed');
  });

  test.each([
    ['invalid_grant', 400, 'signInEnded'],
    ['bad_refresh_token', 200, 'signInEnded'],
    ['invalid_client', 401, 'clientRefused'],
  ])('a renewal is refused: %s with %i', async (error, status, code) => {
    const party = await partyTo(provider, PLAIN);
    provider.answers.set(
      '/token',
      json(() => ({ error }), status),
    );
    await expect(refresh(party, session)).rejects.toMatchObject({ code, values: [host] });
  });

  test.each([
    ['nothing, with 400', 'signInEnded'],
    ['nothing, with 403', 'providerAnswerUnreadable'],
    ['a page with 400', 'providerAnswerUnreadable'],
  ])('a renewal is answered with %s: %s', async (name, code) => {
    const party = await partyTo(provider, PLAIN);
    provider.answers.set('/token', WRONG_ANSWERS[name]!);
    await expect(refresh(party, session)).rejects.toMatchObject({ code, values: [host] });
  });

  test('both tokens are revoked, the second even where the first could not be', async () => {
    const party = await partyTo(provider, PLAIN);
    const revoked = () =>
      provider.requests
        .filter(({ path }) => path === '/revoke')
        .map(({ body }) => new URLSearchParams(body).get('token_type_hint'));
    expect(await revoke(party, session)).toBe(true);
    expect(revoked()).toEqual(['refresh_token', 'access_token']);
    provider.answers.set(
      '/revoke',
      json(() => ({ error: 'unsupported_token_type' }), 400),
    );
    expect(await revoke(party, session)).toBe(true);
    provider.clear();
    provider.answers.set('/revoke', WRONG_ANSWERS['a page with 503']!);
    await expect(revoke(party, session)).rejects.toMatchObject({ code: 'serverError' });
    expect(revoked()).toEqual(['refresh_token', 'access_token']);
  });

  test.each([
    ['a page', 'providerAnswerUnreadable'],
    ['a page with 401', 'tokenUnusable'],
    ['a page with 503', 'serverError'],
    ['2 MB', 'providerAnswerUnreadable'],
  ])('the userinfo endpoint answers with %s: %s', async (name, code) => {
    const party = await partyTo(provider, { ...PLAIN, identity: 'userinfo' });
    provider.answers.set('/me', WRONG_ANSWERS[name]!);
    await expect(withUserinfo(party, session)).rejects.toMatchObject({ code });
  });
});

test('no cookies, no cache, no referrer, no redirect; a search that nobody waits for any more ends', async () => {
  const seen: RequestInit[] = [];
  const spy = (url: string, init: RequestInit) => {
    seen.push(init);
    return fetch(url, init);
  };
  await discover(provider.issuer, spy);
  expect(seen).toMatchObject([
    { redirect: 'manual', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' },
  ]);
  provider.answers.set('/.well-known/openid-configuration', WRONG_ANSWERS['nothing, for ever']!);
  const controller = new AbortController();
  const search = discover(provider.issuer, fetch, controller.signal);
  await provider.waitFor(({ path }) => path.startsWith('/.well-known/'));
  controller.abort('typed on');
  await expect(search).rejects.toBe('typed on');
});
