import type { QuietTools } from '../auth/method.ts';
import { methodOf } from '../auth/registry.ts';
import { patternsFor } from '../permissions/patterns.ts';
import type { Permissions } from '../platform/ports.ts';
import type { InTurn } from '../queue.ts';
import { prefixesOf } from '../sources/destinations.ts';
import type { Account, Saved } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import type { Credentials } from './credentials.ts';
import { withoutGrants, withoutSite, withoutSources } from './edits.ts';
import { createFarewell } from './farewell.ts';
import type { Installed } from './installed.ts';
import { createKept } from './kept.ts';
import type { AccountState, Session } from './session.ts';

interface Parts {
  store: SavedStore;
  session: Session;
  permissions: Permissions;
  credentials: Credentials;
  installed: Installed;
  capabilities: { portsInPatterns: boolean };
  inTurn: InTurn;
  quiet: QuietTools;
}

type Why = AccountState['why'];

/** Everything that ends a sign-in. The order is safe to be interrupted: rules go before secrets. */
export function createTakingBack(parts: Parts) {
  const { store, session, credentials, installed, inTurn } = parts;
  const farewell = createFarewell(parts);
  const kept = createKept(parts);

  /** Records that cannot be read keep nobody from signing out. */
  const readableAccounts = (): Promise<readonly Account[]> =>
    store.read().then(
      ({ accounts }) => accounts,
      () => [],
    );

  function endSessionOf(account: Account | undefined): string | null {
    const secrets = account && credentials.get(account.id)?.secrets;
    return (secrets && methodOf(account.method)?.endSessionUrl?.(secrets)) ?? null;
  }

  /** Rules first, then the secret, from memory: what is remembered stays on this device. */
  async function leave(accountIds: readonly string[], why: Why): Promise<void> {
    const accounts = await readableAccounts();
    const state = { status: 'signIn', why, since: Date.now() } as const;
    const states = accountIds.map((id): [string, AccountState] => {
      const endSession = endSessionOf(accounts.find((account) => account.id === id));
      return [id, endSession === null ? state : { ...state, endSession }];
    });
    await session.setAll('account', new Map(states));
    await installed.withdraw();
    await credentials.drop(accountIds);
  }

  async function farewellTo(accounts: readonly Account[]): Promise<() => void> {
    // What lost its host access is in the vault alone.
    for (const { id } of accounts) await credentials.fetch(id).catch(() => undefined);
    return farewell(accounts);
  }

  /** From memory and from this device. */
  async function signOut(accountIds: readonly string[], why: Why): Promise<void> {
    const accounts = await readableAccounts();
    const tellProviders = await farewellTo(accounts.filter(({ id }) => accountIds.includes(id)));
    try {
      await leave(accountIds, why);
      await credentials.forgetSaved(accountIds);
    } finally {
      tellProviders();
    }
  }

  async function stopUsing(sourceIds: ReadonlySet<string>, site: string): Promise<void> {
    await store.change((saved) => withoutGrants(saved, sourceIds, site));
    await installed.withdraw();
    await credentials.change((each) => (sourceIds.has(each.sourceId) && each.site === site ? null : each));
  }

  /**
   * Records go, then rules, then the secrets of accounts that went with them.
   * @param options.farewell false where they may come back: then their providers are told later.
   */
  async function forget(edit: (saved: Saved) => Saved, options = { farewell: true }): Promise<Saved> {
    const before = await store.read();
    const after = await store.change(edit);
    await installed.withdraw();
    const left = new Set(after.accounts.map(({ id }) => id));
    const ended = before.accounts.filter(({ id }) => !left.has(id));
    const tellProviders = options.farewell ? await farewellTo(ended) : () => {};
    const gone = ended.map(({ id }) => id);
    try {
      await credentials.drop(gone);
      await credentials.forgetSaved(gone);
      await session.remove('account', ...gone);
      await session.remove('guard', ...gone);
    } finally {
      tellProviders();
    }
    return after;
  }

  async function remove(sourceIds: ReadonlySet<string>, options?: { farewell: boolean }): Promise<void> {
    await forget((saved) => withoutSources(saved, sourceIds), options);
    await credentials.change((each) => (sourceIds.has(each.sourceId) ? null : each));
  }

  async function forgetSite(site: string): Promise<void> {
    await kept.forget('');
    await forget((saved) => withoutSite(saved, site));
    await credentials.change((each) => {
      if (each.site === site) return null;
      const topSites = each.topSites.filter((top) => top !== site);
      return topSites.length > 0 ? { ...each, topSites } : null;
    });
  }

  async function signOutWithoutAccess(): Promise<void> {
    const saved = await store.read();
    const lost = new Set<string>();
    for (const grant of saved.grants) {
      const source = saved.sources.find(({ id }) => id === grant.sourceId);
      if (!source || !credentials.get(grant.accountId)) continue;
      const { providers = [] } = saved.accounts.find(({ id }) => id === grant.accountId) ?? {};
      const asked = [...prefixesOf(source.urls), ...providers];
      const origins = patternsFor(asked, grant.site, parts.capabilities.portsInPatterns);
      if (!(await parts.permissions.contains(origins))) lost.add(grant.accountId);
    }
    if (lost.size > 0) await leave([...lost], 'permissionMissing');
  }

  /** Rules go before secrets: a worker that was stopped between has left secrets behind. */
  async function afterStart(): Promise<void> {
    const saved = new Set((await store.read()).accounts.map(({ id }) => id));
    const ended = (id: string, why: Why) => {
      const state = session.get('account', id);
      return state?.status === 'signIn' && state.why === why;
    };
    const held = [...credentials.all().keys()];
    const signedOut = [...session.all('account').keys()].filter((id) => ended(id, 'signedOut'));
    const gone = [...signedOut, ...held.filter((id) => !saved.has(id))];
    await credentials.drop([...gone, ...held.filter((id) => ended(id, 'permissionMissing'))]);
    await credentials.forgetSaved(gone);
  }

  return {
    afterStart: () => inTurn(afterStart),
    signOut: (accountIds: readonly string[], why: Why) =>
      inTurn(async () => {
        // Whoever signs out does not want it back either.
        await kept.forgetSecrets();
        await signOut(accountIds, why);
      }),
    /** *Stop using here*. */
    stopUsing: (sourceId: string, site: string) => inTurn(() => stopUsing(new Set([sourceId]), site)),
    /** *Remove*: the source with everything that only it has. */
    remove: (sourceId: string) => inTurn(() => remove(new Set([sourceId]))),
    /** *Forget this site*: its grants, and the accounts and sources that no other site uses. */
    forgetSite: (site: string) => inTurn(() => forgetSite(site)),
    /** Host access went away, by whatever hand: what needed it is signed out; what is remembered stays on this device. */
    signOutWithoutAccess: () => inTurn(signOutWithoutAccess),
    /** The same for those who are in their turn already. */
    within: { stopUsing, remove, forget, signOutWithoutAccess },
  };
}

export type TakingBack = ReturnType<typeof createTakingBack>;
