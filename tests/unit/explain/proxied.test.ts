import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layersAsked, layersMissing } from '../../../lib/explain/layers.ts';
import { proxiedBy } from '../../../lib/explain/proxied.ts';

const APP = 'https://maps.example.org';
const WMS = 'https://geo.example.com/geoserver/ows?SERVICE=WMS&REQUEST=GetMap&LAYERS=a';
const encoded = encodeURIComponent(WMS);

describe('through a server of the page', () => {
  test.each([
    ['a parameter', `${APP}/proxy?url=${encoded}`],
    ['a parameter that is not encoded', `${APP}/proxy?url=${WMS}`],
    ['after other parameters', `${APP}/proxy.php?cache=1&url=${encoded}`],
    ['any name of the path, where a map service is fetched', `${APP}/api/fetch?url=${encoded}`],
    ['another name of the parameter', `${APP}/gateway?wms_url=${encoded}`],
    ['the whole query, Esri’s way', `${APP}/DotNet/proxy.ashx?${WMS}`],
    ['the whole query, encoded', `${APP}/cgi-bin/proxy.cgi?${encoded}`],
    ['encoded twice', `${APP}/proxy/?url=${encodeURIComponent(encoded)}`],
    ['in the path, TerriaJS’s way', `${APP}/proxy/_1d/${WMS}`],
    [
      'in the path, encoded',
      `${APP}/cors-anywhere/${encodeURIComponent('https://geo.example.com/geoserver/ows')}?SERVICE=WMS&REQUEST=GetMap&LAYERS=a`,
    ],
    [
      'in the path without a colon',
      `${APP}/wms-proxy/https/geo.example.com/geoserver/ows?SERVICE=WMS&REQUEST=GetMap&LAYERS=a`,
    ],
    ['as host and path', `${APP}/proxy/geo.example.com/geoserver/ows?SERVICE=WMS&REQUEST=GetMap&LAYERS=a`],
  ])('%s', (_, url) => {
    expect(proxiedBy(url)).toEqual({ kind: 'proxy', through: 'maps.example.org', target: WMS });
  });

  test('a server of somebody else is named with its port, and no key is kept', () => {
    const target = `https://geo.example.com/wms?SERVICE=WMS&token=secret-token-1`;
    expect(proxiedBy(`https://cors.example.net:8080/?url=${encodeURIComponent(target)}`)).toEqual({
      kind: 'proxy',
      through: 'cors.example.net:8080',
      target: 'https://geo.example.com/wms?SERVICE=WMS',
    });
  });

  test.each([
    ['MapFish Print 3', `${APP}/print/default/report.pdf`],
    ['MapFish Print 3 at once', `${APP}/print/print/default/buildreport.pdf`],
    ['GeoMapFish', `${APP}/printproxy/report.png`],
    ['MapFish Print 2', `${APP}/geoserver/pdf/create.json?url=x`],
    ['MapStore', `${APP}/mapstore/pdf/print.pdf?spec=%7B%7D`],
    [
      'Esri',
      `${APP}/arcgis/rest/services/Utilities/PrintingTools/GPServer/Export%20Web%20Map%20Task/execute`,
    ],
  ])('a print: %s', (_, url) => {
    expect(proxiedBy(url)).toEqual({ kind: 'print', through: 'maps.example.org', target: null });
  });

  test.each([
    ['a map service', WMS],
    [
      'a service whose name says proxy',
      'https://geo.example.com/mapproxy/service?SERVICE=WMS&REQUEST=GetMap',
    ],
    ['GeoMapFish’s own service', `${APP}/mapserv_proxy?ogcserver=main&SERVICE=WMS&REQUEST=GetMap`],
    ['a style of a map', `${WMS}&SLD=https%3A%2F%2Fa.example%2Fstyle.sld`],
    ['a way back after signing in', `${APP}/login?service=${encoded}&redirect_uri=${encoded}`],
    [
      'tiles made of one file',
      `https://titiler.example.com/cog/tiles/3/4/5?url=${encodeURIComponent('https://a.example/b.tif')}`,
    ],
    ['QGIS Server prints by itself', 'https://geo.example.com/qgis?SERVICE=WMS&REQUEST=GetPrint&TEMPLATE=a'],
    ['the list of what can be printed', `${APP}/printproxy/capabilities.json`],
    ['a file below a proxy', `${APP}/proxy/config.json?SERVICE=none`],
    ['a script below a proxy', `${APP}/proxy/wms.php?SERVICE=WMS`],
    ['a script below a proxy, and more', `${APP}/proxy/mapserv.cgi/a?SERVICE=WMS&REQUEST=GetMap`],
    ['what looks like a host below a proxy', `${APP}/proxy/tiles.live/status`],
    ['a path longer than any proxy’s', `${APP}/proxy/${'a'.repeat(4000)}?url=${encoded}`],
    ['no http', `${APP}/proxy?url=javascript%3Aalert(1)`],
    ['no address', 'nonsense'],
    ['malformed percent', `${APP}/proxy?url=https%3A%2F%2F%E0%A4%A`],
  ])('not: %s', (_, url) => {
    expect(proxiedBy(url)).toBeNull();
  });
});

