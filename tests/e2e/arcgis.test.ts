import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CLIENT } from '../servers/arcgis/oauth2.ts';
import { until } from './drivers/wait.ts';
import { type ArcgisStage, arcgisStage, USER } from './support/arcgis-stage.ts';
import { passUntilAlarm } from './support/moved-clock.ts';
import { press, windowAt } from './support/provider-pages.ts';
import { heldIn, rulesIn, savedIn, sentence } from './support/state.ts';

/** ArcGIS servers and a portal, signed in to as a user does. */

let stage: ArcgisStage;
beforeAll(async () => {
  stage = await arcgisStage();
});
afterAll(() => stage?.[Symbol.asyncDispose]());
afterEach(() => {
  expect(stage.arcgis.desk.problems).toEqual([]);
  Object.assign(stage.arcgis.desk, { seesOtherAddress: false, failures: 0 });
});

const hostOf = (url: string) => new URL(url).host;
const tokenIn = (value: string | string[] | undefined) => /^Bearer (\S+)$/.exec(String(value))?.[1] ?? '';

test('a stand-alone server is recognised; a wrong password is one attempt, the right one signs in by a header', async () => {
  const { standalone, desk } = stage.arcgis;
  const layer = await stage.openForm(standalone, 'Roads');
  const { root } = standalone;
  await layer.row.says(sentence('providerFound', `ArcGIS 11.1.0, ${root.replace('http://', '')}`));
  await layer.row.says(sentence('found_arcgisStandalone'));
  await layer.fill({ username: USER.username, password: 'planted-wrong' });
  await layer.send();
  await layer.row.says(sentence('error_passwordRefused', hostOf(root)));
  expect(desk.attempts).toEqual(['planted-wrong']);
  expect(await rulesIn(stage.scene.browser)).toEqual([]);
  expect(await savedIn(stage.scene.browser)).toEqual({});

  await layer.fill({ password: USER.password });
  await layer.send();
  await layer.signedIn();
  await layer.row.says(USER.username);
  await layer.row.says(sentence('tokenRenews'));
  const { status, request } = await layer.tile();
  expect(status).toBe(200);
  expect(request.query.size).toBe(0);
  expect(desk.given.has(tokenIn(request.headers['x-esri-authorization']))).toBe(true);
  expect(desk.attempts).toEqual(['planted-wrong', USER.password]);
  expect(JSON.stringify(await savedIn(stage.scene.browser))).not.toContain(USER.password);
});

test('five minutes before its end a token is renewed; one that the server revoked is renewed once, and the map goes on', async () => {
  const { standalone, desk } = stage.arcgis;
  const layer = await stage.openForm(standalone, 'Rivers');
  await layer.fill({ ...USER });
  await layer.send();
  await layer.signedIn();
  const token = async () => tokenIn((await layer.tile()).request.headers['x-esri-authorization']);
  const first = await token();
  const ends = desk.given.get(first)?.ends ?? 0;
  await passUntilAlarm(stage.clock, stage.scene.browser);
  expect(ends - stage.clock.now()).toBeGreaterThan(4.5 * 60_000);
  expect(ends - stage.clock.now()).toBeLessThanOrEqual(5 * 60_000);
  const second = await until('another token', async () => {
    const now = await token();
    return now !== first && now;
  });

  await stage.clock.forward(stage.scene.browser, 10 * 60_000);
  desk.revokeAll();
  const asked = desk.attempts.length;
  expect((await layer.tile()).status).toBe(498);
  await until('the map again', async () => (await layer.tile()).status === 200);
  expect(await token()).not.toBe(second);
  expect(desk.attempts.slice(asked)).toEqual([USER.password]);
});

