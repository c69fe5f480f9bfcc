import { AppError } from '../errors.ts';
import type { InTurn } from '../queue.ts';
import { merged } from '../sources/merged.ts';
import type { Saved } from '../sources/model.ts';
import { readSaved, type SavedStore } from '../sources/store.ts';
import type { Backup } from '../vault/backup.ts';
import type { Vault } from '../vault/vault.ts';
import type { Installed } from './installed.ts';
import type { Unlocking } from './unlocking.ts';

interface Parts {
  store: SavedStore;
  vault: Vault;
  unlocking: Unlocking;
  installed: Installed;
  inTurn: InTurn;
}

/** The encrypted backup: everything that is saved, in one file that the passphrase opens on any computer. */
export function createBackups({ store, vault, unlocking, installed, inTurn }: Parts) {
  async function put(
    added: Saved,
    credentials: Backup['credentials'],
    storage: Backup['storage'],
    passphrase: string,
  ): Promise<void> {
    const edit = (saved: Saved) => merged(saved, added);
    if (vault.state() === 'none') {
      await store.change(edit, storage);
      await vault.reload();
      await unlocking.within.unlock(passphrase);
    } else {
      await vault.saveAll(credentials, async (items) => void (await store.change(edit, items)));
      const restored = credentials.map(({ credential }) => credential);
      await unlocking.within.adopt(restored, { replace: true });
    }
    await installed.sync();
  }

  return {
    /** @returns the text of the file. @throws AppError `vaultLocked`. */
    make: async (): Promise<string> => vault.backup(await store.read()),
    /**
     * Adds what a backup holds; what is here under the same id is replaced. Checked whole before anything is written, and
     * written at once.
     * @throws AppError `backupUnreadable`, `backupNewer`, `backupPassphrase`, `vaultLocked`.
     */
    restore: async (text: string, passphrase: string): Promise<void> => {
      if (vault.state() !== 'none' && vault.state() !== 'unlocked') throw new AppError('vaultLocked');
      const { records, credentials, storage } = await vault.readBackup(text, passphrase);
      const added = readRecords(records);
      await inTurn(() => put(added, credentials, storage, passphrase));
    },
  };
}

export type Backups = ReturnType<typeof createBackups>;

function readRecords(records: unknown): Saved {
  try {
    return readSaved(records);
  } catch (cause) {
    throw new AppError('backupUnreadable', [], { cause });
  }
}
