import * as v from 'valibot';
import { AppError } from '../errors.ts';
import type { StorageArea } from '../platform/ports.ts';
import { createQueue } from '../queue.ts';
import { prefixesOf } from './destinations.ts';
import { Account, Grant, KeyVaultEntry, type Saved, Source } from './model.ts';

/** Version of the records in `storage.local`. A newer one is refused and left untouched. */
const VERSION = 1;

/** The saved sources, accounts, grants and the KeyVault: one record a key, so that one change writes one record. */
export interface SavedStore {
  read(): Promise<Saved>;
  /** How many records did not validate: kept under `aside:` and left out. */
  setAside(): Promise<number>;
  /**
   * Changes what is saved: one write for all new and changed records. Changes run one after the other.
   * @param beside what else of `storage.local` belongs to the same change.
   */
  change(edit: (saved: Saved) => Saved, beside?: Record<string, unknown>): Promise<Saved>;
}

const FAMILIES = {
  source: {
    schema: v.pipe(Source, v.check(hasSafeUrls)),
    list: 'sources',
    idOf: (record: Source) => record.id,
  },
  account: { schema: Account, list: 'accounts', idOf: (record: Account) => record.id },
  grant: { schema: Grant, list: 'grants', idOf: (record: Grant) => `${record.sourceId} ${record.site}` },
  keyVault: { schema: KeyVaultEntry, list: 'keyVault', idOf: (record: KeyVaultEntry) => record.sourceId },
} as const;

type Family = keyof typeof FAMILIES;

/** @throws AppError (from each member) `newerData` where a newer version wrote the records, `storageFailed` where the browser fails. */
export function createSavedStore(area: StorageArea): SavedStore {
  let loading: Promise<{ saved: Saved; aside: number }> | null = null;
  const inTurn = createQueue();

  const load = () => {
    loading ??= readAll(area).catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };

  async function changeNow(edit: (saved: Saved) => Saved, beside: Record<string, unknown>): Promise<Saved> {
    const { saved: before, aside } = await load();
    const after = edit(before);
    const old = toRecords(before);
    const set: Record<string, unknown> = { version: VERSION, ...beside };
    for (const [key, record] of toRecords(after)) {
      if (old.get(key) !== record) set[key] = record;
      old.delete(key);
    }
    try {
      if (Object.keys(set).length > 1) await area.set(set);
      if (old.size > 0) await area.remove([...old.keys()]);
    } catch (cause) {
      loading = null;
      throw new AppError('storageFailed', [], { cause });
    }
    loading = Promise.resolve({ saved: after, aside });
    return after;
  }

  return {
    read: async () => (await load()).saved,
    setAside: async () => (await load()).aside,
    change: (edit, beside = {}) => inTurn(() => changeNow(edit, beside)),
  };
}

/** Records from elsewhere (a backup), checked as those on disk are. @throws a valibot error where any of them is not one. */
export function readSaved(value: unknown): Saved {
  const { source, account, grant, keyVault } = FAMILIES;
  const Whole = v.strictObject({
    sources: v.array(source.schema),
    accounts: v.array(account.schema),
    grants: v.array(grant.schema),
    keyVault: v.array(keyVault.schema),
  });
  return withoutOrphans(v.parse(Whole, value));
}

function toRecords(saved: Saved): Map<string, unknown> {
  const records = new Map<string, unknown>();
  for (const record of saved.sources) records.set(`source:${FAMILIES.source.idOf(record)}`, record);
  for (const record of saved.accounts) records.set(`account:${FAMILIES.account.idOf(record)}`, record);
  for (const record of saved.grants) records.set(`grant:${FAMILIES.grant.idOf(record)}`, record);
  for (const record of saved.keyVault) records.set(`keyVault:${FAMILIES.keyVault.idOf(record)}`, record);
  return records;
}

async function readAll(area: StorageArea): Promise<{ saved: Saved; aside: number }> {
  const items = await area.get(null).catch((cause: unknown) => {
    throw new AppError('storageFailed', [], { cause });
  });
  if (typeof items.version === 'number' && items.version > VERSION) throw new AppError('newerData');
  const saved: Saved = { sources: [], accounts: [], grants: [], keyVault: [] };
  const broken: Record<string, unknown> = {};
  const aside = new Set<string>();
  for (const [key, value] of Object.entries(items)) {
    const family = key.slice(0, key.indexOf(':'));
    if (family === 'aside') aside.add(key);
    if (!isFamily(family)) continue;
    const { schema, list, idOf } = FAMILIES[family];
    const result = v.safeParse(schema as v.GenericSchema, value);
    // A record under another name than its own could never be changed or removed.
    const isOwn =
      result.success && key === `${family}:${(idOf as (record: unknown) => string)(result.output)}`;
    if (isOwn) (saved[list] as unknown[]).push(result.output);
    else broken[`aside:${key}`] = value;
  }
  const brokenKeys = Object.keys(broken);
  if (brokenKeys.length > 0) {
    try {
      await area.set(broken);
      await area.remove(brokenKeys.map((key) => key.slice('aside:'.length)));
    } catch (cause) {
      throw new AppError('storageFailed', [], { cause });
    }
  }
  // One that was moved half way stands at both places and counts once.
  return { saved: withoutOrphans(saved), aside: new Set([...aside, ...brokenKeys]).size };
}

/** Grants and KeyVault entries whose source or account is gone say nothing any more. */
function withoutOrphans(saved: Saved): Saved {
  const sources = new Set(saved.sources.map(({ id }) => id));
  const accounts = new Set(saved.accounts.map(({ id }) => id));
  return {
    ...saved,
    grants: saved.grants.filter(
      ({ sourceId, accountId }) => sources.has(sourceId) && accounts.has(accountId),
    ),
    keyVault: saved.keyVault.filter(({ sourceId }) => sources.has(sourceId)),
  };
}

/** Addresses that cannot be kept to their place were not saved by us, and no rule can be made of them. */
function hasSafeUrls({ urls }: Source): boolean {
  try {
    return prefixesOf(urls).length > 0;
  } catch {
    return false;
  }
}

function isFamily(text: string): text is Family {
  return Object.hasOwn(FAMILIES, text);
}
