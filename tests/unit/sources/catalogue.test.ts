import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AGENCIES } from '../../../lib/sources/catalogue/agencies.ts';
import { BASEMAPS } from '../../../lib/sources/catalogue/basemaps.ts';
import { EVIDENCE } from '../../../lib/sources/catalogue/evidence.ts';
import { lookup } from '../../../lib/sources/catalogue/lookup.ts';
import { PLATFORMS } from '../../../lib/sources/catalogue/platforms.ts';

describe('lookup', () => {
  test.each([
    ['api.mapbox.com', 'mapbox'],
    ['a.tiles.mapbox.com', 'mapbox'],
    ['tile.thunderforest.com', 'thunderforest'],
    ['A.TILE.Thunderforest.com.', 'thunderforest'],
    ['t0.tianditu.gov.cn', 'tianditu'],
    ['maps.geo.eu-west-1.amazonaws.com', 'aws-location'],
    ['gcp-europe-west1.api.carto.com', 'carto'],
    ['gibs.earthdata.nasa.gov', 'nasa-gibs'],
    ['n5eil01u.earthdata.nasa.gov', 'nasa-earthdata'],
    ['basemaps.linz.govt.nz', 'linz-basemaps'],
    ['data.geopf.fr', 'ign-geoplateforme'],
    ['api.os.uk:443', 'os-datahub'],
  ])('%s is %s', (host, id) => {
    expect(lookup(host)?.id).toBe(id);
  });

  test.each([
    '',
    'geo.example.com',
    'mapbox.com',
    'evilapi.mapbox.com.example.org',
    'xapi.os.uk',
    'api.os.uk.example',
    '*',
    'apixmapbox.com',
  ])('%s is nobody known', (host) => {
    expect(lookup(host)).toBeNull();
  });

  test('says what each takes, in exact case', () => {
    expect(lookup('maps.hereapi.com')).toMatchObject({
      query: ['apiKey'],
      headers: [{ name: 'Authorization', scheme: 'Bearer' }],
    });
    expect(lookup('api.nearmap.com')).toMatchObject({
      query: ['apikey'],
      headers: [{ name: 'Authorization', scheme: 'Apikey' }],
    });
    expect(lookup('services.datafordeler.dk')).toMatchObject({
      query: [],
      pairs: [['username', 'password']],
    });
    expect(lookup('data.linz.govt.nz')).toMatchObject({ query: [], pathText: ';key=' });
    expect(lookup('api.os.uk')?.headers).toContainEqual({ name: 'key', scheme: '' });
    expect(lookup('service.pdok.nl')).toMatchObject({ query: [], headers: [], pairs: [], pathText: '' });
  });

  test('every known service has its evidence', () => {
    const ids = [...BASEMAPS, ...AGENCIES, ...PLATFORMS].map(({ id }) => id);
    expect(Object.keys(EVIDENCE).sort()).toEqual(ids.sort());
    for (const addresses of Object.values(EVIDENCE)) {
      expect(addresses).not.toEqual([]);
      expect(addresses.every((address) => address.startsWith('https://'))).toBe(true);
    }
  });

  test('any text is answered', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.domain()), (host) => lookup(host) !== undefined));
  });
});
