import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../lib/errors.ts';
import { readOffer } from '../../../lib/map/offer.ts';
import type { OfferEntry } from '../../../lib/map/ports.ts';
import * as fixtures from '../../fixtures/offers.ts';

type Answers = Record<string, { body: string; type?: string; status?: number }>;

/** A service that knows these addresses; `asked` are the ones that were asked. */
function service(answers: Answers) {
  const asked: { url: string; options: RequestInit | undefined }[] = [];
  const fetch: typeof globalThis.fetch = async (input, options) => {
    const url = String(input);
    asked.push({ url, options });
    const found = answers[url];
    if (found === undefined) return new Response('There is nothing here.', { status: 404 });
    return new Response(found.body, {
      status: found.status ?? 200,
      headers: { 'content-type': found.type ?? 'text/xml' },
    });
  };
  return { fetch, asked };
}

const read = (url: string, answers: Answers) =>
  readOffer(url, service(answers).fetch, new AbortController().signal);
const all = (entries: OfferEntry[]): OfferEntry[] =>
  entries.flatMap((entry) => [entry, ...all(entry.children)]);
const failure = (code: string) => ({ code, values: expect.any(Array) });

const WMS = 'https://geo.example.com/ows?SERVICE=WMS&REQUEST=GetCapabilities';
const json = (body: unknown) => ({ body: JSON.stringify(body), type: 'application/json' });

describe('a WMS', () => {
  test('is a tree, where layers have what those around them have', async () => {
    const { fetch, asked } = service({ [WMS]: { body: fixtures.wms130 } });
    const offer = await readOffer(
      'https://visitor:secret@geo.example.com/ows?LAYERS=a&REQUEST=GetMap&SERVICE=WMS&token=abcdefghij',
      fetch,
      new AbortController().signal,
    );
    expect(asked.map(({ url }) => url)).toEqual([WMS]);
    expect(asked[0]?.options).toMatchObject({ credentials: 'omit' });
    expect(offer).toMatchObject({ kind: 'WMS', title: 'Town & country', abstract: 'Maps of the town' });
    expect(offer.elsewhere).toEqual(['https://wxs.example.org/ows', 'https://legends.example.net/legend']);
    const [root] = offer.entries;
    expect(root).toMatchObject({ title: 'All', draws: null, cannot: '' });
    expect(all(offer.entries).map(({ title }) => title)).toEqual(['All', 'Roads', 'Paths', 'Local grid']);
    expect(root?.children[0]?.draws).toEqual({
      kind: 'wms',
      url: 'https://wxs.example.org/ows?map=town',
      layers: ['roads'],
      styles: [],
      format: 'image/png',
      version: '1.3.0',
      crs: ['EPSG:3857', 'CRS:84', 'EPSG:2056'],
      queryable: true,
      legend: 'https://legends.example.net/legend?layer=roads',
      attribution: 'The town',
      extent: [6, 46, 7, 47],
    });
    expect(root?.children[0]?.children[0]?.draws).toMatchObject({
      crs: ['EPSG:3857', 'CRS:84', 'EPSG:2056'],
      extent: [6, 46, 7, 47],
      attribution: 'The town',
    });
  });

  test('a layer in a CRS that nobody knows is said to be so, and is not offered', async () => {
    const offer = await read('https://geo.example.com/ows', { [WMS]: { body: fixtures.wmsLocal } });
    expect(offer.entries[0]).toMatchObject({ title: 'Local grid', draws: null, cannot: 'crs' });
  });

  test('1.1.1 has its names in one element, and its box by another name', async () => {
    const offer = await read('https://geo.example.com/ows', { [WMS]: { body: fixtures.wms111 } });
    expect(offer.entries[0]?.draws).toMatchObject({
      version: '1.1.1',
      crs: ['EPSG:4326', 'EPSG:28992'],
      extent: [3, 50, 7, 54],
      format: 'image/png',
      // Behind a proxy that ends TLS, a server calls itself http.
      url: 'https://geo.example.com/ows?',
    });
  });

  test('what is asked keeps the parameters that are the service’s own', async () => {
    const { fetch, asked } = service({});
    const url =
      'https://geo.example.com/cgi-bin/mapserv?map=/srv/world.map&service=WMS&request=GetMap&layers=a';
    await expect(readOffer(url, fetch, new AbortController().signal)).rejects.toThrow(AppError);
    expect(asked[0]?.url).toBe(
      'https://geo.example.com/cgi-bin/mapserv?map=/srv/world.map&SERVICE=WMS&REQUEST=GetCapabilities',
    );
  });
});

