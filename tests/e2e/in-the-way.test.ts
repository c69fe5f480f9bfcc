import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { makeCertificates } from '../servers/certificates.ts';
import { type ProxyingSite, startProxyingSite } from '../servers/proxying-site.ts';
import { type Pwa, startPwa } from '../servers/pwa.ts';
import { PERSON, refusing } from '../servers/refusing.ts';
import { startTlsServer, type TlsServer } from '../servers/tls-server.ts';
import { tempFolder } from './drivers/temp-folder.ts';
import { until } from './drivers/wait.ts';
import { loadImage } from './drivers/ways-to-ask.ts';
import { type NoticeBench, type NoticePopup, startNoticeBench, type Tab } from './support/notice-bench.ts';
import { sentence } from './support/state.ts';
import { emptyPage, mapOf } from './support/world.ts';

/** Names that lead here and that no browser takes for this computer. */
const [SITE, PLAIN] = ['site.example', 'plain.example'];

/** Stops what lies below `/stopped/`, and sends what lies below `/sent/` to another host, as filters and privacy tools do. */
async function otherExtension(): Promise<string> {
  const folder = await tempFolder('other');
  const types = ['image', 'xmlhttprequest'];
  const rules = [
    { id: 1, action: { type: 'block' }, condition: { urlFilter: '/stopped/', resourceTypes: types } },
    {
      id: 2,
      action: { type: 'redirect', redirect: { transform: { host: 'mirror.localhost' } } },
      condition: { urlFilter: 'geo.localhost*/sent/', resourceTypes: types },
    },
  ];
  const manifest = {
    manifest_version: 3,
    name: 'Another extension',
    version: '1',
    permissions: ['declarativeNetRequest'],
    host_permissions: ['*://*/*'],
    declarative_net_request: { rule_resources: [{ id: 'rules', enabled: true, path: 'rules.json' }] },
    browser_specific_settings: { gecko: { id: 'other@layerkey.invalid' } },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'rules.json'), JSON.stringify(rules));
  return folder;
}

let geo: RecordingServer;
let maps: RecordingServer;
let secure: TlsServer;
let portal: ProxyingSite;
let pwa: Pwa;
let authority: string;
beforeAll(async () => {
  const certificates = await makeCertificates([SITE]);
  authority = certificates.authority;
  [geo, maps, secure, portal, pwa] = await Promise.all([
    startServer(refusing, { host: 'geo.localhost' }),
    startServer(emptyPage, { host: 'maps.localhost' }),
    startTlsServer(certificates.of('good'), emptyPage, { host: SITE }),
    startProxyingSite(),
    startPwa(),
  ]);
});
afterAll(() => Promise.all([geo, maps, secure, portal, pwa].map((each) => each?.close())));

const fetchIt = (asked: { url: string; init?: RequestInit }) =>
  fetch(asked.url, asked.init).then(
    (answer) => answer.text().then(() => answer.status),
    () => 0,
  );

