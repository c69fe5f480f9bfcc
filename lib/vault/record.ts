import * as v from 'valibot';

/** Version of the vault's records. A newer one is refused and left untouched. */
export const VERSION = 1;

/** Key of the envelope in `storage.local`. */
export const VAULT = 'vault';

const ENTRY = 'vault:';

/** Key of an account's sealed credential. */
export const entryKey = (accountId: string): string => `${ENTRY}${accountId}`;

const Passkey = v.strictObject({
  /** The WebAuthn credential's id and the input of its PRF, base64url. */
  id: v.string(),
  salt: v.string(),
  /** ms since the epoch. */
  added: v.number(),
  /** The data key, wrapped under the PRF's output. */
  jwe: v.string(),
});

const VaultRecord = v.strictObject({
  version: v.literal(VERSION),
  /** The data key, wrapped under the passphrase. */
  passphrase: v.string(),
  passkeys: v.array(Passkey),
  index: v.string(),
});
export type VaultRecord = v.InferOutput<typeof VaultRecord>;

/** What one look at `storage.local` finds. */
export type Disk =
  | { state: 'none' | 'newer' | 'damaged' | 'unreadable'; record: null; entries: Entries }
  | { state: 'there'; record: VaultRecord; entries: Entries };

/** Sealed credentials by account id, whatever stands there. */
export type Entries = ReadonlyMap<string, unknown>;

/** @param items Everything in `storage.local`; null where it could not be read. */
export function readDisk(items: Record<string, unknown> | null): Disk {
  if (items === null) return { state: 'unreadable', record: null, entries: new Map() };
  const entries = entriesOf(items);
  const found = items[VAULT];
  if (found === undefined) return { state: 'none', record: null, entries };
  if (isNewer(found)) return { state: 'newer', record: null, entries };
  const result = v.safeParse(VaultRecord, found);
  return result.success
    ? { state: 'there', record: result.output, entries }
    : { state: 'damaged', record: null, entries };
}

/** True for what a newer version wrote, whatever else it holds. */
export function isNewer(found: unknown): boolean {
  return (
    typeof found === 'object' &&
    found !== null &&
    'version' in found &&
    typeof found.version === 'number' &&
    found.version > VERSION
  );
}

function entriesOf(items: Record<string, unknown>): Entries {
  return new Map(
    Object.entries(items).flatMap(([key, value]) =>
      key.startsWith(ENTRY) ? [[key.slice(ENTRY.length), value]] : [],
    ),
  );
}