test('a WMTS draws from the document that describes it, in Web Mercator where it can', async () => {
  const url = 'https://tiles.example.com/wmts/1.0.0/WMTSCapabilities.xml';
  const offer = await read(url, { [url]: { body: fixtures.wmts } });
  expect(offer).toMatchObject({
    kind: 'WMTS',
    attribution: 'Survey',
    elsewhere: ['https://cdn.example.net/tiles/aerial'],
  });
  expect(offer.entries.map(({ draws, cannot }) => [draws, cannot])).toEqual([
    [
      {
        kind: 'wmts',
        url,
        layer: 'aerial',
        style: 'default',
        matrixSet: 'google',
        format: 'image/jpeg',
        attribution: 'Survey',
        extent: [5, 45, 11, 48],
      },
      '',
    ],
    [null, 'crs'],
  ]);
});

test('a WFS is read in JSON where it writes it, else in GML', async () => {
  const url = 'https://geo.example.com/wfs?SERVICE=WFS&REQUEST=GetCapabilities';
  const offer = await read('https://geo.example.com/wfs', { [url]: { body: fixtures.wfs200 } });
  const draws = offer.entries.map((each) => each.draws);
  expect(draws[0]).toEqual({
    kind: 'wfs',
    url: 'https://geo.example.com/wfs?',
    typeName: 'town:trees',
    version: '2.0.0',
    format: 'application/json',
    crs: 'EPSG:3857',
    extent: [6, 46, 7, 47],
  });
  expect(draws[1]).toMatchObject({ typeName: 'town:wells', format: 'gml', crs: 'EPSG:2056' });
});

test('an OGC API: features and tiles of its collections', async () => {
  const root = 'https://api.example.com/ogcapi';
  const offer = await read(`${root}/collections/lakes/items?limit=3`, {
    [`${root}?f=json`]: json(fixtures.landingPage),
    [`${root}/collections?f=json`]: json(fixtures.collections),
  });
  expect(offer).toMatchObject({ kind: 'OGC API', title: 'Waters', attribution: '© Waters' });
  const [lakes] = offer.entries;
  expect(lakes?.draws).toEqual({
    kind: 'features',
    url: `${root}/collections/lakes/items`,
    collection: 'lakes',
    attribution: '© Waters',
    extent: [5, 45, 10, 48],
  });
  expect(lakes?.children[0]?.draws).toMatchObject({
    kind: 'tiles',
    url: `${root}/collections/lakes/tiles?f=json`,
    vector: true,
  });
  expect(offer.entries[1]).toMatchObject({ title: 'Records', draws: null, cannot: 'format' });
});

describe('tiles', () => {
  test.each([
    [
      'https://t.example.com/{z}/{x}/{y}.png',
      { kind: 'xyz', url: 'https://t.example.com/{z}/{x}/{y}.png', tms: false },
    ],
    [
      'https://{a-c}.t.example.com/{z}/{x}/{-y}.png',
      { kind: 'xyz', url: 'https://{a-c}.t.example.com/{z}/{x}/{y}.png', tms: true },
    ],
    [
      'https://t.example.com/v/{z}/{x}/{y}.pbf',
      { kind: 'mvt', url: 'https://t.example.com/v/{z}/{x}/{y}.pbf' },
    ],
    [
      'https://t.example.com/map/3/4/2.png?style=a',
      { kind: 'xyz', url: 'https://t.example.com/map/{z}/{x}/{y}.png?style=a' },
    ],
    [
      'https://t.example.com/{z}/{x}/{y}.png?key=abcdefgh1234',
      { kind: 'xyz', url: 'https://t.example.com/{z}/{x}/{y}.png' },
    ],
  ])('%s: by the template alone, nothing is asked', async (url, draws) => {
    const { fetch, asked } = service({});
    const offer = await readOffer(url, fetch, new AbortController().signal);
    expect(offer.entries[0]?.draws).toMatchObject(draws);
    expect(asked).toEqual([]);
  });

  test('TileJSON and styles', async () => {
    const tiles = await read('https://v.example.com/tiles.json', {
      'https://v.example.com/tiles.json': json(fixtures.tileJson),
    });
    expect(tiles.entries[0]?.draws).toEqual({
      kind: 'mvt',
      url: 'https://cdn.example.net/{z}/{x}/{y}.pbf',
      minZoom: 0,
      maxZoom: 8,
      attribution: '© Somebody & others',
    });
    expect(tiles.elsewhere).toEqual(['https://cdn.example.net/']);
    const style = await read('https://v.example.com/styles/basic/style.json', {
      'https://v.example.com/styles/basic/style.json': json(fixtures.style),
    });
    expect(style).toMatchObject({
      kind: 'Style',
      title: 'Basic',
      elsewhere: ['https://v.example.com/tiles.json'],
    });
    expect(style.entries[0]?.draws).toMatchObject({ kind: 'style' });
  });
});

