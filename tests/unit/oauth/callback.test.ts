import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ScriptedProvider, startScriptedProvider } from '../../servers/scripted-provider.ts';
import { comeBack } from './world.ts';

let provider: ScriptedProvider;
beforeEach(async () => {
  provider = await startScriptedProvider();
});
afterEach(() => provider.close());

const PLAIN = { scopes: 'maps' };

describe('the browser comes back', () => {
  test.each<[string, (url: URL) => unknown, string]>([
    ["with another's state", (url) => url.searchParams.set('state', 'x'), 'answerNotForThisSignIn'],
    ['without a state', (url) => url.searchParams.delete('state'), 'answerNotForThisSignIn'],
    ['with two codes', (url) => url.searchParams.append('code', 'x'), 'answerNotForThisSignIn'],
    ['with two states', (url) => url.searchParams.append('state', 'x'), 'answerNotForThisSignIn'],
    [
      'from another provider',
      (url) => url.searchParams.set('iss', 'https://evil.example'),
      'answerNotForThisSignIn',
    ],
    ['without a code', (url) => url.searchParams.delete('code'), 'providerAnswerUnreadable'],
    ['at another path', (url) => (url.pathname = '/callback/x'), 'answerNotForThisSignIn'],
    ['at another host', (url) => (url.host = 'evil.example'), 'answerNotForThisSignIn'],
    ['with a token', (url) => url.searchParams.set('id_token', 'x'), 'answerNotForThisSignIn'],
    [
      'with a busy provider',
      (url) => url.searchParams.set('error', 'temporarily_unavailable'),
      'providerBusy',
    ],
    ['refused', (url) => url.searchParams.set('error', 'access_denied'), 'signInDenied'],
    [
      'with what it asked for refused',
      (url) => url.searchParams.set('error', 'invalid_scope'),
      'scopesRefused',
    ],
    ['with a word of its own', (url) => url.searchParams.set('error', '<script>'), 'providerRefused'],
  ])('%s: nothing is sent', async (_, change, code) => {
    await expect(comeBack(provider, PLAIN, change)).rejects.toMatchObject({ code });
    expect(provider.requests.filter(({ path }) => path === '/token')).toEqual([]);
  });

  test('without the name that this provider always gives', async () => {
    provider.metadata.authorization_response_iss_parameter_supported = true;
    await expect(comeBack(provider, PLAIN)).rejects.toMatchObject({ code: 'answerNotForThisSignIn' });
    await comeBack(provider, PLAIN, (url) => url.searchParams.set('iss', provider.issuer));
  });
});