test('bound to the site of the map, in the address: our own check and every request carry its Referer', async () => {
  const { standalone, desk } = stage.arcgis;
  desk.seesOtherAddress = true;
  const layer = await stage.openForm(standalone, 'Parcels');
  await layer.fill({ ...USER });
  await layer.send();
  await layer.row.says(
    sentence('error_arcgisTokenRefused', hostOf(standalone.root), hostOf(standalone.root)),
  );
  await layer.fill({ client: 'referer', tokenUse: 'query' });
  await layer.send();
  await layer.signedIn();
  const site = stage.scene.site.url();
  const { status, request } = await layer.tile();
  expect(status).toBe(200);
  expect(desk.given.get(request.query.get('token') ?? '')?.referer).toBe(site);
  expect(request.headers.referer).toBe(`${site}/`);
  expect(request.headers['x-esri-authorization']).toBeUndefined();
  // A page that hides where it is does not lose its layer.
  await layer.page.evaluate(() => {
    document.head.innerHTML += '<meta name="referrer" content="no-referrer">';
  });
  expect((await layer.tile()).status).toBe(200);
  // What our own check needed is gone.
  expect((await rulesIn(stage.scene.browser)).filter(({ id }) => id > 1_000_000)).toEqual([]);
});

test('a server of a portal: the portal’s page, its token exchanged; signing out ends it there', async () => {
  const { federated, portal, desk } = stage.arcgis;
  const layer = await stage.openForm(federated, 'Roads');
  await layer.row.says(sentence('found_arcgisPortal'));
  await layer.row.says(portal.root.replace('http://', ''));
  await layer.fill({ clientId: CLIENT });
  await layer.send();
  const window = await windowAt(stage.scene.browser.context, portal.root);
  await window.locator('[name=username]').fill(USER.username);
  await window.locator('[name=password]').fill(USER.password);
  await press(window, 'go');
  await layer.signedIn();
  await layer.row.says(USER.username);
  const { status, request } = await layer.tile();
  expect(status).toBe(200);
  expect(desk.given.get(tokenIn(request.headers['x-esri-authorization']))?.at).toBe(federated.root);
  // The portal's own token went to the portal alone, and the password to its page.
  const held = JSON.stringify(await heldIn(stage.scene.browser));
  expect(held).toContain('refreshToken');
  await layer.row.menu(sentence('menuSignOut'));
  await portal.waitFor(({ path }) => path.endsWith('/revokeToken'));
});

test('an API key; a wrong one is sent once', async () => {
  const { federated, desk } = stage.arcgis;
  const layer = await stage.openForm(federated, 'Trees');
  await layer.row.says(sentence('found_arcgisPortal'));
  await layer.fill({ way: 'key', key: 'AAPKwrong' });
  expect(await layer.popup.page.locator('[data-field=server], [data-field=clientId]').count()).toBe(0);
  await layer.send();
  await layer.row.says(sentence('error_keyRefused', hostOf(federated.root)));
  const sent = federated.requests.filter(
    ({ headers }) => headers['x-esri-authorization'] === 'Bearer AAPKwrong',
  );
  expect(sent).toHaveLength(1);
  const { token } = desk.give(federated.root, null);
  await layer.fill({ key: token });
  await layer.send();
  await layer.signedIn();
  const { status, request } = await layer.tile();
  expect([status, tokenIn(request.headers['x-esri-authorization'])]).toEqual([200, token]);
});

test('a server that refuses with status 200 is not taken for open: a check finds it out', async () => {
  const { standalone } = stage.arcgis;
  const path = '/arcgis/rest/services/Quiet/MapServer';
  const page = await stage.scene.visit(`${standalone.url()}${path}?f=json`);
  const popup = await stage.scene.popup(page);
  await popup.row(path).press(sentence('next_check'));
  await popup.row(path).says(sentence('hint_refusesAccess'));
});

test('Windows sign-in is left to the browser: no form, and nothing asked', async () => {
  const { windows } = stage.arcgis;
  const service = `${windows.root}/rest/services/Roads/MapServer`;
  const page = await stage.scene.visit(`${service}?f=json`);
  const popup = await stage.scene.popup(page);
  const row = popup.row(hostOf(windows.root));
  await row.says(sentence('explain_windowsSignIn', hostOf(windows.root)));
  await popup.page.getByRole('button', { name: new RegExp(sentence('next_openInTab')) }).waitFor();
  expect(await popup.page.locator('[data-field]').count()).toBe(0);
  expect(windows.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});