describe('ArcGIS', () => {
  const server = 'https://gis.example.com/arcgis/rest/services/Town/MapServer';

  test('a map service is a tree, drawn as a whole or layer by layer', async () => {
    const offer = await read(`${server}/export?bbox=0,0,1,1`, {
      [`${server}?f=json`]: json(fixtures.mapServer),
    });
    const [whole] = offer.entries;
    expect(whole?.draws).toMatchObject({
      kind: 'arcgis',
      url: server,
      service: 'MapServer',
      layers: [],
      tiled: true,
    });
    expect(whole?.draws?.extent?.map(Math.round)).toEqual([0, 45, 9, 48]);
    expect(whole?.children.map(({ title }) => title)).toEqual(['Water']);
    expect(whole?.children[0]?.children[0]?.draws).toMatchObject({ layers: ['1'], tiled: false });
    expect(offer.attribution).toBe('Town of Example');
  });

  test('a refusal inside of a 200 is one', async () => {
    const refusal = json({ error: { code: 499, message: 'Token Required' } });
    await expect(read(server, { [`${server}?f=json`]: refusal })).rejects.toMatchObject({
      code: 'accessRefused',
    });
  });
});

describe('what is no description', () => {
  test.each([
    ['a refusal', { body: 'no', status: 401 }, 'accessRefused'],
    ['a login page', { body: '<html><input type="password"></html>', type: 'text/html' }, 'loginPage'],
    ['an exception', { body: fixtures.exception }, 'serviceSays'],
    ['half a document', { body: fixtures.wms130.slice(0, 900) }, 'notCapabilities'],
    ['another document', { body: '<kml/>' }, 'notCapabilities'],
    ['too much', { body: `<WMS_Capabilities>${' '.repeat(10.5 * 1024 * 1024)}` }, 'capabilitiesTooBig'],
    [
      'too deep',
      { body: `<WMS_Capabilities version="1.3.0">${'<Layer>'.repeat(60_000)}` },
      'notCapabilities',
    ],
  ])('%s', async (_, answer, code) => {
    await expect(read('https://geo.example.com/ows', { [WMS]: answer })).rejects.toMatchObject(failure(code));
  });

  test.each([
    ['ftp://geo.example.com', 'notHttpUrl'],
    ['nothing', 'notHttpUrl'],
    ['https://', 'badUrl'],
  ])('%s', async (url, code) => {
    await expect(read(url, {})).rejects.toMatchObject(failure(code));
  });

  test('entities of a document’s own are not expanded', async () => {
    const offer = await read('https://geo.example.com/ows', { [WMS]: { body: fixtures.entityBomb } });
    expect(offer).toMatchObject({ title: '&b;', entries: [] });
  });

  test('words of a service are text', async () => {
    const body = fixtures.wms130.replace(
      'Town &amp; country',
      '<![CDATA[<img src=x onerror=alert(1)>Town]]>',
    );
    const offer = await read('https://geo.example.com/ows', { [WMS]: { body } });
    expect(offer.title).toBe('Town');
  });

  test('whatever comes, it is an offer or one error with a code', async () => {
    const starts = [
      '',
      '<WMS_Capabilities version="1.3.0">',
      '<Capabilities xmlns="http://www.opengis.net/wmts/1.0">',
    ];
    const bodies = fc.oneof(
      fc.tuple(fc.constantFrom(...starts), fc.string({ unit: 'binary' })).map(([start, end]) => start + end),
      fc.json(),
      fc
        .tuple(fc.nat(fixtures.wms130.length), fc.string())
        .map(([at, text]) => fixtures.wms130.slice(0, at) + text + fixtures.wms130.slice(at + 5)),
      fc
        .record(
          {
            collections: fc.jsonValue(),
            links: fc.jsonValue(),
            layers: fc.jsonValue(),
            sources: fc.jsonValue(),
            tiles: fc.jsonValue(),
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(
        bodies,
        fc.constantFrom('text/xml', 'application/json', 'text/html'),
        async (body, type) => {
          try {
            const offer = await readOffer(
              'https://geo.example.com/ows',
              async () => new Response(body, { headers: { 'content-type': type } }),
              new AbortController().signal,
            );
            expect(Array.isArray(offer.entries)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
