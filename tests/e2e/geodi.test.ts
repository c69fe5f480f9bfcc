import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSecret } from '../../lib/auth/geodi/validator.ts';
import { createGeodi } from '../servers/geodi.ts';
import { startValidator, type Validator } from '../servers/geodi-validator.ts';
import type { Popup } from './support/harness.ts';
import { typeIn } from './support/map-stage.ts';
import { fetchFrom, type Scene, scene } from './support/scene.ts';
import { isFineOn } from './support/screens.ts';
import { heldIn, savedIn, sentence } from './support/state.ts';

const PASSWORD = 'planted-geodi-pw-5f1';
const SECRET = newSecret();
const CLIENT = 'MyClientID';
const HEADER = 'GEODI_Request';
const QUERY = 'op=ExportQueryResult&ReportID=GeoJSON&wsName=Kent';
/** One GEODI under three names, so that each way of signing in has a row of its own. */
const HOSTS = ['password.localhost', 'token.localhost', 'pasted.localhost', 'trusted.localhost'] as const;
type Host = (typeof HOSTS)[number];

const geodi = createGeodi({
  anna: { password: PASSWORD, workspaces: ['Kent'] },
  'City\\bob': { password: 'x', workspaces: ['Kent'] },
  carl: { password: 'x', workspaces: [], mayHaveTokens: false },
});
let check: Validator;
let stage: Scene;
let map: Page;
let popup: Popup;

const at = (host: Host) => `${stage.service.url(host)}/geodi`;
const mapUrl = (host: Host) => `${at(host)}/GeodiExportHandler?${QUERY}`;
const named = (host: Host) => new URL(at(host)).host;
const rowOf = (host: Host) => popup.row(named(host));
const send = (host: Host) => rowOf(host).press(/^Sign in$/);
/** The whole row with its form, for what stands anywhere in it. */
const says = (host: Host, key: string, ...values: string[]) => rowOf(host).says(sentence(key, ...values));
const signedIn = (host: Host) =>
  popup.page
    .getByRole('button', { name: sentence('statusMenu', sentence('status_signedIn'), named(host)) })
    .waitFor();
/** What the last request for the map carried. */
const lastAsked = (host: Host) =>
  stage.service.requests.findLast(
    ({ path, headers }) => path.endsWith('/GeodiExportHandler') && headers.host === named(host),
  );

beforeAll(async () => {
  check = await startValidator({ clientId: CLIENT, secret: SECRET, requestHeader: HEADER });
  stage = await scene(geodi.handler, { names: HOSTS });
  map = await stage.visit(...HOSTS.map(mapUrl));
  popup = await stage.popup(map);
});
afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
  await check?.close();
  expect(geodi.problems).toEqual([]);
});

test('user name and password: recognised, one attempt each, and the map passes', async () => {
  const host = 'password.localhost';
  await rowOf(host).press(/^Sign in/);
  const way = popup.page.getByRole('radio', { name: sentence('method_geodi'), exact: true });
  expect(await way.isChecked()).toBe(true);
  expect(await popup.page.locator('[data-field=server]').inputValue()).toBe(at(host));
  await typeIn(popup, { username: 'anna', password: 'wrong' });
  await send(host);
  await says(host, 'error_passwordRefused', named(host));
  await typeIn(popup, { username: 'carl', password: 'x' });
  await send(host);
  await says(host, 'error_geodiNoToken', named(host));
  await typeIn(popup, { username: 'anna', password: PASSWORD });
  await send(host);
  await signedIn(host);
  expect(geodi.log.filter((each) => each.includes('CreateTokenForUser'))).toEqual([
    'POST TokenHandler CreateTokenForUser 401',
    'POST TokenHandler CreateTokenForUser 403',
    'POST TokenHandler CreateTokenForUser 200',
  ]);
  expect(await fetchFrom(map, mapUrl(host))).toBe(200);
  expect([...(lastAsked(host)?.query.keys() ?? [])]).toEqual(['op', 'ReportID', 'wsName', 'UserSession']);
  const { browser } = stage;
  expect(JSON.stringify([await savedIn(browser), await heldIn(browser)])).not.toContain(PASSWORD);
  // Nothing is known of its end, and no link can be had.
  await popup.page.locator('[aria-haspopup=menu]').first().click();
  expect(await popup.page.getByRole('menuitem', { name: sentence('menuOpenLink') }).count()).toBe(0);
  await popup.page.keyboard.press('Escape');
});

test('a pasted token; once it is refused the row asks for another', async () => {
  const host = 'token.localhost';
  await rowOf(host).press(/^Sign in/);
  await typeIn(popup, { way: 'token' });
  expect(await popup.page.locator('[data-field]').count()).toBe(2);
  await typeIn(popup, { token: 'not-a-token' });
  await send(host);
  await says(host, 'error_keyRefused', named(host));
  const token = geodi.makeToken('anna', 10);
  await typeIn(popup, { token });
  await send(host);
  await signedIn(host);
  expect(await fetchFrom(map, mapUrl(host))).toBe(200);
  expect(lastAsked(host)?.query.get('UserSession')).toBe(token);
  expect(JSON.stringify(await savedIn(stage.browser))).not.toContain(token);
});

