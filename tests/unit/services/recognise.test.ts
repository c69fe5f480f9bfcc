import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPasted } from '../../../lib/services/pasted.ts';
import { recognise } from '../../../lib/services/recognise.ts';

/** URL, kind, base: shapes that providers and server products document. */
const RECOGNISED: [url: string, kind: string, base: string][] = [
  // OGC by key-value pairs
  [
    'https://h.example.org/geoserver/ows?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap',
    'WMS',
    'https://h.example.org/geoserver/ows',
  ],
  [
    'https://h.example.org/geoserver/ows?service=wfs&request=GetFeature',
    'WFS',
    'https://h.example.org/geoserver/ows',
  ],
  [
    'https://h.example.org/cgi-bin/mapserv?map=/data/a.map&Request=getmap&bbox=1',
    'WMS',
    'https://h.example.org/cgi-bin/mapserv',
  ],
  ['https://h.example.org/wmts?REQUEST=GetTile&LAYER=a', 'WMTS', 'https://h.example.org/wmts'],
  ['https://h.example.org/wfs?request=GetCapabilities', 'WFS', 'https://h.example.org/wfs'],
  ['https://h.example.org/x?request=GetCapabilities', 'WMS', 'https://h.example.org/x'],
  ['https://h.example.org/csw?service=CSW&request=GetRecords', 'CSW', 'https://h.example.org/csw'],
  ['https://h.example.org/sos?service=SOS', 'SOS', 'https://h.example.org/sos'],
  ['https://h.example.org/wps?service=WPS&request=Execute', 'WPS', 'https://h.example.org/wps'],
  ['https://h.example.org/wcs?SERVICE=WCS&REQUEST=GetCoverage', 'WCS', 'https://h.example.org/wcs'],
  ['https://h.example.org/?SERVICE=WMS', 'WMS', 'https://h.example.org/'],
  ['https://h.example.org/wms/?SERVICE=WMS#x', 'WMS', 'https://h.example.org/wms'],
  ['https://h.example.org:8443/wms?SERVICE=WMS', 'WMS', 'https://h.example.org:8443/wms'],
  ['http://localhost:8080/ows?service=WMS', 'WMS', 'http://localhost:8080/ows'],
  [
    'https://h.example.org/arcgis/services/a/MapServer/WMSServer?service=WMS',
    'WMS',
    'https://h.example.org/arcgis/services/a/MapServer/WMSServer',
  ],
  [
    'https://h.example.org/wms?sld=https%3A%2F%2Fa.example%2Fb.sld&service=WMS',
    'WMS',
    'https://h.example.org/wms',
  ],
  // ArcGIS REST
  [
    'https://h.example.org/arcgis/rest/services/Base/MapServer/tile/3/2/1',
    'ArcGIS',
    'https://h.example.org/arcgis/rest/services/Base/MapServer',
  ],
  [
    'https://h.example.org/server/rest/services/X/FeatureServer/0/query?where=1%3D1',
    'ArcGIS',
    'https://h.example.org/server/rest/services/X/FeatureServer',
  ],
  [
    'https://h.example.org/rest/services/Hosted/V/VectorTileServer/resources/styles/root.json',
    'ArcGIS',
    'https://h.example.org/rest/services/Hosted/V/VectorTileServer',
  ],
  [
    'https://h.example.org/arcgis/rest/services/S/SceneServer',
    'ArcGIS',
    'https://h.example.org/arcgis/rest/services/S/SceneServer',
  ],
  [
    'https://h.example.org/arcgis/rest/services?f=json',
    'ArcGIS',
    'https://h.example.org/arcgis/rest/services',
  ],
  [
    'https://h.example.org/arcgis/rest/services/Folder?f=json',
    'ArcGIS',
    'https://h.example.org/arcgis/rest/services',
  ],
  ['https://h.example.org/arcgis/rest/info?f=json', 'ArcGIS', 'https://h.example.org/arcgis/rest'],
  ['https://www.arcgis.com/sharing/rest/content/items/abc', 'ArcGIS', 'https://www.arcgis.com/sharing/rest'],
  // WMTS REST
  [
    'https://wmts.geo.admin.ch/1.0.0/ch.layer/default/current/3857/8/133/91.jpeg',
    'WMTS',
    'https://wmts.geo.admin.ch/',
  ],
  ['https://h.example.org/a/wmts/1.0.0/WMTSCapabilities.xml', 'WMTS', 'https://h.example.org/a/wmts'],
  [
    'https://wmts.geo.admin.ch/EPSG/3857/1.0.0/WMTSCapabilities.xml',
    'WMTS',
    'https://wmts.geo.admin.ch/EPSG/3857',
  ],
  [
    'https://h.example.org/geoserver/gwc/service/wmts/rest/ws:l/s/EPSG:900913/EPSG:900913:5/10/12?format=image/png',
    'WMTS',
    'https://h.example.org/geoserver/gwc/service/wmts',
  ],
  [
    'https://service.pdok.nl/hwh/luchtfotorgb/wmts/v1_0/Actueel_orthoHR/EPSG:3857/1/0/1.jpeg',
    'WMTS',
    'https://service.pdok.nl/hwh/luchtfotorgb/wmts',
  ],
  [
    'https://basemaps.linz.govt.nz/v1/tiles/aerial/WebMercatorQuad/WMTSCapabilities.xml',
    'WMTS',
    'https://basemaps.linz.govt.nz/v1/tiles/aerial/WebMercatorQuad',
  ],
  // OGC API
  [
    'https://h.example.org/ogc/features/v1/collections/roads/items?limit=10',
    'OGC API',
    'https://h.example.org/ogc/features/v1',
  ],
  ['https://h.example.org/collections/roads/items/7', 'OGC API', 'https://h.example.org/'],
  ['https://h.example.org/api/collections', 'OGC API', 'https://h.example.org/api'],
  ['https://h.example.org/x/conformance?f=json', 'OGC API', 'https://h.example.org/x'],
  [
    'https://h.example.org/ogc/collections/a/tiles/WebMercatorQuad/1/0/1',
    'OGC API',
    'https://h.example.org/ogc',
  ],
  // 3D
  ['https://h.example.org/city/tileset.json?v=1', '3D', 'https://h.example.org/city'],
  ['https://h.example.org/city/data/1.b3dm', '3D', 'https://h.example.org/city/data'],
  ['https://h.example.org/dem/layer.json', '3D', 'https://h.example.org/dem'],
  ['https://h.example.org/dem/3/1/2.terrain', '3D', 'https://h.example.org/dem'],
  ['https://tile.googleapis.com/v1/3dtiles/root.json', '3D', 'https://tile.googleapis.com/v1/3dtiles'],
  // STAC
  ['https://h.example.org/api/stac/v1/search', 'STAC', 'https://h.example.org/api/stac/v1'],
  ['https://h.example.org/data/catalog.json', 'STAC', 'https://h.example.org/data'],
  ['https://h.example.org/x/search?collections=a&limit=1', 'STAC', 'https://h.example.org/x'],
  // Isogeo
  ['https://v1.api.isogeo.com', 'Isogeo', 'https://v1.api.isogeo.com/'],
  ['https://v1.api.isogeo.com/resources/search?q=eau', 'Isogeo', 'https://v1.api.isogeo.com/'],
  ['https://api.qa.isogeo.com/shares', 'Isogeo', 'https://api.qa.isogeo.com/'],
  ['https://isogeo.ville.example/api/shares', 'Isogeo', 'https://isogeo.ville.example/api'],
  ['https://h.example.org/api/resources/search?_limit=1', 'Isogeo', 'https://h.example.org/api'],
  [
    'https://h.example.org/api/resources/c4b7ad9732454beca1ab3ec1958ffa50?_include=links',
    'Isogeo',
    'https://h.example.org/api',
  ],
  // styles, sprites, glyphs, TileJSON
  [
    'https://api.maptiler.com/maps/streets/style.json?key=x',
    'Style',
    'https://api.maptiler.com/maps/streets',
  ],
  ['https://api.maptiler.com/maps/streets/sprite@2x.png', 'Style', 'https://api.maptiler.com/maps/streets'],
  ['https://api.maptiler.com/fonts/Noto%20Sans/0-255.pbf', 'Style', 'https://api.maptiler.com/fonts'],
  [
    'https://api.mapbox.com/styles/v1/mapbox/streets-v12?access_token=x',
    'Style',
    'https://api.mapbox.com/styles/v1/mapbox/streets-v12',
  ],
  [
    'https://api.mapbox.com/styles/v1/mapbox/streets-v12/tiles/256/3/1/2@2x',
    'XYZ',
    'https://api.mapbox.com/styles/v1/mapbox/streets-v12',
  ],
  ['https://api.maptiler.com/tiles/v3/tiles.json', 'TileJSON', 'https://api.maptiler.com/tiles/v3'],
  ['https://h.example.org/data/v3.json', 'TileJSON', 'https://h.example.org/data'],
  // tiles
  ['https://a.tile.example.org/7/63/42.png', 'XYZ', 'https://a.tile.example.org/'],
  ['https://t.example.org/osm/7/63/42@2x.png?v=2', 'XYZ', 'https://t.example.org/osm'],
  ['https://t.example.org/osm/7/63/42', 'XYZ', 'https://t.example.org/osm'],
  ['https://t.example.org/v3/14/8000/5000.pbf', 'MVT', 'https://t.example.org/v3'],
  ['https://t.example.org/v3/14/8000/5000.vector.pbf', 'MVT', 'https://t.example.org/v3'],
  ['https://t.example.org/v3/14/8000/5000.mvt', 'MVT', 'https://t.example.org/v3'],
  ['https://h.example.org/tms/1.0.0/layer/3/1/2.png', 'TMS', 'https://h.example.org/tms/1.0.0/layer'],
  [
    'https://h.example.org/gwc/service/tms/1.0.0/ws:l@EPSG:900913@png/3/1/2.png',
    'TMS',
    'https://h.example.org/gwc/service/tms/1.0.0',
  ],
  [
    'https://ecn.t0.tiles.virtualearth.net/tiles/a120.jpeg?g=1398',
    'XYZ',
    'https://ecn.t0.tiles.virtualearth.net/tiles',
  ],
  ['https://h.example.org/q/0231023.png', 'XYZ', 'https://h.example.org/q'],
  ['https://h.example.org/vt?lyrs=m&x=1&y=2&z=3', 'XYZ', 'https://h.example.org/vt'],
  ['https://h.example.org/world.pmtiles', 'MVT', 'https://h.example.org/world.pmtiles'],
  // last resorts
  ['https://h.example.org/map?BBOX=1,2,3,4&LAYERS=a&WIDTH=256', 'WMS', 'https://h.example.org/map'],
  ['https://h.example.org/geo/wfs', 'WFS', 'https://h.example.org/geo/wfs'],
  ['https://h.example.org/cgi-bin/mapserv.fcgi', 'WMS', 'https://h.example.org/cgi-bin/mapserv.fcgi'],
  // written in an unusual way
  ['HTTPS://User:Pa%40ss@H.Example.Org:443/a/../wms?service=WMS', 'WMS', 'https://h.example.org/wms'],
  ['https://kärten.example/wms?service=WMS', 'WMS', 'https://xn--krten-gra.example/wms'],
  ['https://h.example.org/geo dienst/wms', 'WMS', 'https://h.example.org/geo%20dienst/wms'],
];

