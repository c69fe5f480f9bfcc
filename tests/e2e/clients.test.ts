import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withToken } from '../../demo/access.ts';
import { type Demo, startDemo } from '../../demo/demo.ts';
import { paintCoast } from '../../demo/painters.ts';
import { type RecordedRequest, type RecordingServer, startServer } from '../../demo/server.ts';
import { xyz } from '../../demo/services/xyz.ts';
import type { ClientConfig } from '../servers/clients/config.ts';
import { type ClientPages, startPages } from '../servers/pages.ts';
import { startVector } from '../servers/vector.ts';
import type { CdpPage } from './drivers/cdp-page.ts';
import { launchDesktop } from './drivers/desktop.ts';
import { builtExtension } from './drivers/extension.ts';
import { layerIs, type Popup } from './harness.ts';
import { addSource } from './scene.ts';
import { accessIn, savedIn, sentence } from './state.ts';
import { ask, basicHeader, fillForm, mapOf, openForm, startWorld, type Way, type World } from './world.ts';

let pages: ClientPages;
let demo: Demo;
beforeAll(async () => {
  [pages, demo] = await Promise.all([startPages(), startDemo()]);
  Object.assign(demo.credentials, { password, token, apiKey });
});
afterAll(async () => {
  await Promise.all([pages?.close(), demo?.close()]);
});

const [password, token, apiKey] = ['Lòngitude-7:4', 'tk-5c1e0b7a94', 'ak-2f8d63e1b0'] as const;
const PASSWORD: Way = { method: 'Password', fields: { 'User name': 'visitor', Password: password } };
const TOKEN: Way = { method: 'Key', fields: { Key: token } };
const API_KEY: Way = { method: 'Header', fields: { 'Header name': 'X-Api-Key', Value: apiKey } };
const basic = basicHeader('visitor', password);

const after: (() => PromiseLike<unknown>)[] = [];
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
    // MapLibre reads GeoJSON in its workers, and no document names it: the user gives the address.
    if (client === 'maplibre') await addSource(popup, `${features}/collections/places/items?f=json`);
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
      const sent = () => demo.log.wms.find(({ headers }) => headers['sec-fetch-dest'] === 'document');
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
    demo.clearLog();
    await (await world.browser.context.newPage()).goto(picture).catch(() => undefined);
    expect(last('GetMap').headers.authorization).toBeUndefined();
  });
});

describe('a map inside a frame of another site', () => {
  test('is looked into on request; the sign-in names the site on top', async () => {
    const world = await browserFor(pages.origin('portal.localhost'), pages.origin('other.localhost'));
    const layers: ClientConfig['layers'] = [
      { id: 'wms', type: 'wms', url: demo.services.wms, layers: 'countries', byFetch: true },
    ];
    const map = pages.map('openlayers', { layers });
    const page = await open(world, pages.frame(map, 'portal.localhost'));
    const mapIn = async (framing: Page) => (await (await framing.waitForSelector('#frame')).contentFrame())!;
    const isIn = async (framing: Page, state: string) =>
      expect
        .poll(async () => (await mapIn(framing)).evaluate(() => window.layerStates?.().wms), {
          timeout: 10_000,
        })
        .toBe(state);
    await isIn(page, 'refused');

    const popup = await world.popup(page);
    const frame = popup.row('Map from maps.localhost');
    expect(await popup.page.getByText('geo.localhost').count()).toBe(0);
    await frame.press(/^Look inside/);
    await frame.says(sentence('frameLooked'));
    await signInAt(popup, '/geoserver/ows', PASSWORD, 'Sign in and reload');
    await isIn(page, 'shown');
    const [grant] = Object.entries(await savedIn(world.browser)).filter(([key]) => key.startsWith('grant:'));
    expect(grant?.[1]).toMatchObject({ site: pages.origin(), topSites: [pages.origin('portal.localhost')] });

    const other = await open(world, pages.frame(map, 'other.localhost'));
    await isIn(other, 'refused');
    // Nor the page that frames it, by its own requests.
    expect(await ask(page, mapOf(demo.services.wms))).toBe(401);
    expect(await ask(await mapIn(page), mapOf(demo.services.wms))).toBe(200);
  });
});

