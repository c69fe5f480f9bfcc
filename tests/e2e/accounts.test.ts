import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RecordedRequest, type RecordingServer, startServer } from '../../demo/server.ts';
import type { Popup } from './support/harness.ts';
import {
  ask,
  basicHeader,
  emptyPage,
  guardedWms,
  mapOf,
  signIn,
  startWorld,
  type World,
} from './support/world.ts';

/** Two people may use one service; two sites show it. Each test continues the one before. */
const ANNA = basicHeader('anna', 'Str0ng-1');
const BEN = basicHeader('ben', 'W3ak-2');
const PATH = '/geoserver/ows';

let service: RecordingServer;
let site: RecordingServer;
let world: World;
let first: Page;
let second: Page;
let popup: Popup;

const wms = () => `${service.url('geo.localhost')}${PATH}`;

beforeAll(async () => {
  const admits = ({ headers }: RecordedRequest) => [ANNA, BEN].includes(headers.authorization ?? '');
  service = await startServer(guardedWms(admits, 'Basic realm="Two"'));
  site = await startServer(emptyPage);
  const [one, two] = [site.url('one.localhost'), site.url('two.localhost')];
  world = await startWorld([wms(), one, two]);
  first = await world.browser.newPage(one);
  second = await world.browser.newPage(two);
  for (const page of [first, second]) await ask(page, mapOf(wms()));
  popup = await world.popup(first);
});
afterAll(async () => {
  await world?.[Symbol.asyncDispose]();
  await Promise.all([service?.close(), site?.close()]);
});

/** Who the next request of a page arrives as. */
async function arrivesAs(page: Page): Promise<string | undefined> {
  const url = mapOf(wms());
  await ask(page, url);
  return service.requests.find((request) => url.endsWith(request.url))?.headers.authorization;
}

test('signed in as one person', async () => {
  await signIn(popup, PATH, { method: 'Password', fields: { 'User name': 'anna', Password: 'Str0ng-1' } });
  expect(await arrivesAs(first)).toBe(ANNA);
});

test('another sign-in for the same service takes the place of the first, which stays for switching back', async () => {
  const row = popup.row(PATH);
  await row.menu(/Another sign-in/);
  await row.fill('User name', 'ben');
  await row.fill('Password', 'W3ak-2');
  await row.press(/^Sign in$/);
  await row.says('ben');
  expect(await arrivesAs(first)).toBe(BEN);
  await row.menu('anna');
  await row.says('anna');
  expect(await arrivesAs(first)).toBe(ANNA);
});

test('another site gets nothing until it is used there, and may be somebody else there', async () => {
  expect(await arrivesAs(second)).toBeUndefined();
  const there = await world.popup(second);
  const row = there.row(PATH);
  await row.says('one.localhost');
  await row.press(/^Use here/);
  await there.page.getByRole('radio', { name: 'ben' }).check({ force: true });
  await row.press(/^Use$/);
  await row.says('Signed in');
  expect(await arrivesAs(second)).toBe(BEN);
  expect(await arrivesAs(first)).toBe(ANNA);
});

test('stopped on one site, it goes on working on the other', async () => {
  await popup.page.bringToFront();
  await popup.row(PATH).menu('Stop using here');
  await popup.row(PATH).says('two.localhost');
  expect(await arrivesAs(first)).toBeUndefined();
  expect(await arrivesAs(second)).toBe(BEN);
});
