import { transform } from 'ol/proj.js';
import { describe, expect, test } from 'vitest';
import { bestCrs, crsName, knowsCrs, projectionOf } from '../../../lib/map/crs.ts';

/**
 * Longitude and latitude (WGS 84), and easting and northing: PROJ 9.1 with the EPSG dataset; most are natural origins, where
 * the definition itself says the numbers.
 */
const POINTS: [crs: string, degrees: [number, number], grid: [number, number]][] = [
  ['EPSG:2056', [7.44, 46.95], [2600104.11, 1199879.63]],
  ['EPSG:21781', [7.44, 46.95], [600104.11, 199879.63]],
  ['EPSG:28992', [5.387, 52.155], [154986.07, 462980.83]],
  ['EPSG:31370', [4.35, 50.85], [148679.45, 171066.81]],
  ['EPSG:3035', [10, 52], [4321000, 3210000]],
  ['EPSG:25832', [9, 50], [500000, 5538630.7]],
  ['EPSG:2154', [3, 46.5], [700000, 6600000]],
  ['EPSG:27572', [2.35, 48.85], [600990.89, 2427961.51]],
  ['EPSG:27700', [-1.5, 52.5], [434039.46, 289239.28]],
  ['EPSG:29903', [-8, 53.5], [200049.02, 249976.45]],
  ['EPSG:2157', [-8, 53.5], [600000, 750000]],
  ['EPSG:31467', [9, 51], [3500074.18, 5651645.62]],
  ['EPSG:31468', [12, 49], [4500106.85, 5429185.1]],
  ['EPSG:3006', [15, 59], [500000, 6540052.02]],
  ['EPSG:3067', [27, 62], [500000, 6874180.15]],
  ['EPSG:25884', [24, 58], [500000, 6428710.16]],
  ['EPSG:3301', [24, 58.5], [500000, 6484423.79]],
  ['EPSG:3346', [24, 55], [500000, 6096010.87]],
  ['EPSG:3059', [24, 57], [500000, 317385.92]],
  ['EPSG:2180', [19, 52], [500000, 459309.21]],
  ['EPSG:5514', [15, 50], [-703011.88, -1058147.27]],
  ['EPSG:31287', [13.3, 47.5], [397545.07, 400058.19]],
  ['EPSG:23700', [19, 47], [646390.96, 183979.5]],
  ['EPSG:3844', [25, 46], [500120.37, 500031.31]],
  ['EPSG:2100', [24, 38], [499850.44, 4205527.11]],
  ['EPSG:3765', [16.5, 45], [500000, 4984445.88]],
  ['EPSG:3794', [15, 46], [500000, 95576.32]],
  ['EPSG:5243', [10.5, 51], [0, 0]],
  ['EPSG:32632', [9, 50], [500000, 5538630.7]],
  ['EPSG:32733', [15, -20], [500000, 7788518.69]],
];

describe('a known point of each grid', () => {
  test.each(POINTS)('%s lies where EPSG says, within a metre', (crs, degrees, [east, north]) => {
    const projection = projectionOf(crs)!;
    const [x = 0, y = 0] = transform(degrees, 'EPSG:4326', projection);
    expect(Math.hypot(x - east, y - north)).toBeLessThan(1);
    const [longitude = 0, latitude = 0] = transform([x, y], projection, 'EPSG:4326');
    expect(longitude).toBeCloseTo(degrees[0], 6);
    expect(latitude).toBeCloseTo(degrees[1], 6);
  });
});

describe('names', () => {
  test.each([
    ['EPSG:2056', 'EPSG:2056'],
    ['epsg:28992', 'EPSG:28992'],
    ['urn:ogc:def:crs:EPSG::31467', 'EPSG:31467'],
    ['urn:ogc:def:crs:EPSG:6.18:3:3857', 'EPSG:3857'],
    ['urn:x-ogc:def:crs:EPSG:6.9:4326', 'EPSG:4326'],
    ['http://www.opengis.net/def/crs/EPSG/0/25832', 'EPSG:25832'],
    ['http://www.opengis.net/gml/srs/epsg.xml#2154', 'EPSG:2154'],
    ['EPSG:102100', 'EPSG:3857'],
    ['EPSG:900913', 'EPSG:3857'],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'CRS:84'],
    ['http://www.opengis.net/def/crs/OGC/1.3/CRS84', 'CRS:84'],
    ['AUTO2:42001', ''],
    ['EPSG:', ''],
    ['2056', ''],
  ])('%s is %s', (written, name) => {
    expect(crsName(written)).toBe(name);
  });

  test('what nobody here knows is not drawn as something else', () => {
    for (const crs of ['EPSG:999999', 'EPSG:32661', 'IAU:30100', 'EPSG:1']) {
      expect(knowsCrs(crs)).toBe(false);
      expect(projectionOf(crs)).toBeNull();
    }
    expect(bestCrs(['EPSG:999999'], 'EPSG:3857')).toBeNull();
  });

  test('the map’s own first, then Web Mercator, then whatever can be turned', () => {
    expect(bestCrs(['EPSG:4326', 'EPSG:3857', 'EPSG:2056'], 'EPSG:2056')).toBe('EPSG:2056');
    expect(bestCrs(['EPSG:4326', 'EPSG:3857'], 'EPSG:2056')).toBe('EPSG:3857');
    expect(bestCrs(['EPSG:999999', 'EPSG:28992'], 'EPSG:2056')).toBe('EPSG:28992');
  });

  test.each([
    ['EPSG:4326', 'neu'],
    ['EPSG:31467', 'neu'],
    ['EPSG:3035', 'neu'],
    ['EPSG:2180', 'neu'],
    ['EPSG:2056', 'enu'],
    ['EPSG:25832', 'enu'],
    ['CRS:84', 'enu'],
  ])('%s has its axes as EPSG says: %s', (crs, axes) => {
    expect(projectionOf(crs)?.getAxisOrientation()).toBe(axes);
  });
});
