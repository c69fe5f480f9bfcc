import * as v from 'valibot';
import { Credential } from '../sources/model.ts';
import { openJson, sealJson } from './jwe.ts';

const AccountId = Credential.entries.accountId;

const IndexText = v.strictObject({
  entries: v.record(AccountId, v.strictObject({ tag: v.string(), name: v.string() })),
});

/** Of every entry: the tag of its last sealing, and what to call it when something is wrong with it. */
export type Index = ReadonlyMap<string, { tag: string; name: string }>;

/** The index names exactly the sealings that are right now: a swapped, dropped or older entry does not agree with it. */
export function sealIndex(index: Index, key: CryptoKey): Promise<string> {
  return sealJson({ entries: Object.fromEntries(index) }, key, 'layerkey-index', {});
}

/** @returns null where it does not open. */
export async function openIndex(jwe: unknown, key: CryptoKey): Promise<Index | null> {
  const result = v.safeParse(IndexText, await openJson(jwe, key, 'layerkey-index', {}));
  return result.success ? new Map(Object.entries(result.output.entries)) : null;
}
