import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { send } from '../../demo/answers.ts';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import {
  ask,
  type BothSchemes,
  basicHeader,
  carriers,
  emptyPage,
  guardedWms,
  type How,
  mapOf,
  signIn,
  startBothSchemes,
  startWorld,
  takeEntry,
  textOf,
  visitAndSignIn,
  type Way,
  type World,
} from './support/world.ts';

const PASSWORD = 'Hafen:wächter 🗺';
const HEADER_KEY = 'hk-5d0a9e4471';
const QUERY_KEY = 'qk&a#b%41+c=🗺';
const PATH_KEY = 'pk-19ac73e0d2';
const TLS_PASSWORD = 'tls-only-77ab';

/** Four services of one host, each with its own way in. */
const WAYS: Record<string, { path: string; secret: string; way: Way }> = {
  'HTTP Basic': {
    path: '/geoserver/ows',
    secret: basicHeader('visitor', PASSWORD),
    way: { method: 'Password', fields: { 'User name': 'visitor', Password: PASSWORD } },
  },
  'a key in the query': {
    path: '/keyed/ows',
    secret: QUERY_KEY,
    // Keys are pasted with what stood behind them.
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
    way: { method: 'Key in path', fields: { Key: PATH_KEY, 'Text before': ';key=' } },
  },
};
const SECRETS = [...Object.values(WAYS).map(({ secret }) => secret), basicHeader('visitor', TLS_PASSWORD)];

