import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { refuse, send } from '../../demo/answers.ts';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';
import { type ClientPages, startPages } from '../servers/pages.ts';
import { startVector } from '../servers/vector.ts';
import {
  ask,
  basicHeader,
  carriers,
  emptyPage,
  guardedWms,
  mapOf,
  signIn,
  startWorld,
  visitAndSignIn,
  type World,
} from './support/world.ts';

const SECRET = basicHeader('visitor', 'pw-24ee');
const KEY = 'vk-903ab1';
const WAY = { method: 'Password', fields: { 'User name': 'visitor', Password: 'pw-24ee' } };

const WORKER = `onmessage = async ({ data: { url, port } }) => {
  const status = await fetch(url).then((response) => response.status, () => 0);
  (port ?? self).postMessage(status);
};`;
const SERVICE_WORKER = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('message', ({ data, ports }) =>
  fetch(data).then((response) => response.status, () => 0).then((status) => ports[0].postMessage(status)));`;

/** A site with a page at every path, and with workers. */
const site: Handler = (request, response) => {
  if (request.path === '/worker.js') send(response, 'text/javascript', WORKER);
  else if (request.path === '/sw.js') send(response, 'text/javascript', SERVICE_WORKER);
  else if (request.path === '/favicon.ico') refuse(response, 404, 'None.');
  else emptyPage(request, response);
};

describe('frames and workers', () => {
  let geo: RecordingServer;
  let maps: RecordingServer;
  let world: World;

  const service = (path = '/geoserver/ows') => geo.url('geo.localhost') + path;
  const at = (host: string) => `${maps.url(host)}/page`;

  beforeAll(async () => {
    geo = await startServer(guardedWms(({ headers }) => headers.authorization === SECRET));
    maps = await startServer(site);
    // The hostile site is allowed as well: it may have been granted something else.
    const hosts = ['maps.localhost', 'portal.localhost', 'evil.localhost', 'inner.localhost'];
    world = await startWorld([service(), ...hosts.map((host) => maps.url(host))]);
    const page = await world.browser.newPage(at('maps.localhost'));
    await visitAndSignIn(world, page, service(), WAY);
    await page.close();
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await Promise.all([geo?.close(), maps?.close()]);
  });
  beforeEach(() => geo.clear());

  /** A page of one host that frames a page of another. */
  async function framed(top: string, inner: string): Promise<{ page: Page; frame: Frame }> {
    const page = await world.browser.newPage(at(top));
    await page.evaluate(async (src) => {
      const frame = Object.assign(document.createElement('iframe'), { src });
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      await loaded;
    }, at(inner));
    const frame = page.frames().find((each) => each.url() === at(inner));
    if (!frame) throw new Error(`No frame of ${inner}`);
    return { page, frame };
  }

  async function askAllWays(from: Page | Frame, url: () => string): Promise<number> {
    geo.clear();
    for (const how of ['fetch', 'img', 'imgCors'] as const) await ask(from, url(), how);
    expect(geo.requests).toHaveLength(3);
    return carriers(geo.requests, [SECRET]).length;
  }

  test('a hostile page that frames a granted site gets nothing into that frame', async () => {
    const page = await world.browser.newPage(at('maps.localhost'));
    expect(await askAllWays(page, () => mapOf(service()))).toBe(3);
    // The same site in a frame of its own page.
    const own = await framed('maps.localhost', 'maps.localhost');
    expect(await askAllWays(own.frame, () => mapOf(service()))).toBe(3);
    const hostile = await framed('evil.localhost', 'maps.localhost');
    expect(await askAllWays(hostile.frame, () => mapOf(service()))).toBe(0);
    expect(await askAllWays(hostile.page, () => mapOf(service()))).toBe(0);
    for (const each of [page, own.page, hostile.page]) await each.close();
  });

  test('a frame of another site: looked inside, signed in, signed there and under no other page', async () => {
    const { page, frame } = await framed('portal.localhost', 'inner.localhost');
    expect(await askAllWays(frame, () => mapOf(service('/framed/ows')))).toBe(0);
    const popup = await world.popup(page);
    const row = popup.page.getByRole('listitem').filter({ hasText: 'inner.localhost' });
    await row.getByRole('button', { name: /^Look inside/ }).click();
    await row.getByText('looked inside').waitFor();
    await signIn(popup, '/framed/ows', WAY);
    await popup.page.close();
    expect(await askAllWays(frame, () => mapOf(service('/framed/ows')))).toBe(3);
    // The page on top itself was not granted anything.
    expect(await askAllWays(page, () => mapOf(service('/framed/ows')))).toBe(0);
    const hostile = await framed('evil.localhost', 'inner.localhost');
    expect(await askAllWays(hostile.frame, () => mapOf(service('/framed/ows')))).toBe(0);
    await hostile.page.close();
    await page.close();
  });

  test('a dedicated worker of the granted site is signed, one of another site is not', async () => {
    const inWorker = (page: Page, url: string) =>
      page.evaluate(
        (url) =>
          new Promise<number>((resolve) => {
            const worker = new Worker('/worker.js');
            worker.onmessage = ({ data }) => resolve(data as number);
            worker.postMessage({ url });
          }),
        url,
      );
    const page = await world.browser.newPage(at('maps.localhost'));
    expect(await inWorker(page, mapOf(service()))).toBe(200);
    expect(carriers(geo.requests, [SECRET])).toHaveLength(1);
    geo.clear();
    const other = await world.browser.newPage(at('evil.localhost'));
    expect(await inWorker(other, mapOf(service()))).toBe(401);
    expect(carriers(geo.requests, [SECRET])).toEqual([]);
    await page.close();
    await other.close();
  });

  test('a service worker of the granted site is signed, one of another site is not', async () => {
    const inServiceWorker = (page: Page, url: string) =>
      page.evaluate(async (url) => {
        await navigator.serviceWorker.register('/sw.js');
        const { active } = await navigator.serviceWorker.ready;
        const channel = new MessageChannel();
        return new Promise<number>((resolve) => {
          channel.port1.onmessage = ({ data }) => resolve(data as number);
          active?.postMessage(url, [channel.port2]);
        });
      }, url);
    const other = await world.browser.newPage(at('evil.localhost'));
    expect(await inServiceWorker(other, mapOf(service()))).toBe(401);
    expect(carriers(geo.requests, [SECRET])).toEqual([]);
    geo.clear();
    const page = await world.browser.newPage(at('maps.localhost'));
    expect(await inServiceWorker(page, mapOf(service()))).toBe(200);
    expect(carriers(geo.requests, [SECRET])).toHaveLength(1);
    await page.close();
    await other.close();
  });

  test('the tiles that MapLibre fetches in its workers are signed', async () => {
    await using tiles = await startVector(({ query }) => query.get('key') === KEY);
    await using pages: ClientPages = await startPages();
    await using own = await startWorld([pages.origin(), tiles.url('tiles.localhost')]);
    const style = `${tiles.url('tiles.localhost')}/style.json`;
    const config = { layers: [{ id: 'world', type: 'style' as const, url: style }] };
    const page = await own.browser.newPage(pages.map('maplibre', config));
    await page.waitForFunction(() => window.layerStates().world === 'refused');
    const popup = await own.popup(page);
    const host = new URL(style).host;
    await signIn(popup, host, { method: 'Key', fields: { Key: KEY, 'Name of the key': 'key' } });
    await popup.page.close();
    tiles.clear();
    await page.reload();
    await page.waitForFunction(() => window.layerStates().world === 'shown');
    const fetched = tiles.requests.filter(({ path }) => path.endsWith('.pbf'));
    expect(fetched.length).toBeGreaterThan(0);
    expect(carriers(fetched, [KEY])).toHaveLength(fetched.length);
  });
});
