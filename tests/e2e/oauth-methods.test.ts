import { beforeEach, expect, test } from 'vitest';
import { PATH, typeIn } from './support/map-stage.ts';
import { type ProviderStage, providerStage, SECRET } from './support/provider-stage.ts';
import { shared } from './support/shared.ts';
import { heldIn, sentence } from './support/state.ts';

let stage: ProviderStage;
const world = shared(
  () => providerStage({ totp: '492039' }),
  undefined,
  (used) => used.anew(),
);
beforeEach(() => {
  stage = world();
});

test('client credentials: an application without a person, and no window', async () => {
  const { context } = stage.scene.browser;
  const row = stage.popup.row(PATH);
  await stage.fillIn('clientCredentials', { clientId: 'robot', clientSecret: SECRET });
  await row.says(sentence('methodNoteClientCredentials'));
  const windows = context.pages().length;
  await stage.send();
  await stage.signedIn();
  await row.says('robot');
  await row.says(sentence('tokenRenews'));
  expect(await stage.fetch()).toBe(200);
  expect(context.pages()).toHaveLength(windows);
  expect(stage.provider.requests.filter((each) => each.startsWith('GET /auth'))).toEqual([]);
});

test('user name, password and one-time code at a provider: a wrong code is one attempt, the right one signs in', async () => {
  const { username, password } = stage.provider.user;
  const row = stage.popup.row(PATH);
  await stage.fillIn('passwordGrant', { clientId: 'desk', username, password, totp: '000000' });
  await row.says(sentence('methodNotePasswordGrant'));
  await stage.send();
  await row.says(sentence('error_passwordRefused', stage.host));
  expect(stage.provider.requests.filter((each) => each === 'POST /token')).toHaveLength(1);
  expect(await stage.kept()).toEqual(stage.before);

  await typeIn(stage.popup, { password, totp: '492039' });
  await stage.send();
  await stage.signedIn();
  await row.says(username);
  await row.says(sentence('tokenRenews'));
  expect(await stage.fetch()).toBe(200);
  // The one-time code cannot serve again, and the refresh token makes the password needless.
  expect(JSON.stringify(await heldIn(stage.scene.browser))).not.toContain(password);
});