describe('a credential goes only where it belongs', () => {
  let geo: BothSchemes;
  let otherPort: RecordingServer;
  let maps: RecordingServer;
  let mapsOtherPort: RecordingServer;
  let world: World;
  let page: Page;

  const base = (path: string) => geo.http('geo.localhost') + path;
  const servers = () => [geo.plain, geo.tls, otherPort];
  const arrived = () => servers().flatMap(({ requests }) => [...requests]);
  /** Without the icons that the browser fetches for pages in tabs. */
  const asked = () => arrived().filter(({ path }) => path !== '/favicon.ico');
  const clear = () => {
    for (const server of servers()) server.clear();
  };

  beforeAll(async () => {
    const handler = guardedWms(({ path, query, headers }) => {
      if (path.startsWith('/secure')) return headers.authorization === SECRETS[4];
      if (path.startsWith('/geoserver')) return headers.authorization === SECRETS[0];
      if (path.startsWith('/keyed')) return query.get('apikey') === QUERY_KEY;
      if (path.startsWith('/header')) return headers['x-api-key'] === HEADER_KEY;
      return path.startsWith(`/services/wms;key=${PATH_KEY}`) || headers.authorization === SECRETS[4];
    });
    geo = await startBothSchemes(handler);
    otherPort = await startServer(handler);
    maps = await startServer(emptyPage);
    mapsOtherPort = await startServer(emptyPage);
    world = await startWorld(
      [
        maps.url('maps.localhost'),
        // Everything below is allowed too, so that only the rules keep the credentials in.
        maps.url('other.localhost'),
        geo.http('geo.localhost'),
        geo.https('geo.localhost'),
        geo.http('sibling.localhost'),
        geo.http('sub.geo.localhost'),
        otherPort.url('geo.localhost'),
      ],
      { ignoreCertificateErrors: true },
    );
    page = await world.browser.newPage(maps.url('maps.localhost'));
    for (const { path, way } of Object.values(WAYS)) await visitAndSignIn(world, page, base(path), way);
  }, 90_000);
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await Promise.all([geo?.close(), otherPort?.close(), maps?.close(), mapsOtherPort?.close()]);
  });
  beforeEach(clear);

  describe.each(Object.entries(WAYS))('%s', (_name, { path, secret, way }) => {
    const isInUrl = way.method.startsWith('Key');

    /** Control: the very same page and service, as it should be. */
    async function expectSigned(): Promise<void> {
      clear();
      expect(await ask(page, mapOf(base(path)))).toBe(200);
      expect(carriers(arrived(), [secret])).toHaveLength(1);
      clear();
    }

    test.each<How>(['fetch', 'img', 'imgCors'])('arrives with %s', async (how) => {
      expect(await ask(page, mapOf(base(path)), how)).toBe(200);
      expect(carriers(arrived(), [secret])).toHaveLength(1);
    });

    test('arrives under the prefix: with a query, as a folder, and bare', async () => {
      for (const end of ['', '?', '/', '/wms/1.3.0', '/%C3%BC', '?x=..%2f', '?x=%2525', '?y#..%2f']) {
        await ask(page, base(path) + end);
      }
      expect(arrived()).toHaveLength(8);
      expect(carriers(arrived(), [secret])).toEqual(arrived().map(textOf));
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
      for (const place of places) {
        await ask(page, mapOf(place));
        await ask(page, mapOf(place), 'img');
      }
      expect(arrived()).toHaveLength(2 * places.length);
      expect(carriers(arrived(), SECRETS)).toEqual([]);
      await expectSigned();
    });

    test('does not arrive by a disguised path', async () => {
      const disguises = [
        '..%2fmanager',
        '..%2Fmanager',
        '..;/manager',
        '%252e%252e/manager',
        '%2e%2e%2fmanager',
        '%2E.%2f',
        '.%2e%5cx',
        '..%5cmanager',
        'a/..%00/x',
        '%c0%ae%c0%ae/x',
        '..%c0%af',
        'a;x/..;y=1/b',
        '.;./x',
      ];
      for (const disguise of disguises) await ask(page, mapOf(`${base(path)}/${disguise}`));
      // Plain dots are resolved by the browser itself, before any rule sees them.
      await ask(page, mapOf(`${base(path)}/../../manager`));
      await ask(page, mapOf(`${base(path)}/%2e%2e/manager`));
      expect(arrived()).toHaveLength(disguises.length + 2);
      expect(carriers(arrived(), SECRETS)).toEqual([]);
      await expectSigned();
    });

    test('does not arrive with methods that a WMS does not need', async () => {
      for (const method of ['POST', 'PUT', 'DELETE']) await ask(page, mapOf(base(path)), 'fetch', method);
      expect(arrived().map(({ method }) => method)).toEqual(['POST', 'OPTIONS', 'PUT', 'OPTIONS', 'DELETE']);
      expect(carriers(arrived(), SECRETS)).toEqual([]);
      expect(await ask(page, mapOf(base(path)), 'fetch', 'HEAD')).toBe(200);
      expect(carriers(arrived(), [secret])).toHaveLength(1);
    });

    test('does not arrive from another site, a sub-domain or another port of the granted one', async () => {
      const sites = [
        maps.url('other.localhost'),
        maps.url('sub.maps.localhost'),
        mapsOtherPort.url('maps.localhost'),
        maps.url('localhost'),
        geo.http('geo.localhost'),
      ];
      for (const site of sites) {
        clear();
        const other = await world.browser.newPage(`${site}/page`);
        for (const how of ['fetch', 'img', 'imgCors'] as const) await ask(other, mapOf(base(path)), how);
        expect(arrived().filter((request) => request.path === path).length, site).toBe(3);
        expect(carriers(arrived(), SECRETS), site).toEqual([]);
        await other.close();
      }
      await expectSigned();
    });

    test('does not arrive when the user types the address, nor by frames and links', async () => {
      const typed = await world.browser.context.newPage();
      await typed.goto(mapOf(base(`${path}/typed`))).catch(() => undefined);
      await frameOf(page, mapOf(base(`${path}/frame`)));
      await follow(page, mapOf(base(`${path}/link`)));
      expect(asked().map(textOf)).toEqual(
        ['/typed', '/frame', '/link'].map((end) => `GET ${new URL(base(path)).host}${path}${end}`),
      );
      expect(carriers(arrived(), SECRETS)).toEqual([]);
      await typed.close();
      await expectSigned();
    });

    test('frames and links are signed only for headers, once the user says so', async () => {
      const fresh = await world.browser.newPage(maps.url('maps.localhost'));
      const popup = await world.popup(fresh);
      await takeEntry(popup, path, 'Details');
      const option = popup.page.getByLabel('Also sign in frames and links opened from this site');
      if (isInUrl) {
        await popup.page.getByText('Used for').waitFor();
        expect(await option.count()).toBe(0);
      } else {
        await option.check();
        await rulesWith('sub_frame', true);
        const info = `${base(path)}?SERVICE=WMS&REQUEST=GetFeatureInfo&INFO_FORMAT=text/html`;
        await frameOf(page, `${info}&by=frame`);
        await follow(page, `${info}&by=link`);
        expect(asked().map(({ query }) => query.get('by'))).toEqual(['frame', 'link']);
        expect(carriers(asked(), [secret])).toEqual(asked().map(textOf));
        clear();
        // Still not what somebody types, and not from elsewhere.
        const other = await world.browser.newPage(`${maps.url('other.localhost')}/page`);
        await frameOf(other, `${info}&by=other`);
        await other.goto(`${info}&by=typed`).catch(() => undefined);
        expect(asked().map(({ query }) => query.get('by'))).toEqual(['other', 'typed']);
        expect(carriers(arrived(), SECRETS)).toEqual([]);
        await other.close();
        await option.uncheck();
        await rulesWith('sub_frame', false);
      }
      await popup.page.close();
      await fresh.close();
    });

    test('signed URLs are left alone', async () => {
      const ends = [
        'X-Amz-Signature=ab12&X-Amz-Date=1',
        'x-goog-signature=ab',
        'sv=1&se=2&sig=ab%3D',
        'Policy=a&Signature=b&Key-Pair-Id=c',
      ];
      for (const end of ends) await ask(page, `${base(path)}?${end}`);
      expect(arrived().map(({ url }) => url)).toEqual(ends.map((end) => `${path}?${end}`));
      expect(carriers(arrived(), SECRETS)).toEqual([]);
      await expectSigned();
    });

    test('the check of another secret does not carry the one in use', async () => {
      const fresh = await world.browser.newPage(maps.url('maps.localhost'));
      const popup = await world.popup(fresh);
      await takeEntry(popup, path, /^Change/);
      const secretFields = popup.page.locator('input[type=password]');
      await secretFields.first().fill('quite-another');
      await popup.page.keyboard.press('Enter');
      await popup.row(path).says('did not accept');
      const own = arrived();
      expect(
        own.filter((request) => carriers([request], ['quite-another', 'visitor:quite-another']).length > 0),
      ).toHaveLength(1);
      expect(carriers(own, [secret])).toEqual([]);
      await popup.page.close();
      await fresh.close();
      // The old one works until a new one is proven.
      await expectSigned();
    });
  });

  test('https is not http: a sign-in there stays there', async () => {
    const secure = `${geo.https('geo.localhost')}/secure/ows`;
    const fresh = await world.browser.newPage(maps.url('maps.localhost'));
    await visitAndSignIn(world, fresh, secure, {
      method: 'Password',
      fields: { 'User name': 'visitor', Password: TLS_PASSWORD },
    });
    clear();
    expect(await ask(page, mapOf(secure))).toBe(200);
    expect(carriers(geo.tls.requests, SECRETS)).toHaveLength(1);
    await ask(page, mapOf(secure.replace('https:', 'http:')));
    expect(geo.plain.requests).toHaveLength(1);
    expect(carriers(geo.plain.requests, SECRETS)).toEqual([]);
  });

  async function rulesWith(type: string, wanted: boolean): Promise<void> {
    await expect
      .poll(() =>
        world.browser.evaluateInWorker(async (type) => {
          const rules = await chrome.declarativeNetRequest.getSessionRules();
          return rules.some(
            ({ action, condition }) =>
              action.type !== 'allow' && (condition.resourceTypes as string[]).includes(type),
          );
        }, type),
      )
      .toBe(wanted);
  }
});

