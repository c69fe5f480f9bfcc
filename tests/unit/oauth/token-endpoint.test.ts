import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startServer } from '../../../demo/server.ts';
import {
  json,
  redirects,
  type ScriptedProvider,
  startScriptedProvider,
  WRONG_ANSWERS,
} from '../../servers/scripted-provider.ts';
import { comeBack } from './world.ts';

let provider: ScriptedProvider;
let host: string;
beforeEach(async () => {
  provider = await startScriptedProvider();
  host = new URL(provider.issuer).host;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await provider.close();
});

const PLAIN = { scopes: 'maps' };

/** Time limits as they are asked for, a hundred times shorter. */
function hurry(): number[] {
  const asked: number[] = [];
  const real = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    asked.push(ms);
    return real(ms / 100);
  });
  return asked;
}

describe('the token endpoint answers', () => {
  test.each([
    ['nothing, for ever', 'timedOut'],
    ['headers, then nothing, for ever', 'timedOut'],
    ['a broken connection', 'unreachable'],
    ['a page', 'providerAnswerUnreadable'],
    ['a page with 400', 'providerAnswerUnreadable'],
    ['a page with 401', 'clientRefused'],
    ['a page with 403', 'providerAnswerUnreadable'],
    ['a page with 503', 'serverError'],
    ['no content', 'providerAnswerUnreadable'],
    ['nothing, with 400', 'codeExpired'],
    ['nothing, with 403', 'codeExpired'],
    ['half of it', 'providerAnswerUnreadable'],
    ['a list', 'providerAnswerUnreadable'],
    ['null', 'providerAnswerUnreadable'],
    ['2 MB', 'providerAnswerUnreadable'],
    ['too many requests', 'tooManyRequests'],
    ['an error of its own', 'serverError'],
  ])('%s: %s', async (name, code) => {
    const asked = hurry();
    provider.answers.set('/token', WRONG_ANSWERS[name]!);
    const status = /\d{3}$/.exec(name)?.[0] ?? '500';
    const values = code === 'serverError' ? [host, status] : [host];
    await expect(comeBack(provider, PLAIN)).rejects.toMatchObject({ code, values });
    expect(new Set(asked)).toEqual(new Set([20_000]));
  });

  test.each([302, 307] as const)('%i: the code and the secret go nowhere else', async (status) => {
    const elsewhere = await startServer((_, response) => void response.end('{}'));
    provider.answers.set('/token', redirects[status](elsewhere.url()));
    await expect(comeBack(provider, PLAIN)).rejects.toMatchObject({
      code: 'providerRedirects',
      values: [host],
    });
    expect(elsewhere.requests).toEqual([]);
    await fetch(`${provider.issuer}/token`, { method: 'POST', body: 'followed' });
    expect(elsewhere.requests).toHaveLength(1);
    await elsewhere.close();
  });

  test.each([
    ['invalid_grant', 400, 'codeExpired'],
    ['invalid_client', 401, 'clientRefused'],
    ['invalid_client', 400, 'clientRefused'],
    ['unauthorized_client', 400, 'clientNotAllowed'],
    ['unsupported_grant_type', 400, 'clientNotAllowed'],
    ['invalid_scope', 400, 'scopesRefused'],
    ['invalid_target', 400, 'targetRefused'],
    ['bad_verification_code', 200, 'codeExpired'],
    ['incorrect_client_credentials', 200, 'clientRefused'],
    ['invalid_request', 400, 'providerRefused'],
    ['toString', 400, 'providerRefused'],
  ])('%s with %i: %s', async (error, status, code) => {
    const body = { error, error_description: 'planted-code-31cc is not what we gave to this client' };
    provider.answers.set(
      '/token',
      json(() => body, status, { 'WWW-Authenticate': 'Basic realm="x"' }),
    );
    const values = code === 'providerRefused' ? [host, error === 'toString' ? '?' : error] : [host];
    await expect(comeBack(provider, PLAIN)).rejects.toMatchObject({ code, values });
  });

  test.each([
    [{ token_type: 'DPoP' }, { code: 'tokenTypeUnusable', values: ['DPoP'] }],
    [{ token_type: 'N_A' }, { code: 'tokenTypeUnusable', values: ['N_A'] }],
    [{ token_type: '<b>x</b>' }, { code: 'tokenTypeUnusable', values: ['?'] }],
    [{ access_token: 'line\nbreak' }, { code: 'tokenUnusable', values: [] }],
    [{ access_token: 'a'.repeat(8001) }, { code: 'tokenUnusable', values: [] }],
    [{ access_token: '' }, { code: 'providerAnswerUnreadable', values: [] }],
    [{ access_token: undefined }, { code: 'providerAnswerUnreadable', values: [] }],
    [{ expires_in: -1 }, { code: 'providerAnswerUnreadable', values: [] }],
    [{ expires_in: 'soon' }, { code: 'providerAnswerUnreadable', values: [] }],
  ])('%j: %j', async (members, { code, values }) => {
    provider.answers.set(
      '/token',
      json(() => provider.tokens(members)),
    );
    await expect(comeBack(provider, PLAIN)).rejects.toMatchObject({ code, values: [host, ...values] });
  });

  test.each([
    [{ token_type: 'bearer' }, 300_000],
    [{ token_type: undefined }, 300_000],
    [{ expires_in: '120' }, 120_000],
    [{ expires_in: 1e300 }, 10 * 365 * 86_400_000],
    [{ id_token: 'not one, and nobody asked for it' }, 300_000],
  ])('%j: a session of %i ms', async (members, life) => {
    provider.answers.set(
      '/token',
      json(() => provider.tokens(members)),
    );
    const session = await comeBack(provider, { ...PLAIN, identity: 'none' });
    expect(session.expiresAt! - session.receivedAt).toBe(life);
  });

  test('without an end that it says, and with further tokens', async () => {
    const members = { expires_in: undefined, esri_token: 'planted-extra', number: 7, object: {} };
    provider.answers.set(
      '/token',
      json(() => provider.tokens(members)),
    );
    const extraTokens = 'esri_token=X-Esri-Authorization&number=X-Number&object=X-Object&absent=X-Absent';
    expect(await comeBack(provider, { ...PLAIN, extraTokens })).toMatchObject({
      expiresAt: null,
      headers: { 'X-Esri-Authorization': 'planted-extra', 'X-Number': '7' },
    });
  });
});
