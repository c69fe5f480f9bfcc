import { describe, expect, test } from 'vitest';
import { recognise } from '../../../lib/services/recognise.ts';

/** Shapes that the corpus of `tests/fixtures/recognition` taught: URL, kind, base. */
const RECOGNISED: [url: string, kind: string, base: string][] = [
  // the shortest operations name their service, too, whatever the endpoint is called
  ['https://h.example.org/ogc/x/1?REQUEST=GetMap&LAYERS=a', 'WMS', 'https://h.example.org/ogc/x/1'],
  [
    'https://h.example.org/ogc/x/1?REQUEST=GetTile&TILEMATRIX=14&TILEROW=3065&TILECOL=4758',
    'WMTS',
    'https://h.example.org/ogc/x/1',
  ],
  [
    'https://h.example.org/arcgis/services/a/MapServer/WMSServer?REQUEST=GetMap&LAYERS=0',
    'WMS',
    'https://h.example.org/arcgis/services/a/MapServer/WMSServer',
  ],
  // endpoints as servers write them
  ['https://h.example.org/lv/bag/wms/v2_0', 'WMS', 'https://h.example.org/lv/bag/wms/v2_0'],
  ['https://h.example.org/services/adresser/wfs/v1', 'WFS', 'https://h.example.org/services/adresser/wfs/v1'],
  ['https://h.example.org/52n/sos/kvp', 'SOS', 'https://h.example.org/52n/sos/kvp'],
  ['https://h.example.org/wmts-geo/wmts.cgi', 'WMTS', 'https://h.example.org/wmts-geo/wmts.cgi'],
  ['https://h.example.org/maps/wms.aspx', 'WMS', 'https://h.example.org/maps/wms.aspx'],
  [
    'https://h.example.org/cgi-bin/qgis_mapserv.fcgi?MAP=/data/a.qgz',
    'WMS',
    'https://h.example.org/cgi-bin/qgis_mapserv.fcgi',
  ],
  ['https://h.example.org/mapserv_proxy?ogcserver=Main', 'WMS', 'https://h.example.org/mapserv_proxy'],
  // OGC API and STAC
  ['https://h.example.org/ogcapi', 'OGC API', 'https://h.example.org/ogcapi'],
  ['https://h.example.org/x/tileMatrixSets/WebMercatorQuad', 'OGC API', 'https://h.example.org/x'],
  ['https://h.example.org/stac-server/search', 'STAC', 'https://h.example.org/stac-server'],
  // tiles
  ['https://h.example.org/v3/base/mc/12/2200/1343/png8?apiKey=x', 'XYZ', 'https://h.example.org/v3/base/mc'],
  ['https://h.example.org/newest/day/12/2200/1343/256/png8', 'XYZ', 'https://h.example.org/newest/day'],
  ['https://h.example.org/tiles/v3/Vert/7/66/42.img', 'XYZ', 'https://h.example.org/tiles/v3/Vert'],
  ['https://h.example.org/v3/a/7/66/42.grid.json', 'XYZ', 'https://h.example.org/v3/a'],
  ['https://h.example.org/tiles/7/66/42.mlt', 'MVT', 'https://h.example.org/tiles'],
  ['https://h.example.org/comp/ch/1202102332?it=G,L', 'XYZ', 'https://h.example.org/comp/ch'],
  ['https://h.example.org/gwc/service/tms/1.0.0', 'TMS', 'https://h.example.org/gwc/service/tms/1.0.0'],
  ['https://h.example.org/tms/1.0.0/a/metadata.json', 'TMS', 'https://h.example.org/tms/1.0.0/a'],
  ['https://h.example.org/2021/tilemapresource.xml', 'TMS', 'https://h.example.org/2021'],
  // styles and TileJSON
  ['https://h.example.org/styles/PLAN.IGN/gris.json', 'Style', 'https://h.example.org/styles/PLAN.IGN'],
  [
    'https://h.example.org/v2/styles/Standard/descriptor',
    'Style',
    'https://h.example.org/v2/styles/Standard',
  ],
  ['https://h.example.org/maps/a/style-descriptor', 'Style', 'https://h.example.org/maps/a'],
  [
    'https://h.example.org/v1/vts/resources/styles?srs=3857',
    'Style',
    'https://h.example.org/v1/vts/resources',
  ],
  ['https://h.example.org/data/openmaptiles.json', 'TileJSON', 'https://h.example.org/data'],
  ['https://h.example.org/tilejson/landtopo.json', 'TileJSON', 'https://h.example.org/tilejson'],
  ['https://h.example.org/v4/mapbox.satellite.json', 'TileJSON', 'https://h.example.org/v4'],
  // hosts that say what they serve
  ['https://stac.example.org/', 'STAC', 'https://stac.example.org/'],
  ['https://stac.example.org/search', 'STAC', 'https://stac.example.org/'],
  ['https://stac.example.org/v1', 'STAC', 'https://stac.example.org/v1'],
  ['https://stac.example.org/v1/collections', 'OGC API', 'https://stac.example.org/v1'],
  ['https://stac.example.org/collections', 'STAC', 'https://stac.example.org/'],
  ['https://ogcapi.example.org/?f=json', 'OGC API', 'https://ogcapi.example.org/'],
];

const NONE = [
  'https://h.example.org/v4/players.json',
  'https://h.example.org/wps/portal/about',
  'https://h.example.org/img/40/5000/9000/png',
  'https://h.example.org/comp/ch/4',
  'https://h.example.org/css/resources/stylesheet',
  'https://h.example.org/collections',
  'https://wcs.example.org/',
  'https://stac.example.org/logo.png',
  'https://stac.example.org/about',
  'https://notstac.example.org/',
];

describe('recognise, shapes of real services', () => {
  test.each(RECOGNISED)('%s is %s', (url, kind, base) => {
    expect(recognise(url)).toEqual({ kind, base });
  });

  test.each(NONE)('%s is no service', (url) => {
    expect(recognise(url)).toBeNull();
  });
});
