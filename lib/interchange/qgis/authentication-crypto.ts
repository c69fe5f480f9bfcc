import { AppError } from '../../errors.ts';
import type { Encrypted } from './authentication-read.ts';

/**
 * QGIS's own encryption of these files (`qgsauthcrypto.cpp`), found to be this with QGIS 3.22: AES-256-CBC with the password
 * itself as the key, filled up with zeros or cut to 32 bytes. What is derived (PBKDF2) is for recognising the password alone. Good
 * for exchange with QGIS, and for nothing else.
 */
const ROUNDS = 10_000;

/** The list of configurations within an encrypted file, as XML. @throws AppError `exchangePassword`, `exchangeDamaged` */
export async function decrypt({ hash, civ, salt, text }: Encrypted, password: string): Promise<string> {
  const [iv, salted, cipher, wanted] = [fromHex(civ), fromHex(salt), fromHex(text), fromHex(hash)];
  if (iv.length < 16 || salted.length === 0 || wanted.length !== 16 || cipher.length === 0) {
    throw new AppError('exchangeDamaged');
  }
  const found = await hashOf(password, salted);
  if (!found.every((byte, index) => byte === wanted[index])) throw new AppError('exchangePassword');
  try {
    const algorithm = { name: 'AES-CBC', iv: iv.slice(0, 16) };
    const plain = await crypto.subtle.decrypt(algorithm, await keyOf(password, 'decrypt'), cipher);
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch (cause) {
    throw new AppError('exchangeDamaged', [], { cause });
  }
}

/** The same way back, with a salt and a vector of its own. */
export async function encrypt(xml: string, password: string): Promise<Encrypted> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const civ = crypto.getRandomValues(new Uint8Array(32));
  const algorithm = { name: 'AES-CBC', iv: civ.slice(0, 16) };
  const plain = new TextEncoder().encode(xml);
  const cipher = await crypto.subtle.encrypt(algorithm, await keyOf(password, 'encrypt'), plain);
  const hash = await hashOf(password, salt);
  return { hash: toHex(hash), civ: toHex(civ), salt: toHex(salt), text: toHex(new Uint8Array(cipher)) };
}

function keyOf(password: string, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const key = new Uint8Array(32);
  key.set(new TextEncoder().encode(password).subarray(0, 32));
  return crypto.subtle.importKey('raw', key, 'AES-CBC', false, [use]);
}

/** PBKDF2-HMAC-SHA1 over the SHA-256 of the password, 16 bytes. */
async function hashOf(password: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(password));
  const key = await crypto.subtle.importKey('raw', digest, 'PBKDF2', false, ['deriveBits']);
  const derived = { name: 'PBKDF2', hash: 'SHA-1', salt, iterations: ROUNDS };
  return new Uint8Array(await crypto.subtle.deriveBits(derived, key, 128));
}

/** Nothing where it is no hexadecimal text. */
function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return new Uint8Array();
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  );
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
