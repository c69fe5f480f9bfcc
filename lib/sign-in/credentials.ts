import { hostOf } from '../addresses.ts';
import { AppError, toFailure } from '../errors.ts';
import { sameDestinations } from '../sources/destinations.ts';
import type { Account, Credential, Destination } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import type { SettingsStore } from '../vault/settings.ts';
import type { Vault } from '../vault/vault.ts';
import { withoutTakenBack } from './seal.ts';
import type { Held, Session } from './session.ts';

/** What a saved sign-in is called where something has to be said about it: `anna, geo.example.com`. */
export function signInName(account: Account | undefined): string {
  if (account === undefined) return '';
  return [account.who, account.origins[0] ? hostOf(account.origins[0]) : '']
    .filter((part) => part !== '')
    .join(', ');
}

interface Parts {
  session: Session;
  vault: Vault;
  store: SavedStore;
  settings: SettingsStore;
}

/**
 * The one place that changes credentials: in memory, and in the vault for those that are remembered. Whoever calls it is in
 * its turn (`inTurn`): what is locked or signed out meanwhile must not come back.
 */
export function createCredentials({ session, vault, store, settings }: Parts) {
  const get = (accountId: string): Held | undefined => session.get('credential', accountId);

  /**
   * Those that are remembered go into the vault in one write.
   * @param newcomer an account that is not saved yet.
   * @throws AppError where the vault is locked or full.
   */
  async function remember(list: readonly Held[], newcomer?: Account): Promise<void> {
    const { accounts } = await store.read();
    const byId = new Map([...accounts, ...(newcomer ? [newcomer] : [])].map((each) => [each.id, each]));
    const entries = list
      .filter(({ remembered }) => remembered)
      .map((held) => ({ credential: sealedPart(held), name: signInName(byId.get(held.accountId)) }));
    if (entries.length > 0) await vault.saveAll(entries);
  }

  return {
    get,
    all: () => session.all('credential'),
    /** Whether an account is kept on this device, be it open or locked. */
    isRemembered: (accountId: string) => get(accountId)?.remembered ?? vault.has(accountId),
    remember,
    /** @throws AppError `vaultLocked`, `sharedComputer`: before anything is sent, so that nobody types for nothing. */
    mustBeAbleToRemember: () => {
      if (settings.now().sharedComputer) throw new AppError('sharedComputer');
      if (vault.state() !== 'unlocked') throw new AppError('vaultLocked');
    },
    /**
     * Holds a credential from now on. What was remembered of it and no longer shall be is forgotten on disk.
     * @throws AppError where it shall be remembered and cannot be; then nothing changed.
     */
    hold: async (held: Held, newcomer?: Account): Promise<void> => {
      await remember([held], newcomer);
      if (!held.remembered && vault.has(held.accountId) && vault.state() === 'unlocked') {
        await vault.forget([held.accountId]);
      }
      await session.set('credential', held.accountId, held);
    },
    /** Many of accounts that are saved, in one write each; nothing on disk is forgotten. @throws AppError as above. */
    holdAll: async (list: readonly Held[]): Promise<void> => {
      await remember(list);
      await session.setAll('credential', new Map(list.map((held) => [held.accountId, held])));
    },
    /** The same where the disk is full: what is on it already stays remembered, as it was. */
    holdUnsaved: (held: Held): Promise<void> =>
      session.set('credential', held.accountId, { ...held, remembered: vault.has(held.accountId) }),
    /** Takes one that is remembered back into memory, where it is not there. */
    fetch: async (accountId: string): Promise<void> => {
      if (get(accountId) || !vault.has(accountId) || vault.state() !== 'unlocked') return;
      const credential = await vault.read(accountId);
      if (!credential) return;
      const held = { ...withoutTakenBack(credential, await store.read()), remembered: true };
      await session.set('credential', accountId, held);
    },
    /** What is held says again what is kept on this device, where that can be read and is newer. */
    reread: async (
      accountId: string,
      isNewer: (kept: Held['secrets'], held: Held['secrets']) => boolean,
    ): Promise<void> => {
      const held = get(accountId);
      if (!held?.remembered || vault.state() !== 'unlocked') return;
      const kept = await vault.read(accountId);
      if (kept && isNewer(kept.secrets, held.secrets)) {
        await session.set('credential', accountId, { ...held, secrets: kept.secrets });
      }
    },
    /** Out of memory; what is remembered stays on disk. */
    drop: (accountIds: readonly string[]) => session.remove('credential', ...accountIds),
    /** Off this device. */
    forgetSaved: async (accountIds: readonly string[]): Promise<void> => {
      const kept = accountIds.filter((id) => vault.has(id));
      if (kept.length > 0) await vault.forget(kept);
    },
    /**
     * Changes what is sealed in every credential that is held, each place by itself; null takes it out, so that what was taken
     * back cannot come back by itself.
     */
    change: async (
      edit: (destination: Destination, accountId: string) => Destination | null,
    ): Promise<void> => {
      const changed = [...session.all('credential')].flatMap(([id, held]) => {
        const destinations = held.destinations.flatMap((destination) => edit(destination, id) ?? []);
        return sameDestinations(destinations, held.destinations) ? [] : [{ ...held, destinations }];
      });
      await session.setAll('credential', new Map(changed.map((held) => [held.accountId, held])));
      // Taking back must not fail because the disk is full: what is on disk says too much then, and the next unlock, which
      // compares it with what is allowed, takes it out.
      await remember(changed).catch((error: unknown) => {
        const failure = toFailure(error);
        return session.set('notice', failure.code, failure);
      });
    },
  };
}

export type Credentials = ReturnType<typeof createCredentials>;

function sealedPart({ remembered, ...credential }: Held): Credential {
  return credential;
}
