import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pageFrom, seenBy } from '../../../lib/sign-in/pages.ts';
import { page, reading } from '../../fakes/pages.ts';
import { PREFIX, SITE } from '../../fakes/records.ts';

const FRAME = 'https://frame.city.example';
const map = (layer: string, bbox = '1,2,3,4') =>
  `${PREFIX}?SERVICE=WMS&REQUEST=GetMap&LAYERS=${layer}&BBOX=${bbox}`;
const copy = { worker: true, stored: true };
const through = (url: string) => `${SITE}/proxy?url=${encodeURIComponent(url)}`;
const bases = (made: ReturnType<typeof pageFrom>) => made.services.map(({ service }) => service.base);

describe("copies of a site's service worker", () => {
  test('what it has stored of a map service is noted, with its site and status', () => {
    const made = pageFrom(
      page(),
      [
        reading([{ url: map('roads'), status: 401, at: 70, ...copy }]),
        reading([{ url: map('roads'), status: 200, wanted: 'data', ...copy }], { origin: FRAME }),
      ],
      [],
    );
    const plain = { fromServiceWorker: true, fromCache: false, signed: false, url: map('roads') };
    expect(made.noted.toSorted((one, other) => one.status - other.status)).toMatchObject([
      { ...plain, site: FRAME, topSite: SITE, status: 200, refused: false, wanted: 'data' },
      { ...plain, site: SITE, topSite: SITE, status: 401, refused: true, at: 70, wanted: 'image' },
    ]);
  });

  test.each([
    ['it only passed on', { url: map('roads'), worker: true }],
    ['came by the network', { url: map('roads'), stored: true }],
    ['is no map', { url: `${SITE}/app.js`, ...copy }],
  ])('what %s is not noted', (_, request) => {
    expect(pageFrom(page(), [reading([request])], []).noted).toEqual([]);
  });

  test('one for each place and status, the newest, at most forty', () => {
    const tiles = [3, 9, 5].map((at) => ({ url: map('roads', String(at)), status: 200, at, ...copy }));
    const refused = { url: map('roads'), status: 401, at: 4, ...copy };
    const first = pageFrom(page(), [reading([...tiles, refused])], []);
    expect(first.noted.map(({ at, status }) => [at, status])).toEqual([
      [4, 401],
      [9, 200],
    ]);
    const again = pageFrom(first, [reading([{ ...refused, at: 20 }])], []);
    expect(again.noted.map(({ at }) => at)).toEqual([9, 20]);
    const many = Array.from({ length: 60 }, (_, n) => ({ url: map(`layer${n}`), at: n, ...copy }));
    const { noted } = pageFrom(again, [reading(many)], []);
    expect(noted.map(({ at }) => at)).toEqual(Array.from({ length: 40 }, (_, n) => n + 20));
  });
});

describe("what a site's server fetches", () => {
  test('is a row of the service behind it, never one of the proxy', () => {
    const made = pageFrom(page(), [reading([through(map('roads')), through(map('sewers'))])], []);
    expect(made.proxied).toEqual([
      { site: SITE, topSite: SITE, url: PREFIX, through: new URL(SITE).host, kind: 'proxy' },
    ]);
    expect(made.services).toMatchObject([{ site: SITE, service: { base: PREFIX, state: 'unknown' } }]);
  });

  test("a proxy's status is not the service's", () => {
    const refused = { url: through(map('roads')), status: 401 };
    expect(pageFrom(page(), [reading([refused])], []).services[0]?.service.state).toBe('unknown');
    const direct = { url: map('roads'), status: 403 };
    expect(pageFrom(page(), [reading([refused, direct])], []).services[0]?.service.state).toBe('refuses');
  });

  test('a proxy behind a proxy, and a print', () => {
    const print = `${SITE}/print/app/report.pdf`;
    const deep = through(`https://second.example/proxy?url=${encodeURIComponent(map('roads'))}`);
    const made = pageFrom(page(), [reading([deep, { url: print, wanted: 'data' }])], []);
    expect(made.proxied.map(({ kind, url }) => [kind, url])).toEqual([
      ['proxy', PREFIX],
      ['print', ''],
    ]);
    expect(bases(made)).toEqual([PREFIX]);
  });

  test('a viewer in a frame that is given an address asks by itself', () => {
    const viewer = { url: `https://viewer.example/open?url=${encodeURIComponent(map('roads'))}` };
    expect(pageFrom(page(), [reading([{ ...viewer, wanted: 'frame' }])], []).proxied).toEqual([]);
    expect(seenBy(SITE, SITE, [{ ...viewer, status: 200, wanted: 'frame' }])).toEqual([]);
    const asWritten = `https://viewer.example/wms?SERVICE=WMS&REQUEST=GetMap&url=https://anna:pw@geo.example.com/wms`;
    expect(seenBy(SITE, SITE, [{ url: asWritten, status: 200, wanted: 'frame' }])).toEqual([]);
  });

  test('what was seen before stays; each once, at most twenty', () => {
    const first = pageFrom(page(), [reading([through(map('roads'))])], []);
    const again = pageFrom(first, [reading([through(map('roads'))])], []);
    expect(again.proxied).toHaveLength(1);
    const many = Array.from({ length: 40 }, (_, n) => through(map('roads').replace('geo.', `geo${n}.`)));
    const full = pageFrom(again, [reading(many)], []);
    expect(full.proxied).toHaveLength(20);
    expect(full.proxied[0]?.url).toBe(PREFIX);
  });
});

