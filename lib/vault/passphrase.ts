import { AppError } from '../errors.ts';

/** The shortest passphrase that is taken, in characters as people count them (code points). */
const FEWEST = 8;

/**
 * One passphrase, one text, whatever keyboard and system it was typed on: spaces other than U+0020 become U+0020, then
 * NFC. Case, control characters and everything else stay as they are.
 * Source: RFC 8265, section 4.2.2 (OpaqueString profile).
 */
export function normalise(passphrase: string): string {
  return passphrase.replace(/\p{Zs}/gu, ' ').normalize('NFC');
}

/** @throws AppError `shortPassphrase` below 8 code points after {@link normalise}. */
export function requireLongEnough(passphrase: string): void {
  if ([...normalise(passphrase)].length < FEWEST) throw new AppError('shortPassphrase');
}
