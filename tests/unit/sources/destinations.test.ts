import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admits, destinationsOf, prefixesOf, sameDestinations } from '../../../lib/sources/destinations.ts';
import type { Destination } from '../../../lib/sources/model.ts';
import { destination, grant, SITE, source } from '../../fakes/records.ts';

const asks = (url: string, more: { site?: string | undefined; method?: string } = {}) => ({
  url,
  site: SITE,
  method: 'get',
  ...more,
});

test('templates and several addresses become one destination each', () => {
  const urls = [
    'https://{a-c}.tiles.example.net/v1/',
    'https://a.tiles.example.net/v1',
    'https://x.example/',
  ];
  expect(prefixesOf(urls)).toEqual([
    'https://a.tiles.example.net/v1',
    'https://b.tiles.example.net/v1',
    'https://c.tiles.example.net/v1',
    'https://x.example/',
  ]);
  expect(destinationsOf(source({ urls, kinds: ['WFS'] }), grant()).map(({ prefix }) => prefix)).toHaveLength(
    4,
  );
});

test('only kinds that need it are granted POST', () => {
  expect(destinationsOf(source({ kinds: ['WMS'] }), grant())[0]?.methods).toEqual(['get', 'head']);
  expect(destinationsOf(source({ kinds: ['WMS', 'WFS'] }), grant())[0]?.methods).toEqual([
    'get',
    'head',
    'post',
  ]);
});

test.each<[string, Partial<Destination>]>([
  ['another source', { sourceId: 'source2' }],
  ['another prefix', { prefix: 'https://geo.example.com/geoserver' }],
  ['http', { prefix: 'http://geo.example.com/geoserver/ows' }],
  ['another site', { site: 'https://evil.example' }],
  ['another page on top', { topSites: [SITE, 'https://evil.example'] }],
  ['more methods', { methods: ['get', 'head', 'post'] }],
  ['frames', { frames: true }],
])('%s is not the same destination', (_, change) => {
  expect(sameDestinations([destination()], [destination(change)])).toBe(false);
  expect(sameDestinations([destination(), destination(change)], [destination()])).toBe(false);
});

test('order says nothing', () => {
  const one = destination({ topSites: ['https://a.example', 'https://b.example'], methods: ['head', 'get'] });
  const same = destination({
    topSites: ['https://b.example', 'https://a.example'],
    methods: ['get', 'head'],
  });
  const other = destination({ prefix: 'https://x.example/' });
  expect(sameDestinations([one, other], [other, same])).toBe(true);
});

test.each([
  ['from the granted site', {}, true],
  ['from another site', { site: 'https://evil.example' }, false],
  ['from a sub-domain of it', { site: 'https://a.maps.example.org' }, false],
  ['from another port of it', { site: 'https://maps.example.org:8443' }, false],
  ['typed by the user', { site: undefined }, false],
  ['by POST', { method: 'post' }, false],
  ['by HEAD', { method: 'head' }, true],
])('a request %s: %o is admitted: %s', (_, more, expected) => {
  expect(admits(destination(), asks(`${destination().prefix}?x=1`, more))).toBe(expected);
});

/** The slow way: the path's segments, decoded until nothing changes, as the most willing server would read them. */
function oracle(prefix: string, url: string): boolean {
  const base = new URL(prefix);
  const asked = new URL(url);
  if (asked.protocol !== base.protocol || asked.hostname !== base.hostname || asked.port !== base.port)
    return false;
  const wanted = base.pathname.split('/').filter(Boolean);
  const resolved: string[] = [];
  for (const segment of decodedAll(asked.pathname).split(/[/\\]/)) {
    const name = segment.replace(/;.*$/, '');
    if (name === '..') resolved.pop();
    else if (name !== '' && name !== '.') resolved.push(name);
  }
  return wanted.every((segment, index) => resolved[index] === decodedAll(segment));
}

function decodedAll(text: string): string {
  const once = text
    .replace(/%c0%ae|%ef%bc%8e/gi, '.')
    .replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return once === text ? text : decodedAll(once);
}

const piece = fc.constantFrom(
  ...[
    'geoserver',
    'ows',
    'ows~old',
    'wms',
    '..',
    '.',
    '%2e',
    '%2E%2e',
    '..;',
    '..%2f',
    '%252e',
    '%252f',
    '%2f',
    '%5c',
  ],
  ...['', '@', '~', ';a=b', 'é', '..%5c', '%c0%ae', '%ef%bc%8e', 'manager', ' ', '*', '%', 'x.png'],
);
const path = fc
  .array(fc.tuple(fc.constantFrom('/', '/', '/', '\\', ''), piece), { maxLength: 7 })
  .map((parts) => parts.map(([slash, text]) => slash + text).join(''));
const host = fc.constantFrom(
  'geo.example.com',
  'geo.example.com:8443',
  'a.geo.example.com',
  'GEO.example.com:443',
);
const tail = fc.constantFrom('', '?a=b', '#x', '?/../..', '/');

test('what is admitted is at the same origin and under the path, however the server reads it', () => {
  let admitted = 0;
  const start = fc.constantFrom('/geoserver/ows', '/geoserver/ows', '/geoserver', '');
  fc.assert(
    fc.property(
      fc.constantFrom('https', 'https', 'http'),
      host,
      start,
      path,
      tail,
      (scheme, where, first, rest, end) => {
        const url = `${scheme}://${where}${first}${rest}${end}`;
        if (!URL.canParse(url)) return;
        const isAdmitted = admits(destination(), asks(new URL(url).href));
        if (isAdmitted) {
          admitted += 1;
          expect(oracle(destination().prefix, url), url).toBe(true);
        }
      },
    ),
    { numRuns: 3000 },
  );
  expect(admitted).toBeGreaterThan(20);
});

test('the oracle itself sees what is wrong', () => {
  const { prefix } = destination();
  expect(oracle(prefix, 'https://geo.example.com/geoserver/ows/..%2fmanager')).toBe(false);
  expect(oracle(prefix, 'https://geo.example.com/geoserver/ows/..;/manager')).toBe(false);
  expect(oracle(prefix, 'https://geo.example.com/geoserver/ows/%252e%252e/x')).toBe(false);
  expect(oracle(prefix, 'https://geo.example.com/geoserver/ows~old')).toBe(false);
  expect(oracle(prefix, 'https://geo.example.com/geoserver/ows/a?b')).toBe(true);
});

test('any path under a plain prefix that means itself is admitted', () => {
  const name = fc.stringMatching(/^[a-z0-9_~-]{1,8}$/);
  fc.assert(
    fc.property(fc.array(name, { maxLength: 4 }), fc.array(name, { maxLength: 4 }), (base, more) => {
      const prefix = `https://geo.example.com/${base.join('/')}`;
      const url = [prefix.replace(/\/$/, ''), ...more].join('/');
      expect(admits(destination({ prefix }), asks(new URL(url).href))).toBe(true);
      if (base.length > 0)
        expect(admits(destination({ prefix }), asks(`${prefix}x/${more.join('/')}`))).toBe(false);
    }),
  );
});
