import type { QuietTools } from '../auth/method.ts';
import type { InTurn } from '../queue.ts';
import type { SavedStore } from '../sources/store.ts';
import { isOverdue, limitOf, measuredDeadline, nextLook, type QueryIdle } from '../vault/auto-lock.ts';
import type { SettingsStore } from '../vault/settings.ts';
import type { Vault } from '../vault/vault.ts';
import type { Credentials } from './credentials.ts';
import { createFarewell } from './farewell.ts';
import type { Installed } from './installed.ts';
import { createKept } from './kept.ts';
import type { AccountState, Session } from './session.ts';

/** The one alarm that wakes the worker to look whether the computer is still in use. */
interface LockAlarm {
  /** @param when ms since the epoch. */
  set(when: number): Promise<void>;
  clear(): Promise<void>;
}

interface Parts {
  session: Session;
  settings: SettingsStore;
  vault: Vault;
  credentials: Credentials;
  installed: Installed;
  alarm: LockAlarm;
  queryIdle: QueryIdle;
  inTurn: InTurn;
  store: SavedStore;
  quiet: QuietTools;
  /** Ends what waits for an identity provider's answer. */
  endVisits: () => void;
  now?: () => number;
}

/** Locks: by hand, after a time without use, with the computer. */
export function createLocking(parts: Parts) {
  const { session, settings, vault, credentials, installed, alarm, now = Date.now } = parts;
  const kept = createKept(parts);

  /**
   * Rules first, then the key, then the credentials; each step is tried whatever became of those before. What began is ended
   * by the next worker, should this one die.
   * @param everything also sign-ins that are kept until the browser closes, half-typed forms, and what waits for a prompt.
   */
  async function lockNow(everything: boolean): Promise<void> {
    const since = now();
    const tellProviders = everything ? await farewellToUnsaved() : () => {};
    const states = new Map<string, AccountState>();
    const held = [...credentials.all()].filter(([, { remembered }]) => everything || remembered);
    for (const [id] of held) states.set(id, { status: 'signIn', why: 'endedByItself', since });
    for (const id of vault.ids()) {
      if (credentials.isRemembered(id)) states.set(id, { status: 'locked', why: null, since });
    }
    await tryAll([
      () => session.set('locking', '', true),
      () => session.setAll('account', states),
      installed.withdraw,
      vault.lock,
      () => credentials.drop(held.map(([id]) => id)),
      kept.forgetSecrets,
      ...(everything
        ? [() => session.clear('row'), () => session.clear('intent'), async () => parts.endVisits()]
        : []),
    ]);
    tellProviders();
    await session.remove('locking', '');
    await arm();
  }

  /** What is kept nowhere ends at its provider, too. */
  async function farewellToUnsaved(): Promise<() => void> {
    const { accounts } = await parts.store.read().catch(() => ({ accounts: [] }));
    return createFarewell(parts)(accounts.filter(({ id }) => !credentials.isRemembered(id)));
  }

  const isOnShared = () => settings.now().sharedComputer;
  const lockAll = () => parts.inTurn(() => lockNow(isOnShared()));

  async function setDeadline(deadline: number): Promise<void> {
    await session.set('deadline', '', deadline);
    await alarm.set(nextLook(deadline, now()));
  }

  /** Sets the time by which everything ends where there is something to end, and takes it away where there is not. */
  async function arm(): Promise<void> {
    const limit = limitOf(settings.now());
    const isHeld = credentials.all().size > 0 || session.all('row').size > 0;
    const endsSomething = vault.state() === 'unlocked' || (isOnShared() && isHeld);
    if (limit === null || !endsSomething) {
      if (session.get('deadline', '') === undefined) return;
      await session.remove('deadline', '');
      await alarm.clear();
    } else if (session.get('deadline', '') === undefined) await setDeadline(now() + limit);
  }

  /** To be called at every wake-up. @returns true where the time was over and everything is locked now. */
  async function check(): Promise<boolean> {
    const deadline = session.get('deadline', '');
    const limit = limitOf(settings.now());
    if (deadline === undefined || limit === null) return false;
    if (isOverdue(deadline, now())) {
      await lockAll();
      return true;
    }
    // A clock that was set back keeps nobody signed in for longer.
    if (deadline > now() + limit) await setDeadline(now() + limit);
    return false;
  }

  return {
    lock: lockAll,
    arm,
    check,
    /** The alarm: the time is counted from the last use. */
    look: async (): Promise<void> => {
      const limit = limitOf(settings.now());
      if (await check()) return;
      const before = session.get('deadline', '');
      if (limit === null || before === undefined) return;
      const measured = await measuredDeadline(parts.queryIdle, limit, now());
      await setDeadline(Math.max(before, measured ?? before));
    },
    /** Deletes everything that is saved; sources and accounts stay, signed out. */
    destroy: () =>
      parts.inTurn(async () => {
        const ids = [...vault.ids()];
        await lockNow(isOnShared());
        await vault.destroy();
        const state = { status: 'signIn', why: 'signedOut', since: now() } as const;
        await session.setAll('account', new Map(ids.map((id) => [id, state])));
      }),
    /** The computer was locked. */
    computerLocked: async (): Promise<void> => {
      if (settings.now().lockWithComputer || isOnShared()) await lockAll();
    },
    /** Other times apply: counted from now. */
    settingsChanged: async (): Promise<void> => {
      await session.remove('deadline', '');
      await alarm.clear();
      await arm();
    },
    /** A worker begins: ends what a worker before it began. */
    afterStart: async (): Promise<void> => {
      if (session.get('locking', '')) return lockAll();
      if (await check()) return;
      const deadline = session.get('deadline', '');
      // The browser may have dropped the alarm together with whatever ended the worker before.
      await (deadline === undefined ? arm() : alarm.set(nextLook(deadline, now())));
    },
  };
}

export type Locking = ReturnType<typeof createLocking>;

/** Does one after the other, whatever fails. @throws the first failure, after all were tried. */
async function tryAll(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
