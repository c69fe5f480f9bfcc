import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Handler } from '../../demo/server.ts';
import {
  json,
  redirects,
  type ScriptedProvider,
  startScriptedProvider,
  WRONG_ANSWERS,
} from '../servers/scripted-provider.ts';
import { type MapStage, mapStage, PATH } from './support/map-stage.ts';
import { sentence } from './support/state.ts';

/** What a provider says at its end of the window or at the token endpoint; one form, sent again and again. */
describe('answers of a provider: one sentence with the next step, and nothing kept', () => {
  let provider: ScriptedProvider;
  let stage: MapStage;
  let nonce = '';
  const host = () => new URL(provider.issuer).host;

  beforeAll(async () => {
    provider = await startScriptedProvider();
    provider.metadata.authorization_response_iss_parameter_supported = true;
    stage = await mapStage({ isGood: () => false, grant: [provider.issuer] });
    await stage.fillIn('oauth', { issuer: provider.issuer, clientId: 'public' });
  });
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]();
    await provider?.close();
  });
  beforeEach(() => provider.answers.clear());

  /** Sends the browser back with an answer that is right but for these members. */
  const back =
    (members: Record<string, string>): Handler =>
    (request, response) => {
      nonce = request.query.get('nonce') ?? '';
      const url = new URL(request.query.get('redirect_uri') ?? '');
      const state = request.query.get('state') ?? '';
      url.search = String(new URLSearchParams({ state, iss: provider.issuer, ...members }));
      response.writeHead(302, { Location: url.href }).end();
    };

  async function refusedWith(code: string, ...values: string[]): Promise<void> {
    await stage.send();
    await stage.popup.row(PATH).says(sentence(`error_${code}`, host(), ...values));
    expect(await stage.popup.page.getByRole('alert').count()).toBe(1);
    expect(await stage.kept()).toEqual(stage.before);
    await stage.popup.page.getByRole('button', { name: sentence('signIn'), exact: true }).waitFor();
  }

  test.each([
    { says: 'access_denied', code: 'signInDenied' },
    { says: 'invalid_scope', code: 'scopesRefused' },
    { says: 'invalid_target', code: 'targetRefused' },
    { says: 'unauthorized_client', code: 'clientNotAllowed' },
    { says: 'temporarily_unavailable', code: 'providerBusy' },
  ])('at the end of the window: $says', async ({ says, code }) => {
    provider.answers.set('/authorize', back({ error: says, error_description: 'words of the provider' }));
    await refusedWith(code);
    expect(provider.requests.filter(({ path }) => path === '/token')).toEqual([]);
  });

  test.each([
    { what: 'another state (an answer that somebody else began)', members: { state: 'guessed' } },
    { what: 'another issuer (mix-up)', members: { iss: 'https://other.example.org' } },
  ])('a code with $what is not used', async ({ members }) => {
    provider.clear();
    provider.answers.set('/authorize', back({ error: 'access_denied' }));
    await refusedWith('signInDenied');
    provider.answers.set('/authorize', back({ code: 'a-code', ...members }));
    await refusedWith('answerNotForThisSignIn');
    expect(provider.requests.filter(({ path }) => path === '/token')).toEqual([]);
  });

  const idToken =
    (claims: object, stranger = false): Handler =>
    async (request, response) => {
      const id_token = await provider.idToken({ nonce, ...claims }, stranger);
      return json(() => provider.tokens({ id_token }))(request, response);
    };
  const hoursAgo = Math.floor(Date.now() / 1000) - 7200;

  test.each<{ says: string; answer: Handler; code: string; values?: string[] }>([
    { says: 'a used code', answer: json(() => ({ error: 'invalid_grant' }), 400), code: 'codeExpired' },
    { says: 'a wrong client', answer: json(() => ({ error: 'invalid_client' }), 401), code: 'clientRefused' },
    { says: 'a redirect', answer: redirects[307]('/me'), code: 'providerRedirects' },
    { says: 'a page', answer: WRONG_ANSWERS['a page'] as Handler, code: 'providerAnswerUnreadable' },
    { says: 'nothing', answer: WRONG_ANSWERS['a broken connection'] as Handler, code: 'unreachable' },
    {
      says: 'a fault',
      answer: WRONG_ANSWERS['a page with 503'] as Handler,
      code: 'serverError',
      values: ['503'],
    },
    { says: 'no ID token', answer: json(() => provider.tokens()), code: 'idTokenMissing' },
    { says: 'an ID token signed by a stranger', answer: idToken({}, true), code: 'idTokenInvalid' },
    {
      says: 'an ID token of the past',
      answer: idToken({ iat: hoursAgo, exp: hoursAgo + 60 }),
      code: 'clockWrong',
    },
    {
      says: 'an ID token for others too',
      answer: idToken({ aud: ['public', 'x'], azp: 'public' }),
      code: 'idTokenAudience',
    },
    {
      says: 'a token bound to a key',
      answer: json(() => provider.tokens({ token_type: 'DPoP' })),
      code: 'tokenTypeUnusable',
      values: ['DPoP'],
    },
  ])('at the token endpoint: $says', async ({ answer, code, values = [] }) => {
    provider.answers.set('/authorize', back({ code: 'a-code' }));
    provider.answers.set('/token', answer);
    await refusedWith(code, ...values);
  });

  test('a good answer that the service does not accept', async () => {
    provider.answers.set('/authorize', back({ code: 'a-code' }));
    provider.answers.set('/token', idToken({ name: 'Anna Map' }));
    await stage.send();
    await expect
      .poll(() => stage.popup.page.getByRole('alert').innerText())
      .toContain(stage.scene.service.url().slice(7));
    expect(await stage.kept()).toEqual(stage.before);
  });
});
