import { describe, expect, test } from 'vitest';
import { probeUrl } from '../../../lib/services/probe-url.ts';

describe('probeUrl', () => {
  test.each([
    [
      'what the page asked',
      ['WMS'],
      'https://h.example/ows',
      'https://h.example/ows?a=1',
      'https://h.example/ows?a=1',
    ],
    [
      'a sample beside it',
      ['WMS'],
      'https://h.example/ows',
      'https://h.example/ows2?a=1',
      'https://h.example/ows?SERVICE=WMS&REQUEST=GetCapabilities',
    ],
    [
      'a sample of another host',
      ['WFS'],
      'https://h.example/ows',
      'https://i.example/ows',
      'https://h.example/ows?SERVICE=WFS&REQUEST=GetCapabilities',
    ],
    [
      'a sample of any of the hosts',
      ['XYZ'],
      'https://{a-c}.h.example/t',
      'https://c.h.example/t/1/0/0.png',
      'https://c.h.example/t/1/0/0.png',
    ],
    ['a root', ['WMTS'], 'https://h.example/', '', 'https://h.example/?SERVICE=WMTS&REQUEST=GetCapabilities'],
    [
      'ArcGIS',
      ['ArcGIS'],
      'https://h.example/rest/services/A/MapServer',
      '',
      'https://h.example/rest/services/A/MapServer?f=json',
    ],
    ['OGC API', ['OGC API'], 'https://h.example/ogc', '', 'https://h.example/ogc?f=json'],
    ['tiles', ['XYZ'], 'https://{a-c}.h.example/', '', 'https://a.h.example/0/0/0.png'],
    ['vector tiles', ['MVT', 'Style'], 'https://h.example/v3', '', 'https://h.example/v3/0/0/0.pbf'],
    ['an archive', ['MVT'], 'https://h.example/v3.pmtiles', '', 'https://h.example/v3.pmtiles'],
    ['TileJSON', ['TileJSON'], 'https://h.example/v3', '', 'https://h.example/v3/tiles.json'],
    ['a style', ['Style'], 'https://h.example/v3', '', 'https://h.example/v3/style.json'],
    ['3D', ['3D'], 'https://h.example/v3', '', 'https://h.example/v3/tileset.json'],
    ['STAC', ['STAC'], 'https://h.example/stac', '', 'https://h.example/stac'],
    ['Isogeo', ['Isogeo'], 'https://v1.api.isogeo.com/', '', 'https://v1.api.isogeo.com/shares'],
    ['Isogeo below a path', ['Isogeo'], 'https://h.example/api', '', 'https://h.example/api/shares'],
  ] as const)('%s', (_, kinds, base, sample, url) => {
    expect(probeUrl(kinds, base, sample)).toBe(url);
  });
});
