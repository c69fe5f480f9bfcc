import type { Method, QuietTools, Values } from '../auth/method.ts';
import { methodOf } from '../auth/registry.ts';
import { type ErrorCode, toFailure } from '../errors.ts';
import { afterTrouble, isExpired, meaningOf, NO_RETRIES } from '../oauth/renewal.ts';
import type { InTurn } from '../queue.ts';
import type { SavedStore } from '../sources/store.ts';
import type { Credentials } from './credentials.ts';
import type { Installed } from './installed.ts';
import type { AccountState, Held, Session } from './session.ts';

export interface RenewingParts {
  store: SavedStore;
  session: Session;
  credentials: Credentials;
  installed: Installed;
  inTurn: InTurn;
  quiet: QuietTools;
}

/** A method whose sign-ins end by themselves. */
export type Ending = Method & Required<Pick<Method, 'ends' | 'renew' | 'isRenewable'>>;

/** What became of a renewal; `trouble`: the network's, and it is tried again. */
export type Outcome = 'renewed' | 'trouble' | 'ended' | 'nothing';

/** Renews one account's token: once at a time, whoever asks. */
export function createRenewing({ store, session, credentials, installed, inTurn, quiet }: RenewingParts) {
  const { now } = quiet;
  const running = new Map<string, Promise<Outcome>>();

  async function methods(): Promise<Map<string, Ending>> {
    const { accounts } = await store.read();
    return new Map(
      accounts.flatMap(({ id, method: name }) => {
        const method = methodOf(name);
        return method?.ends && method.renew && method.isRenewable ? [[id, method as Ending]] : [];
      }),
    );
  }

  async function renewNow(id: string): Promise<Outcome> {
    const held = credentials.get(id);
    const method = (await methods()).get(id);
    if (!held || !method?.ends(held.secrets)) return 'nothing';
    await session.set('renewal', id, true);
    try {
      const secrets = await method.renew(held.secrets, quiet);
      return await inTurn(() => takeUp(held, method, secrets));
    } catch (error) {
      return await inTurn(() => giveUp(held, method, toFailure(error).code));
    } finally {
      await session.remove('renewal', id);
    }
  }

  /** What it was begun with is still what is held; where it was locked and opened meanwhile, another copy of it. */
  const isStill = ({ accountId, secrets }: Held) => isSame(credentials.get(accountId)?.secrets, secrets);

  async function takeUp(before: Held, method: Ending, secrets: Values): Promise<Outcome> {
    const id = before.accountId;
    const current = credentials.get(id);
    if (!current || !isStill(before)) {
      if (await isOver(id)) void method.revoke?.(secrets, quiet).catch(() => undefined);
      // Out of memory alone (its host access went): what is kept on this device must not be the one that is used up.
      else if (before.remembered) await credentials.remember([{ ...before, secrets }]).catch(() => undefined);
      return 'nothing';
    }
    const held = { ...current, secrets, refused: false };
    // What is remembered is written before the old one is forgotten; a full disk keeps nobody from going on.
    await credentials.hold(held).catch(async (error: unknown) => {
      await credentials.holdUnsaved(held);
      const failure = toFailure(error);
      await session.set('notice', failure.code, failure);
    });
    await session.remove('retries', id);
    const state = session.get('account', id);
    // What was never proven at its service is proven before it is used.
    if (state?.status === 'renewing') await setAccount(id, state.proven ? 'signedIn' : 'notChecked');
    return 'renewed';
  }

  const setAccount = (id: string, status: AccountState['status'], why: AccountState['why'] = null) =>
    session.set('account', id, { status, why, since: now() });

  /** Signed out, removed or replaced meanwhile: what came too late is nobody's. Where it is only locked, it comes back. */
  async function isOver(id: string): Promise<boolean> {
    const isSaved = (await store.read()).accounts.some((account) => account.id === id);
    const isReplaced = credentials.get(id) !== undefined;
    return !isSaved || isReplaced || session.get('account', id)?.why === 'signedOut';
  }

  async function giveUp(before: Held, method: Ending, code: ErrorCode): Promise<Outcome> {
    const id = before.accountId;
    const held = credentials.get(id);
    if (!held || !isStill(before)) return 'nothing';
    if (meaningOf(code) === 'retry') {
      await session.set('retries', id, afterTrouble(session.get('retries', id) ?? NO_RETRIES, now()));
      const ends = method.ends(held.secrets);
      if (session.get('account', id)?.status === 'signingIn' && ends && isExpired(ends, now())) {
        await setAccount(id, 'renewing', 'renewing');
      }
      return 'trouble';
    }
    // Not tried again by itself, after the next unlocking neither.
    await credentials.hold({ ...held, refused: true }).catch(() => undefined);
    const isTaken = code === 'signInEnded' && method.isRenewable(held.secrets);
    await setAccount(id, 'signIn', isTaken ? 'sessionElsewhere' : 'sessionEnded');
    await installed.withdraw();
    return 'ended';
  }

  return {
    methods,
    isRunning: (id: string): boolean => running.has(id),
    /** Renews one, or waits for the renewal that is under way. Its rules come with the next sync. */
    one: (id: string): Promise<Outcome> => {
      const under = running.get(id) ?? renewNow(id).finally(() => running.delete(id));
      running.set(id, under);
      return under;
    },
  };
}

function isSame(a: Values | undefined, b: Values): boolean {
  const sorted = (values: Values) =>
    JSON.stringify(Object.entries(values).sort(([x], [y]) => (x < y ? -1 : 1)));
  return a !== undefined && (a === b || sorted(a) === sorted(b));
}
