import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownServices } from '../../../lib/sources/catalogue/rows.ts';
import { searchProviders } from '../../../lib/sources/catalogue/search.ts';

const names = (typed: string) => searchProviders(typed).map(({ name }) => name);

test.each([
  ['mapt', ['MapTiler Cloud', 'MapTiles via RapidAPI']],
  [' MAPTILER ', ['MapTiler Cloud']],
  ['maptiler.com', ['MapTiler Cloud']],
  ['lantm', ['Lantmäteriet (SE)']],
  ['lantmäteriet', ['Lantmäteriet (SE)']],
  ['meteo france', ['Météo-France public API (FR)']],
  ['geoplateforme pub', ['IGN Géoplateforme, public (FR)']],
  ['google 3d', ['Google Photorealistic 3D Tiles']],
])('"%s" finds %j', (typed, found) => {
  expect(names(typed)).toEqual(found);
});

test('a name that begins with it comes before one that only has such a word', () => {
  expect(names('maps')[0]).not.toBe('MapTiler Cloud');
  expect(names('maptiles')).toEqual(['MapTiles via RapidAPI']);
  expect(names('planet')[0]).toBe('Planet basemaps tiles');
});

test.each([
  '',
  'm',
  '  ',
  'aptiler',
  'nobody at all',
  'geo.example.com',
  'https://api.maptiler.com/maps',
  'api.maptiler.com/maps',
  'maptiler {z}',
  '..',
])('"%s" finds nobody', (typed) => {
  expect(names(typed)).toEqual([]);
});

test('each says what to do with it, and nothing of how a browser rule is made', () => {
  expect(searchProviders('maptiler')).toEqual([
    {
      ...{ id: 'maptiler', name: 'MapTiler Cloud', host: 'maptiler.com', address: '' },
      ...{ keyPage: 'https://cloud.maptiler.com/account/keys/', takesKey: true, open: false, cannot: '' },
    },
  ]);
  expect(searchProviders('pdok')).toMatchObject([{ open: true, takesKey: false, host: 'service.pdok.nl' }]);
  expect(searchProviders('strava')).toMatchObject([{ cannot: 'cookies', keyPage: '' }]);
  expect(searchProviders('copernicus data')).toMatchObject([{ takesKey: false, address: '' }]);
});

test('everybody is found by the own name; clients and conventions have no services', () => {
  for (const { id, name } of knownServices()) {
    if (!/[/:?{]/.test(name)) expect(searchProviders(name).map((found) => found.id)).toContain(id);
  }
  expect(names('netherlands3d')).toEqual([]);
});

test('any text is answered with at most eight, each once', () => {
  const words = fc.constantFrom('a', 'api', 'map', 'tiles', 'com', '.', '*', ' ', '(', 'É', '\u0301');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(words).map((all) => all.join('')),
      ),
      (typed) => {
        const found = searchProviders(typed).map(({ id }) => id);
        expect(found.length).toBeLessThanOrEqual(8);
        expect(new Set(found).size).toBe(found.length);
      },
    ),
  );
});
