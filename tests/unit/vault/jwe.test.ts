import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64url, isBase64url, open, openJson, seal, sealJson, tagOf } from '../../../lib/vault/jwe.ts';
import { importDataKey, newDataKey } from '../../../lib/vault/wrap.ts';

const TEXT = new TextEncoder().encode('what is sealed');

test('what was sealed opens with the same key, kind and header, and with no other', async () => {
  const bytes = newDataKey();
  const key = await importDataKey(bytes);
  const jwe = await seal(TEXT, key, 'layerkey-entry', { acc: 'accoun1' });
  expect(await open(jwe, key, 'layerkey-entry', { acc: 'accoun1' })).toEqual(TEXT);
  expect(await open(jwe, bytes, 'layerkey-entry', { acc: 'accoun1' })).toEqual(TEXT);

  expect(await open(jwe, newDataKey(), 'layerkey-entry', { acc: 'accoun1' })).toBeNull();
  expect(await open(jwe, key, 'layerkey-index', { acc: 'accoun1' })).toBeNull();
  expect(await open(jwe, key, 'layerkey-entry', { acc: 'accoun2' })).toBeNull();
  expect(await open(jwe, key, 'layerkey-entry', {})).toBeNull();
  expect(await open(jwe, key, 'layerkey-entry', { acc: 'accoun1', more: 1 })).toBeNull();
  expect(await open(jwe, key, 'layerkey-entry', { more: 'accoun1' })).toBeNull();
});

test('the same text is sealed differently each time, and its tag says which time', async () => {
  const key = await importDataKey(newDataKey());
  const sealed = await Promise.all(
    Array.from({ length: 50 }, () => sealJson({ a: 1 }, key, 'layerkey-index', {})),
  );
  expect(new Set(sealed.map((jwe) => jwe.split('.')[2])).size).toBe(50);
  expect(new Set(sealed.map(tagOf)).size).toBe(50);
  expect(tagOf(sealed[0] ?? '')).toMatch(/^[\w-]{22}$/);
});

test('sealed bytes that are no JSON open to nothing', async () => {
  const key = await importDataKey(newDataKey());
  for (const bytes of [TEXT, new Uint8Array(), new Uint8Array([0x22, 0xff, 0x22])]) {
    const jwe = await seal(bytes, key, 'layerkey-index', {});
    expect(await openJson(jwe, key, 'layerkey-index', {})).toBeUndefined();
  }
});

test('text that is no JWE opens to nothing', async () => {
  const key = await importDataKey(newDataKey());
  const segment = fc.string({ unit: fc.constantFrom(...'AQgwZz09_-='), maxLength: 24 });
  const text = fc.oneof(
    fc.string(),
    fc.jsonValue(),
    fc.array(segment, { maxLength: 7 }).map((all) => all.join('.')),
  );
  await fc.assert(
    fc.asyncProperty(text, async (jwe) => {
      expect(await open(jwe, key, 'layerkey-index', {})).toBeNull();
    }),
  );
});

test('of all texts that mean the same bytes, one is base64url', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64url');
      expect([isBase64url(text), fromBase64url(text)]).toEqual([true, new Uint8Array(bytes)]);
      for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
        const other = `${text.slice(0, -1)}${last}`;
        const isSame = Buffer.from(other, 'base64url').equals(Buffer.from(bytes));
        if (text !== '' && other !== text && isSame) expect(isBase64url(other)).toBe(false);
      }
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(isBase64url(text)).toBe(Buffer.from(text, 'base64url').toString('base64url') === text);
    }),
  );
});
