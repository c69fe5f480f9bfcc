import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { COST, type Cost, keyFromPasskey, keyFromPassphrase } from './derive.ts';
import { type Extra, fromBase64url, isBase64url, open, readHeader, seal, toBase64url } from './jwe.ts';
import { normalise } from './passphrase.ts';

/** Length of the data key and of a passkey's PRF output, in bytes. */
const KEY_BYTES = 32;
const SALT_BYTES = 16;

const Salt = v.pipe(v.string(), v.minLength(22), v.maxLength(86), v.check(isBase64url));
const within = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const COMMON = {
  alg: v.literal('dir'),
  enc: v.literal('A256GCM'),
  typ: v.literal('layerkey-key'),
  v: v.literal(1),
  salt: Salt,
};

/** The bounds stand before any derivation: a hostile file may neither weaken the key nor make the browser take 4 GiB. */
const PassphraseHeader = v.strictObject({
  ...COMMON,
  kdf: v.literal('argon2id'),
  m: within(65_536, 1_048_576),
  t: within(3, 16),
  p: within(1, 4),
});

const PasskeyHeader = v.strictObject({ ...COMMON, kdf: v.literal('hkdf-sha256') });

/** Wraps the data key under a passphrase, with a new salt. @param cost At least today's {@link COST}. */
export async function wrapWithPassphrase(
  dataKey: Uint8Array,
  passphrase: string,
  cost: Cost = COST,
): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const { m, t, p } = cost;
  const key = await keyFromPassphrase(passphrase, salt, cost);
  try {
    return await seal(dataKey, key, 'layerkey-key', { kdf: 'argon2id', m, t, p, salt: toBase64url(salt) });
  } finally {
    key.fill(0);
  }
}

/**
 * @returns the data key, which whoever asked wipes after use, or null where the passphrase is not the one.
 * @throws AppError `vaultDamaged` where the wrap says something else than {@link wrapWithPassphrase} writes.
 */
export async function unwrapWithPassphrase(jwe: unknown, passphrase: string): Promise<Uint8Array | null> {
  const { kdf, m, t, p, salt } = readPassphraseHeader(jwe);
  // Nobody has an empty passphrase, and Argon2 libraries disagree about it.
  if (normalise(passphrase) === '') return null;
  const key = await keyFromPassphrase(passphrase, bytesOf(salt), { m, t, p });
  try {
    return await openKey(jwe, key, { kdf, m, t, p, salt });
  } finally {
    key.fill(0);
  }
}

/** What the next wrap costs: never less than the one before, nor than today's. @throws AppError `vaultDamaged` */
export function nextCost(jwe: unknown): Cost {
  const { m, t, p } = readPassphraseHeader(jwe);
  return { m: Math.max(m, COST.m), t: Math.max(t, COST.t), p: Math.max(p, COST.p) };
}

/**
 * Wraps the data key under what a passkey's PRF extension gave.
 * @param output 32 bytes in base64url.
 * @throws AppError `passkeyRefused` where the output is anything else.
 */
export async function wrapWithPasskey(dataKey: Uint8Array, output: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const key = await passkeyKey(output, salt);
  return seal(dataKey, key, 'layerkey-key', { kdf: 'hkdf-sha256', salt: toBase64url(salt) });
}

/** @throws AppError `passkeyRefused` where this output does not open it. */
export async function unwrapWithPasskey(jwe: unknown, output: string): Promise<Uint8Array> {
  const header = v.safeParse(PasskeyHeader, readHeader(jwe));
  if (!header.success) throw new AppError('passkeyRefused');
  const { kdf, salt } = header.output;
  const key = await passkeyKey(output, bytesOf(salt));
  const dataKey = await openKey(jwe, key, { kdf, salt });
  if (dataKey === null) throw new AppError('passkeyRefused');
  return dataKey;
}

/** The data key as WebCrypto takes it; it can be used, but not read. */
export async function importDataKey(dataKey: Uint8Array): Promise<CryptoKey> {
  const bytes = new Uint8Array(dataKey);
  try {
    return await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  } finally {
    bytes.fill(0);
  }
}

export const newDataKey = (): Uint8Array => crypto.getRandomValues(new Uint8Array(KEY_BYTES));

/** @returns null where the text is not that of a data key. */
export function dataKeyFrom(text: string): Uint8Array | null {
  const bytes = fromBase64url(text);
  return bytes?.length === KEY_BYTES ? bytes : null;
}

function readPassphraseHeader(jwe: unknown): v.InferOutput<typeof PassphraseHeader> {
  const header = v.safeParse(PassphraseHeader, readHeader(jwe));
  if (!header.success) throw new AppError('vaultDamaged');
  return header.output;
}

async function openKey(jwe: unknown, key: CryptoKey | Uint8Array, extra: Extra): Promise<Uint8Array | null> {
  const dataKey = await open(jwe, key, 'layerkey-key', extra);
  return dataKey?.length === KEY_BYTES ? dataKey : null;
}

async function passkeyKey(output: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const bytes = fromBase64url(output);
  if (bytes?.length !== KEY_BYTES) throw new AppError('passkeyRefused');
  try {
    return await keyFromPasskey(bytes, salt);
  } finally {
    bytes.fill(0);
  }
}

/** Of a salt that {@link Salt} let through. */
function bytesOf(salt: string): Uint8Array<ArrayBuffer> {
  return fromBase64url(salt) ?? new Uint8Array();
}
