import * as v from 'valibot';
import { AppError } from '../errors.ts';
import type { Credential } from '../sources/model.ts';
import { examine } from './examine.ts';
import { type Index, openIndex, sealIndex } from './index-record.ts';
import { openJson, sealJson } from './jwe.ts';
import { type Entries, entryKey, isNewer, VAULT, type VaultRecord, VERSION } from './record.ts';
import { importDataKey, unwrapWithPassphrase } from './wrap.ts';

const FORMAT = 'layerkey-backup';

/** The file: the same envelope as on the disk, with everything else that is saved sealed beside it. */
const BackupFile = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  /** ISO 8601; stands in the header of `records` as well, so that nobody makes an old backup look new. */
  made: v.string(),
  passphrase: v.string(),
  index: v.string(),
  entries: v.record(v.string(), v.string()),
  records: v.string(),
});

/** What a backup holds, after all of it was verified. */
export interface Backup {
  records: unknown;
  credentials: { credential: Credential; name: string }[];
  /** Items for a `storage.local` where no vault is yet. */
  storage: Record<string, unknown>;
}

/**
 * The text of a backup: every entry that opens. Passkeys stay behind, they belong to this device and this extension.
 * @param made ms since the epoch.
 */
export async function writeBackup(
  vault: { record: VaultRecord; entries: Entries; index: Index; key: CryptoKey },
  records: unknown,
  made: number,
): Promise<string> {
  const { credentials } = await examine(vault.entries, vault.index, vault.key);
  const ids = new Set(credentials.map(({ accountId }) => accountId));
  const index: Index = new Map([...vault.index].filter(([id]) => ids.has(id)));
  const date = new Date(made).toISOString();
  return JSON.stringify({
    format: FORMAT,
    version: VERSION,
    made: date,
    passphrase: vault.record.passphrase,
    index: await sealIndex(index, vault.key),
    entries: Object.fromEntries([...vault.entries].filter(([id]) => ids.has(id))),
    records: await sealJson(records, vault.key, 'layerkey-records', { made: date }),
  });
}

/**
 * Verifies a whole backup and writes nothing.
 * @throws AppError `backupUnreadable`, `backupNewer`, `backupPassphrase`
 */
export async function readBackup(text: string, passphrase: string): Promise<Backup> {
  const file = parse(text);
  const dataKey = await unwrapWithPassphrase(file.passphrase, passphrase).catch((cause: unknown) => {
    throw new AppError('backupUnreadable', [], { cause });
  });
  if (dataKey === null) throw new AppError('backupPassphrase');
  const key = await importDataKey(dataKey);
  dataKey.fill(0);
  const index = await openIndex(file.index, key);
  const records = await openJson(file.records, key, 'layerkey-records', { made: file.made });
  if (index === null || records === undefined) throw new AppError('backupUnreadable');
  const entries = Object.entries(file.entries);
  const { credentials } = await examine(new Map(entries), index, key);
  if (credentials.length !== index.size || entries.length !== index.size) {
    throw new AppError('backupUnreadable');
  }
  const record: VaultRecord = {
    version: VERSION,
    passphrase: file.passphrase,
    passkeys: [],
    index: file.index,
  };
  return {
    records,
    credentials: credentials.map((credential) => ({
      credential,
      name: index.get(credential.accountId)?.name ?? '',
    })),
    storage: {
      [VAULT]: record,
      ...Object.fromEntries(entries.map(([id, jwe]) => [entryKey(id), jwe])),
    },
  };
}

function parse(text: string): v.InferOutput<typeof BackupFile> {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw new AppError('backupUnreadable', [], { cause });
  }
  const isOurs = v.is(v.object({ format: v.literal(FORMAT) }), found);
  if (isOurs && isNewer(found)) throw new AppError('backupNewer');
  const result = v.safeParse(BackupFile, found);
  if (!result.success) throw new AppError('backupUnreadable');
  return result.output;
}
