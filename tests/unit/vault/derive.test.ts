import { argon2Sync, createDecipheriv, hkdfSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { COST, keyFromPasskey, keyFromPassphrase } from '../../../lib/vault/derive.ts';

const hex = (bytes: Uint8Array | ArrayBuffer) => Buffer.from(bytes as Uint8Array).toString('hex');
const SALT = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');

/** The independent implementation: OpenSSL's, by Node. */
function argon2(message: Buffer, { m, t, p } = COST): string {
  return hex(
    argon2Sync('argon2id', { message, nonce: SALT, parallelism: p, tagLength: 32, memory: m, passes: t }),
  );
}

test('the independent implementation says what RFC 9106, section 5.3 says', () => {
  // With a secret and associated data, which hash-wasm does not take: so it vouches for OpenSSL, and OpenSSL for us.
  const tag = argon2Sync('argon2id', {
    message: Buffer.alloc(32, 1),
    nonce: Buffer.alloc(16, 2),
    secret: Buffer.alloc(8, 3),
    associatedData: Buffer.alloc(12, 4),
    parallelism: 4,
    tagLength: 32,
    memory: 32,
    passes: 3,
  });
  expect(hex(tag)).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
});

test.each([
  ['password', '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
  ['differentpassword', '0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde'],
])("the reference implementation's vector for 64 MiB and 2 passes: %s", async (password, tag) => {
  // P-H-C/phc-winner-argon2, src/test.c, Argon2id, version 0x13.
  const key = await keyFromPassphrase(password, Buffer.from('somesalt'), { m: 65_536, t: 2, p: 1 });
  expect(hex(key)).toBe(tag);
});

test('what is derived today costs 64 MiB and 3 passes', () => {
  expect(COST).toEqual({ m: 65_536, t: 3, p: 1 });
});

test.each([
  ['ASCII', 'correct horse battery staple', 'correct horse battery staple'],
  ['accents, composed', 'Zo\u00eb \u00e0 la for\u00eat', 'Zo\u00eb \u00e0 la for\u00eat'],
  ['accents, decomposed', 'Zoe\u0308 a\u0300 la fore\u0302t', 'Zo\u00eb \u00e0 la for\u00eat'],
  ['emoji', '🗺️🧭 map 👩‍👩‍👧', '🗺️🧭 map 👩‍👩‍👧'],
  ['1,000 characters', 'abcdefghij'.repeat(100), 'abcdefghij'.repeat(100)],
  ['spaces of other widths', 'one\u00a0two\u2003three\u3000four\u202ffive', 'one two three four five'],
  ['case and spaces around stay', '  PassPhrase ', '  PassPhrase '],
  ['compatibility forms stay', '\ufb01sh \uff21\uff22\uff23 \u00bd', '\ufb01sh \uff21\uff22\uff23 \u00bd'],
])('%s: the same key as the independent implementation', async (_, passphrase, normalised) => {
  expect(hex(await keyFromPassphrase(passphrase, SALT, COST))).toBe(argon2(Buffer.from(normalised)));
});

test('more memory, passes and lanes are taken as they are said', async () => {
  const cost = { m: 73_728, t: 4, p: 3 };
  expect(hex(await keyFromPassphrase('correct horse', SALT, cost))).toBe(
    argon2(Buffer.from('correct horse'), cost),
  );
});

test("a passkey's key is HKDF-SHA256 with our own info", async () => {
  // RFC 5869, A.1, vouches for the other side.
  const known = hkdfSync(
    'sha256',
    Buffer.alloc(22, 0x0b),
    Buffer.from('000102030405060708090a0b0c', 'hex'),
    Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex'),
    42,
  );
  expect(hex(known)).toBe(
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  );
  const output = Buffer.alloc(32, 0x0b);
  const key = await keyFromPasskey(new Uint8Array(output), new Uint8Array(SALT));
  expect(key.extractable).toBe(false);

  const iv = Buffer.alloc(12, 9);
  const sealed = Buffer.from(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, Buffer.from('what the key is for')),
  );
  const same = Buffer.from(hkdfSync('sha256', output, SALT, 'Layerkey vault passkey v1', 32));
  const decipher = createDecipheriv('aes-256-gcm', same, iv).setAuthTag(sealed.subarray(-16));
  expect(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString()).toBe(
    'what the key is for',
  );
});