const NONE = [
  '',
  'no url',
  'ftp://h.example.org/wms?service=WMS',
  'data:image/png;base64,AAAA',
  'blob:https://h.example.org/1/2/3.png',
  'https://',
  'https://h.example.org/',
  'https://h.example.org/app.js?service=WMS',
  'https://h.example.org/archive/12/5000/2024',
  'https://h.example.org/2024/05/12.png',
  'https://h.example.org/news/2024/05/12',
  'https://shop.example.org/collections/all/products',
  'https://shop.example.org/collections/summer',
  'https://h.example.org/img/sprite.png',
  'https://h.example.org/data/config.json',
  'https://h.example.org/search?q=wms',
  'https://h.example.org/?x=1&y=2',
  // through the site's own proxy: a credential would go to the proxy
  'https://h.example.org/proxy?url=https://geo.example.org/ows?service=WMS&request=GetMap',
  'https://h.example.org/proxy/?https://geo.example.org/wms?service=WMS',
  'https://h.example.org/proxy/https://geo.example.org/wms?service=WMS',
  'https://h.example.org/proxy?url=https%3A%2F%2Fgeo.example.org%2Fows%3Fservice%3DWMS',
];

describe('recognise', () => {
  test.each(RECOGNISED)('%s is %s', (url, kind, base) => {
    expect(recognise(url)).toEqual({ kind, base });
  });

  test.each(NONE)('%s is no service', (url) => {
    expect(recognise(url)).toBeNull();
  });

  test('answers any text, also a very long one', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => recognise(text) !== undefined));
    for (const part of [
      '/',
      'a.',
      '/1',
      '@',
      '<',
      '/collections/x',
      '/wmts',
      'service=',
      '&x=1',
      '/rest/services/',
    ]) {
      const text = `https://h.example.org/${part.repeat(1_000_000 / part.length)}`;
      expect(recognise(text)).toBeNull();
      const short = `https://h.example.org/${part.repeat(60_000 / part.length)}`;
      recognise(short);
    }
  });

  test('a base is always the beginning of origin and path, and ends at a segment', () => {
    const pieces = fc.constantFrom(
      'wms',
      'tiles',
      '1',
      '0',
      '23',
      'a@b',
      '..',
      '%2e',
      'é',
      'wmts',
      '1.0.0',
      'rest',
      'services',
    );
    const ends = fc.constantFrom(
      '',
      '.png',
      '.pbf',
      '/MapServer',
      '/tileset.json',
      '/style.json',
      '?service=WMS',
      '?x=1&y=0&z=4#a@b',
    );
    const hosts = fc.constantFrom(
      'h.example.org',
      'u:p@h.example.org:8443',
      'KÄRTEN.example',
      '127.0.0.1',
      '[::1]:80',
    );
    fc.assert(
      fc.property(hosts, fc.array(pieces, { maxLength: 7 }), ends, (host, path, end) => {
        const url = `https://${host}/${path.join('/')}${end}`;
        const found = recognise(url);
        if (found === null) return;
        const { origin, pathname } = new URL(url);
        const whole = origin + pathname;
        expect(whole.startsWith(found.base)).toBe(true);
        expect(['', '/']).toContain(found.base.endsWith('/') ? '' : whole.charAt(found.base.length));
        expect(found.base).not.toMatch(/[?#@]/);
      }),
      { numRuns: 1000 },
    );
  });
});

test.each([
  'https://id.api.isogeo.com/oauth/token',
  'https://api.isogeo.com/oauth/token',
  'https://v1.api.isogeo.com/about',
  'https://app.isogeo.com/groups/1/resources',
  'https://h.example.org/shares',
  'https://h.example.org/resources/search?q=shoes',
  'https://h.example.org/resources/c4b7ad9732454beca1ab3ec1958ffa50.png',
])('%s is no API of Isogeo', (url) => {
  expect(recognise(url)).toBeNull();
});

test.each([
  'https://v1.api.isogeo.com',
  'https://v1.api.isogeo.com/',
  'v1.api.isogeo.com/shares',
  'https://v1.api.isogeo.com/resources/search',
  'https://v1.api.isogeo.com/resources/c4b7ad9732454beca1ab3ec1958ffa50?_include=links',
])('pasted, %s is the API, asked for what needs a sign-in', (text) => {
  const { base, kinds, sample } = readPasted(text);
  expect([base, kinds, sample]).toEqual([
    'https://v1.api.isogeo.com/',
    ['Isogeo'],
    'https://v1.api.isogeo.com/shares',
  ]);
});
