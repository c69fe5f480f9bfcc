import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { features } from '../../demo/services/features.ts';
import type { Offer, OfferEntry } from '../../lib/map/ports.ts';
import type { Drawable, MapView } from '../../lib/project/model.ts';
import { startEnginePage } from '../servers/engine-page.ts';
import type { MapService } from '../servers/fastcgi.ts';
import { COLOURS, LABEL, startMapKinds } from '../servers/map-kinds.ts';
import { startMapServer } from '../servers/mapserver.ts';
import { startQgisServer } from '../servers/qgis-server.ts';
import { startVector } from '../servers/vector.ts';
import { basicHeader } from './support/world.ts';

const account = { user: 'anna', password: 'Polder-7 dijk' };
/** How MapServer, QGIS Server and the style fill countries. */
const LAND: [number, number, number] = [127, 183, 166];
const AFRICA: MapView = { crs: 'EPSG:3857', center: [2_000_000, 1_500_000], resolution: 25_000, rotation: 0 };

let browser: Browser;
let signedIn: Record<string, string>;
let page: Page;
let mapserver: MapService;
let qgis: MapService;
let servers: RecordingServer[];
let [host, kinds, vector, places]: RecordingServer[] = [];

beforeAll(async () => {
  [mapserver, qgis, servers, browser] = await Promise.all([
    startMapServer(account),
    startQgisServer(account),
    Promise.all([
      startEnginePage(),
      startMapKinds(),
      startVector(undefined, { host: 'vector.localhost' }),
      startServer(features('/ogcapi'), { host: 'places.localhost' }),
    ]),
    chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] }),
  ]);
  [host, kinds, vector, places] = servers;
});
/** Once for all tests: the engine's page, empty, over Africa; another after a test that failed. */
async function openPage(): Promise<void> {
  await page?.context().close();
  const context = await browser.newContext({ viewport: { width: 600, height: 600 } });
  // What the rules do: the header is added below the page.
  await context.route(
    ({ hostname }) => hostname === 'geo.localhost',
    (route) => route.continue({ headers: { ...route.request().headers(), ...signedIn } }),
  );
  page = await context.newPage();
  await page.goto(`${host?.url()}/engine.html`);
}
beforeEach(async () => {
  signedIn = { authorization: basicHeader(account.user, account.password) };
  if (page === undefined) await openPage();
  await page.evaluate((view) => window.page.reset(view), AFRICA);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await openPage();
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([mapserver?.close(), qgis?.close(), ...(servers ?? []).map((each) => each.close())]);
});

/** What a service offers, and its first layer of this name that can be drawn. */
async function offered(url: string, title?: string): Promise<Drawable> {
  const offer = (await page.evaluate((address) => window.page.offer(address), url)) as Offer | string;
  if (typeof offer === 'string') throw new Error(offer);
  const all = (entries: OfferEntry[]): OfferEntry[] =>
    entries.flatMap((each) => [each, ...all(each.children)]);
  const found = all(offer.entries).find(
    (each) => each.draws !== null && (title === undefined || each.title === title),
  );
  if (!found?.draws) throw new Error(JSON.stringify(offer));
  return found.draws;
}

const show = (layers: Drawable[], drawn?: number[]) =>
  page.evaluate(([all, some]) => window.page.show(all, some), [layers, drawn] as const);
const count = (colour: readonly [number, number, number]) =>
  page.evaluate((wanted) => window.page.count(wanted), colour);
const troubles = () => page.evaluate(() => window.page.troubles);
const info = (x: number, y: number) => page.evaluate(([a, b]) => window.page.info(a, b), [x, y] as const);
/** A pixel near the middle of the map, in Africa. */
const MIDDLE = [300, 200] as const;