describe('what the page says of itself', () => {
  test('a list of requests that is full is said to be incomplete', async () => {
    const world = await browserFor();
    const page = await open(world, pages.probe());
    const askMany = (count: number) =>
      page.evaluate(
        (count) =>
          Promise.all(Array.from({ length: count }, (_, n) => fetch(`/probe.html?n=${n}`))).then(() => 0),
        count,
      );
    await ask(page, mapOf(demo.services.wms));
    await askMany(200);
    const before = await world.popup(page);
    await before.row('/geoserver/ows').says('Sign in');
    expect(await before.page.getByText(sentence('incomplete')).count()).toBe(0);
    await askMany(60);
    const popup = await world.popup(page);
    await popup.page
      .getByRole('button', { name: 'Look again' })
      .or(popup.page.getByText(sentence('incomplete')))
      .first()
      .waitFor();
    await popup.page.getByText(sentence('incomplete')).waitFor();
  });
});

describe('an address that is pasted', () => {
  test('with a user and password in it: they move into the form, and are saved nowhere', async () => {
    const world = await browserFor();
    const { wms } = demo.services;
    const page = await open(
      world,
      pages.map('openlayers', { layers: [{ id: 'wms', type: 'wms', url: wms, layers: 'countries' }] }),
    );
    await layerIs(page, 'wms', 'refused');
    const popup = await world.popup(page);
    await addSource(
      popup,
      `${wms.replace('//', `//visitor:${encodeURIComponent(password)}@`)}?SERVICE=WMS&REQUEST=GetCapabilities`,
    );
    const row = popup.row('/geoserver/ows');
    await popup.page.getByRole('form').waitFor();
    expect(await popup.page.getByLabel('User name').inputValue()).toBe('visitor');
    expect(await popup.page.getByRole('form').locator('[type=password]').inputValue()).toBe(password);
    expect(await popup.page.locator('body').textContent()).not.toContain(password);
    await row.press(/^Sign in and reload$/);
    await row.says('Signed in');
    await layerIs(page, 'wms', 'shown');
    const saved = JSON.stringify(await savedIn(world.browser));
    expect(saved).toContain(wms);
    expect(saved).not.toContain(password);
    expect(saved).not.toContain('visitor:');
  });

  test('with a key in it: it moves into the form with its name, and is saved nowhere', async () => {
    const world = await browserFor();
    const { tiles } = demo.services;
    const url = `${tiles}/{z}/{x}/{y}.png`;
    const page = await open(world, pages.map('leaflet', { layers: [{ id: 'tiles', type: 'xyz', url }] }));
    await layerIs(page, 'tiles', 'refused');
    const popup = await world.popup(page);
    await addSource(popup, `${url}?token=${token}`);
    const row = popup.row('tiles.localhost');
    await popup.page.getByRole('form').waitFor();
    expect(await popup.page.getByRole('form').locator('[type=password]').inputValue()).toBe(token);
    expect(await popup.page.getByLabel(sentence('field_parameter')).inputValue()).toBe('token');
    demo.clearLog();
    await row.press(/^Sign in and reload$/);
    await row.says('Signed in');
    await layerIs(page, 'tiles', 'shown');
    // Its name is known, so no other one is tried.
    expect(demo.log.tiles.filter(({ query }) => query.has('key') || query.has('code'))).toEqual([]);
    const saved = JSON.stringify(await savedIn(world.browser));
    expect(saved).toContain(tiles);
    expect(saved).not.toContain(token);
  });
});

