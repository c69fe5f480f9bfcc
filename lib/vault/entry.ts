import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { Credential } from '../sources/model.ts';
import { openJson, sealJson } from './jwe.ts';

/** One credential with its destinations, sealed; the account's id stands in the authenticated header. */
export function sealEntry(credential: Credential, key: CryptoKey): Promise<string> {
  // What would not be read again is not written.
  if (!v.is(Credential, credential)) throw new AppError('badMessage');
  return sealJson(credential, key, 'layerkey-entry', { acc: credential.accountId });
}

/** @returns null where it does not open, or is not this account's. */
export async function openEntry(jwe: unknown, accountId: string, key: CryptoKey): Promise<Credential | null> {
  const result = v.safeParse(Credential, await openJson(jwe, key, 'layerkey-entry', { acc: accountId }));
  return result.success && result.output.accountId === accountId ? result.output : null;
}
