import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProbeWay } from '../servers/clients/probe.ts';
import type { MapService } from '../servers/fastcgi.ts';
import { startMapServer } from '../servers/mapserver.ts';
import type { LogLine } from '../servers/nginx.ts';
import { type ClientPages, startPages } from '../servers/pages.ts';
import { startQgisServer } from '../servers/qgis-server.ts';
import { layerIs, type Popup } from './support/harness.ts';
import { basicHeader, fillForm, openForm, startWorld, type World } from './support/world.ts';

/** Two bytes, four bytes, a joined emoji, and the colon that ends a user name (RFC 7617, section 2). */
const account = { user: 'zoë', password: 'Grün: 🗺️ €5' };
const right = basicHeader(account.user, account.password);

let n = 0;
/** A query that is in nginx's log once. */
const marked = (query: string): string => {
  n += 1;
  return `${query}&n=${n}`;
};
const MAP =
  'SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=countries&STYLES=&CRS=EPSG:3857&BBOX=-5000000,0,5000000,9000000&WIDTH=64&HEIGHT=64&FORMAT=image/png';
const WMS_CAPABILITIES = 'SERVICE=WMS&REQUEST=GetCapabilities';
const PLACES =
  'SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=places&COUNT=3&OUTPUTFORMAT=geojson&SRSNAME=EPSG:4326';
const PLACES_BY_POST = `<GetFeature xmlns="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0" count="3" outputFormat="geojson"><Query typeNames="places"/></GetFeature>`;

/** nginx's line of a request once it is written. */
const logged = (service: MapService, url: string) =>
  service.waitForLog((line) => url.endsWith(line.url) && line.url.includes('n='));

