import { AppError } from '../errors.ts';
import type { StorageArea } from '../platform/ports.ts';
import { type Disk, entryKey, readDisk, VAULT, type VaultRecord } from './record.ts';
import { UNLOCKING } from './unlocking.ts';

/** The vault's part of `storage.local`: one write for one change, and a memory that is never ahead of it. */
export interface Shelf {
  state(): Disk['state'];
  record(): VaultRecord | null;
  /** Accounts with an entry, whatever it holds. */
  ids(): ReadonlySet<string>;
  /** Reads everything. @throws AppError `storageFailed` */
  load(): Promise<{ disk: Disk; items: Record<string, unknown> }>;
  /** Reads again where the last write or reading failed: nobody knows what stands there. @throws AppError `storageFailed` */
  settle(): Promise<void>;
  /**
   * Writes the envelope and what changed with it at once; an entry that is null goes.
   * @param write writes it together with what else belongs to the change.
   * @throws AppError `storageFailed`: then nothing changed.
   */
  put(
    record: VaultRecord,
    entries?: ReadonlyMap<string, string | null>,
    write?: StorageArea['set'],
  ): Promise<void>;
  /** Takes entries away without a word in the index. @throws AppError `storageFailed` */
  removeEntries(ids: readonly string[]): Promise<void>;
  /** Takes entries away and leaves a mark in the place of each: it was our own hand. @throws AppError `storageFailed` */
  leaveMarks(ids: readonly string[]): Promise<void>;
  /** Takes everything away. @throws AppError `storageFailed` */
  removeAll(): Promise<void>;
}

export function createShelf(area: StorageArea): Shelf {
  let disk: Disk = readDisk(null);
  let ids: ReadonlySet<string> = new Set();
  let isSure = false;

  async function careful<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (cause) {
      isSure = false;
      throw cause instanceof AppError ? cause : new AppError('storageFailed', [], { cause });
    }
  }

  const load = async () => {
    const items = await careful(() => area.get(null));
    const found = readDisk(items);
    // The sealed texts themselves are not kept in memory.
    disk = { ...found, entries: new Map() };
    ids = new Set([...found.entries].flatMap(([id, value]) => (isGone(value) ? [] : [id])));
    isSure = true;
    return { disk: found, items };
  };

  const removeEntries = async (gone: readonly string[]) => {
    await careful(() => area.remove(gone.map(entryKey)));
    ids = ids.difference(new Set(gone));
  };

  return {
    state: () => disk.state,
    record: () => disk.record,
    ids: () => ids,
    load,
    settle: async () => {
      if (!isSure) await load();
    },
    put: async (record, entries = new Map(), write: StorageArea['set'] = (items) => area.set(items)) => {
      const items = [...entries].map(([id, value]) => [entryKey(id), value]);
      await careful(() => write({ [VAULT]: record, ...Object.fromEntries(items) }));
      disk = { state: 'there', record, entries: new Map() };
      const gone = [...entries.keys()].filter((id) => isGone(entries.get(id)));
      ids = ids.union(new Set(entries.keys())).difference(new Set(gone));
      // Gone already, in the same write as the index; what is left of it is swept at the next unlocking.
      if (gone.length > 0) await area.remove(gone.map(entryKey)).catch(() => undefined);
    },
    removeEntries,
    leaveMarks: async (gone) => {
      await careful(() => area.set(Object.fromEntries(gone.map((id) => [entryKey(id), null]))));
      ids = ids.difference(new Set(gone));
    },
    removeAll: async () => {
      const { disk: found } = await load();
      const keys = [VAULT, UNLOCKING, ...[...found.entries.keys()].map(entryKey)];
      await careful(() => area.remove(keys));
      disk = readDisk({});
      ids = new Set();
    },
  };
}

/** Null stands where an entry was that was taken away while locked, or between the write that took it away and its removal. */
function isGone(value: unknown): boolean {
  return value === null || value === undefined;
}
