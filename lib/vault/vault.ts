import { AppError } from '../errors.ts';
import type { VaultState } from '../messages/view.ts';
import type { StorageArea } from '../platform/ports.ts';
import { createQueue } from '../queue.ts';
import type { Credential } from '../sources/model.ts';
import { createAccess } from './access.ts';
import { type Backup, readBackup, writeBackup } from './backup.ts';
import { forget, type Named, read, saveAll } from './entries.ts';
import type { Opened } from './examine.ts';
import { createHeldKey, type KeyPlace } from './held-key.ts';
import { addPasskey, changePassphrase, createEmpty, removePasskey } from './keys.ts';
import { createShelf } from './shelf.ts';
import { unlock } from './unlock.ts';
import { createUnlocking } from './unlocking.ts';
import { unwrapWithPasskey, unwrapWithPassphrase } from './wrap.ts';

export type { Opened } from './examine.ts';
export type { KeyPlace } from './held-key.ts';

/**
 * The saved sign-ins, encrypted. Operations run one after the other. Beside what they name, all of them throw AppError
 * `vaultNewer`, `vaultDamaged` (the envelope cannot be read) and `storageFailed`; after any error nothing has changed.
 */
export interface Vault {
  state(): VaultState;
  /** Accounts with a saved entry; known while locked too. */
  ids(): ReadonlySet<string>;
  has(accountId: string): boolean;
  /** Base64url and ms since the epoch; none of it is secret. */
  passkeys(): { id: string; salt: string; added: number }[];
  /** When the next passphrase may be tried, in ms since the epoch; 0 for at once. */
  waitUntil(): number;
  /** @throws AppError `shortPassphrase`, `badMessage` where a vault exists. */
  create(passphrase: string): Promise<void>;
  /** @throws AppError `wrongPassphrase`, `passphraseWait` with the seconds until the next try. */
  unlock(passphrase: string): Promise<Opened>;
  /** @throws AppError `passkeyRefused` */
  unlockWithPasskey(id: string, output: string): Promise<Opened>;
  /** Refused by nothing: the key goes in every state. */
  lock(): Promise<void>;
  /** @param name What to call it when something is wrong with it. @throws AppError `vaultLocked` */
  save(credential: Credential, name: string): Promise<void>;
  /** One that is saved, again; null where it is not there or does not open. @throws AppError `vaultLocked` */
  read(accountId: string): Promise<Credential | null>;
  /** The same for many, in one write. @param write writes it together with what else belongs to the change. */
  saveAll(list: readonly Named[], write?: StorageArea['set']): Promise<void>;
  /** While locked, marks stay in their places; the next unlocking reports them as removed. */
  forget(accountIds: readonly string[]): Promise<void>;
  /** Wraps the data key anew, entries stay as they are. @throws AppError as `unlock`; `shortPassphrase`, `vaultLocked` */
  changePassphrase(current: string, next: string): Promise<void>;
  /** @param output 32 bytes of the passkey's PRF for `salt`; all base64url. @throws AppError `vaultLocked`, `passkeyRefused` */
  addPasskey(id: string, salt: string, output: string, now: number): Promise<void>;
  /** @throws AppError `vaultLocked` */
  removePasskey(id: string): Promise<void>;
  destroy(): Promise<void>;
  /** The text of a backup file. @param records What else is saved, as JSON. @throws AppError `vaultLocked` */
  backup(records: unknown): Promise<string>;
  /** @throws AppError `backupUnreadable`, `backupNewer`, `backupPassphrase` */
  readBackup(text: string, passphrase: string): Promise<Backup>;
  /** After somebody else wrote into the area: reads it, and is locked. */
  reload(): Promise<void>;
}

/** @param now ms since the epoch. Never throws: what cannot be read is a state. */
export async function openVault(
  area: StorageArea,
  keyPlace: KeyPlace,
  now: () => number = Date.now,
): Promise<Vault> {
  const shelf = createShelf(area);
  const held = createHeldKey(keyPlace);
  const unlocking = createUnlocking(area, now);
  const access = createAccess(shelf, held, unlocking);
  const inTurn = createQueue();

  const state = (): VaultState => {
    const onDisk = shelf.state();
    if (onDisk === 'unreadable') return 'damaged';
    if (onDisk !== 'there') return onDisk;
    return held.current() ? 'unlocked' : 'locked';
  };
  const ids = () => (shelf.state() === 'none' ? new Set<string>() : shelf.ids());

  await access.load().catch(() => undefined);
  // A key without a vault is of no use; where the disk could not be read, it may be yet.
  if (['there', 'unreadable'].includes(shelf.state())) await held.resume();
  else if (keyPlace.read() !== undefined) await access.dropKey().catch(() => undefined);

  return {
    state,
    ids,
    has: (accountId) => ids().has(accountId),
    passkeys: () => (shelf.record()?.passkeys ?? []).map(({ id, salt, added }) => ({ id, salt, added })),
    waitUntil: unlocking.waitUntil,
    create: (passphrase) => inTurn(() => createEmpty(access, passphrase)),
    unlock: (passphrase) =>
      inTurn(() =>
        unlock(access, (record) =>
          unlocking.tryOnce(() => unwrapWithPassphrase(record.passphrase, passphrase)),
        ),
      ),
    unlockWithPasskey: (id, output) =>
      inTurn(async () => {
        const opened = await unlock(access, ({ passkeys }) =>
          unwrapWithPasskey(passkeys.find((passkey) => passkey.id === id)?.jwe, output),
        );
        await unlocking.succeeded();
        return opened;
      }),
    lock: () => inTurn(access.dropKey),
    save: (credential, name) => inTurn(() => saveAll(access, [{ credential, name }])),
    saveAll: (list, write) => inTurn(() => saveAll(access, list, write)),
    read: (accountId) => inTurn(() => read(access, accountId)),
    forget: (accountIds) => inTurn(() => forget(access, accountIds)),
    changePassphrase: (current, next) => inTurn(() => changePassphrase(access, current, next)),
    addPasskey: (id, salt, output, added) => inTurn(() => addPasskey(access, { id, salt, output, added })),
    removePasskey: (id) => inTurn(() => removePasskey(access, id)),
    destroy: () =>
      inTurn(async () => {
        await access.load();
        if (shelf.state() === 'newer') throw new AppError('vaultNewer');
        await shelf.removeAll();
        await unlocking.succeeded();
        await access.dropKey();
      }),
    backup: (records) =>
      inTurn(async () => {
        await access.requireOpen();
        const { entries } = await access.load();
        return writeBackup({ ...(await access.requireOpen()), entries }, records, now());
      }),
    readBackup: (text, passphrase) =>
      inTurn(async () => {
        if (shelf.state() === 'newer') throw new AppError('vaultNewer');
        return readBackup(text, passphrase);
      }),
    reload: () =>
      inTurn(async () => {
        await access.dropKey();
        await access.load();
      }),
  };
}
