import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withToken } from '../../demo/access.ts';
import { type Demo, startDemo } from '../../demo/demo.ts';
import { paintCoast } from '../../demo/painters.ts';
import type { RecordedRequest, RecordingServer } from '../../demo/server.ts';
import { startServer } from '../../demo/server.ts';
import { xyz } from '../../demo/services/xyz.ts';
import type { ClientConfig } from '../servers/clients/config.ts';
import { type ClientPages, startPages } from '../servers/pages.ts';
import { startVector } from '../servers/vector.ts';
import { layerIs, type Popup, type Row } from './harness.ts';
import { addSource } from './scene.ts';
import { rulesIn, savedIn, sentence } from './state.ts';
import { ask, basicHeader, fillForm, mapOf, openForm, startWorld, type Way, type World } from './world.ts';

let pages: ClientPages;
let demo: Demo;
beforeAll(async () => {
  [pages, demo] = await Promise.all([startPages(), startDemo()]);
});
afterAll(async () => {
  await Promise.all([pages?.close(), demo?.close()]);
});

const { password, token, apiKey } = {
  password: 'Meridian-0817',
  token: 'tk-5c1e0b7a94',
  apiKey: 'ak-2f8d63e1b0',
};
const PASSWORD: Way = { method: 'Password', fields: { 'User name': 'visitor', Password: password } };
const TOKEN: Way = { method: 'Key', fields: { Key: token } };
const API_KEY: Way = { method: 'Header', fields: { 'Header name': 'X-Api-Key', Value: apiKey } };
const basic = basicHeader('visitor', password);

const after: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of after.splice(0).reverse()) await end();
});

/** Chromium with access to the demo's services, these URLs, and the client pages' site. */
async function browserFor(...urls: string[]): Promise<World> {
  const world = await startWorld([pages.origin(), ...Object.values(demo.services), ...urls]);
  after.push(() => world[Symbol.asyncDispose]());
  demo.clearLog();
  pages.server.clear();
  return world;
}

async function open(world: World, url: string): Promise<Page> {
  const page = await world.browser.newPage(url);
  page.setDefaultTimeout(15_000);
  return page;
}

/** Signs in at a row as a user does: past *Check* where the browser did not tell that the service refuses. */
async function signInAt(popup: Popup, address: string, way: Way, button: 'Sign in' | 'Sign in and reload') {
  const row = popup.row(address);
  await row.says(/Check|Sign in/);
  if ((await row.text()).includes('Check')) {
    await row.press('Check');
    await row.says('Sign in');
  }
  await openForm(popup, address);
  await fillForm(popup, address, way);
  await row.press(new RegExp(`^${button}$`));
  await row.says('Signed in');
}

const allAre = async (page: Page, config: ClientConfig, state: 'shown' | 'refused') => {
  for (const { id } of config.layers) await layerIs(page, id, state);
};

describe.each(['openlayers', 'leaflet', 'maplibre'] as const)('a map made with %s', (client) => {
  test('shows every layer after signing in, and each credential went to its own service', async () => {
    const world = await browserFor();
    const { wms, wms2, tiles, features } = demo.services;
    const config: ClientConfig = {
      layers: [
        { id: 'wms', type: 'wms', url: wms, layers: 'countries' },
        { id: 'wms with CORS', type: 'wms', url: wms2, layers: 'graticule', crossOrigin: true },
        { id: 'tiles', type: 'xyz', url: `${tiles}/{z}/{x}/{y}.png` },
        { id: 'tiles by fetch', type: 'xyz', url: `${tiles}/{z}/{x}/{y}.png?v=2`, byFetch: true },
        { id: 'features', type: 'geojson', url: `${features}/collections/places/items?f=json` },
      ],
    };
    const page = await open(world, pages.map(client, config));
    await allAre(page, config, 'refused');
    const popup = await world.popup(page);
    await signInAt(popup, '/geoserver/ows', PASSWORD, 'Sign in');
    const second = popup.row('/geoserver/graticule/ows');
    if (/Check/.test(await second.text())) await second.press('Check');
    await second.press(/^Sign in/);
    await second.press(/^Use$/);
    await second.says('Signed in');
    await signInAt(popup, 'tiles.localhost', TOKEN, 'Sign in');
    await signInAt(popup, 'places.localhost', API_KEY, 'Sign in and reload');
    await allAre(page, config, 'shown');

    const having = (text: string) =>
      Object.entries(demo.log)
        .filter(([, requests]) => requests.some((request) => JSON.stringify(request).includes(text)))
        .map(([service]) => service);
    expect(having(basic.slice(6))).toEqual(['wms', 'wms2']);
    expect(having(apiKey)).toEqual(['features']);
    expect(demo.log.tiles.some(({ query }) => query.get('token') === token && query.get('v') === '2')).toBe(
      true,
    );
    expect(demo.log.open).toEqual([]);
    expect(
      pages.server.requests.filter((each) => each.headers.authorization || /tk-/.test(each.url)),
    ).toEqual([]);
  });
});

