import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withToken } from '../../demo/access.ts';
import { paintCoast } from '../../demo/painters.ts';
import { startServer } from '../../demo/server.ts';
import { xyz } from '../../demo/services/xyz.ts';
import type { ClientConfig } from '../servers/clients/config.ts';
import { startVector } from '../servers/vector.ts';
import type { CdpPage } from './drivers/cdp-page.ts';
import { launchDesktop } from './drivers/desktop.ts';
import { builtExtension } from './drivers/extension.ts';
import {
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
import { accessIn, savedIn, sentence } from './support/state.ts';
import { ask, mapOf } from './support/world.ts';

let scene: ClientScene;
beforeAll(async () => {
  scene = await startClientScene();
});
afterEach(({ task }) => scene.endTest(task.result?.state === 'fail'));
afterAll(() => scene?.close());

describe('a map inside a frame of another site', () => {
  test('is looked into on request; the sign-in names the site on top', async () => {
    const world = await scene.browserFor(
      scene.pages.origin('portal.localhost'),
      scene.pages.origin('other.localhost'),
    );
    const layers: ClientConfig['layers'] = [
      { id: 'wms', type: 'wms', url: scene.demo.services.wms, layers: 'countries', byFetch: true },
    ];
    const map = scene.pages.map('openlayers', { layers });
    const page = await open(world, scene.pages.frame(map, 'portal.localhost'));
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
    await frame.press(/^Look inside/);
    await frame.says(sentence('frameLooked'));
    await signInAt(popup, '/geoserver/ows', PASSWORD, 'Sign in and reload');
    await isIn(page, 'shown');
    const [grant] = Object.entries(await savedIn(world.browser)).filter(([key]) => key.startsWith('grant:'));
    expect(grant?.[1]).toMatchObject({
      site: scene.pages.origin(),
      topSites: [scene.pages.origin('portal.localhost')],
    });

    const other = await open(world, scene.pages.frame(map, 'other.localhost'));
    await isIn(other, 'refused');
    // Nor the page that frames it, by its own requests.
    expect(await ask(page, mapOf(scene.demo.services.wms))).toBe(401);
    expect(await ask(await mapIn(page), mapOf(scene.demo.services.wms))).toBe(200);
  });
});

describe('what the page says of itself', () => {
  test('a list of requests that is full is said to be incomplete', async () => {
    const world = await scene.browserFor();
    const page = await open(world, scene.pages.probe());
    const askMany = (count: number) =>
      page.evaluate(
        (count) =>
          Promise.all(Array.from({ length: count }, (_, n) => fetch(`/probe.html?n=${n}`))).then(() => 0),
        count,
      );
    await ask(page, mapOf(scene.demo.services.wms));
    await askMany(200);
    const before = await world.popup(page);
    await before.row('/geoserver/ows').says('Sign in');
    expect(await before.page.getByText(sentence('incomplete')).count()).toBe(0);
    await askMany(60);
    const popup = await world.popup(page);
    await popup.page.getByText(sentence('incomplete')).waitFor();
  });
});

describe('an address that is pasted', () => {
  test('with a user and password in it: they move into the form, and are saved nowhere', async () => {
    const world = await scene.browserFor();
    const { wms } = scene.demo.services;
    const page = await open(
      world,
      scene.pages.map('openlayers', { layers: [{ id: 'wms', type: 'wms', url: wms, layers: 'countries' }] }),
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
    const world = await scene.browserFor();
    const { tiles } = scene.demo.services;
    const url = `${tiles}/{z}/{x}/{y}.png`;
    const page = await open(
      world,
      scene.pages.map('leaflet', { layers: [{ id: 'tiles', type: 'xyz', url }] }),
    );
    await layerIs(page, 'tiles', 'refused');
    const popup = await world.popup(page);
    await addSource(popup, `${url}?token=${token}`);
    const row = popup.row('tiles.localhost');
    await popup.page.getByRole('form').waitFor();
    expect(await popup.page.getByRole('form').locator('[type=password]').inputValue()).toBe(token);
    expect(await popup.page.getByLabel(sentence('field_parameter')).inputValue()).toBe('token');
    scene.demo.clearLog();
    await row.press(/^Sign in and reload$/);
    await row.says('Signed in');
    await layerIs(page, 'tiles', 'shown');
    // Its name is known, so no other one is tried.
    expect(scene.demo.log.tiles.filter(({ query }) => query.has('key') || query.has('code'))).toEqual([]);
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
      const server = await startServer(withToken(scene.demo.credentials, xyz('/coast', paintCoast)), {
        host: '{host}.tiles.localhost',
      });
      scene.after.push(server.close);
      const world = await scene.browserFor(...hosts.map((host) => server.url(host)));
      const subdomains = client === 'leaflet' ? '{s}' : '{a-c}';
      const url = `${server.url(`${subdomains}.tiles.localhost`)}/coast/{z}/{x}/{y}.png`;
      const page = await open(
        world,
        scene.pages.map(client, { layers: [{ id: 'tiles', type: 'xyz', url, crossOrigin: true }] }),
      );
      await layerIs(page, 'tiles', 'refused');
      const popup = await world.popup(page);
      await popup.row('/coast').says('Sign in');
      expect(await popup.page.locator('[data-row]').count()).toBe(1);
      await signInAt(popup, '/coast', TOKEN, 'Sign in and reload');
      await layerIs(page, 'tiles', 'shown');
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
    scene.after.push(vector.close);
    const desktop = await launchDesktop({ extension: await builtExtension('chrome') });
    scene.after.push(desktop.close);
    const { wms, features } = scene.demo.services;
    const framed = scene.pages.map(
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
    const page = await desktop.newPage(scene.pages.map('maplibre', config));
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
