import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';
import { until } from './drivers/wait.ts';
import { installedAnew } from './support/chromium-anew.ts';
import {
  ask,
  basicHeader,
  carriers,
  emptyPage,
  guardedWms,
  mapOf,
  openForm,
  signIn,
  startWorld,
  visitAndSignIn,
  type World,
} from './support/world.ts';

const CHALLENGE = 'Basic realm="Maps", charset="UTF-8"';
const WAY = { method: 'Password', fields: { 'User name': 'visitor', Password: 'pw-e7a4' } };

/** Starts a request without waiting for it; how it stands is read later. */
async function begin(page: Page, url: string, how: 'fetch' | 'img'): Promise<() => Promise<string>> {
  const name = await page.evaluate(
    ({ url, how }) => {
      const all = globalThis as unknown as Record<string, string>;
      const name = `asked${Object.keys(all).length}`;
      all[name] = 'pending';
      const end = (how: string) => {
        all[name] = how;
      };
      if (how === 'fetch') {
        fetch(url).then(
          ({ status }) => end(String(status)),
          () => end('failed'),
        );
      } else {
        Object.assign(new Image(), { src: url, onload: () => end('drawn'), onerror: () => end('failed') });
      }
      return name;
    },
    { url, how },
  );
  return () => page.evaluate((name) => (globalThis as unknown as Record<string, string>)[name] ?? '', name);
}

describe("the browser's own login dialog", () => {
  let geo: RecordingServer;
  let other: RecordingServer;
  /** Services of an organisation with its own ways to sign in, and a map of theirs. */
  let windows: RecordingServer;
  let maps: RecordingServer;
  let offered: string[] = [];
  let world: World;
  let password = 'pw-e7a4';

  /** A map page and its own WMS on one origin: only there the browser would ask for a password by itself. */
  function portal(admits: (authorization: string | undefined) => boolean): Handler {
    const wms = guardedWms(({ headers }) => admits(headers.authorization), CHALLENGE);
    return (request, response) =>
      request.path.endsWith('/ows') ? wms(request, response) : emptyPage(request, response);
  }

  beforeAll(async () => {
    geo = await startServer(portal((sent) => sent === basicHeader('visitor', password)));
    other = await startServer(portal(() => false));
    windows = await startServer((_request, response) => {
      response.writeHead(401, { 'WWW-Authenticate': offered }).end();
    });
    maps = await startServer(emptyPage);
    world = await startWorld([
      geo.url('geo.localhost'),
      other.url('other.localhost'),
      maps.url('maps.localhost'),
      windows.url('gis.localhost'),
    ]);
  });
  beforeEach(() => installedAnew(world.browser));
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await Promise.all([geo, other, windows, maps].map((server) => server?.close()));
  });

  test('stays away from signed requests, and from no other', async () => {
    const service = `${geo.url('geo.localhost')}/geoserver/ows`;
    const map = await world.browser.newPage(`${geo.url('geo.localhost')}/map`);
    // Before the sign-in nothing is ours: the browser asks, and the page waits.
    const unsigned = await begin(map, `${service}?SERVICE=WMS&REQUEST=GetCapabilities`, 'fetch');
    await geo.waitFor(({ path }) => path.endsWith('/ows'));
    expect(await unsigned()).toBe('pending');
    await map.close();
    const page = await world.browser.newPage(`${geo.url('geo.localhost')}/map`);
    const popup = await world.popup(page);
    await popup.page
      .getByRole('button', { name: /Add a source/ })
      .first()
      .click();
    await popup.page
      .getByLabel('Address of the map service')
      .fill(`${service}?SERVICE=WMS&REQUEST=GetCapabilities`);
    await popup.page.getByRole('button', { name: 'Add', exact: true }).click();
    await popup.row('/geoserver/ows').press(/^Check/);
    await popup.row('/geoserver/ows').says('asks for a password');
    await signIn(popup, '/geoserver/ows', WAY);
    await popup.page.close();
    // Control: signed in, and the very same request is answered.
    expect(await ask(page, mapOf(service))).toBe(200);

    const elsewhere = await world.browser.newPage(`${other.url('other.localhost')}/map`);
    const theirs = [
      await begin(elsewhere, mapOf(`${other.url('other.localhost')}/geoserver/ows`), 'fetch'),
      await begin(elsewhere, mapOf(`${other.url('other.localhost')}/geoserver/ows`), 'img'),
    ];
    await until(
      'both requests',
      () => other.requests.filter(({ path }) => path.endsWith('/ows')).length >= 2,
    );

    password = 'changed-on-the-server';
    geo.clear();
    const refused = [await begin(page, mapOf(service), 'fetch'), await begin(page, mapOf(service), 'img')];
    await until('the answers', async () =>
      (await Promise.all(refused.map((read) => read()))).every((one) => one !== 'pending'),
    );
    const [fetched, drawn] = await Promise.all(refused.map((read) => read()));
    expect([fetched, drawn]).toEqual(['401', 'failed']);
    expect(carriers(geo.requests, [basicHeader('visitor', 'pw-e7a4')]).length).toBeGreaterThan(0);
    // Those of the other site still wait for what their user says to the browser.
    expect(await Promise.all(theirs.map((read) => read()))).toEqual(['pending', 'pending']);
  });

  test.each([
    [
      'Negotiate and NTLM',
      ['Negotiate', 'NTLM'],
      'uses Windows sign-in, which your browser does and Layerkey cannot',
    ],
    ['Digest', ['Digest realm="x", nonce="1"'], 'uses Digest sign-in'],
  ])('a service that offers only %s gets a sentence and no form', async (_name, challenges, sentence) => {
    offered = challenges;
    windows.clear();
    const page = await world.browser.newPage(maps.url('maps.localhost'));
    await ask(page, mapOf(`${windows.url('gis.localhost')}/geoserver/ows`), 'img');
    const popup = await world.popup(page);
    const row = popup.row('/geoserver/ows');
    await row.says(sentence);
    expect(await popup.page.getByRole('button', { name: /^Sign in/ }).count()).toBe(0);
    expect(windows.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });
});