describe('vector tiles, fetched in workers', () => {
  test.each([
    ['a key', TOKEN, (request: RecordedRequest) => request.query.get('token') === token],
    ['a header', API_KEY, (request: RecordedRequest) => request.headers['x-api-key'] === apiKey],
  ] as const)('are found through the style and signed with %s', async (_, way, isSignedIn) => {
    const isTile = ({ path }: RecordedRequest) => path.startsWith('/tiles/');
    const vector = await startVector((request) => !isTile(request) || isSignedIn(request), {
      host: 'vector.localhost',
    });
    after.push(vector.close);
    const world = await browserFor(vector.url());
    const config: ClientConfig = {
      layers: [{ id: 'vector', type: 'style', url: `${vector.url()}/style.json` }],
    };
    const page = await open(world, pages.map('maplibre', config));
    await layerIs(page, 'vector', 'refused');
    const listed = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    );
    expect(listed.filter((url) => url.includes('/tiles/'))).toEqual([]);
    expect(listed).toContain(`${vector.url()}/tiles.json`);

    const popup = await world.popup(page);
    await signInAt(popup, '/tiles', way, 'Sign in and reload');
    vector.clear();
    await layerIs(page, 'vector', 'shown');
    await page.reload();
    await layerIs(page, 'vector', 'shown');
    expect(vector.requests.filter(isTile).length).toBeGreaterThan(0);
    expect(vector.requests.filter((each) => isTile(each) !== isSignedIn(each))).toEqual([]);
  });
});

describe('a map page that frames and links to the service', () => {
  test('HTML of GetFeatureInfo, downloads and links are signed in by the option alone', async () => {
    const world = await browserFor();
    const { wms } = demo.services;
    const info = `${wms}?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetFeatureInfo&LAYERS=countries&QUERY_LAYERS=countries&STYLES=&CRS=EPSG:4326&BBOX=42,-3,52,7&WIDTH=20&HEIGHT=20&I=10&J=10&INFO_FORMAT=text/html`;
    const picture = `${wms}?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=countries&STYLES=&CRS=EPSG:4326&BBOX=42,-3,52,7&WIDTH=20&HEIGHT=20&FORMAT=image/png`;
    const legend = `${wms}?SERVICE=WMS&REQUEST=GetLegendGraphic&LAYER=borders`;
    const layers: ClientConfig['layers'] = [{ id: 'wms', type: 'wms', url: wms, layers: 'countries' }];
    const page = await open(world, pages.map('openlayers', { layers, info, legend, download: picture }));
    await layerIs(page, 'legend', 'refused');
    const popup = await world.popup(page);
    await signInAt(popup, '/geoserver/ows', PASSWORD, 'Sign in and reload');
    await layerIs(page, 'wms', 'shown');
    await layerIs(page, 'legend', 'shown');
    const last = (part: string) => demo.log.wms.findLast(({ url }) => url.includes(part))!;
    const framed = async () =>
      (await (await page.waitForSelector('#info')).contentFrame())!.textContent('body');

    /** Follows a link of the map and tells what the service was sent. */
    const follow = async (selector: string) => {
      demo.clearLog();
      await page.click(selector);
      await expect.poll(() => demo.log.wms.length).toBeGreaterThan(0);
      const sent = demo.log.wms.at(-1)!;
      await page.goBack();
      return sent.headers.authorization;
    };

    expect(last('GetFeatureInfo').headers.authorization).toBeUndefined();
    expect(await framed()).not.toContain('France');
    expect(await follow('#link')).toBeUndefined();
    expect(await follow('#download')).toBeUndefined();

    await popup.row('/geoserver/ows').menu('Details');
    await popup.page.getByLabel(sentence('framesOption')).check();
    await expect.poll(() => savedIn(world.browser).then(JSON.stringify)).toContain('"frames":true');
    await page.reload();
    await expect.poll(framed).toContain('France');
    expect(last('GetFeatureInfo').headers.authorization).toBe(basic);
    console.log(JSON.stringify(await rulesIn(world.browser), null, 1));
    demo.clearLog();
    await page.click('#link');
    await expect.poll(() => demo.log.wms.length).toBeGreaterThan(0);
    console.log(JSON.stringify(demo.log.wms, null, 1));
    await page.goBack();
    expect(await follow('#link')).toBe(basic);
    expect(await follow('#download')).toBe(basic);

    // Typed into the address bar, nobody links to it: nothing goes along.
    demo.clearLog();
    await (await world.browser.context.newPage()).goto(picture).catch(() => undefined);
    expect(last('GetMap').headers.authorization).toBeUndefined();
  });
});