describe('each kind of layer is drawn', () => {
  test.each([
    ['MapServer', () => mapserver, 'countries'],
    ['QGIS Server', () => qgis, 'World'],
  ])('WMS of %s, in the map’s CRS and turned into another', async (_, service, title) => {
    // This QGIS project has its layers out of its capabilities, and draws them all the same.
    const wms = await offered(service().url('geo.localhost'), title);
    if (wms.kind !== 'wms') throw new Error(wms.kind);
    await show([{ ...wms, layers: ['countries'], queryable: true }]);
    const direct = await count(LAND);
    expect(direct).toBeGreaterThan(20_000);
    expect(service().log().at(-1)?.url).toContain('EPSG%3A3857');
    const found = await info(...MIDDLE);
    expect(JSON.stringify(found)).toMatch(/Chad|Niger|Libya|Sudan|Central African/);
    expect(JSON.stringify(found)).not.toMatch(/<\w/);
    await page.evaluate(() =>
      window.page.setView({ crs: 'EPSG:3035', center: [4_321_000, 3_210_000], resolution: 8000 }),
    );
    expect(await count(LAND)).toBeGreaterThan(20_000);
    expect(await troubles()).toEqual([]);
  });

  test('a WMS in degrees has them in the order of its version', async () => {
    const wms = await offered(mapserver.url('geo.localhost'), 'countries');
    if (wms.kind !== 'wms') throw new Error(wms.kind);
    await show([{ ...wms, crs: ['EPSG:4326'] }]);
    const turned = await count(LAND);
    await show([wms]);
    const direct = await count(LAND);
    expect(turned / direct).toBeGreaterThan(0.9);
    expect(turned / direct).toBeLessThan(1.1);
  });

  test('WFS: features where they belong, in JSON and in GML', async () => {
    const wms = await offered(mapserver.url('geo.localhost'), 'countries');
    const wfs = await offered(`${mapserver.url('geo.localhost')}?SERVICE=WFS`, 'countries');
    if (wfs.kind !== 'wfs') throw new Error(wfs.kind);
    for (const format of [wfs.format, 'gml']) {
      await show([{ ...wfs, format }, wms]);
      const mixed = await page.evaluate(([x, y]) => window.page.colour(x, y), MIDDLE);
      // A thin colour over the land of the WMS.
      expect(mixed.slice(0, 3)).not.toEqual(LAND);
      expect(await count(LAND)).toBeLessThan(2000);
      expect((await info(...MIDDLE))[0]?.features[0]?.title).toMatch(
        /Chad|Niger|Libya|Sudan|Central African/,
      );
    }
    expect(wfs.format).not.toBe('gml');
    expect(await troubles()).toEqual([]);
  });

  test('vector tiles with a style, and without', async () => {
    const style = await offered(`${vector?.url()}/style.json`);
    await show([style]);
    expect(await count(LAND)).toBeGreaterThan(20_000);
    const tiles = await offered(`${vector?.url()}/tiles.json`);
    expect(tiles).toMatchObject({ kind: 'mvt' });
    await show([tiles, style]);
    expect(await count(LAND)).toBeLessThan(2000);
    expect((await info(...MIDDLE)).map(({ layerId }) => layerId)).toContain('0');
    expect(await troubles()).toEqual([]);
  });

  test('labels of a style, in fonts that are here: nobody else is asked for one', async () => {
    await show([await offered(`${kinds?.url()}/labels/style.json`)]);
    await expect.poll(() => count(LABEL)).toBeGreaterThan(300);
    const sheets = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('link')]
          .map(({ href }) => href)
          .filter((href) => !/localhost/.test(href)),
      );
    await expect.poll(sheets).toEqual(['data:text/css,']);
    const elsewhere = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => !/localhost|^(?:blob|data):/.test(name)),
    );
    expect(elsewhere).toEqual([]);
    expect(await troubles()).toEqual([]);
  });

  test('OGC API Features', async () => {
    await show([await offered(`${places?.url()}/ogcapi/collections/places/items`)]);
    const asked = places?.requests.findLast(({ path }) => path.endsWith('/items'));
    expect(asked?.query.get('bbox')?.split(',')).toHaveLength(4);
    // White edges of dots.
    expect(await count([255, 255, 255])).toBeGreaterThan(200);
    expect(await troubles()).toEqual([]);
  });

  test.each([
    ['WMTS', '/wmts?SERVICE=WMTS', COLOURS.wmts, 'Red'],
    ['ArcGIS', '/arcgis/rest/services/Blue/MapServer', COLOURS.arcgis, 'Blue'],
    ['ArcGIS tiles', '/arcgis/rest/services/Cached/MapServer', COLOURS.cached, 'Cached'],
    ['OGC API Tiles', '/api/collections/green/map/tiles', COLOURS.mapTiles, 'Green'],
  ] as const)('%s', async (_, path, colour, title) => {
    await show([await offered(`${kinds?.url()}${path}`, title)]);
    expect(await troubles()).toEqual([]);
    expect(await count(colour)).toBeGreaterThan(300 * 300);
  });

  test('XYZ, ArcGIS features; what ArcGIS says of a place and in its legend', async () => {
    const base = `${kinds?.url()}/arcgis/rest/services`;
    const xyz = await offered(`${base}/Cached/MapServer/tile/{z}/{y}/{x}`);
    const squares = await offered(`${base}/Squares/FeatureServer`);
    const blue = await offered(`${base}/Blue/MapServer`);
    await show([xyz]);
    const whole = await count(COLOURS.cached);
    expect(whole).toBeGreaterThan(300 * 300);
    await show([squares, xyz, blue]);
    expect(await count(COLOURS.cached)).toBeLessThan(whole * 0.7);
    const said = await info(...MIDDLE);
    expect(said.map(({ features: [first] }) => first?.title)).toEqual(['Square', 'Blue lake']);
    expect(said[1]?.features[0]?.attributes).toContainEqual(['NAME', 'Blue lake']);
    const [picture, words] = await page.evaluate(() => window.page.legend(2));
    expect(picture).toMatch(/^blob:/);
    expect(words).toBe('Lakes');
    expect(await troubles()).toEqual([]);
  });
});

