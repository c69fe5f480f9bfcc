import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layerNames } from '../../../lib/services/layers.ts';

test.each([
  [
    'WMS',
    '<WMS_Capabilities><Service><Name>WMS</Name></Service><Capability><Layer><Title>Root</Title><Layer queryable="1"><Name>a:b</Name><Style><Name>s</Name></Style></Layer><Layer><Name>c &amp; d</Name></Layer><Layer><Name>a:b</Name></Layer></Layer></Capability></WMS_Capabilities>',
    ['a:b', 'c & d'],
  ],
  [
    'WFS',
    '<wfs:FeatureTypeList><wfs:FeatureType><wfs:Name>x:roads</wfs:Name></wfs:FeatureType></wfs:FeatureTypeList>',
    ['x:roads'],
  ],
  [
    'WMTS',
    '<Contents><Layer><ows:Title>T</ows:Title><ows:Identifier>l1</ows:Identifier><Style><ows:Identifier>s</ows:Identifier></Style></Layer><TileMatrixSet><ows:Identifier>g</ows:Identifier></TileMatrixSet></Contents>',
    ['l1'],
  ],
  [
    'WCS',
    '<wcs:Contents><wcs:CoverageSummary><wcs:CoverageId>dem</wcs:CoverageId></wcs:CoverageSummary></wcs:Contents>',
    ['dem'],
  ],
  ['broken', '<Layer><Name>a</Name></Style></Layer><Layer><Name>b', ['a', 'b']],
  ['none', 'Layer Name', []],
])('%s', (_, text, names) => {
  expect(layerNames(text)).toEqual(names);
});

test('any text is answered, a deep or endless one within a moment', () => {
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(layerNames(text))));
  for (const part of ['<a>', '<a></b>', '<Layer><Name>', '<a b="', '&', '<']) {
    layerNames(part.repeat(1_000_000 / part.length));
  }
});
