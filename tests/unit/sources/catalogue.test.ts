import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lookup } from '../../../lib/sources/catalogue/lookup.ts';

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
    ['data.geopf.fr', 'ign-public'],
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

  test('one host may have several: what the path says counts', () => {
    expect(lookup('data.geopf.fr', '/private/wms-r/wms')?.id).toBe('ign-geoplateforme');
    expect(lookup('data.geopf.fr', '/wms-r/wms')).toMatchObject({ id: 'ign-public', open: true });
    expect(lookup('tile.googleapis.com', '/v1/3dtiles/root.json')?.id).toBe('google-3d-tiles');
    expect(lookup('tile.googleapis.com', '/v1/2dtiles/1/2/3')?.id).toBe('google-map-tiles');
  });

  test.each([
    ['/geoserver/ows', 'geoserver-basic'],
    ['/GeoServer', 'geoserver-basic'],
    ['/gis/rest/services', 'arcgis-enterprise'],
    ['/main/mapserv_proxy', 'geomapfish'],
    ['/secman-ogc/wms', 'conterra-secman'],
    ['/iserver/services/map-world', 'supermap-iserver'],
    ['/geoserver-notes/wms', undefined],
    ['/ows', undefined],
  ])('a product is known by its path on any host: %s', (path, id) => {
    expect(lookup('geo.example.org', path)?.id).toBe(id);
  });

  test('a host says more than a path', () => {
    expect(lookup('gis.nextgis.com', '/geoserver/ows')?.id).toBe('nextgisweb');
  });

  test('any text is answered', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.domain()),
        fc.string(),
        (host, path) => lookup(host, path) !== undefined,
      ),
    );
  });
});
