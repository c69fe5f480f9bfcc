import { describe, expect, test } from 'vitest';
import { projectionOf } from '../../../lib/map/crs.ts';
import { getFeatureUrl } from '../../../lib/map/layers/wfs.ts';
import { infoUrl, readInfo } from '../../../lib/map/wms-info.ts';
import type { Drawable } from '../../../lib/project/model.ts';

type Wfs = Extract<Drawable, { kind: 'wfs' }>;
type Wms = Extract<Drawable, { kind: 'wms' }>;

const parameters = (url: string | null) => Object.fromEntries(new URL(url ?? '').searchParams);

describe('GetFeature', () => {
  const asked = (version: string, crs: string, format = 'gml') => {
    const draws: Wfs = {
      ...{ kind: 'wfs', url: 'https://geo.example.com/wfs?map=town', typeName: 'town:trees' },
      ...{ version, format, crs },
    };
    return parameters(getFeatureUrl(draws, [1, 2, 3, 4], projectionOf(crs)!));
  };

  test.each([
    ['1.0.0', 'EPSG:4326', { SRSNAME: 'EPSG:4326', BBOX: '1,2,3,4', TYPENAME: 'town:trees' }],
    [
      '1.1.0',
      'EPSG:4326',
      { SRSNAME: 'urn:ogc:def:crs:EPSG::4326', BBOX: '2,1,4,3,urn:ogc:def:crs:EPSG::4326' },
    ],
    ['2.0.0', 'EPSG:31467', { BBOX: '2,1,4,3,urn:ogc:def:crs:EPSG::31467', TYPENAMES: 'town:trees' }],
    ['2.0.0', 'EPSG:2056', { BBOX: '1,2,3,4,urn:ogc:def:crs:EPSG::2056' }],
    ['2.0.0', 'CRS:84', { BBOX: '1,2,3,4,urn:ogc:def:crs:OGC:1.3:CRS84' }],
  ])('%s in %s has its numbers in the order of the version', (version, crs, wanted) => {
    expect(asked(version, crs)).toMatchObject({ map: 'town', REQUEST: 'GetFeature', ...wanted });
    expect(asked(version, crs)).not.toHaveProperty('OUTPUTFORMAT');
    expect(asked(version, crs, 'geojson')).toMatchObject({ OUTPUTFORMAT: 'geojson' });
  });
});

describe('GetFeatureInfo', () => {
  const draws: Wms = {
    ...{
      kind: 'wms',
      url: 'https://geo.example.com/ows',
      layers: ['a', 'b'],
      styles: [],
      format: 'image/png',
    },
    ...{ version: '1.3.0', crs: ['EPSG:4326'], queryable: true },
  };
  const place = { coordinate: [800_000, 5_900_000] as [number, number], resolution: 100, crs: 'EPSG:3857' };

  test('asks in the layer’s CRS, with its axes', () => {
    const asked = parameters(infoUrl(draws, place, 'text/plain'));
    expect(asked).toMatchObject({ CRS: 'EPSG:4326', QUERY_LAYERS: 'a,b', INFO_FORMAT: 'text/plain' });
    const [south = 0, west = 0, north = 0, east = 0] = (asked.BBOX ?? '').split(',').map(Number);
    expect((south + north) / 2).toBeCloseTo(46.75, 1);
    expect((west + east) / 2).toBeCloseTo(7.19, 1);
    expect(infoUrl({ ...draws, crs: ['EPSG:999999'] }, place, 'text/plain')).toBeNull();
  });

  test('features have attributes and a title, as text', () => {
    const json = {
      type: 'FeatureCollection',
      features: [
        {
          id: 'lakes.1',
          properties: { NAME: '<b>Lake</b> &amp; shore', depth: 12, open: null, more: { a: 1 } },
        },
        { id: 'lakes.2', properties: null },
      ],
    };
    const attributes = [
      ['NAME', 'Lake & shore'],
      ['depth', '12'],
      ['open', ''],
      ['more', '{"a":1}'],
    ];
    expect(readInfo(JSON.stringify(json)).features).toEqual([
      { title: 'Lake & shore', attributes },
      { title: 'lakes.2', attributes: [] },
    ]);
  });

  test('pages are words without markup', () => {
    const page =
      '<html><head><title>x</title></head><table><tr><th>Name</th><td onclick="a()">Chad</td></tr></table></html>';
    expect(readInfo(page)).toEqual({ features: [], text: 'Name Chad' });
  });
});
