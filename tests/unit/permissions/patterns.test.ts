import { expect, test } from 'vitest';
import { MAP_SITE } from '../../../lib/map-site.ts';
import { neededPatterns, unneededPatterns } from '../../../lib/permissions/needed.ts';
import { patternOf, patternsFor } from '../../../lib/permissions/patterns.ts';
import { grant, SITE, saved, source } from '../../fakes/records.ts';

test.each([
  ['https://geo.example.com', 'https://geo.example.com:443/*', 'https://geo.example.com/*'],
  ['http://geo.example.com', 'http://geo.example.com:80/*', 'http://geo.example.com/*'],
  ['https://geo.example.com:8443', 'https://geo.example.com:8443/*', 'https://geo.example.com/*'],
  ['http://[::1]:8080', 'http://[::1]:8080/*', 'http://[::1]/*'],
])('%s is asked for as %s, without ports as %s', (origin, withPort, without) => {
  expect(patternOf(origin, true)).toBe(withPort);
  expect(patternOf(origin, false)).toBe(without);
});

test("a sign-in asks for the service's places and the site, each once", () => {
  const prefixes = ['https://a.tiles.example/v1', 'https://b.tiles.example/v1', 'https://a.tiles.example/v2'];
  expect(patternsFor(prefixes, SITE, true)).toEqual([
    'https://a.tiles.example:443/*',
    'https://b.tiles.example:443/*',
    'https://maps.example.org:443/*',
  ]);
  expect(patternsFor(['https://maps.example.org/ows'], SITE, true)).toEqual([
    'https://maps.example.org:443/*',
  ]);
});

test('what grants need is kept, also when nobody is signed in; the rest goes back', () => {
  const records = saved({
    sources: [source(), source({ id: 'source2', urls: ['https://unused.example/ows'] })],
    grants: [grant(), grant({ site: 'https://other.example', topSites: ['https://framing.example'] })],
  });
  const needed = neededPatterns(records, true);
  expect(needed).toEqual([
    'https://geo.example.com:443/*',
    'https://maps.example.org:443/*',
    'https://other.example:443/*',
  ]);
  const granted = ['*://*/*', 'https://geo.example.com:443/*', 'https://unused.example:443/*'];
  expect(unneededPatterns(granted, needed)).toEqual(['*://*/*', 'https://unused.example:443/*']);
  expect(neededPatterns(saved({ sources: [] }), true)).toEqual([]);
});

test('our own map asks for the service alone', () => {
  expect(patternsFor(['https://geo.example.com/ows'], MAP_SITE, true)).toEqual([
    'https://geo.example.com:443/*',
  ]);
});
