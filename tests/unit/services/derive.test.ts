import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveRequests, isDerivable } from '../../../lib/services/derive.ts';
import { recognise } from '../../../lib/services/recognise.ts';

const STYLE_URL = 'https://h.example.org/maps/streets/style.json?key=abc';

describe('deriveRequests', () => {
  test('a style: sources, sprite, glyphs; relative ones from where it stands', () => {
    const style = {
      version: 8,
      sources: {
        a: { type: 'vector', url: '../../tiles/v3/tiles.json' },
        b: { type: 'raster', tiles: ['https://{a-b}.t.example.org/{z}/{x}/{y}.png'] },
        c: { type: 'raster', tiles: ['https://g.example.org/wms?service=WMS&bbox={bbox-epsg-3857}'] },
        d: { type: 'vector', url: 'mapbox://mapbox.terrain' },
        e: null,
      },
      sprite: [{ id: 'x', url: 'https://h.example.org/maps/streets/sprite?key=abc' }],
      glyphs: 'https://h.example.org/fonts/{fontstack}/{range}.pbf',
    };
    const urls = deriveRequests(STYLE_URL, JSON.stringify(style));
    expect(urls).toEqual([
      'https://h.example.org/tiles/v3/tiles.json',
      'https://a.t.example.org/0/0/0.png',
      'https://b.t.example.org/0/0/0.png',
      'https://g.example.org/wms?service=WMS&bbox=-20037508.34,-20037508.34,20037508.34,20037508.34',
      'https://h.example.org/maps/streets/sprite.json?key=abc',
      'https://h.example.org/fonts/Open%20Sans%20Regular/0-255.pbf',
    ]);
    expect(urls.map((url) => recognise(url)?.kind)).toEqual([
      'TileJSON',
      'XYZ',
      'XYZ',
      'WMS',
      'Style',
      'Style',
    ]);
  });

  test('a TileJSON', () => {
    expect(deriveRequests('https://h.example.org/v3.json', '{"tiles":["/t/{z}/{x}/{y}.pbf", 7]}')).toEqual([
      'https://h.example.org/t/0/0/0.pbf',
    ]);
  });

  test('WMS, WFS and WMTS capabilities: operations and templates, not the links for people', () => {
    const wms = `<?xml version="1.0"?><!-- <Get><OnlineResource xlink:href="https://no.example/"/></Get> -->
      <WMS_Capabilities xmlns:xlink="http://www.w3.org/1999/xlink"><Service><OnlineResource xlink:href="https://office.example/"/></Service>
      <Capability><Request><GetMap><DCPType><HTTP><Get>
        <OnlineResource xlink:type="simple" xlink:href="https://h.example.org/ows?SERVICE=WMS&amp;"/>
      </Get></HTTP></DCPType></GetMap></Request>
      <Layer><MetadataURL><OnlineResource xlink:href="https://meta.example/"/></MetadataURL></Layer></Capability></WMS_Capabilities>`;
    expect(deriveRequests('https://h.example.org/ows', wms)).toEqual([
      'https://h.example.org/ows?SERVICE=WMS&',
    ]);
    const wfs = `<wfs:C xmlns:ows="x"><ows:Get xlink:href='https://h.example.org/wfs'/><Post onlineResource="https://h.example.org/old"/></wfs:C>`;
    expect(deriveRequests('https://h.example.org/', wfs)).toEqual([
      'https://h.example.org/wfs',
      'https://h.example.org/old',
    ]);
    const wmts = `<Capabilities><Layer><ResourceURL format="image/png" resourceType="tile"
      template="https://h.example.org/wmts/l/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"/></Layer></Capabilities>`;
    const [tile = ''] = deriveRequests('https://h.example.org/', wmts);
    expect(recognise(tile)).toEqual({ kind: 'WMTS', base: 'https://h.example.org/wmts' });
  });

  test.each([
    '',
    '{',
    '[]',
    'null',
    '{"sources":7,"tiles":{},"sprite":{}}',
    '<',
    '<a',
    '<Get',
    '<!--',
    '{"tiles":["javascript:1"]}',
  ])('nothing in %s', (text) => {
    expect(deriveRequests(STYLE_URL, text)).toEqual([]);
  });

  test('at most 200, and nothing of a text over 1 MB', () => {
    const tiles = Array.from({ length: 900 }, (_, index) => `https://h.example.org/${index}/{z}/{x}/{y}.png`);
    expect(deriveRequests(STYLE_URL, JSON.stringify({ tiles }))).toHaveLength(200);
    expect(deriveRequests(STYLE_URL, JSON.stringify({ tiles, pad: 'x'.repeat(2 ** 20) }))).toEqual([]);
  });

  test('hostile texts of 1 MB take no more than a moment', () => {
    for (const part of [
      '<',
      '<a',
      '<a "',
      "<a b='",
      '<!--',
      '<![CDATA[',
      '<a><b/>',
      '<Get x="',
      '</a>',
      '&amp;',
      '<a ',
      '<?',
      '<a>',
    ]) {
      deriveRequests(STYLE_URL, `<a>${part.repeat(1_000_000 / part.length)}`);
    }
  });

  test('any text is answered with absolute http addresses', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => `<a>${text}`),
        ),
        fc.string(),
        (text, url) => {
          for (const each of deriveRequests(url, text)) expect(each).toMatch(/^https?:\/\//);
        },
      ),
    );
  });
});

describe('isDerivable', () => {
  test.each([
    'https://h.example.org/style.json',
    'https://api.mapbox.com/styles/v1/mapbox/streets-v12?access_token=x',
    'https://h.example.org/tiles/v3/tiles.json',
    'https://h.example.org/ows?service=WMS&request=GetCapabilities',
    'https://h.example.org/wmts/1.0.0/WMTSCapabilities.xml',
    'https://h.example.org/arcgis/rest/services/V/VectorTileServer/resources/styles/root.json',
  ])('%s', (url) => {
    expect(isDerivable(url)).toBe(true);
  });

  test.each([
    'https://h.example.org/sprite.json',
    'https://h.example.org/fonts/a/0-255.pbf',
    'https://h.example.org/1/0/0.png',
    'https://h.example.org/ows?service=WMS&request=GetMap',
    'nothing',
  ])('not %s', (url) => {
    expect(isDerivable(url)).toBe(false);
  });
});
