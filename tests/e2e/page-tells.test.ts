import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withBasic } from '../../demo/access.ts';
import { paintCoast } from '../../demo/painters.ts';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { xyz } from '../../demo/services/xyz.ts';
import type { PageReading } from '../../lib/platform/read-page.ts';
import { pageFrom, UNKNOWN_PAGE } from '../../lib/sign-in/pages.ts';
import { type ProxyingSite, startProxyingSite } from '../servers/proxying-site.ts';
import { PWA_FILES, PWA_STORES, type Pwa, type PwaLayer, startPwa } from '../servers/pwa.ts';
import type { EitherPage } from './drivers/either-browser.ts';
import { until } from './drivers/wait.ts';
import { type PageBench, startPageBench } from './support/page-bench.ts';

const PATH = '/geoserver/ows';
const person = { username: 'visitor', password: 'Meridian-0817', token: '', apiKey: '' };

let pwa: Pwa;
let portal: ProxyingSite;
let geo: RecordingServer;
beforeAll(async () => {
  const tiles = [PATH, `${PATH}2`, `${PATH}/below`].map((path) => [path, xyz(path, paintCoast)] as const);
  const refusing = withBasic(person, (request, response) =>
    tiles.find(([path]) => request.path.startsWith(`${path}/`))?.[1](request, response),
  );
  [pwa, portal, geo] = await Promise.all([
    startPwa(),
    startProxyingSite(),
    startServer(refusing, { host: 'geo.localhost' }),
  ]);
});
afterAll(async () => {
  await Promise.all([pwa?.close(), portal?.close(), geo?.close()]);
});

const tile = (path: string) => `${geo.url()}${path}/3/2/1.png`;

async function ended(page: EitherPage, ids: readonly string[]): Promise<void> {
  await until(`the end of ${ids}`, async () => {
    const states = await page.evaluate(() => window.layerStates?.() ?? {});
    return ids.every((id) => (states[id] ?? 'waiting') !== 'waiting');
  });
}

/** All that the page's site has stored, by store. */
const storedIn = (page: EitherPage) =>
  page.evaluate(async () => {
    const stores = await caches.keys();
    const urls = stores.map(async (name) => {
      const requests = await (await caches.open(name)).keys();
      return [name, requests.map(({ url }) => url).sort()] as const;
    });
    return Object.fromEntries(await Promise.all(urls)) as Record<string, string[]>;
  });

