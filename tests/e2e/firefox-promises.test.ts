import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cors, send } from '../../demo/answers.ts';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';
import type { Firefox } from './drivers/firefox.ts';
import type { FirefoxPage } from './drivers/firefox-page.ts';
import { until } from './drivers/wait.ts';
import {
  allowHosts,
  askIn,
  frameIn,
  launchBuilt,
  popupOver,
  rulesIn,
  visitAndSignIn,
} from './support/firefox-harness.ts';
import {
  type BothSchemes,
  basicHeader,
  carriers,
  guardedWms,
  type How,
  mapOf,
  startBothSchemes,
  textOf,
  type Way,
} from './support/world.ts';

const PASSWORD = 'Hafen:wächter 🗺';
const QUERY_KEY = 'qk&a#b%41+c=🗺';
const HEADER_KEY = 'hk-5d0a9e4471';
const PATH_KEY = 'pk-19ac73e0d2';

const WAYS: Record<string, { path: string; secret: string; way: Way }> = {
  'HTTP Basic': {
    path: '/geoserver/ows',
    secret: basicHeader('visitor', PASSWORD),
    way: { method: 'Password', fields: { 'User name': 'visitor', Password: PASSWORD } },
  },
  'a key in the query': {
    path: '/keyed/ows',
    secret: QUERY_KEY,
    way: { method: 'Key', fields: { Key: QUERY_KEY, 'Name of the key': 'apikey' } },
  },
  'a header of its own': {
    path: '/header/ows',
    secret: HEADER_KEY,
    way: { method: 'Header', fields: { 'Header name': 'X-Api-Key', Value: HEADER_KEY } },
  },
  'a key in the path': {
    path: '/services/wms',
    secret: PATH_KEY,
    way: { method: 'Key in path', fields: { Key: PATH_KEY, 'Text before the key in the path': ';key=' } },
  },
};
const SECRETS = Object.values(WAYS).map(({ secret }) => secret);

/** Lets in who carries the way's credential; `?to=` then sends on to there, as a signed-in user would be. */
const service: Handler = (request, response) => {
  const to = request.query.get('to');
  if (to !== null && request.method !== 'OPTIONS') {
    response.writeHead(Number(request.query.get('code')), cors({ Location: to })).end();
    return;
  }
  const { path, query, headers } = request;
  const admits = () => {
    if (path.startsWith('/geoserver')) return headers.authorization === basicHeader('visitor', PASSWORD);
    if (path.startsWith('/keyed')) return query.get('apikey') === QUERY_KEY;
    if (path.startsWith('/header')) return headers['x-api-key'] === HEADER_KEY;
    return path.startsWith(`/services/wms;key=${PATH_KEY}`);
  };
  return guardedWms(admits)(request, response);
};

/** A map's page; with `?ask=` it asks for that and tells the page around it. */
const site: Handler = (_, response) =>
  send(
    response,
    'text/html; charset=utf-8',
    `<!doctype html><title>Map</title><script>
const url = new URLSearchParams(location.search).get('ask');
if (url) fetch(url).then((answer) => answer.status, () => 0).then((status) => parent.postMessage(status, '*'));
</script>`,
  );