describe('whatever the address', () => {
  const host = fc.domain();
  const path = fc.constantFrom(
    '/geoserver/ows',
    '/cgi-bin/mapserv',
    '/arcgis/services/a/MapServer/WMSServer',
  );
  const target = fc
    .tuple(host, path, fc.constantFrom('GetMap', 'GetCapabilities'), fc.stringMatching(/^[a-z:]{1,12}$/))
    .map(
      ([name, at, request, layer]) => `https://${name}${at}?SERVICE=WMS&REQUEST=${request}&LAYERS=${layer}`,
    );
  const way = fc.constantFrom(
    (url: string) => `/proxy?url=${encodeURIComponent(url)}`,
    (url: string) => `/proxy?url=${url}`,
    (url: string) => `/proxy.ashx?${url}`,
    (url: string) => `/proxy/${url}`,
    (url: string) => `/x/load?target=${encodeURIComponent(url)}`,
  );

  test('what is fetched through a proxy is found again, and is no service of its own', () => {
    fc.assert(
      fc.property(host, target, way, (through, url, through_) => {
        const asked = `https://${through}${through_(url)}`;
        expect(proxiedBy(asked)).toEqual({ kind: 'proxy', through, target: new URL(url).href });
      }),
    );
  });

  test('a map service asked directly is never taken for a proxy', () => {
    fc.assert(fc.property(target, (url) => proxiedBy(url) === null));
  });

  test('never throws, and names only http(s) addresses without credentials', () => {
    fc.assert(
      fc.property(fc.string(), (rest) => {
        for (const asked of [
          rest,
          `https://a.example/proxy?url=${rest}`,
          `https://a.example/proxy/https://${rest}`,
        ]) {
          const found = proxiedBy(asked);
          if (found?.target) expect(new URL(found.target)).toMatchObject({ username: '', password: '' });
        }
      }),
    );
  });
});

describe('layers', () => {
  test.each([
    ['https://h.example/wms?SERVICE=WMS&REQUEST=GetMap&LAYERS=a:b,c&QUERY_LAYERS=c', ['a:b', 'c']],
    ['https://h.example/wms?service=WMS&request=GetMap&layers=', []],
    ['https://h.example/wmts?Service=WMTS&Request=GetTile&Layer=roads#x', ['roads']],
    ['https://h.example/wfs?request=GetFeature&typeNames=(a:b)(c)', ['a:b', 'c']],
    ['https://h.example/wms?REQUEST=GetMap&LAYERS=Caf%C3%A9+rouge', ['Café rouge']],
    ['https://h.example/arcgis/rest/services/a/MapServer/export?layers=show:0,3&f=image', []],
    ['https://h.example/tiles/1/2/3.png', []],
  ])('asked for by %s', (url, names) => {
    expect(layersAsked(url)).toEqual(names);
  });

  test('compared without the workspace and without case', () => {
    expect(layersMissing(['city:Sewers', 'ROADS', 'Trees'], ['Sewers', 'city:roads'])).toEqual(['Trees']);
    expect(layersMissing(['a'], [])).toEqual(['a']);
    expect(layersMissing([], ['a'])).toEqual([]);
    expect(layersMissing(['1', '2', '3', '4', '5', '6'], [])).toHaveLength(5);
  });

  test('what is listed is never missing', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (asked, others) => {
        expect(layersMissing(asked, [...others, ...asked])).toEqual([]);
      }),
    );
  });
});