/** Shows a URL in a frame, and takes the frame away again. */
async function frameOf(page: Page, url: string): Promise<void> {
  await page.evaluate(async (url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    frame.remove();
  }, url);
}

/** Opens a URL by a link of the page, in a tab of its own. */
async function follow(page: Page, url: string): Promise<void> {
  const opened = page.context().waitForEvent('page');
  await page.evaluate((url) => {
    const link = document.createElement('a');
    link.href = url;
    link.target = '_blank';
    link.rel = 'opener';
    document.body.append(link);
    link.click();
    link.remove();
  }, url);
  const tab = await opened;
  await tab.waitForLoadState();
  await tab.close();
}

describe('several places and values', () => {
  let geo: RecordingServer;
  let maps: RecordingServer;
  let world: World;
  const site = () => maps.url('maps.localhost');
  const base = (path: string, host = 'geo.localhost') => geo.url(host) + path;
  const authorizations = () => geo.requests.map(({ headers }) => headers.authorization);

  beforeAll(async () => {
    geo = await startServer((request, response) => {
      const lets = request.headers.authorization !== undefined || /[?&](key|k2)=/.test(request.url);
      if (request.path.startsWith('/feature') && lets && request.method !== 'OPTIONS') {
        return send(response, 'text/xml', '<wfs:WFS_Capabilities/>', { 'Cache-Control': 'no-store' });
      }
      guardedWms(() => lets)(request, response);
    });
    maps = await startServer(emptyPage);
    const hosts = ['a', 'b', 'c', 'd'].map((letter) => base('/', `${letter}.tiles.localhost`));
    world = await startWorld([site(), base('/'), ...hosts]);
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await Promise.all([geo?.close(), maps?.close()]);
  });

  const password = (name: string): Way => ({
    method: 'Password',
    fields: { 'User name': name, Password: `of ${name}` },
  });

  test('nested prefixes with sign-ins of their own: each request carries that of the longest', async () => {
    const page = await world.browser.newPage(site());
    // From the inside out: under an address that is signed in, the popup shows no further service.
    const names = { '/n/ows/deep/wms': 'deep', '/n/ows/deep': 'inner', '/n/ows': 'middle' };
    for (const [path, name] of Object.entries(names)) {
      const fresh = await world.browser.newPage(site());
      await visitAndSignIn(world, fresh, base(path), password(name));
      await fresh.close();
    }
    geo.clear();
    const expected: [string, string | null][] = [
      ['/n/ows', 'middle'],
      ['/n/ows/deeper', 'middle'],
      ['/n/ows/deep', 'inner'],
      ['/n/ows/deep/x', 'inner'],
      ['/n/ows/deep/wms', 'deep'],
      ['/n/ows/deep/wms/x', 'deep'],
      ['/n/ows/deep/wmsx', 'inner'],
      ['/n/ows~', null],
    ];
    for (const [path] of expected) await ask(page, mapOf(base(path)));
    expect(authorizations()).toEqual(
      expected.map(([, name]) => (name === null ? undefined : basicHeader(name, `of ${name}`))),
    );
    await page.close();
  }, 90_000);

  test('a source that posts is signed when it posts, and with no other method more', async () => {
    const page = await world.browser.newPage(site());
    await ask(page, `${base('/features/wfs')}?SERVICE=WFS&REQUEST=GetCapabilities`);
    const popup = await world.popup(page);
    await signIn(popup, '/features/wfs', password('poster'));
    await popup.page.close();
    geo.clear();
    for (const method of ['POST', 'PUT', 'DELETE']) await ask(page, base('/features/wfs'), 'fetch', method);
    const sent = geo.requests.map(({ method, headers }) => [method, headers.authorization !== undefined]);
    expect(sent.filter(([method]) => method !== 'OPTIONS')).toEqual([
      ['POST', true],
      ['PUT', false],
      ['DELETE', false],
    ]);
    expect(sent.filter(([, isSigned]) => isSigned)).toHaveLength(1);
    await page.close();
  });

  test('hosts that share one service are signed together, the next one is not', async () => {
    const page = await world.browser.newPage(site());
    const tile = (letter: string, n: number) => base(`/layer/3/1/${n}.png`, `${letter}.tiles.localhost`);
    for (const [index, letter] of ['a', 'b', 'c'].entries()) await ask(page, tile(letter, index));
    const popup = await world.popup(page);
    await signIn(popup, '/layer', password('tiles'));
    await popup.page.close();
    geo.clear();
    for (const letter of ['a', 'b', 'c', 'd']) await ask(page, tile(letter, 4));
    expect(authorizations().map((sent) => sent === basicHeader('tiles', 'of tiles'))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    await page.close();
  });

  test.each(['a&b#c%25+d =', '%', 'line\n', '🗺️é/?;"<>\\^`{|}'])(
    'the key %j arrives as it is',
    async (key) => {
      const path = `/k${Buffer.from(key).toString('hex')}/ows`;
      const page = await world.browser.newPage(site());
      const way = { method: 'Key', fields: { Key: key, 'Name of the key': 'k2' } };
      geo.clear();
      await visitAndSignIn(world, page, base(path), way);
      await ask(page, `${mapOf(base(path))}&x=%41+1&k2=old`);
      // A field of one line takes no line break; both the check and the page's request decode to the same.
      const sent = geo.requests.map(({ query }) => query.get('k2')).filter((value) => value !== null);
      expect(sent.length).toBe(2);
      expect(new Set(sent)).toEqual(new Set([key.trim()]));
      expect(geo.requests.at(-1)?.url).toContain('&x=%41+1&');
      await page.close();
    },
  );
});