test('a trusted client with the check that ships: settings file, each refusal, map, link', async () => {
  const host = 'trusted.localhost';
  const { page } = popup;
  await rowOf(host).press(/^Sign in/);
  const wrong = { clientId: 'Other', loginUser: 'anna', userSession: 'x', validatorSecret: newSecret() };
  await typeIn(popup, { way: 'trusted', validatorFrom: 'computed', ...wrong });
  await says(host, 'note_validatorSecretHolder');
  await isFineOn(page, 'geodi-trusted');

  const said = async (key: string, fields: Record<string, string>, ...values: string[]) => {
    await typeIn(popup, fields);
    await send(host);
    await says(host, `error_${key}`, ...(values.length > 0 ? values : [named(host)]));
  };
  await said('geodiSession', {});
  const weak = geodi.makeToken('carl', 10);
  await said('geodiTarget', { userSession: weak }, named(host), 'GetAutoLoginToken');
  await said('geodiClient', { userSession: geodi.makeToken('carl', 16) });

  // GEODI reads the file that the form writes.
  await typeIn(popup, { clientId: CLIENT });
  await page.getByText(sentence('settingsFile'), { exact: true }).click();
  await page.getByLabel(sentence('settingsFileUrl'), { exact: true }).fill(check.url);
  await page.getByLabel(new RegExp(sentence('settingsFileHeader'))).fill(HEADER);
  await isFineOn(page, 'geodi-settings-file');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: sentence('settingsFileSave') }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('MyClientID.jSettings');
  geodi.putSettings(await readFile(await file.path(), 'utf8'));

  await said('geodiValidator', {});
  await said('geodiLoginUser', { validatorSecret: SECRET, loginUser: 'zoe' });
  await said('geodiDomain', { userKind: 'ldap' });
  geodi.failNext(511);
  await said('geodiNetwork', {});
  geodi.failNext(500);
  await said('geodiFault', {});
  await said('geodiName', { userKind: 'geodi', loginUser: 'GEODI:anna' });

  await typeIn(popup, { loginUser: 'anna' });
  await send(host);
  await signedIn(host);
  await says(host, 'tokenRenews');
  await rowOf(host).says('GEODI:anna');
  expect(await fetchFrom(map, mapUrl(host))).toBe(200);
  expect(check.log.map(({ answer, reason }) => `${answer} ${reason}`)).toEqual(['NOK broken', 'OK accepted']);

  await rowOf(host).menu(sentence('menuOpenLink'));
  await page
    .getByText(sentence('openLinkNote', named(host), 'GEODI:anna', '').split(' until ')[0] ?? '')
    .waitFor();
  await isFineOn(page, 'geodi-link');
  const tab = stage.browser.context.waitForEvent('page');
  geodi.failNext(403);
  await page.getByRole('button', { name: sentence('openLink'), exact: true }).click();
  await page.getByText(sentence('error_geodiTarget', named(host), 'GetAutoLoginLink')).waitFor();
  await rowOf(host).menu(sentence('menuOpenLink'));
  await page.getByRole('button', { name: sentence('openLink'), exact: true }).click();
  const opened = await tab;
  await opened.getByText('signed in as anna').waitFor();
  await opened.close();
  const kept = JSON.stringify(await savedIn(stage.browser));
  for (const secret of [SECRET, weak]) expect(kept).not.toContain(secret);
});

test('a pasted ClientValidator, by GET: until a time, then to be pasted again', async () => {
  const host = 'pasted.localhost';
  await rowOf(host).press(/^Sign in/);
  const validator = await check.make('LDAP:City\\bob');
  const client = { clientId: CLIENT, userKind: 'ldap', domain: 'City', loginUser: 'bob', validator };
  const rare = { timeOutMinute: '90', ipFilter: '127.0.0.1', requestBy: 'GET' };
  await typeIn(popup, { way: 'trusted', ...client, userSession: geodi.makeToken('carl', 16), ...rare });
  const at = Date.now();
  await send(host);
  await signedIn(host);
  await rowOf(host).says(/until .+, then sign in again/);
  const asked = stage.service.requests.findLast(({ path }) => path.endsWith('/TokenHandler'));
  expect(asked?.method).toBe('GET');
  expect(asked?.query.get('LoginUser')).toBe('LDAP:City\\bob');
  expect(asked?.query.get('IPFilter')).toBe('127.0.0.1');
  expect(await fetchFrom(map, mapUrl(host))).toBe(200);
  const [, said = ''] = /until (.+), then sign in again/.exec(await rowOf(host).text()) ?? [];
  const shown = (ms: number) => new Intl.DateTimeFormat('en-US', { timeStyle: 'short' }).format(ms);
  const likely = [0, 1].map((minutes) => shown(at + (90 + minutes) * 60_000).replace(/\s/g, ' '));
  expect(likely.some((each) => said.replace(/\s/g, ' ').endsWith(each))).toBe(true);
  expect(JSON.stringify([await savedIn(stage.browser), await heldIn(stage.browser)])).not.toContain(
    validator,
  );
});

test('a token that is dropped at GEODI: said once, no password is tried again', async () => {
  const host = 'password.localhost';
  geodi.dropTokens();
  expect(await fetchFrom(map, mapUrl(host))).toBe(401);
  await says(host, 'hint_sessionEnded');
  expect(geodi.log.filter((each) => each.includes('CreateTokenForUser'))).toHaveLength(3);
});
