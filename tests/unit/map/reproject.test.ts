import { expect, test } from 'vitest';
import { systemsOf, viewIn } from '../../../lib/map/reproject.ts';
import { layer } from '../../fakes/project.ts';

const BERN = {
  crs: 'EPSG:2056',
  center: [2_600_000, 1_200_000] as [number, number],
  resolution: 10,
  rotation: 1,
};

test('the map stays where it is, and as large, in another CRS', () => {
  const mercator = viewIn(BERN, 'EPSG:3857');
  expect(mercator?.center[0]).toBeCloseTo(828_064.8, -1);
  expect(mercator?.center[1]).toBeCloseTo(5_934_093.2, -1);
  // A Mercator metre there is 0.684 of one.
  expect(mercator?.resolution).toBeCloseTo(14.6, 1);
  const back = mercator && viewIn(mercator, 'EPSG:2056');
  expect(back?.center[0]).toBeCloseTo(2_600_000, 0);
  expect(back?.resolution).toBeCloseTo(10, 5);
  expect(back?.rotation).toBe(1);
  expect(viewIn(BERN, 'EPSG:4326')?.resolution).toBeCloseTo(10 / 111_319.49, 8);
});

test('a CRS that nobody here knows is not taken', () => {
  expect(viewIn(BERN, 'EPSG:999999')).toBeNull();
});

test('the CRSs of the layers can be chosen, as far as they are known', () => {
  const draws = { ...layer('a').draws, crs: ['EPSG:2056', 'EPSG:999999', 'urn:ogc:def:crs:EPSG::28992'] };
  expect(systemsOf([layer('a', { draws: draws as never })])).toEqual([
    ...['EPSG:3857', 'EPSG:4326', 'EPSG:2056', 'EPSG:28992'],
  ]);
});