describe('what is asked', () => {
  test('nothing without layers, and nothing of layers that are not drawn', async () => {
    for (const each of servers) each.clear();
    const before = mapserver.log().length;
    const url = `${mapserver.url('geo.localhost')}?`;
    const wms: Drawable = {
      ...{ kind: 'wms', url, layers: ['countries'], styles: [], format: 'image/png' },
      ...{ version: '1.3.0', crs: ['EPSG:3857'], queryable: true },
    };
    const style: Drawable = { kind: 'style', url: `${vector?.url()}/style.json` };
    const wmts: Drawable = {
      ...{ kind: 'wmts', url: `${kinds?.url()}/wmts?service=WMTS&request=GetCapabilities`, layer: 'red' },
      ...{ style: 'default', matrixSet: 'grid', format: 'image/png' },
    };
    const arcgis: Drawable = {
      ...{ kind: 'arcgis', url: `${kinds?.url()}/arcgis/rest/services/Cached/MapServer` },
      ...{ service: 'MapServer', layers: [], tiled: true },
    };
    await show([wms, style, wmts, arcgis], []);
    await page.evaluate(() => window.page.setView({ center: [0, 0] }));
    expect(servers.flatMap(({ requests }) => requests.map(({ url: asked }) => asked))).toEqual([]);
    expect(mapserver.log()).toHaveLength(before);
    // The same look does see it where one is drawn.
    await show([wms, style, wmts, arcgis], [2]);
    expect(kinds?.requests.some(({ url: asked }) => asked.includes('GetTile'))).toBe(true);
    expect(kinds?.requests.some(({ path }) => path.startsWith('/arcgis'))).toBe(false);
    expect(vector?.requests).toEqual([]);
    // Taken off the map, it goes on asking for nothing.
    await show([wms, style, wmts, arcgis], []);
    kinds?.clear();
    await page.evaluate(() => window.page.setView({ center: [9_000_000, 4_000_000], resolution: 3000 }));
    expect(kinds?.requests).toEqual([]);
  });

  test('a refusal is told with the layer, and fine after a sign-in', async () => {
    const wms = await offered(mapserver.url('geo.localhost'), 'countries');
    const before = signedIn;
    signedIn = {};
    await show([wms]);
    expect(await troubles()).toEqual([['0', expect.objectContaining({ what: 'refused', status: 401 })]]);
    expect(await count(LAND)).toBe(0);
    const asked = mapserver.log().length;
    signedIn = before;
    await page.evaluate(async () => {
      window.page.engine.refresh(['0']);
      await window.page.setView({});
    });
    expect(await count(LAND)).toBeGreaterThan(20_000);
    expect(mapserver.log().length).toBe(asked + 1);
  });

  test.each([
    ['a login page', '/login/{z}/{x}/{y}.png', { what: 'empty', status: 200, words: 'Sign in to' }],
    [
      'Esri’s refusal',
      '/arcgis/rest/services/Closed/MapServer/tile/{z}/{y}/{x}',
      { what: 'refused', status: 499 },
    ],
  ])('%s in place of a tile', async (_, path, trouble) => {
    await show([{ kind: 'xyz', url: `${kinds?.url()}${path}`, minZoom: 0, maxZoom: 0, tms: false }]);
    expect((await troubles())[0]).toEqual(['0', expect.objectContaining(trouble)]);
  });

  test('tiles beyond the coverage are no trouble; a server that is gone is', async () => {
    const nothing: Drawable = {
      ...{ kind: 'xyz', url: `${kinds?.url()}/none/{z}/{x}/{y}.png`, minZoom: 0, maxZoom: 3, tms: false },
    };
    await show([nothing]);
    expect(kinds?.requests.some(({ path }) => path.startsWith('/none/'))).toBe(true);
    expect(await troubles()).toEqual([]);
    await show([{ ...nothing, url: 'http://127.0.0.1:9/{z}/{x}/{y}.png' }]);
    expect((await troubles())[0]).toEqual(['0', { what: 'unreachable', status: 0, words: '' }]);
  });

  test('a CRS that nobody knows is said, not misdrawn', async () => {
    const wms = await offered(mapserver.url('geo.localhost'), 'countries');
    if (wms.kind !== 'wms') throw new Error(wms.kind);
    const before = mapserver.log().length;
    await show([{ ...wms, crs: ['EPSG:999999'] }]);
    expect(await troubles()).toEqual([['0', { what: 'crs', status: 0, words: 'EPSG:999999' }]]);
    await show([wms], []);
    await page.evaluate(() => window.page.setView({ crs: 'EPSG:999999' }));
    await show([wms]);
    expect((await troubles()).at(-1)).toEqual(['0', { what: 'crs', status: 0, words: 'EPSG:999999' }]);
    expect(mapserver.log()).toHaveLength(before);
    expect(await page.evaluate(() => window.page.engine.view().crs)).toBe('EPSG:999999');
  });
});