describe('real map servers behind nginx with HTTP Basic', () => {
  const services: Record<'mapserver' | 'qgis', MapService | undefined> = {
    mapserver: undefined,
    qgis: undefined,
  };
  let pages: ClientPages;
  let world: World;
  let page: Page;
  let popup: Popup;

  beforeAll(async () => {
    [pages, services.mapserver, services.qgis] = await Promise.all([
      startPages(),
      startMapServer(account),
      startQgisServer(account),
    ]);
    // Also where the credential must not go: what keeps it away is then the rule, not missing access.
    world = await startWorld([
      ...['maps.localhost', 'other.localhost'].map((host) => pages.origin(host)),
      ...[services.mapserver, services.qgis].flatMap((service) =>
        ['geo.localhost', 'old.localhost', 'features.localhost'].map((host) => service.url(host)),
      ),
    ]);
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await Promise.all([pages?.close(), services.mapserver?.close(), services.qgis?.close()]);
  });

  const open = async (url: string): Promise<Page> => {
    const opened = await world.browser.newPage(url);
    opened.setDefaultTimeout(15_000);
    return opened;
  };
  const probe = (from: Page, way: ProbeWay, url: string) =>
    from.evaluate(([way, url]) => window.probe(way, url), [way, url] as const);

  describe.each([
    ['MapServer', 'mapserver', '/mapserver'],
    ['QGIS Server', 'qgis', '/qgis'],
  ] as const)('%s', (_, name, path) => {
    const service = (): MapService => services[name]!;
    const at = (query: string, host = 'geo.localhost'): string => `${service().url(host)}?${marked(query)}`;
    const withCredential = () =>
      service()
        .log()
        .filter(({ authorization }) => authorization !== '');

    test('an OpenLayers map is refused, and the popup knows that the service asks for a password', async () => {
      page = await open(
        pages.map('openlayers', {
          layers: [{ id: 'wms', type: 'wms', url: service().url('geo.localhost'), layers: 'countries' }],
        }),
      );
      await layerIs(page, 'wms', 'refused');
      popup = await world.popup(page);
      const row = popup.row(path);
      await row.says('asks for a password');
      expect(withCredential()).toEqual([]);
    });

    test('a wrong password reaches nginx once', async () => {
      const row = popup.row(path);
      await row.press(/^Sign in/);
      await row.fill('User name', account.user);
      await row.fill('Password', 'Grün: 🗺 €5');
      await row.press(/^Sign in and reload/);
      await row.says('did not accept this user name and password');
      expect(withCredential()).toMatchObject([
        { method: 'GET', status: 401, authorization: basicHeader(account.user, 'Grün: 🗺 €5') },
      ]);
    });

    test('the right one shows the layer', async () => {
      await popup.row(path).fill('Password', account.password);
      await popup.row(path).press(/^Sign in and reload/);
      await popup.row(path).says('Signed in');
      await layerIs(page, 'wms', 'shown');
      const isRight = (line: LogLine) => line.authorization === right && line.url.includes('GetMap');
      await service().waitForLog(isRight);
      const sent = withCredential().slice(1);
      for (const line of sent) {
        expect(line).toMatchObject({
          status: 200,
          authorization: right,
          host: expect.stringContaining('geo.'),
        });
        expect(line.url).toContain(`${path}?`);
      }
    });

    test('the site reads the capabilities and pictures', async () => {
      page = await open(pages.probe());
      const capabilities = await probe(page, 'fetch', at(WMS_CAPABILITIES));
      expect(capabilities).toMatchObject({ status: 200, text: expect.stringContaining('WMS_Capabilities') });
      for (const way of ['img', 'img-cors', 'no-cors', 'worker'] as const) {
        const url = at(MAP);
        const { ok } = await probe(page, way, url);
        expect(ok, way).toBe(way !== 'no-cors');
        expect(await logged(service(), url), way).toMatchObject({ status: 200, authorization: right });
      }
    });

    test('a source of WMS alone: POST goes without the password', async () => {
      const url = at(MAP);
      expect(await probe(page, 'post', url)).toMatchObject({ status: 401 });
      expect(await logged(service(), url)).toMatchObject({ method: 'POST', authorization: '' });
    });

    test.each([
      ['another path', (url: string) => url.replace(path, '/other')],
      ['a path beside the prefix', (url: string) => url.replace(path, `${path}~old`)],
      ['a longer name', (url: string) => url.replace(path, `${path}2`)],
      ['another host', (url: string) => url.replace('geo.', 'old.')],
    ])('nothing goes to %s', async (_place, elsewhere) => {
      const url = elsewhere(at(MAP));
      expect(await probe(page, 'fetch', url)).toMatchObject({ status: 401 });
      expect(await logged(service(), url)).toMatchObject({ status: 401, authorization: '' });
    });

    test('nothing goes along for another site, nor where it frames the granted one', async () => {
      const other = await open(pages.probe('other.localhost'));
      for (const way of ['fetch', 'img', 'img-cors', 'worker'] as const) {
        const url = at(MAP);
        expect(await probe(other, way, url), way).toMatchObject({ ok: false });
        expect(await logged(service(), url), way).toMatchObject({ status: 401, authorization: '' });
      }
      await other.goto(pages.frame(pages.probe(), 'other.localhost'));
      const framed = await (await other.waitForSelector('#frame')).contentFrame();
      await framed!.waitForFunction(() => 'probe' in window);
      const url = at(MAP);
      expect(await framed!.evaluate((url) => window.probe('fetch', url), url)).toMatchObject({ status: 401 });
      expect(await logged(service(), url)).toMatchObject({ authorization: '' });
    });
  });

  describe('a source that is WMS and WFS', () => {
    const wfs = (query: string) => `${services.mapserver!.url('features.localhost')}?${query}`;

    test('pictures and features come after one sign-in', async () => {
      const layers = [
        { id: 'wms', type: 'wms' as const, url: wfs('').slice(0, -1), layers: 'countries' },
        { id: 'wfs', type: 'geojson' as const, url: wfs(PLACES) },
      ];
      page = await open(pages.map('openlayers', { layers }));
      await layerIs(page, 'wfs', 'refused');
      popup = await world.popup(page);
      const fields = { 'User name': account.user, Password: account.password };
      await openForm(popup, 'features.localhost');
      await fillForm(popup, 'features.localhost', { method: 'Password', fields });
      await popup.row('features.localhost').press('Sign in and reload');
      await popup.row('features.localhost').says('Signed in');
      await layerIs(page, 'wms', 'shown');
      await layerIs(page, 'wfs', 'shown');
    });

    test('GetFeature by GET and by POST, with the password', async () => {
      page = await open(pages.probe());
      const byGet = await probe(page, 'fetch', wfs(marked(PLACES)));
      expect(byGet).toMatchObject({ status: 200, text: expect.stringContaining('FeatureCollection') });
      const url = wfs(marked(''));
      const post = ([url, body]: readonly [string, string]) =>
        fetch(url, { method: 'POST', body }).then((answer) => answer.text());
      expect(await page.evaluate(post, [url, PLACES_BY_POST] as const)).toContain('FeatureCollection');
      const line = await logged(services.mapserver!, url);
      expect(line).toMatchObject({ method: 'POST', status: 200, authorization: right });
    });
  });
});