describe("a proxy's question", () => {
  let asks = false;
  let proxy: RecordingServer;
  let world: World;

  beforeAll(async () => {
    const wms = guardedWms(
      ({ headers }) => headers.authorization === basicHeader('visitor', 'pw-e7a4'),
      CHALLENGE,
    );
    // The proxy answers for every host itself; `path` is the whole address (RFC 9112, section 3.2.2).
    proxy = await startServer((request, response) => {
      if (asks) response.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="Proxy"' }).end();
      else if (request.host.startsWith('geo.')) wms(request, response);
      else emptyPage(request, response);
    });
    world = await startWorld(['http://maps.example', 'http://geo.localhost'], {
      args: [`--proxy-server=http://127.0.0.1:${proxy.port}`, '--proxy-bypass-list=<-loopback>'],
    });
  });
  beforeEach(async () => {
    asks = false;
    await installedAnew(world.browser);
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await proxy?.close();
  });

  test('is never suppressed, and no password goes to it', async () => {
    const page = await world.browser.newPage('http://maps.example/');
    const service = 'http://geo.localhost/geoserver/ows';
    await visitAndSignIn(world, page, service, WAY);
    expect(await ask(page, mapOf(service))).toBe(200);
    asks = true;
    proxy.clear();
    const waiting = await begin(page, mapOf(service), 'fetch');
    await proxy.waitFor(({ url }) => url.includes('/geoserver/ows'));
    // The proxy asked; were its question ours, the page would have its answer by the time another one is there.
    asks = false;
    expect(await ask(page, mapOf(service))).toBe(200);
    expect(await waiting()).toBe('pending');
    expect(proxy.requests.every(({ headers }) => headers['proxy-authorization'] === undefined)).toBe(true);
  });

  test('at a sign-in gets its own sentence', async () => {
    const page = await world.browser.newPage('http://maps.example/');
    await ask(page, 'http://geo.localhost/geoserver/ows?SERVICE=WMS&REQUEST=GetCapabilities');
    const popup = await world.popup(page);
    await openForm(popup, '/geoserver/ows');
    asks = true;
    await popup.row('/geoserver/ows').fill('User name', 'visitor');
    await popup.row('/geoserver/ows').fill('Password', 'pw-e7a4');
    await popup.row('/geoserver/ows').press(/^Sign in$/);
    await popup.row('/geoserver/ows').says(/proxy|did not answer in time/i);
    expect(await popup.row('/geoserver/ows').text()).toMatch(/proxy on the way/i);
  });
});
