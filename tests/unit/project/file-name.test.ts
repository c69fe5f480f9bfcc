import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileName } from '../../../lib/project/file-name.ts';

test.each([
  ['Polder', 'Polder.layerkey.json'],
  ['', 'map.layerkey.json'],
  ['Dikes / sheep: 2026?', 'Dikes sheep 2026.layerkey.json'],
  ['../../etc/passwd', 'etc passwd.layerkey.json'],
  ['.hidden', 'hidden.layerkey.json'],
  ['CON', 'map CON.layerkey.json'],
  ['lpt1.txt', 'map lpt1.txt.layerkey.json'],
  ['Polder.layerkey.json', 'Polder.layerkey.json'],
  ['gnp.\u202eexe', 'gnp. exe.layerkey.json'],
  ['Île de Ré', 'Île de Ré.layerkey.json'],
  ['x'.repeat(500), `${'x'.repeat(80)}.layerkey.json`],
])('%j is saved as %j', (name, file) => {
  expect(fileName(name)).toBe(file);
});

test('whatever the name, every system takes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (name) => {
      const file = fileName(name);
      expect(file).toMatch(/^[^.\s<>:"/\\|?*\p{C}][^<>:"/\\|?*\p{C}]*\.layerkey\.json$/u);
      expect([...file].length).toBeLessThanOrEqual(100);
    }),
  );
});
