import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceName } from '../../demo/demo.ts';
import { type Popup, type Stage, stage } from './support/harness.ts';

/** The walk of a person who signs in to everything on the demo map, and what they do later. Each test continues the one before. */
describe('the main path in Chromium', () => {
  let on: Stage;
  let map: Page;
  let popup: Popup;

  beforeAll(async () => {
    on = await stage();
    map = await on.open(on.demo.mapUrl);
    popup = await on.popup(map);
  });
  afterAll(async () => on?.[Symbol.asyncDispose]());

  const layer = (id: string) => map.locator(`[data-layer="${id}"]`);
  const shows = (id: string) => map.locator(`[data-layer="${id}"][data-state="shown"]`).waitFor();
  const refused = (id: string) => map.locator(`[data-layer="${id}"][data-state="refused"]`).waitFor();
  const arrived = (service: ServiceName) => on.demo.log[service];

  test('before, every protected layer is refused and the open one is shown', async () => {
    for (const id of ['wms', 'wms2', 'tiles', 'features']) await refused(id);
    await shows('open');
    await popup.row('/geoserver/ows').says('Sign in');
    expect(await popup.page.getByRole('heading', { name: 'Refuses' }).isVisible()).toBe(true);
  });

  test('a wrong password is refused in one sentence, reaches the server once and saves nothing', async () => {
    on.demo.clearLog();
    const row = popup.row('/geoserver/ows');
    await row.press(/^Sign in/);
    await row.fill('User name', 'visitor');
    await row.fill('Password', 'wrong-Ünique');
    await popup.page.keyboard.press('Enter');
    await row.says('did not accept this user name and password');
    const sent = arrived('wms').map(({ headers }) => headers.authorization);
    expect(sent.filter(Boolean)).toEqual([`Basic ${Buffer.from('visitor:wrong-Ünique').toString('base64')}`]);
    const saved = await on.browser.evaluateInWorker(() => chrome.storage.local.get(null));
    expect(saved).toEqual({});
    expect(await on.browser.evaluateInWorker(() => chrome.declarativeNetRequest.getSessionRules())).toEqual(
      [],
    );
  });

  test('the right one shows the layer after the reload that the button announced', async () => {
    const row = popup.row('/geoserver/ows');
    await row.fill('Password', on.demo.credentials.password);
    await row.press('Sign in and reload');
    await shows('wms');
    await row.says('Signed in');
    await refused('tiles');
  });

  test('a second service of the same host needs no typing', async () => {
    const row = popup.row('/geoserver/graticule/ows');
    await row.press(/^Sign in/);
    await row.press('Use and reload');
    await row.says('Signed in');
    await shows('wms2');
  });

  test('a key finds the name of its parameter, asked under the announced names', async () => {
    on.demo.clearLog();
    const row = popup.row('tiles.localhost');
    await row.press(/^Sign in/);
    await row.choose('Key');
    expect(await row.text()).toContain('code, key, token');
    await row.fill('Key', on.demo.credentials.token);
    await row.press('Sign in and reload');
    await shows('tiles');
    const own = arrived('tiles').filter(({ headers }) => headers.referer === undefined);
    expect(own.map(({ query }) => [...query.keys()].at(-1) ?? '')).toEqual(['', 'code', 'key', 'token']);
    await row.menu('Details');
    await row.says('token');
  });

  test('a header signs in to the OGC API', async () => {
    const row = popup.row('places.localhost');
    await row.press(/^Sign in/);
    await row.choose('Header');
    await row.fill('Header name', 'X-Api-Key');
    await row.fill('Value', on.demo.credentials.apiKey);
    await row.press('Sign in and reload');
    await row.says('Signed in');
    await shows('features');
    expect(await layer('wms').getAttribute('data-state')).toBe('shown');
  });

  test('each credential arrived at its own service and nowhere else', async () => {
    const { password, token, apiKey } = on.demo.credentials;
    const basic = Buffer.from(`visitor:${password}`).toString('base64');
    const places = (text: string) =>
      Object.entries(on.demo.log)
        .filter(([, requests]) => requests.some((request) => JSON.stringify(request).includes(text)))
        .map(([service]) => service)
        .sort();
    await map.reload({ waitUntil: 'networkidle' });
    expect(places(basic)).toEqual(['wms', 'wms2']);
    expect(places(apiKey)).toEqual(['features']);
    expect(arrived('tiles').some(({ query }) => query.get('token') === token)).toBe(true);
    expect(places(token)).toEqual(['tiles']);
  });

  test('a changed password: the old one works until the new one is proven', async () => {
    const row = popup.row('/geoserver/ows');
    await row.menu(/Change password/);
    await row.fill('Password', 'not-yet-right');
    await popup.page.keyboard.press('Enter');
    await row.says('did not accept');
    await map.reload();
    await shows('wms');
    on.demo.credentials.password = 'Zenith-0423-ñ';
    await row.fill('Password', 'Zenith-0423-ñ');
    await popup.page.keyboard.press('Enter');
    await popup.page.locator('[data-field=password]').waitFor({ state: 'detached' });
    await map.reload();
    await shows('wms');
    await shows('wms2');
  });

  test('paused, the requests carry nothing; resumed, they do again', async () => {
    const row = popup.row('/geoserver/ows');
    await row.menu('Pause');
    await row.says('Paused');
    await map.reload();
    await refused('wms');
    await row.press(/Resume/);
    await row.says('Signed in');
    await map.reload();
    await shows('wms');
  });

  test('signed out, the layer is refused and one sentence says what stays in the cache', async () => {
    const row = popup.row('places.localhost');
    await row.menu('Sign out');
    await row.says(/cache/);
    await map.reload();
    await refused('features');
    const memory = JSON.stringify(await on.browser.evaluateInWorker(() => chrome.storage.session.get(null)));
    expect(memory).toContain(on.demo.credentials.token);
    expect(memory).not.toContain(on.demo.credentials.apiKey);
  });

  test('no longer used here, the row starts over; removed, nothing of it is left', async () => {
    await popup.row('tiles.localhost').menu('Stop using here');
    await popup.row('tiles.localhost').says('Check');
    await map.reload();
    await refused('tiles');
    const row = popup.row('places.localhost');
    await row.menu('Details');
    await row.press('Remove');
    await row.press('Remove');
    await popup.row('places.localhost').says(/Check|Sign in/);
    const saved = JSON.stringify(await on.browser.evaluateInWorker(() => chrome.storage.local.get(null)));
    expect(saved).toContain('geo.localhost');
    expect(saved).not.toContain('places.localhost');
  });
});
