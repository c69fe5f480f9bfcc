import { afterEach, expect, test } from 'vitest';
import { until } from './drivers/wait.ts';
import { type RenewalStage, renewalStage, SERVICE } from './support/renewal-stage.ts';
import { rulesIn, sentence } from './support/state.ts';

/** Tokens that a service refuses before their end: the guard renews in place of asking. */

let stage: RenewalStage;
afterEach(() => stage?.[Symbol.asyncDispose]());

const row = () => stage.popup.row(SERVICE);

async function signedIn() {
  stage = await renewalStage();
  await stage.signIn();
  const first = await stage.only();
  expect(await stage.next()).toEqual({ token: first.accessToken, status: 200 });
  return first;
}

/** What the provider was asked since, but for what the service asked it about tokens. */
const askedSince = (count: number) =>
  stage.provider.requests.slice(count).filter((each) => !/introspection|revocation/.test(each));

test('refused before its end, the token is renewed once and quietly, and the map goes on', async () => {
  const first = await signedIn();
  const count = stage.provider.requests.length;
  await stage.post('/token/revocation', { token: first.accessToken });
  expect(await stage.isActive(first.accessToken)).toBe(false);
  expect(await stage.next()).toEqual({ token: first.accessToken, status: 401 });
  const second = await stage.renewed(first);
  await until('the new token', async () => (await stage.next()).token === second.accessToken);
  expect(await stage.next()).toEqual({ token: second.accessToken, status: 200 });
  // This provider has taken the refresh token back with it, and gives new ones to whom it knows, without a window.
  expect(askedSince(count)).toEqual(['POST /token', 'GET /auth', 'POST /token', 'GET /jwks']);
  await row().says(sentence('status_signedIn'));
});

test('where the provider does not renew any more, one is asked to sign in again', async () => {
  const first = await signedIn();
  const count = stage.provider.requests.length;
  // Of a refresh token everything goes that was given out with it; and the provider knows the browser no more.
  await stage.post('/token/revocation', { token: first.refreshToken });
  await stage.scene.browser.context.clearCookies();
  expect(await stage.isActive(first.accessToken)).toBe(false);
  expect(await stage.next()).toEqual({ token: first.accessToken, status: 401 });
  await until('no rule', async () => (await rulesIn(stage.scene.browser)).length === 0);
  await row().says(sentence('hint_sessionElsewhere'));
  await row().says(sentence('next_signInAgain'));
  expect((await stage.next()).token).toBeNull();
  expect(askedSince(count).filter((each) => each === 'POST /token')).toEqual(['POST /token']);
});