describe.each(['chrome', 'firefox'] as const)('what a page tells: %s', (name) => {
  let bench: PageBench;
  beforeAll(async () => {
    bench = await startPageBench(name, [pwa.server.url(), portal.server.url()]);
  });
  afterAll(() => bench?.close());

  describe('a map that a service worker keeps', () => {
    const layers = (): PwaLayer[] => [
      { id: 'picture', url: tile(PATH) },
      { id: 'fetched', url: `${tile(PATH)}?by=fetch`, byFetch: true },
      { id: 'cors', url: `${tile(PATH)}?by=cors`, crossOrigin: true },
      { id: 'below', url: tile(`${PATH}/below`) },
      { id: 'neighbour', url: tile(`${PATH}2`) },
    ];
    const ids = ['picture', 'fetched', 'cors', 'below', 'neighbour'];
    const at = (path: string) => `${geo.url()}${path}`;
    let page: EitherPage;

    test('its worker is told of, what it has stored of a service is noted, and the app itself is not', async () => {
      const before = Date.now();
      page = await bench.open(pwa.page(layers()));
      await ended(page, ids);
      const mapsIn = ({ requests }: PageReading) => requests.filter(({ url }) => url.startsWith(geo.url()));
      // The browser lists a request a moment after the page has its answer.
      const reading = await until('all requests of the map', async () => {
        const each = await bench.read(pwa.server.url());
        return mapsIn(each).length === ids.length && each;
      });
      const maps = mapsIn(reading);
      expect(reading).toMatchObject({ origin: pwa.server.url(), controlled: true, secure: false });
      for (const request of maps) {
        expect(request).toMatchObject({ worker: true, stored: true });
        expect(request.wanted).toBe(request.url.endsWith('fetch') ? 'data' : 'image');
        expect(request.at).toBeGreaterThan(before - 1000);
        expect(request.at).toBeLessThan(Date.now() + 1000);
      }
      const [refused] = maps.filter(({ url }) => url.endsWith('by=fetch'));
      expect(refused?.status).toBe(401);
      const app = reading.requests.find(({ url }) => url.endsWith('/app.js'));
      expect(app).toMatchObject({ worker: false, stored: false, status: 200, wanted: 'data' });
      const { noted } = pageFrom(UNKNOWN_PAGE, [reading], []);
      expect(noted.some(({ status, refused }) => status === 401 && refused)).toBe(true);
      expect(noted.every(({ url, site }) => url.startsWith(geo.url()) && site === pwa.server.url())).toBe(
        true,
      );
    });

    test('the copies under a prefix go, and nothing else', async () => {
      const app = PWA_FILES.map((path) => pwa.server.url() + path).sort();
      const maps = layers()
        .map(({ url }) => url)
        .sort();
      expect(await storedIn(page)).toEqual({ [PWA_STORES.app]: app, [PWA_STORES.maps]: maps });

      const elsewhere = [
        'http://geo.localhost:1/',
        at('/geoserver/ow'),
        at(`${PATH}/below/3/2/1`),
        'nonsense',
      ];
      expect(await bench.clear(pwa.server.url(), elsewhere)).toBe(0);
      expect(await bench.clear(pwa.server.url(), [])).toBe(0);
      expect(await storedIn(page)).toEqual({ [PWA_STORES.app]: app, [PWA_STORES.maps]: maps });

      expect(await bench.clear(pwa.server.url(), [at(PATH), at('/other')])).toBe(4);
      const kept = [tile(`${PATH}2`)];
      expect(await storedIn(page)).toEqual({ [PWA_STORES.app]: app, [PWA_STORES.maps]: kept });
      expect(
        await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length)),
      ).toBe(1);
      expect(await bench.clear(pwa.server.url(), [at(PATH)])).toBe(0);
      const { requests } = await bench.read(pwa.server.url());
      expect(requests.filter(({ stored }) => stored).map(({ url }) => url)).toEqual(kept);
    });

    test('then the page asks the service again', async () => {
      geo.clear();
      const again = await bench.open(pwa.page(layers()));
      await ended(again, ids);
      const asked = geo.requests.map(({ path }) => path);
      expect(asked).toContain(new URL(tile(PATH)).pathname);
      expect(asked).not.toContain(new URL(tile(`${PATH}2`)).pathname);
    });

    test('a page that nobody may read keeps what it has', async () => {
      expect(await bench.clear('http://nowhere.localhost', [at(PATH)])).toBe(0);
    });
  });

  test("a map that the site's own server fetches and prints", async () => {
    geo.clear();
    const layer = tile(PATH);
    const page = await bench.open(portal.page(layer));
    await ended(page, ['layer']);
    await page.click('#print');
    await ended(page, ['print']);
    // Once more, now out of the browser's cache.
    await page.evaluate(() => fetch('/print/report/one').then((report) => report.blob().then(() => 0)));
    const reports = ({ requests }: PageReading) =>
      requests.filter(({ url }) => url.endsWith('/print/report/one'));
    const reading = await until('the requests of the page', async () => {
      const each = await bench.read(portal.server.url());
      return reports(each).length === 2 && each;
    });
    expect(reports(reading).map(({ cached }) => cached)).toEqual([false, true]);
    expect(reading).toMatchObject({ controlled: false, secure: false });
    expect(reading.requests.some(({ worker, stored }) => worker || stored)).toBe(false);
    const { proxied, services, noted } = pageFrom(UNKNOWN_PAGE, [reading], []);
    const site = portal.server.url();
    const by = { site, topSite: site, through: new URL(site).host };
    expect(proxied).toEqual([
      { ...by, kind: 'proxy', url: geo.url() + PATH },
      { ...by, kind: 'print', url: '' },
    ]);
    expect(services).toMatchObject([{ site, service: { base: geo.url() + PATH, state: 'unknown' } }]);
    expect(noted).toEqual([]);
    // By the server, not by the browser.
    expect(geo.requests.map(({ headers }) => headers['user-agent'])).toEqual([
      expect.not.stringContaining('Mozilla'),
    ]);
  });
});