describe.each(['chrome', 'firefox'] as const)('what stands in the way: %s', (name) => {
  let bench: NoticeBench;
  beforeAll(async () => {
    const sites = [maps.url(), secure.url(), portal.server.url(), pwa.server.url()];
    const services = ['geo.localhost', 'mirror.localhost', 'kept.localhost', PLAIN].map((host) =>
      geo.url(host),
    );
    const besides = await otherExtension();
    bench = await startNoticeBench(name, [...services, ...sites], {
      ...{ authority, besides, names: [SITE, PLAIN] },
    });
  });
  afterAll(() => bench?.close());

  const service = (way: string, host = 'geo.localhost') => `${geo.url(host)}/${way}/wms`;
  const geoHost = () => new URL(geo.url()).host;
  const ask = async ({ page }: Tab, base: string, init: RequestInit = {}) => {
    await bench.allow();
    return page.evaluate(fetchIt, { url: mapOf(base), init });
  };
  /** A map on a page of its own that was refused, and its popup. */
  const refused = async (url: string, base: string): Promise<{ tab: Tab; popup: NoticePopup }> => {
    const tab = await bench.open(url);
    await ask(tab, base);
    const popup = await bench.popup(tab);
    return { tab, popup };
  };
  const mapHost = () => new URL(maps.url()).host;

  test.each([
    ['the answer may not be read', 'unreadable', {}, 'explain_corsAnswer'],
    [
      'the question before it is refused',
      'preflight',
      { headers: { 'X-Map': '1' } },
      'explain_corsPreflight',
    ],
  ] as const)('signed in, and %s', async (_, way, init, code) => {
    const { tab, popup } = await refused(maps.url(), service(way));
    await popup.signIn(service(way), PERSON);
    await tab.page.reload();
    // The control: nothing of it before the page asks.
    const words = sentence(code, geoHost(), mapHost());
    expect(await popup.row(service(way))).not.toContain(words);
    geo.clear();
    expect(await ask(tab, service(way), init)).toBe(0);
    await popup.says(service(way), words);
    await popup.says(service(way), sentence('next_copyReport'));
    const carried = geo.requests.filter(({ headers }) => headers.authorization !== undefined);
    expect(carried).toHaveLength(way === 'unreadable' ? 1 : 0);
    await popup.page.close();
  });

  test("the site's own server fetches the layer, and prints", async () => {
    const proxied = service('proxied/open');
    const direct = service('guarded');
    const tab = await bench.open(portal.page(mapOf(proxied)));
    await until('the layer', () => tab.page.evaluate(() => window.layerStates?.().layer !== 'waiting'));
    await ask(tab, direct);
    const popup = await bench.popup(tab);
    const through = new URL(portal.server.url()).host;
    await popup.says(proxied, sentence('explain_siteProxy', geoHost(), through));
    await popup.signIn(direct, PERSON);
    await tab.page.reload();
    const print = sentence('explain_sitePrint', geoHost(), through);
    expect(await popup.row(direct)).not.toContain(print);
    await tab.page.click('#print');
    await until('the print', () => tab.page.evaluate(() => window.layerStates?.().print === 'shown'));
    await bench.allow();
    await popup.page.reload();
    await popup.says(direct, print);
    await popup.page.close();
  });

  test('the site keeps old copies: asked for, they go, and the map shows what it is given now', async () => {
    const base = service('guarded', 'kept.localhost');
    const layers = [{ id: 'map', url: mapOf(base), byFetch: true }];
    const state = () => tab.page.evaluate(() => window.layerStates?.().map ?? 'waiting');
    const tab = await bench.open(pwa.page(layers));
    await until('the refusal', async () => (await state()) === 'refused');
    await bench.allow();
    const popup = await bench.popup(tab);
    await popup.signIn(base, PERSON);
    const words = sentence('explain_siteKeepsCopies', new URL(base).host, new URL(pwa.server.url()).host);
    expect(await popup.row(base)).not.toContain(words);
    // By the page itself: a driver's reload may go past the worker.
    const before = await tab.page.evaluate(() => {
      setTimeout(() => location.reload(), 50);
      return performance.timeOrigin;
    });
    const isReloaded = () => tab.page.evaluate((old: number) => performance.timeOrigin !== old, before);
    await until('the page again', isReloaded);
    await until('the old refusal', async () => (await state()) === 'refused').catch(async () => {
      throw new Error(`The map is ${await state()}`);
    });
    await popup.says(base, words);
    await popup.press(base, sentence('next_clearStored'));
    await popup.says(base, sentence('clearStoredNote'));
    // Nothing goes before the answer.
    expect(
      await tab.page.evaluate(() =>
        caches
          .open('maps-v1')
          .then((store) => store.keys())
          .then((all) => all.length),
      ),
    ).toBe(1);
    await popup.press(base, sentence('clearStoredYes'));
    await until('the map', async () => (await state()) === 'shown');
    await popup.page.close();
  });

  test('an https page that asks by plain http', async () => {
    const base = service('guarded', PLAIN);
    const tab = await bench.open(`${secure.url()}/page`);
    await tab.page.evaluate(loadImage, mapOf(base));
    await ask(tab, base);
    const popup = await bench.popup(tab);
    await popup.says(base, sentence('explain_mixedContent', new URL(base).host, new URL(secure.url()).host));
    await popup.page.close();
    // The control: a page by plain http is let through.
    const { popup: plain } = await refused(maps.url(), base);
    await plain.says(base, sentence('hint_asksPassword'));
    expect(await plain.row(base)).not.toContain('https page');
    await plain.page.close();
  });

  test('another extension stops the requests, or sends them elsewhere', async () => {
    const tab = await bench.open(maps.url());
    const popup = await bench.popup(tab);
    // Firefox's word for it (NS_ERROR_ABORT) is taken for the page's own doing.
    if (name === 'chrome') {
      await ask(tab, service('stopped/guarded'));
      await popup.says(service('stopped/guarded'), sentence('explain_extensionBlocks', geoHost(), mapHost()));
      await popup.says(service('stopped/guarded'), sentence('next_reload'));
    }
    await ask(tab, service('sent/guarded'));
    await popup.says(service('sent/guarded'), sentence('explain_extensionChanges', geoHost(), mapHost()));
    // The control: it leaves the rest alone.
    await ask(tab, service('left/guarded'));
    await popup.says(service('left/guarded'), sentence('hint_asksPassword'));
    await popup.page.close();
  });
});
