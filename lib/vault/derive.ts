import { argon2id } from 'hash-wasm';
import { normalise } from './passphrase.ts';

/** What Argon2id costs: memory in KiB, passes, lanes. The names are those of RFC 9106. */
export interface Cost {
  m: number;
  t: number;
  p: number;
}

/** Today's cost: RFC 9106, section 4, second recommended option (64 MiB, 3 passes), with one lane: there are no threads. */
export const COST: Cost = { m: 65_536, t: 3, p: 1 };

/**
 * Argon2id (RFC 9106, version 1.3) over the normalised passphrase in UTF-8.
 * @returns 32 bytes; whoever asked wipes them after use.
 */
export async function keyFromPassphrase(
  passphrase: string,
  salt: Uint8Array,
  { m, t, p }: Cost,
): Promise<Uint8Array> {
  const password = new TextEncoder().encode(normalise(passphrase));
  try {
    return await argon2id({
      password,
      salt,
      memorySize: m,
      iterations: t,
      parallelism: p,
      hashLength: 32,
      outputType: 'binary',
    });
  } finally {
    password.fill(0);
  }
}

/** HKDF-SHA256 (RFC 5869) over the 32 bytes that a passkey's PRF extension gave. */
export async function keyFromPasskey(
  output: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey('raw', output, 'HKDF', false, ['deriveKey']);
  const info = new TextEncoder().encode('Layerkey vault passkey v1');
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}