test('whatever was requested: bounded, without anything secret, and never an error', () => {
  const SECRET = 'S3cretOfAnna';
  const service = fc.constantFrom(
    '/geoserver/ows?SERVICE=WMS&REQUEST=GetMap&LAYERS=',
    '/wms?service=WFS&typename=',
    '/ows?map=a&SERVICE=WMS&REQUEST=GetMap&LAYERS=',
    '/tiles/3/2/',
  );
  const address = fc
    .record({
      host: fc.constantFrom('geo.example.com', 'b.example.net:8443', 'xn--mnchen-3ya.example', '127.0.0.1'),
      place: service,
      what: fc.oneof(fc.webSegment(), fc.string({ maxLength: 8 }), fc.nat().map(String)),
      hidden: fc.constantFrom('user', 'query', 'matrix', 'none'),
    })
    .map(({ host, place, what, hidden }) => {
      const user = hidden === 'user' ? `anna:${SECRET}@` : '';
      const matrix = hidden === 'matrix' ? `/services;key=${SECRET}` : '';
      const key = hidden === 'query' ? `&api_key=${SECRET}` : '';
      return `https://${user}${host}${matrix}${place}${what}${key}`;
    });
  const encodings = [(url: string) => url, encodeURIComponent, (url: string) => encodeURI(url)];
  const proxied = fc
    .tuple(
      fc.constantFrom(
        '/proxy?url=',
        '/proxy.ashx?',
        '/wms-proxy/',
        '/api?service_url=',
        '/proxy/?token=x&u=',
      ),
      address,
      fc.constantFrom(...encodings),
      fc.boolean(),
    )
    .map(([by, url, encode, twice]) => {
      const inner = twice ? `https://second.example/proxy?url=${encodeURIComponent(url)}` : url;
      return SITE + by + (URL.canParse(url) ? encode(inner.toWellFormed()) : '');
    });
  const url = fc.oneof(
    { weight: 3, arbitrary: address },
    { weight: 3, arbitrary: proxied },
    fc.webUrl({ withQueryParameters: true }),
    fc.string({ unit: 'binary' }),
    fc.constant(`${SITE}/print/app/report.pdf?key=${SECRET}`),
    fc.constant(`${PREFIX}?SERVICE=WMS&REQUEST=GetMap&LAYERS=${'x'.repeat(9000)}`),
  );
  const request = fc.record({
    url,
    status: fc.constantFrom(0, 200, 401, 403, 499, 500, -1, Number.NaN),
    worker: fc.boolean(),
    stored: fc.boolean(),
    cached: fc.boolean(),
    at: fc.oneof(fc.double(), fc.nat()),
    wanted: fc.constantFrom('image' as const, 'data' as const, 'frame' as const),
  });
  const readings = fc.array(fc.array(request, { maxLength: 80 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(readings, readings, (first, second) => {
      const look = (before: ReturnType<typeof page>, each: typeof first) =>
        pageFrom(
          before,
          each.map((requests, frameId) => reading(requests, { frameId })),
          [],
        );
      const made = look(look(page(), first), second);
      expect(made.noted.length).toBeLessThanOrEqual(40);
      expect(made.proxied.length).toBeLessThanOrEqual(20);
      expect(JSON.stringify(made)).not.toContain(SECRET);
      for (const each of made.noted) expect(each.url.length).toBeLessThanOrEqual(4000);
      for (const { url } of made.proxied)
        expect(url === '' || bases(made).some((base) => url.startsWith(base) || base.includes('{'))).toBe(
          true,
        );
      expect(made.services.every(({ service }) => !/[?&/](?:proxy|url=)/.test(service.sample))).toBe(true);
    }),
    { numRuns: 300 },
  );
});
