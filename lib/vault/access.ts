import { AppError } from '../errors.ts';
import type { StorageArea } from '../platform/ports.ts';
import type { HeldKey } from './held-key.ts';
import { type Index, openIndex, sealIndex } from './index-record.ts';
import type { Disk, VaultRecord } from './record.ts';
import type { Shelf } from './shelf.ts';
import type { Unlocking } from './unlocking.ts';

/** The envelope and what opens it. */
interface Open {
  record: VaultRecord;
  key: CryptoKey;
  index: Index;
}

/** What stands on the disk together with the key that opens it: every operation starts from here. */
export interface Access {
  readonly shelf: Shelf;
  readonly held: HeldKey;
  readonly unlocking: Unlocking;
  /** Reads everything again. @throws AppError `storageFailed` */
  load(): Promise<Disk>;
  /** @throws AppError `vaultNewer`, `vaultDamaged` */
  refuse(): void;
  /** Null while locked, and where the key that was left here opens nothing: then it goes. */
  openNow(): Promise<Open | null>;
  /** @throws AppError `vaultLocked` */
  requireOpen(): Promise<Open>;
  /** Holds the key from now on. @throws AppError `storageFailed` */
  hold(dataKey: Uint8Array, record: VaultRecord, index: Index): Promise<void>;
  /** Writes a new index, with the entries that it is new for. @throws AppError `storageFailed` */
  put(open: Open, entries?: ReadonlyMap<string, string | null>, write?: StorageArea['set']): Promise<void>;
  dropKey(): Promise<void>;
}

export function createAccess(shelf: Shelf, held: HeldKey, unlocking: Unlocking): Access {
  /** The index of the envelope with this text, opened once. */
  let opened: { jwe: string; index: Index } | null = null;

  const refuse = () => {
    const state = shelf.state();
    if (state === 'newer') throw new AppError('vaultNewer');
    if (state === 'damaged') throw new AppError('vaultDamaged');
  };

  const dropKey = async () => {
    opened = null;
    await held.drop();
  };

  const openNow = async () => {
    await shelf.settle();
    refuse();
    const record = shelf.record();
    const key = held.current();
    if (record === null || key === null) return null;
    if (opened?.jwe !== record.index) {
      const index = await openIndex(record.index, key);
      opened = index && { jwe: record.index, index };
    }
    if (opened === null) {
      // Another vault's key, or a damaged index: unlocking tells which.
      await dropKey();
      return null;
    }
    return { record, key, index: opened.index };
  };

  return {
    shelf,
    held,
    unlocking,
    load: async () => {
      const { disk, items } = await shelf.load();
      unlocking.load(items);
      return disk;
    },
    refuse,
    openNow,
    requireOpen: async () => {
      const open = await openNow();
      if (open === null) throw new AppError('vaultLocked');
      return open;
    },
    hold: async (dataKey, record, index) => {
      await held.hold(dataKey);
      opened = { jwe: record.index, index };
    },
    put: async ({ record, key, index }, entries, write) => {
      const jwe = await sealIndex(index, key);
      await shelf.put({ ...record, index: jwe }, entries, write);
      opened = { jwe, index };
    },
    dropKey,
  };
}
