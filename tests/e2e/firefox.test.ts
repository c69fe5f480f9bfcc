import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Demo, type ServiceName, startDemo } from '../../demo/demo.ts';
import type { Firefox } from './drivers/firefox.ts';
import type { FirefoxPage } from './drivers/firefox-page.ts';
import { until } from './drivers/wait.ts';
import {
  accessIn,
  chooseWay,
  type FirefoxPopup,
  heldIn,
  hostPattern,
  launchBuilt,
  popupOver,
  pressEnter,
  rulesIn,
  savedIn,
} from './support/firefox-harness.ts';
import { sentence } from './support/state.ts';

/**
 * The same walk as in Chromium, with the build as it is: host access comes from the clicks alone. Each test continues
 * the one before.
 */
describe('the main path in Firefox', () => {
  let demo: Demo;
  let firefox: Firefox;
  let map: FirefoxPage;
  let popup: FirefoxPopup;

  beforeAll(async () => {
    demo = await startDemo();
    firefox = await launchBuilt();
    map = await firefox.newPage(demo.mapUrl);
  });
  afterAll(async () => {
    await firefox?.close().catch(() => undefined);
    await demo?.close();
  });

  const shows = (id: string) => map.waitForSelector(`[data-layer="${id}"][data-state="shown"]`);
  const refused = (id: string) => map.waitForSelector(`[data-layer="${id}"][data-state="refused"]`);
  const access = (...urls: string[]) => [...new Set(urls.map(hostPattern))].sort();
  /** Which services saw a text, anywhere in a request. */
  const places = (text: string) =>
    Object.entries(demo.log)
      .filter(([, requests]) => requests.some((request) => JSON.stringify(request).includes(text)))
      .map(([service]) => service as ServiceName)
      .sort();

  test('before, every protected layer is refused, the open one is shown, and no host is allowed', async () => {
    for (const id of ['wms', 'wms2', 'tiles', 'features']) await refused(id);
    await shows('open');
    expect(await accessIn(firefox)).toEqual([]);
    popup = await popupOver(firefox, map);
    await popup.row('/geoserver/ows').says('Sign in');
    expect(await popup.text()).toContain('Refuses');
  });

  test('a wrong password is refused in one sentence, reaches the server once and saves nothing', async () => {
    demo.clearLog();
    const row = popup.row('/geoserver/ows');
    await row.press(/^Sign in/);
    await row.fill('User name', 'visitor');
    await row.fill('Password', 'wrong-Ünique');
    await pressEnter(firefox);
    await row.says('did not accept this user name and password');
    const sent = demo.log.wms.map(({ headers }) => headers.authorization);
    expect(sent.filter(Boolean)).toEqual([`Basic ${Buffer.from('visitor:wrong-Ünique').toString('base64')}`]);
    expect(await savedIn(firefox)).toEqual({});
    expect(await rulesIn(firefox)).toEqual([]);
  });

  test('the right one shows the layer after the reload that the button announced', async () => {
    const row = popup.row('/geoserver/ows');
    await row.fill('Password', demo.credentials.password);
    await row.press('Sign in and reload');
    await row.says('Signed in');
    await shows('wms');
    await refused('tiles');
    expect(await accessIn(firefox)).toEqual(access(demo.services.wms, demo.mapUrl));
  });

  test('a second service of the same host needs no typing', async () => {
    const row = popup.row('/geoserver/graticule/ows');
    await row.press(/^Sign in/);
    await row.press(/^Use$/);
    await row.says('Signed in');
    await map.reload();
    await shows('wms2');
  });

  test('a key finds the name of its parameter, asked under the announced names', async () => {
    demo.clearLog();
    const row = popup.row('tiles.localhost');
    await row.press(/^Sign in/);
    await row.choose(/^Key$/);
    await row.says('code, key, token');
    await row.fill('Key', demo.credentials.token);
    await row.press('Sign in and reload');
    await row.says('Signed in');
    await shows('tiles');
    const own = demo.log.tiles.filter(({ headers }) => headers.referer === undefined);
    expect(own.map(({ query }) => [...query.keys()].at(-1) ?? '')).toEqual(['', 'code', 'key', 'token']);
    await row.menu('Details');
    await row.says(/^token$/m);
  });

  test('a header signs in to the OGC API', async () => {
    const row = popup.row('places.localhost');
    await row.press(/^Sign in/);
    await chooseWay(row, sentence('method_header'));
    await row.fill('Header name', 'X-Api-Key');
    await row.fill('Value', demo.credentials.apiKey);
    expect([await row.value('Header name'), await row.value('Value')]).toEqual([
      'X-Api-Key',
      demo.credentials.apiKey,
    ]);
    await row.press('Sign in and reload');
    await row.says('Signed in');
    await shows('features');
    await shows('wms');
  });

  test('each credential arrived at its own service and nowhere else, and exactly their hosts are allowed', async () => {
    const { password, token, apiKey } = demo.credentials;
    demo.clearLog();
    await map.reload();
    for (const id of ['wms', 'wms2', 'tiles', 'features', 'open']) await shows(id);
    expect(places(Buffer.from(`visitor:${password}`).toString('base64'))).toEqual(['wms', 'wms2']);
    expect(places(apiKey)).toEqual(['features']);
    expect(places(token)).toEqual(['tiles']);
    const { wms, tiles, features } = demo.services;
    expect(await accessIn(firefox)).toEqual(access(wms, tiles, features, demo.mapUrl));
  });

  test('a changed password: the old one works until the new one is proven', async () => {
    const row = popup.row('/geoserver/ows');
    await row.menu(/Change password/);
    await row.fill('Password', 'not-yet-right');
    await pressEnter(firefox);
    await row.says('did not accept');
    await map.reload();
    // What is still under way with the old one would be refused, and the sign-in stopped.
    for (const id of ['wms', 'wms2']) await shows(id);
    demo.credentials.password = 'Zenith-0423-ñ';
    await row.fill('Password', 'Zenith-0423-ñ');
    expect(await row.value('Password')).toBe('Zenith-0423-ñ');
    await pressEnter(firefox);
    await row.says(/^(?!.*The old one works).*Signed in/s);
    await map.reload();
    await shows('wms');
    await shows('wms2');
  });

  test('the background page may stop at any moment: the next request is signed, the popup knows', async () => {
    await firefox.stopBackground();
    demo.clearLog();
    await map.reload();
    await shows('wms');
    await popup.page.close();
    popup = await popupOver(firefox, map);
    await popup.row('/geoserver/ows').says('Signed in');
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

  test('signed out, the next request carries nothing, and one sentence says what stays in the cache', async () => {
    const row = popup.row('places.localhost');
    await row.menu('Sign out');
    await row.says(/cache/);
    demo.clearLog();
    await map.reload();
    for (const id of ['wms', 'wms2', 'tiles', 'open']) await shows(id);
    await refused('features');
    expect(demo.log.features.length).toBeGreaterThan(0);
    expect(places(demo.credentials.apiKey)).toEqual([]);
    const memory = JSON.stringify(await heldIn(firefox));
    expect(memory).toContain(demo.credentials.token);
    expect(memory).not.toContain(demo.credentials.apiKey);
  });

  test('no longer used here or removed, the row starts over and its host is given back', async () => {
    // A map in a tab behind draws nothing: what it asked for is known once the open layer is listed again.
    await until('the open layer in the list', async () => (await popup.text()).includes('Open (1)'));
    await popup.row('tiles.localhost').menu('Stop using here');
    await popup.row('tiles.localhost').says(/Sign in|Check/);
    await map.reload();
    await refused('tiles');
    const { wms, features } = demo.services;
    expect(await accessIn(firefox)).toEqual(access(wms, features, demo.mapUrl));
    const row = popup.row('places.localhost');
    await row.menu('Details');
    await row.press(/^Remove…$/);
    await row.press(/^Remove$/);
    await row.says(/^(?!.*Details of).*Sign in/s);
    await until('the host to be given back', async () => (await accessIn(firefox)).length === 2);
    expect(await accessIn(firefox)).toEqual(access(wms, demo.mapUrl));
    const saved = JSON.stringify(await savedIn(firefox));
    expect(saved).toContain('geo.localhost');
    expect(saved).not.toContain('places.localhost');
  });
});
