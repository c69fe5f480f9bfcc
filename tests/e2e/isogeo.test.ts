import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CALLBACK, GROUP, PASTED, PUBLIC, USER } from '../servers/isogeo.ts';
import { until } from './drivers/wait.ts';
import { type IsogeoStage, isogeoStage } from './support/isogeo-stage.ts';
import { gone } from './support/provider-pages.ts';
import { addSource } from './support/scene.ts';
import { heldIn, rulesIn, savedIn, sentence } from './support/state.ts';
import { isWhole } from './support/whole-state.ts';

/** One browser for all of it: each test goes on where the one before has ended. */
let stage: IsogeoStage;
beforeAll(async () => {
  stage = await isogeoStage();
});
afterEach(() => expect(stage.isogeo.problems).toEqual([]));
afterAll(() => stage?.[Symbol.asyncDispose]());

const browser = () => stage.scene.browser;
const row = () => stage.popup.row(stage.api);
const button = (key: string) =>
  stage.popup.page.getByRole('button', { name: sentence(key), exact: true }).first();
const fileOf = (redirect: string, more = {}) =>
  stage.isogeo.file('installed', USER, { redirect_uris: [redirect], kind: 'confidential', ...more });
const groupFile = (application: object = GROUP) =>
  stage.isogeo.file('web', application, { kind: 'public', isogeo_type: 'group' });
const tokenInUse = async () => {
  stage.isogeo.clear();
  expect(await stage.fetch()).toBe(200);
  return stage.isogeo.requests.find(({ method }) => method === 'GET')?.headers.authorization;
};
/** The one rule's header is the token that is held. */
const sees = async (kept: string) => expect(JSON.stringify(await rulesIn(browser()))).toContain(kept);

test('added by its address, its form comes first; a file that is none says what is missing, and nothing is sent', async () => {
  await addSource(stage.popup, `${stage.isogeo.api}/shares`);
  await row().says('Isogeo');
  await row().press(sentence('next_check'));
  await row().press(/^Sign in/);
  await stage.popup.page.getByRole('radio', { name: sentence('method_isogeo'), checked: true }).waitFor();
  await row().says(sentence('methodNoteIsogeo'));
  const before = [await savedIn(browser()), await rulesIn(browser())];
  for (const [text, code] of [
    [fileOf(CALLBACK).slice(0, -20), 'clientSecretsNotJson'],
    [JSON.stringify({ authentication: { client_id: 'a' } }), 'clientSecretsWrongKind'],
    [fileOf(CALLBACK, { client_secret: undefined }), 'clientSecretsNoSecret'],
    [fileOf('isogeo:/back'), 'clientSecretsNoRedirect'],
  ] as const) {
    await stage.pick(text);
    await stage.send();
    await row().says(sentence(`error_${code}`));
  }
  expect(stage.isogeo.tokenRequests()).toEqual([]);
  expect([await savedIn(browser()), await rulesIn(browser())]).toEqual(before);
});

test('a form that was left with its file opens itself in the tab; another file is dropped on it', async () => {
  await stage.pick(groupFile({ ...GROUP, clientSecret: 'planted-one-that-was-replaced' }));
  await until('the file to be kept', async () =>
    JSON.stringify(await heldIn(browser())).includes('planted-one-that-was-replaced'),
  );
  await stage.reopen();
  await row().says(sentence('fileKept'));
  await stage.send();
  await row().says(sentence('error_clientSecretsRefused', stage.id));
  expect(stage.isogeo.tokenRequests()).toHaveLength(1);
  await stage.drop(stage.isogeo.file('web', PUBLIC, { redirect_uris: [CALLBACK], kind: 'public' }));
  await stage.send();
  await row().says(sentence('error_publicClientRefused', stage.id));
});

test('a user application: in the window, at the registered address; the page’s requests pass, the shares are counted', async () => {
  await stage.drop(fileOf(CALLBACK));
  await stage.send();
  const window = await stage.logIn();
  await row().says(sentence('tokenRenews'));
  await gone(window);
  const [request] = stage.isogeo.tokenRequests().slice(-1);
  expect(request?.authorization).toBe('Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW');
  expect(request?.form).toMatchObject({ grant_type: 'authorization_code', redirect_uri: CALLBACK });
  const token = (await tokenInUse()) ?? '';
  expect(token).toMatch(/^Bearer planted-isogeo-access-/);
  await sees(token);
  // Said once the page is as it should be.
  await stage.page.reload();
  await stage.reopen();
  await row().says(sentence('hint_shares', '3'));
  expect(JSON.stringify(await savedIn(browser()))).not.toContain(USER.clientSecret);
  await isWhole(browser());
});

test('renewed after an hour, in the form that Isogeo documents', async () => {
  const first = await tokenInUse();
  await stage.untilAlarm();
  await until('new tokens', () => stage.isogeo.tokenRequests().length > 0);
  const [request, ...others] = stage.isogeo.tokenRequests();
  expect(others).toEqual([]);
  expect(request?.query).toBe('grant_type=client_credentials');
  expect(Object.keys(request?.form ?? {}).sort()).toEqual(['grant_type', 'refresh_token']);
  expect(request?.form.grant_type).toBe('refresh_token');
  const second = await until('the new token', async () => {
    const now = await tokenInUse();
    return now !== first && now;
  });
  expect(second).toMatch(/^Bearer planted-isogeo-access-/);
  await isWhole(browser());
});

test('other API credentials: the old ones work until the new ones are proven', async () => {
  const old = await tokenInUse();
  stage.isogeo.shares = 1;
  await row().menu(sentence('menuChangeFile'));
  await row().says(sentence('changeNote'));
  await stage.pick(groupFile({ ...GROUP, clientSecret: 'planted-one-that-was-replaced' }));
  await button('changeFile').click();
  await row().says(sentence('error_clientSecretsRefused', stage.id));
  expect(await tokenInUse()).toBe(old);

  await stage.pick(groupFile());
  await button('changeFile').click();
  await row().says('plugin-qgis');
  expect(await tokenInUse()).not.toBe(old);
  const held = JSON.stringify(await heldIn(browser()));
  expect(held).toContain(GROUP.clientSecret);
  expect(held).not.toContain(USER.clientSecret);
  await row().says(sentence('tokenRenews'));
  await isWhole(browser());
});

test('a group application renews by itself, without a refresh token', async () => {
  const first = await tokenInUse();
  await stage.untilAlarm();
  await until('the new token', async () => (await tokenInUse()) !== first);
  await isWhole(browser());
});

test('signed out, nothing is sent; then an application whose code is pasted', async () => {
  await row().menu('Sign out');
  await until('no rule', async () => !JSON.stringify(await rulesIn(browser())).includes('planted-isogeo'));
  expect(await stage.fetch()).toBe(401);
  await row().press(/^Sign in/);
  await stage.pick(fileOf(PASTED));
  await stage.send();
  const window = await stage.logIn();
  const code = await window.locator('code').innerText();
  await stage.popup.page.getByLabel(sentence('codeField')).fill(code);
  await row().press(sentence('codeSend'));
  await row().says(sentence('tokenRenews'));
  await gone(window);
  await tokenInUse();
});
