import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';
import {
  ask,
  basicHeader,
  carriers,
  emptyPage,
  fillForm,
  guardedWms,
  type How,
  openForm,
  startWorld,
  textOf,
  visitAndSignIn,
  type Way,
  type World,
} from './support/world.ts';

const BASIC = basicHeader('visitor', 'pw-3d52');
const HEADER_KEY = 'hk-88be01';
const QUERY_KEY = 'qk-4f0a17';
const PATH_KEY = 'pk-6c3d90';
const SECRETS = [BASIC, HEADER_KEY, QUERY_KEY, PATH_KEY];

const WAYS: [string, string, Way][] = [
  [
    'HTTP Basic',
    '/basic/ows',
    { method: 'Password', fields: { 'User name': 'visitor', Password: 'pw-3d52' } },
  ],
  [
    'a header',
    '/header/ows',
    { method: 'Header', fields: { 'Header name': 'X-Api-Key', Value: HEADER_KEY } },
  ],
  [
    'a key in the query',
    '/query/ows',
    { method: 'Key', fields: { Key: QUERY_KEY, 'Name of the key': 'key' } },
  ],
  ['a key in the path', '/path/ows', { method: 'Key in path', fields: { Key: PATH_KEY } }],
];

describe('a credential does not follow a redirect', () => {
  let geo: RecordingServer;
  let target: RecordingServer;
  let maps: RecordingServer;
  let world: World;
  let page: Page;
  /** Where the service sends every request that has its credential; null while it answers. */
  let sendsOn: { status: number; to: string } | null = null;

  const base = (path: string) => geo.url('geo.localhost') + path;
  const arrived = () => [...geo.requests, ...target.requests];

  beforeAll(async () => {
    const wms = guardedWms(
      ({ headers, url }) =>
        headers.authorization === BASIC ||
        headers['x-api-key'] === HEADER_KEY ||
        url.includes(`key=${QUERY_KEY}`) ||
        url.includes(`;key=${PATH_KEY}`),
    );
    const handler: Handler = (request, response) => {
      const led = request.query.get('to');
      const isSigned = carriers([request], SECRETS).length > 0;
      const redirect = led
        ? { status: Number(request.query.get('status')), to: led }
        : isSigned
          ? sendsOn
          : null;
      if (redirect === null) return wms(request, response);
      const headers = {
        Location: redirect.to,
        'Access-Control-Allow-Origin': '*',
        'Cache-Control': 'no-store',
      };
      response.writeHead(redirect.status, headers).end();
    };
    geo = await startServer(handler);
    target = await startServer(guardedWms(() => true));
    maps = await startServer(emptyPage);
    // The targets are allowed, too: only the rules and the check's own care keep the credential from them.
    const places = [
      base('/'),
      target.url('target.localhost'),
      target.url('geo.localhost'),
      geo.url('sibling.localhost'),
    ];
    world = await startWorld([maps.url('maps.localhost'), ...places]);
    page = await world.browser.newPage(maps.url('maps.localhost'));
    for (const [, path, way] of WAYS) await visitAndSignIn(world, page, base(path), way);
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await Promise.all([geo?.close(), target?.close(), maps?.close()]);
  });
  beforeEach(() => {
    sendsOn = null;
    geo.clear();
    target.clear();
  });

  describe.each(WAYS)('of a page, with %s', (_name, path) => {
    test.each([302, 307, 308])('%i to another host, port, or path', async (status) => {
      const targets = [
        `${target.url('target.localhost')}/a`,
        `${target.url('geo.localhost')}${path}`,
        `${geo.url('sibling.localhost')}${path}`,
        `${base('/manager')}`,
        `${base(path)}~old`,
        `${base(path)}/..%2fmanager`,
      ];
      for (const to of targets) {
        for (const how of ['fetch', 'img', 'imgCors'] as How[]) {
          geo.clear();
          target.clear();
          await ask(page, `${base(path)}?REQUEST=GetMap&status=${status}&to=${encodeURIComponent(to)}`, how);
          // Control: two requests came; the first one, to the service, has the credential.
          expect(arrived(), to).toHaveLength(2);
          const [first, second] =
            geo.requests.length === 2 ? geo.requests : [geo.requests[0], target.requests[0]];
          expect(carriers([first!], SECRETS), to).toHaveLength(1);
          expect(`http://${second!.host}${second!.path}`).toBe(to);
          expect(carriers([second!], SECRETS), to).toEqual([]);
        }
      }
    });
  });

  describe.each(WAYS)('of the check, with %s', (_name, path, way) => {
    const address = `/new${path}`;

    async function attempt(): Promise<string> {
      const fresh = await world.browser.newPage(maps.url('maps.localhost'));
      await ask(fresh, `${base(address)}?SERVICE=WMS&REQUEST=GetCapabilities`);
      const popup = await world.popup(fresh);
      await openForm(popup, address);
      await fillForm(popup, address, way);
      geo.clear();
      const row = popup.row(address);
      await row.press(/^Sign in$/);
      // The row may still say what an earlier check found.
      await geo.waitFor((request) => carriers([request], SECRETS).length > 0);
      await row.says(/sends on|login page/);
      const text = await row.text();
      await popup.page.close();
      await fresh.close();
      return text;
    }

    test.each([302, 307])('%i: nothing goes to the target, whose host is named', async (status) => {
      sendsOn = { status, to: `${target.url('target.localhost')}/elsewhere` };
      expect(await attempt()).toContain(`sends on to ${new URL(target.url('target.localhost')).host}`);
      expect(carriers(geo.requests, SECRETS)).toHaveLength(1);
      expect(target.requests.map(textOf)).toEqual([]);
    });

    test('a login page as the target gets its own sentence', async () => {
      sendsOn = { status: 302, to: `${target.url('target.localhost')}/login?next=/` };
      expect(await attempt()).toContain('answers with its own login page');
      expect(carriers(geo.requests, SECRETS)).toHaveLength(1);
      expect(target.requests).toEqual([]);
    });
  });
});
