import { methodOf } from '../auth/registry.ts';
import { type ErrorCode, toFailure } from '../errors.ts';
import type { InTurn } from '../queue.ts';
import { sameDestinations } from '../sources/destinations.ts';
import type { Account, Credential } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import type { Opened, Vault } from '../vault/vault.ts';
import { type Credentials, signInName } from './credentials.ts';
import { withoutTakenBack } from './seal.ts';
import type { AccountState, Held, Session } from './session.ts';

interface Parts {
  session: Session;
  store: SavedStore;
  vault: Vault;
  credentials: Credentials;
  inTurn: InTurn;
}

/** Opens the vault and takes what is in it into memory. Nothing is injected yet: each account is proven first. */
export function createUnlocking({ session, store, vault, credentials, inTurn }: Parts) {
  const say = (code: ErrorCode, names: readonly string[]) =>
    names.length > 0 ? session.set('notice', code, { code, values: [names.join('; ')] }) : undefined;

  /**
   * @param options.replace true for what comes from a backup: the user wants it instead of what is held now.
   */
  async function adopt(opened: readonly Credential[], options = { replace: false }): Promise<void> {
    const saved = await store.read();
    const known = new Map(saved.accounts.map((account) => [account.id, account]));
    const held = new Map<string, Held>();
    const states = new Map<string, AccountState>();
    for (const credential of opened) {
      const { accountId } = credential;
      // Who signed in anew while it was locked goes on with that.
      if (!known.has(accountId) || (!options.replace && credentials.get(accountId))) continue;
      held.set(accountId, { ...withoutTakenBack(credential, saved), remembered: true });
      const state = stateOf(credential, known.get(accountId));
      states.set(accountId, { ...state, since: Date.now() });
    }
    await session.setAll('account', states);
    await session.setAll('credential', held);
    const changed = opened.flatMap((credential) => {
      const now = held.get(credential.accountId);
      return now && !sameDestinations(now.destinations, credential.destinations) ? [now] : [];
    });
    const orphans = opened.map(({ accountId }) => accountId).filter((id) => !known.has(id));
    // Tidying must not fail the unlocking: a full disk is said, and the next unlocking tidies.
    await credentials
      .remember(changed)
      .then(() => vault.forget(orphans))
      .catch((error: unknown) => session.set('notice', 'storageFailed', toFailure(error)));
  }

  /** What did not open is said by name; its account has to sign in again. */
  async function tell({ report }: Opened): Promise<void> {
    const saved = await store.read();
    const accounts = new Map(saved.accounts.map((account) => [account.id, account]));
    const unreadable = [...report.damaged, ...report.altered, ...report.missing];
    const lost = unreadable.filter(({ accountId }) => accounts.has(accountId) && !credentials.get(accountId));
    const state = { status: 'signIn', why: 'savedUnreadable', since: Date.now() } as const;
    await session.setAll('account', new Map(lost.map(({ accountId }) => [accountId, state])));
    const names = (list: Opened['report']['missing']) =>
      list.map(({ accountId, name }) => signInName(accounts.get(accountId)) || name);
    await say('savedDamaged', names(report.damaged));
    await say('savedAltered', names(report.altered));
    await say('savedMissing', names(report.missing));
    // By the user, or by somebody who wanted it to look so: said in either case.
    await say('savedRemoved', names(report.removed));
  }

  async function open(how: () => Promise<Opened>): Promise<void> {
    // Where the records cannot be read there is nothing to unlock for.
    await store.read();
    const opened = await how();
    await adopt(opened.credentials);
    await tell(opened);
  }

  return {
    /** @throws AppError `wrongPassphrase`, `passphraseWait`, `vaultDamaged`, `vaultNewer`, `storageFailed`. */
    unlock: (passphrase: string) => inTurn(() => open(() => vault.unlock(passphrase))),
    /** @param output base64url. @throws AppError `passkeyRefused` and as above. */
    unlockWithPasskey: (id: string, output: string) =>
      inTurn(() => open(() => vault.unlockWithPasskey(id, output))),
    /** The same for those who are in their turn already. */
    within: { adopt, unlock: (passphrase: string) => open(() => vault.unlock(passphrase)) },
  };
}

/** What was refused is not tried again by itself; a session that ended says so. */
function stateOf(
  { refused, secrets }: Credential,
  account: Account | undefined,
): Omit<AccountState, 'since'> {
  if (!refused) return { status: 'notChecked', why: null };
  const method = methodOf(account?.method ?? '');
  // One method may have both: sessions, and passwords that do not end.
  // Of a provider's set-up that was imported, a client secret may be all there is.
  const isSession = (method?.ends !== undefined && method.ends(secrets) !== null) || 'sealed' in secrets;
  return isSession
    ? { status: 'signIn', why: 'sessionEnded' }
    : { status: 'notAccepted', why: 'savedRefused' };
}

export type Unlocking = ReturnType<typeof createUnlocking>;
