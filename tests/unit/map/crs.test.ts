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
