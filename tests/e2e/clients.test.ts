import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RecordedRequest } from '../../demo/server.ts';
import type { ClientConfig } from '../servers/clients/config.ts';
import { startVector } from '../servers/vector.ts';
import {
  API_KEY,
  apiKey,
  type ClientScene,
  open,
  PASSWORD,
  password,
  signInAt,
  startClientScene,
  TOKEN,
  token,
} from './support/client-scene.ts';
import { layerIs } from './support/harness.ts';
import { addSource } from './support/scene.ts';
import { savedIn, sentence } from './support/state.ts';
import { basicHeader } from './support/world.ts';

const basic = basicHeader('visitor', password);

let scene: ClientScene;
beforeAll(async () => {
  scene = await startClientScene();
});
afterEach(({ task }) => scene.endTest(task.result?.state === 'fail'));
afterAll(() => scene?.close());

const allAre = async (page: Page, config: ClientConfig, state: 'shown' | 'refused') => {
  for (const { id } of config.layers) await layerIs(page, id, state);
};

describe.each(['openlayers', 'leaflet', 'maplibre'] as const)('a map made with %s', (client) => {
  test('shows every layer after signing in, and each credential went to its own service', async () => {
    const world = await scene.browserFor();
    const { wms, wms2, tiles, features } = scene.demo.services;
    const config: ClientConfig = {
      layers: [
        { id: 'wms', type: 'wms', url: wms, layers: 'countries' },
        { id: 'wms with CORS', type: 'wms', url: wms2, layers: 'graticule', crossOrigin: true },
        { id: 'tiles', type: 'xyz', url: `${tiles}/{z}/{x}/{y}.png` },
        { id: 'tiles by fetch', type: 'xyz', url: `${tiles}/{z}/{x}/{y}.png?v=2`, byFetch: true },
        { id: 'features', type: 'geojson', url: `${features}/collections/places/items?f=json` },
      ],
    };
    const page = await open(world, scene.pages.map(client, config));
    await allAre(page, config, 'refused');
    const popup = await world.popup(page);
    await signInAt(popup, '/geoserver/ows', PASSWORD, 'Sign in');
    const second = popup.row('/geoserver/graticule/ows');
    if (/Check/.test(await second.text())) await second.press('Check');
    await second.press(/^Sign in/);
    await second.press(/^Use$/);
    await second.says('Signed in');
    await signInAt(popup, 'tiles.localhost', TOKEN, 'Sign in');
    // MapLibre reads GeoJSON in its workers, and no document names it: the user gives the address.
    if (client === 'maplibre') await addSource(popup, `${features}/collections/places/items?f=json`);
    await signInAt(popup, 'places.localhost', API_KEY, 'Sign in and reload');
    await allAre(page, config, 'shown');

    const having = (text: string) =>
      Object.entries(scene.demo.log)
        .filter(([, requests]) => requests.some((request) => JSON.stringify(request).includes(text)))
        .map(([service]) => service);
    expect(having(basic.slice(6))).toEqual(['wms', 'wms2']);
    expect(having(apiKey)).toEqual(['features']);
    expect(
      scene.demo.log.tiles.some(({ query }) => query.get('token') === token && query.get('v') === '2'),
    ).toBe(true);
    expect(scene.demo.log.open).toEqual([]);
    expect(
      scene.pages.server.requests.filter((each) => each.headers.authorization || /tk-/.test(each.url)),
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
    scene.after.push(vector.close);
    const world = await scene.browserFor(vector.url());
    const config: ClientConfig = {
      layers: [{ id: 'vector', type: 'style', url: `${vector.url()}/style.json` }],
    };
    const page = await open(world, scene.pages.map('maplibre', config));
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
    const world = await scene.browserFor();
    const { wms } = scene.demo.services;
    const info = `${wms}?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetFeatureInfo&LAYERS=countries&QUERY_LAYERS=countries&STYLES=&CRS=EPSG:4326&BBOX=42,-3,52,7&WIDTH=20&HEIGHT=20&I=10&J=10&INFO_FORMAT=text/html`;
    const picture = `${wms}?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=countries&STYLES=&CRS=EPSG:4326&BBOX=42,-3,52,7&WIDTH=20&HEIGHT=20&FORMAT=image/png`;
    const legend = `${wms}?SERVICE=WMS&REQUEST=GetLegendGraphic&LAYER=borders`;
    const layers: ClientConfig['layers'] = [{ id: 'wms', type: 'wms', url: wms, layers: 'countries' }];
    const page = await open(
      world,
      scene.pages.map('openlayers', { layers, info, legend, download: picture }),
    );
    await layerIs(page, 'legend', 'refused');
    const popup = await world.popup(page);
    await signInAt(popup, '/geoserver/ows', PASSWORD, 'Sign in and reload');
    await layerIs(page, 'wms', 'shown');
    await layerIs(page, 'legend', 'shown');
    const last = (part: string) => scene.demo.log.wms.findLast(({ url }) => url.includes(part))!;
    const framed = async () =>
      (await (await page.waitForSelector('#info')).contentFrame())!.textContent('body');

    /** Follows a link of the map and tells what the service was sent. */
    const follow = async (selector: string) => {
      scene.demo.clearLog();
      await page.click(selector);
      const sent = () => scene.demo.log.wms.find(({ headers }) => headers['sec-fetch-dest'] === 'document');
      await expect.poll(sent).toBeDefined();
      await page.goBack();
      return sent()?.headers.authorization;
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
    expect(await follow('#link')).toBe(basic);
    expect(await follow('#download')).toBe(basic);

    // Typed into the address bar, nobody links to it: nothing goes along.
    scene.demo.clearLog();
    await (await world.browser.context.newPage()).goto(picture).catch(() => undefined);
    expect(last('GetMap').headers.authorization).toBeUndefined();
  });
});
