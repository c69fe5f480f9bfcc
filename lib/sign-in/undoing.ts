import type { Undoable } from '../messages/sources-view.ts';
import { neededPatterns, unneededPatterns } from '../permissions/needed.ts';
import type { InTurn } from '../queue.ts';
import { inverseOf, undone } from '../sources/inverse.ts';
import type { Saved } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import { createTaken } from '../sources/taken.ts';
import type { SettingsStore } from '../vault/settings.ts';
import type { Vault } from '../vault/vault.ts';
import type { Credentials } from './credentials.ts';
import type { Installed } from './installed.ts';
import { createKept } from './kept.ts';
import { keptBetween, placedAgain } from './kept-secrets.ts';
import { withoutTakenBack } from './seal.ts';
import type { AccountState, Held, KeptCredential, Session, UndoRecord } from './session.ts';
import type { TakingBack } from './taking-back.ts';

interface Parts {
  session: Session;
  store: SavedStore;
  vault: Vault;
  settings: SettingsStore;
  credentials: Credentials;
  installed: Installed;
  takingBack: TakingBack;
  quiet: Parameters<typeof createKept>[0]['quiet'];
  capabilities: { portsInPatterns: boolean };
  inTurn: InTurn;
}

/** Everything that a change concerns, at one moment. */
export interface Snapshot {
  saved: Saved;
  held: ReadonlyMap<string, Held>;
}

/** Keeps what takes the last change back, and takes it back. What is in `within` is for those who are in their turn. */
export function createUndoing(parts: Parts) {
  const { session, store, vault, credentials, installed, takingBack, inTurn } = parts;
  const kept = createKept(parts);

  const look = async (): Promise<Snapshot> => ({ saved: await store.read(), held: credentials.all() });

  function recordOf(what: Undoable['what'], count: number, before: Saved, after: Saved): UndoRecord {
    const ports = parts.capabilities.portsInPatterns;
    const origins = unneededPatterns(neededPatterns(before, ports), neededPatterns(after, ports));
    return { what, count, origins, inverse: inverseOf(before, after) };
  }

  const statesOf = (before: Snapshot) =>
    new Map([...session.all('account')].filter(([id]) => before.held.has(id)));

  /** Carries a change out that can be taken back; what could be taken back until now no longer can. */
  async function undoable(
    what: Undoable['what'],
    count: number,
    work: () => Promise<unknown>,
  ): Promise<void> {
    const before = await look();
    const states = statesOf(before);
    await work();
    const after = await look();
    await kept.forget('');
    const record = recordOf(what, count, before.saved, after.saved);
    await kept.set('', record, keptBetween(before, after.held, states));
  }

  /**
   * All or nothing: whatever fails on the way, be it this worker, everything is as before.
   * @param after how everything will be.
   */
  async function atomically(
    what: Undoable['what'],
    count: number,
    after: Snapshot,
    work: () => Promise<unknown>,
  ): Promise<void> {
    const before = await look();
    const record = recordOf(what, count, before.saved, after.saved);
    const secrets = keptBetween(before, after.held, statesOf(before));
    try {
      await kept.set('pending', record, secrets);
      await work();
    } catch (error) {
      // A disk that fails for this, too: the next worker tries again.
      await takeBack('pending').catch(() => undefined);
      throw error;
    }
    await kept.forget('');
    await kept.set('', record, secrets);
    await kept.remove('pending');
  }

  async function takeBack(name: '' | 'pending'): Promise<void> {
    const found = kept.get(name);
    if (!found) return;
    const saved = await takingBack.within.forget((now) => fitting(undone(now, found.record.inverse), now));
    await forgetNew(found.record, saved);
    const { back, states } = secretsFor(found.secrets, saved);
    await dropGiven(found.secrets, saved);
    await credentials.holdAll(back).catch(async () => {
      // A full disk: until the browser closes.
      for (const held of back) await credentials.holdUnsaved(held);
    });
    await session.setAll('account', states);
    // Nothing of it is left to be taken back, nor to be told to anybody: it is in use again.
    await kept.remove(name);
    await takingBack.within.signOutWithoutAccess();
    await installed.sync();
  }

  /** The secrets of accounts that are there again, as they were; what was done with them meanwhile stays. */
  function secretsFor(list: readonly KeptCredential[], saved: Saved) {
    const known = new Set(saved.accounts.map(({ id }) => id));
    const back: Held[] = [];
    const states = new Map<string, AccountState>();
    for (const each of list.filter(({ accountId }) => known.has(accountId))) {
      const { accountId, what, held, state } = each;
      const now = credentials.get(accountId);
      if (what === 'placed' && now) back.push(withoutTakenBack(placedAgain(now, each), saved));
      if (!held || what === 'placed' || what === 'given' || (what === 'lost' && now)) continue;
      const remembered = held.remembered && mayRemember();
      back.push(withoutTakenBack({ ...held, remembered }, saved));
      if (state)
        states.set(accountId, state.status === 'signingIn' ? { ...state, status: 'notChecked' } : state);
    }
    return { back, states };
  }

  const mayRemember = () => vault.state() === 'unlocked' && !parts.settings.now().sharedComputer;

  /** Accounts that were never saved: the change had not come so far. */
  async function forgetNew({ inverse }: UndoRecord, { accounts }: Saved): Promise<void> {
    const known = new Set(accounts.map(({ id }) => id));
    const ids = inverse.accounts.flatMap(({ before, after }) => (before === null && after ? [after.id] : []));
    const gone = ids.filter((id) => !known.has(id));
    await credentials.drop(gone);
    await session.remove('account', ...gone);
  }

  /** Accounts that had no secret before have none again. */
  async function dropGiven(list: readonly KeptCredential[], saved: Saved): Promise<void> {
    const known = new Set(saved.accounts.map(({ id }) => id));
    const ids = list
      .filter(({ accountId, what }) => what === 'given' && known.has(accountId))
      .map(({ accountId }) => accountId);
    if (ids.length === 0) return;
    const state: AccountState = { status: 'signIn', why: null, since: Date.now() };
    await session.setAll('account', new Map(ids.map((id) => [id, state])));
    await installed.withdraw();
    await credentials.drop(ids);
    await credentials.forgetSaved(ids);
  }

  return {
    undo: () => inTurn(() => takeBack('')),
    undoable: (what: Undoable['what'], count: number, work: () => Promise<unknown>) =>
      inTurn(() => undoable(what, count, work)),
    within: { look, undoable, atomically, undo: () => takeBack('') },
    last: (): Undoable | null => {
      const { what, count, origins } = kept.get('')?.record ?? {};
      return what && count !== undefined && origins ? { what, count, origins } : null;
    },
    /** A worker that was stopped in the middle of a change that is all or nothing: it is nothing. */
    afterStart: () =>
      inTurn(async () => {
        await takeBack('pending');
        await kept.afterStart();
      }),
  };
}

export type Undoing = ReturnType<typeof createUndoing>;

/** Of what comes back, what does not stand in the way of what was agreed to meanwhile. */
function fitting(back: Saved, now: Saved): Saved {
  const agreed = new Set(now.grants);
  const taken = createTaken({ ...back, grants: back.grants.filter((grant) => agreed.has(grant)) });
  const sources = new Map(back.sources.map((source) => [source.id, source]));
  const grants = back.grants.filter((grant) => {
    const source = sources.get(grant.sourceId);
    if (agreed.has(grant) || !source) return true;
    if (taken.isTaken(source, grant)) return false;
    taken.take(source, grant);
    return true;
  });
  return { ...back, grants };
}