describe('tiles from several hosts', () => {
  test.each(['openlayers', 'leaflet'] as const)(
    '%s: one row, one sign-in, every host signed',
    async (client) => {
      const hosts = ['a', 'b', 'c'].map((letter) => `${letter}.tiles.localhost`);
      const server: RecordingServer = await startServer(
        withToken(demo.credentials, xyz('/coast', paintCoast)),
        { host: '{host}.tiles.localhost' },
      );
      after.push(server.close);
      const world = await browserFor(...hosts.map((host) => server.url(host)));
      const subdomains = client === 'leaflet' ? '{s}' : '{a-c}';
      const url = `${server.url(`${subdomains}.tiles.localhost`)}/coast/{z}/{x}/{y}.png`;
      const page = await open(
        world,
        pages.map(client, { layers: [{ id: 'tiles', type: 'xyz', url, crossOrigin: true }] }),
      );
      await layerIs(page, 'tiles', 'refused');
      const popup = await world.popup(page);
      expect(await popup.page.locator('[data-row]').count()).toBe(1);
      await signInAt(popup, '/coast', TOKEN, 'Sign in and reload');
      server.clear();
      await page.reload({ waitUntil: 'networkidle' });
      await layerIs(page, 'tiles', 'shown');
      const tilesSent = server.requests.filter(({ path }) => path.startsWith('/coast/'));
      expect([...new Set(tilesSent.map(({ host }) => host.split(':')[0]))].sort()).toEqual(hosts);
      expect(tilesSent.filter(({ query }) => query.get('token') !== token)).toEqual([]);
      expect(JSON.stringify(await savedIn(world.browser))).toContain(server.url('{a-c}.tiles.localhost'));
    },
  );
});

describe('watching while the page reloads, by the native prompt', () => {
  test('lists what workers and frames ask for, and gives all sites back', async () => {
    const vector = await startVector(() => true, { host: 'vector.localhost' });
    after.push(vector.close);
    const desktop = await launchDesktop({ extension: await builtExtension('chrome') });
    after.push(desktop.close);
    const { wms, features } = demo.services;
    const framed = pages.map(
      'openlayers',
      { layers: [{ id: 'wms', type: 'wms', url: wms, layers: 'countries' }] },
      'portal.localhost',
    );
    const config: ClientConfig = {
      layers: [
        { id: 'vector', type: 'style', url: `${vector.url()}/style.json` },
        { id: 'places', type: 'geojson', url: `${features}/collections/places/items?f=json` },
      ],
      info: framed,
    };
    const page = await desktop.newPage(pages.map('maplibre', config));
    await layerIs(page, 'vector', 'shown');
    await layerIs(page, 'places', 'refused');
    const rows = (popup: CdpPage) =>
      popup.evaluate(() => [...document.querySelectorAll('[data-row]')].map((row) => row.textContent ?? ''));
    const find = (texts: string[], address: string) => texts.find((text) => text.includes(address));
    const granted = () => accessIn(desktop);

    const popup = await desktop.openActionPopup('icon', page);
    await popup.waitForSelector('[data-row]');
    const before = await rows(popup);
    expect(find(before, '/geoserver/ows')).toBeUndefined();
    expect(find(before, '/ogcapi')).toBeUndefined();
    expect(await granted()).toEqual([]);
    await popup.click('.popup-foot .link:last-child');
    await popup.waitForSelector('.foot-panel .button.next');
    expect(await popup.text('.foot-panel')).toContain(sentence('watchNote'));
    await popup.click('.foot-panel .button.next');
    await popup.waitForClose();
    await desktop.allowPrompt();

    const again = await desktop.actionPopup();
    await expect.poll(async () => find(await rows(again), '/ogcapi'), { timeout: 30_000 }).toBeDefined();
    const seen = await rows(again);
    expect(find(seen, '/ogcapi')).toContain('Sign in');
    expect(find(seen, '/geoserver/ows')).toContain(sentence('hint_asksPassword'));
    expect(find(seen, 'vector.localhost')).toBeDefined();
    expect(await granted()).toEqual([]);
    expect(await desktop.evaluateInWorker(() => chrome.permissions.contains({ origins: ['*://*/*'] }))).toBe(
      false,
    );
  });
});
