import { afterEach, expect, test, vi } from 'vitest';
import { newId } from '../../../lib/sources/ids.ts';

afterEach(() => vi.restoreAllMocks());

test("ids have the shape of QGIS's authcfg and differ", () => {
  const ids = Array.from({ length: 500 }, newId);
  for (const id of ids) expect(id).toMatch(/^[0-9a-z]{7}$/);
  expect(new Set(ids).size).toBe(500);
});

test('no character is likelier than another: bytes that would wrap around are left out', () => {
  const bytes = [255, 254, 253, 252, 251, 0, 35, 36, 71, 1, 2];
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    const view = array as unknown as Uint8Array;
    view.forEach((_, index) => {
      view[index] = bytes[index % bytes.length] ?? 0;
    });
    return array;
  });
  // 251 -> 35 -> z; 0 -> 0; 35 -> z; 36 -> 0; 71 -> z; 1; 2
  expect(newId()).toBe('z0z0z12');
});
