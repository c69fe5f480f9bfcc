import { base64url, CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';

/** What is sealed. The word is authenticated, so that one kind never passes for another. */
type Kind = 'layerkey-key' | 'layerkey-entry' | 'layerkey-index' | 'layerkey-records';

/** Members of the protected header beside `alg`, `enc`, `typ` and `v`. */
export type Extra = Readonly<Record<string, string | number>>;

/** Compact JWE (RFC 7516): header, no encrypted key, 12 bytes of IV, ciphertext, 16 bytes of tag. */
const SHAPE = { iv: 16, tag: 22 };

const headerFor = (kind: Kind, extra: Extra) => ({ alg: 'dir', enc: 'A256GCM', typ: kind, v: 1, ...extra });

/** Seals with AES-256-GCM under a new random IV. @param key 32 bytes, or the same as a `CryptoKey`. */
export function seal(
  plain: Uint8Array,
  key: CryptoKey | Uint8Array,
  kind: Kind,
  extra: Extra,
): Promise<string> {
  return new CompactEncrypt(plain).setProtectedHeader(headerFor(kind, extra)).encrypt(key);
}

/** The same for anything that JSON can say. */
export async function sealJson(value: unknown, key: CryptoKey, kind: Kind, extra: Extra): Promise<string> {
  const plain = new TextEncoder().encode(JSON.stringify(value));
  try {
    return await seal(plain, key, kind, extra);
  } finally {
    plain.fill(0);
  }
}

/** @returns the sealed bytes, or null where the text, its header or its key is not exactly what is expected. */
export async function open(
  jwe: unknown,
  key: CryptoKey | Uint8Array,
  kind: Kind,
  extra: Extra,
): Promise<Uint8Array | null> {
  const header = readHeader(jwe);
  if (header === null || !isSame(header, headerFor(kind, extra))) return null;
  try {
    const { plaintext } = await compactDecrypt(jwe as string, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return plaintext;
  } catch {
    return null;
  }
}

/** @returns what was sealed by {@link sealJson}, or undefined where it does not open. */
export async function openJson(jwe: unknown, key: CryptoKey, kind: Kind, extra: Extra): Promise<unknown> {
  const plain = await open(jwe, key, kind, extra);
  if (plain === null) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
  } catch {
    return undefined;
  } finally {
    plain.fill(0);
  }
}

/** The protected header, not verified yet: for what has to be known before the key can be made. */
export function readHeader(jwe: unknown): Record<string, unknown> | null {
  if (typeof jwe !== 'string') return null;
  const [header = '', encryptedKey, iv = '', ciphertext = '', tag = '', ...more] = jwe.split('.');
  if (encryptedKey !== '' || iv.length !== SHAPE.iv || tag.length !== SHAPE.tag || more.length > 0)
    return null;
  if (![header, iv, ciphertext, tag].every(isBase64url)) return null;
  try {
    return decodeProtectedHeader(jwe) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** The authentication tag: it names one sealing, because each has an IV of its own. */
export function tagOf(jwe: string): string {
  return jwe.slice(jwe.lastIndexOf('.') + 1);
}

/**
 * Base64url (RFC 4648, section 5) without padding, in its one canonical form: bits that stand for nothing are zero. So no
 * two texts mean the same bytes.
 */
export function isBase64url(text: string): boolean {
  const last = text.at(-1) ?? '';
  return (
    !/[^\w-]/.test(text) &&
    [true, false, 'AQgw'.includes(last), 'AEIMQUYcgkosw048'.includes(last)][text.length % 4] === true
  );
}

export const toBase64url = (bytes: Uint8Array): string => base64url.encode(bytes);

/** @returns null where the text is not base64url. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  return isBase64url(text) ? new Uint8Array(base64url.decode(text)) : null;
}

function isSame(header: Record<string, unknown>, expected: Record<string, unknown>): boolean {
  const names = Object.keys(header);
  return (
    names.length === Object.keys(expected).length &&
    names.every((name) => Object.hasOwn(expected, name) && header[name] === expected[name])
  );
}
