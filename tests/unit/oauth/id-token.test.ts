import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAuthorization } from '../../../lib/oauth/authorize.ts';
import { exchangeCode } from '../../../lib/oauth/tokens.ts';
import {
  json,
  type ScriptedProvider,
  startScriptedProvider,
  WRONG_ANSWERS,
} from '../../servers/scripted-provider.ts';
import { comeBack, partyTo, REDIRECT } from './world.ts';

let provider: ScriptedProvider;
let host: string;
beforeEach(async () => {
  provider = await startScriptedProvider();
  host = new URL(provider.issuer).host;
});
afterEach(() => provider.close());

describe('the ID token', () => {
  async function signIn(
    claims: (nonce: string) => Record<string, unknown>,
    { values = {}, stranger = false }: { values?: Record<string, string>; stranger?: boolean } = {},
  ) {
    return comeBack(provider, { scopes: 'openid', ...values }, async (_, nonce) => {
      const id_token = await provider.idToken({ nonce, ...claims(nonce) }, stranger);
      provider.answers.set(
        '/token',
        json(() => provider.tokens({ id_token })),
      );
    });
  }
  const now = () => Math.floor(Date.now() / 1000);

  test('is good', async () => {
    expect((await signIn(() => ({ name: 'Anna Map' }))).claims).toEqual({ sub: 'anna', name: 'Anna Map' });
  });

  test.each<[string, () => Record<string, unknown>, string]>([
    ['of another issuer', () => ({ iss: 'https://evil.example' }), 'idTokenInvalid'],
    ['for another client', () => ({ aud: 'other' }), 'idTokenAudience'],
    ['for others too', () => ({ aud: ['public', 'other'], azp: 'public' }), 'idTokenAudience'],
    ['for others too, without saying whose', () => ({ aud: ['public', 'other'] }), 'idTokenAudience'],
    ["with another's nonce", () => ({ nonce: 'x' }), 'idTokenInvalid'],
    ['without a nonce', () => ({ nonce: undefined }), 'idTokenInvalid'],
    ['of yesterday', () => ({ exp: now() - 86_400 }), 'clockWrong'],
    ['of tomorrow', () => ({ nbf: now() + 86_400 }), 'clockWrong'],
    ['without an end', () => ({ exp: undefined }), 'idTokenInvalid'],
    ['about nobody', () => ({ sub: undefined }), 'idTokenInvalid'],
  ])('%s: nobody is signed in', async (_, claims, code) => {
    await expect(signIn(claims)).rejects.toMatchObject({ code, values: [host] });
  });

  test('signed by a stranger', async () => {
    await expect(signIn(() => ({}), { stranger: true })).rejects.toMatchObject({ code: 'idTokenInvalid' });
  });

  test.each(['{"alg":"none"}', '{"alg":"HS256"}', '{"alg":"RS256","crit":["x"]}', 'x'])(
    'with the header %s',
    async (header) => {
      const part = (text: string) => Buffer.from(text).toString('base64url');
      await expect(
        comeBack(provider, { scopes: 'openid' }, (_, nonce) => {
          const claims = {
            iss: provider.issuer,
            aud: 'public',
            sub: 'anna',
            iat: now(),
            exp: now() + 300,
            nonce,
          };
          const id_token = `${part(header)}.${part(JSON.stringify(claims))}.c2lnbmF0dXJl`;
          provider.answers.set(
            '/token',
            json(() => provider.tokens({ id_token })),
          );
        }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^(idTokenInvalid|providerAnswerUnreadable)$/) });
    },
  );

  test('for others whom the account trusts', async () => {
    const claims = () => ({ aud: ['public', 'project-7'], azp: 'public' });
    expect((await signIn(claims, { values: { trustedAudiences: 'x project-7' } })).claims.sub).toBe('anna');
  });

  test('is not there', async () => {
    await expect(comeBack(provider, { scopes: 'openid' })).rejects.toMatchObject({ code: 'idTokenMissing' });
    await comeBack(provider, { scopes: 'openid', identity: 'userinfo' });
  });

  test('its keys cannot be had', async () => {
    provider.answers.set('/jwks', WRONG_ANSWERS['a page with 503']!);
    await expect(signIn(() => ({}))).rejects.toMatchObject({ code: 'serverError' });
  });

  test('the clock is moved: good by the clock of the account alone', async () => {
    const late = { now: () => Date.now() + 3_600_000 };
    const party = await partyTo(provider, { scopes: 'openid' }, late);
    const { pending } = await startAuthorization(party, REDIRECT);
    const callback = `${REDIRECT}?code=x&state=${pending.state}`;
    const answer = async (exp: number) => {
      const id_token = await provider.idToken({ nonce: pending.nonce, iat: exp - 300, exp });
      provider.answers.set(
        '/token',
        json(() => provider.tokens({ id_token })),
      );
    };
    await answer(now() + 300);
    await expect(exchangeCode(party, pending, callback)).rejects.toMatchObject({ code: 'clockWrong' });
    await answer(now() + 3900);
    const session = await exchangeCode(party, pending, callback);
    expect(Math.abs(session.receivedAt - late.now())).toBeLessThan(60_000);
  });
});