/** Promise 1 in Firefox. Every host that could be reached by mistake is allowed: only the rules keep credentials in. */
describe('a credential goes only where it belongs, in Firefox', () => {
  let geo: BothSchemes;
  let otherPort: RecordingServer;
  let maps: RecordingServer;
  let mapsOtherPort: RecordingServer;
  let firefox: Firefox;
  let page: FirefoxPage;

  const base = (path: string) => geo.http('geo.localhost') + path;
  const servers = () => [geo.plain, geo.tls, otherPort];
  const arrived = () => servers().flatMap(({ requests }) => [...requests]);
  /** Without the icons that the browser fetches for pages in tabs. */
  const asked = () => arrived().filter(({ path }) => path !== '/favicon.ico');
  const clear = () => {
    for (const server of servers()) server.clear();
  };
  /** Marionette opens a tab only from one that is there: back to the map's page. */
  const close = async (...pages: FirefoxPage[]) => {
    for (const each of pages) await each.close();
    await page.url();
  };
  const fresh = (host: string, path = '/') => firefox.newPage(maps.url(host) + path);

  beforeAll(async () => {
    geo = await startBothSchemes(service);
    otherPort = await startServer(service);
    maps = await startServer(site);
    mapsOtherPort = await startServer(site);
    firefox = await launchBuilt();
    await firefox.trustAnyCertificate();
    page = await fresh('maps.localhost');
    for (const { path, way } of Object.values(WAYS)) await visitAndSignIn(firefox, page, base(path), way);
    await allowHosts(firefox, [
      maps.url('other.localhost'),
      geo.https('geo.localhost'),
      geo.http('sibling.localhost'),
      geo.http('sub.geo.localhost'),
    ]);
  }, 120_000);
  afterAll(async () => {
    await firefox?.close().catch(() => undefined);
    await Promise.all([geo?.close(), otherPort?.close(), maps?.close(), mapsOtherPort?.close()]);
  });
  beforeEach(clear);

  describe.each(Object.entries(WAYS))('%s', (_name, { path, secret }) => {
    /** Control: the very same page and service, as it should be. */
    async function expectSigned(): Promise<void> {
      clear();
      expect(await askIn(page, mapOf(base(path)))).toBe(200);
      expect(carriers(arrived(), [secret])).toHaveLength(1);
      clear();
    }

    test.each<How>(['fetch', 'img', 'imgCors'])('arrives with %s', async (how) => {
      expect(await askIn(page, mapOf(base(path)), how)).toBe(200);
      expect(carriers(arrived(), [secret])).toHaveLength(1);
    });

    test('arrives under the prefix: with a query, as a folder, and bare', async () => {
      const ends = ['', '?', '/', '/wms/1.3.0', '/%C3%BC', '?x=..%2f', '?x=%2525', '?y#..%2f'];
      for (const end of ends) await askIn(page, base(path) + end);
      expect(carriers(arrived(), [secret])).toHaveLength(ends.length);
    });

    test('does not arrive at another host, port, scheme or path', async () => {
      const places = [
        geo.http('sibling.localhost') + path,
        geo.http('sub.geo.localhost') + path,
        otherPort.url('geo.localhost') + path,
        geo.https('geo.localhost') + path,
        ...['~old', 'x', '@x', '+x', '!x', ':x', ';x', ',x', '$', '%20', '%2f', '.', '.x'].map(
          (end) => base(path) + end,
        ),
        base(path.slice(0, path.lastIndexOf('/'))),
        base(path.toUpperCase()),
        base(`/x${path}`),
        base(`/${path}`),
      ];
      for (const place of places) await askIn(page, mapOf(place));
      expect(arrived()).toHaveLength(places.length);
      expect(carriers(arrived(), SECRETS)).toEqual([]);
      await expectSigned();
    });

    test('does not arrive by a disguised path', async () => {
      const disguises = [
        '..%2fmanager',
        '..;/manager',
        '%252e%252e/manager',
        '%2e%2e%2fmanager',
        '%2E.%2f',
        '.%2e%5cx',
        'a/..%00/x',
        '%c0%ae%c0%ae/x',
        '.;./x',
        // Plain dots are resolved by the browser itself, before any rule sees them.
        '../../manager',
        '%2e%2e/manager',
      ];
      for (const disguise of disguises) await askIn(page, mapOf(`${base(path)}/${disguise}`));
      expect(arrived()).toHaveLength(disguises.length);
      expect(carriers(arrived(), SECRETS)).toEqual([]);
      await expectSigned();
    });

    test('does not arrive with methods that a WMS does not need', async () => {
      for (const method of ['POST', 'PUT', 'DELETE']) await askIn(page, mapOf(base(path)), 'fetch', method);
      expect(arrived().map(({ method }) => method)).toEqual(['POST', 'OPTIONS', 'PUT', 'OPTIONS', 'DELETE']);
      expect(carriers(arrived(), SECRETS)).toEqual([]);
      expect(await askIn(page, mapOf(base(path)), 'fetch', 'HEAD')).toBe(200);
      expect(carriers(arrived(), [secret])).toHaveLength(1);
    });

    test('does not arrive from another site or a sub-domain of the granted one', async () => {
      for (const host of ['other.localhost', 'sub.maps.localhost', 'localhost']) {
        const other = await fresh(host);
        clear();
        for (const how of ['fetch', 'img', 'imgCors'] as const) await askIn(other, mapOf(base(path)), how);
        expect(asked(), host).toHaveLength(3);
        expect(carriers(arrived(), SECRETS), host).toEqual([]);
        await close(other);
      }
      await expectSigned();
    });

    test('limit of Firefox: its permissions know no port, so another port of the granted site is that site', async () => {
      const other = await firefox.newPage(mapsOtherPort.url('maps.localhost'));
      expect(await askIn(other, mapOf(base(path)))).toBe(200);
      expect(carriers(arrived(), [secret])).toHaveLength(1);
      await close(other);
    });

    test('limit of Firefox: a site that frames the granted one sets its signed requests off', async () => {
      const hostile = await fresh('other.localhost');
      const framed = (host: string) =>
        hostile.evaluate<number>(
          (url: string) =>
            new Promise<number>((resolve) => {
              addEventListener('message', ({ data }) => resolve(data as number), { once: true });
              const frame = document.createElement('iframe');
              frame.src = url;
              document.body.append(frame);
            }),
          `${maps.url(host)}/?ask=${encodeURIComponent(mapOf(base(path)))}`,
        );
      expect(await framed('maps.localhost')).toBe(200);
      expect(carriers(arrived(), [secret])).toHaveLength(1);
      clear();
      // What the hostile site asks for itself stays bare, in a frame too.
      expect(await framed('other.localhost')).toBe(401);
      expect(asked()).toHaveLength(1);
      expect(carriers(arrived(), SECRETS)).toEqual([]);
      await close(hostile);
    });

    test.each([302, 307])('does not arrive at the target of a redirect (%i) of the service', async (code) => {
      const targets = [
        geo.http('sibling.localhost') + path,
        otherPort.url('geo.localhost') + path,
        geo.https('geo.localhost') + path,
        base('/elsewhere'),
        maps.url('other.localhost'),
      ];
      for (const to of targets) {
        clear();
        maps.clear();
        for (const how of ['fetch', 'img', 'imgCors'] as const) {
          await askIn(page, `${mapOf(base(path))}&code=${code}&to=${encodeURIComponent(to)}`, how);
        }
        const [onTheWay, there] = [
          asked().filter(({ query }) => query.has('to')),
          [...asked(), ...maps.requests].filter(({ query }) => !query.has('to')),
        ];
        // The control: the request that was sent on carried it.
        expect(carriers(onTheWay, [secret]), to).toHaveLength(3);
        expect(there, to).toHaveLength(3);
        expect(carriers(there, SECRETS), to).toEqual([]);
      }
    });

    test('does not arrive when the user types the address, nor by frames and links', async () => {
      const typed = await firefox.newPage(mapOf(base(`${path}/typed`)));
      await frameIn(page, mapOf(base(`${path}/frame`)));
      const leaving = await fresh('maps.localhost');
      await follow(leaving, mapOf(base(`${path}/link`)));
      expect(asked().map(textOf)).toEqual(
        ['/typed', '/frame', '/link'].map((end) => `GET ${new URL(base(path)).host}${path}${end}`),
      );
      expect(carriers(arrived(), SECRETS)).toEqual([]);
      await close(typed, leaving);
      await expectSigned();
    });
  });

  const inHeaders = Object.entries(WAYS).filter(([, { way }]) => !way.method.startsWith('Key'));
  describe.each(inHeaders)('%s', (_name, { path, secret }) => {
    test('frames and links are signed once the user says so', async () => {
      const plain = await fresh('maps.localhost');
      const popup = await popupOver(firefox, plain);
      const option = async (wanted: boolean) => {
        await popup.row(path).choose('Also sign in frames and links');
        await until('the rules for frames', async () => (await signsFrames()) === wanted);
      };
      await popup.row(path).menu('Details');
      await option(true);
      clear();
      await frameIn(page, mapOf(base(`${path}/frame`)));
      const leaving = await fresh('maps.localhost');
      await follow(leaving, mapOf(base(`${path}/link`)));
      expect(carriers(asked(), [secret])).toHaveLength(2);
      clear();
      const other = await fresh('other.localhost');
      await frameIn(other, mapOf(base(`${path}/other`)));
      await other.navigate(mapOf(base(`${path}/typed`)));
      expect(asked()).toHaveLength(2);
      expect(carriers(arrived(), SECRETS)).toEqual([]);
      await option(false);
      await close(leaving, other, popup.page, plain);
    });
  });

  async function follow(from: FirefoxPage, url: string): Promise<void> {
    await from.evaluate((url: string) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
    }, url);
    await until('the link to be followed', async () => (await from.url()) === url);
  }

  async function signsFrames(): Promise<boolean> {
    const rules = await rulesIn(firefox);
    return rules.some(
      ({ action, condition }) =>
        action.type !== 'allow' && (condition.resourceTypes as string[]).includes('sub_frame'),
    );
  }
});
