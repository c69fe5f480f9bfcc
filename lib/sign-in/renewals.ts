import type { Method, QuietTools } from '../auth/method.ts';
import { methodOf } from '../auth/registry.ts';
import { type ErrorCode, toFailure } from '../errors.ts';
import { afterTrouble, isExpired, meaningOf, NO_RETRIES, nextRenewal } from '../oauth/renewal.ts';
import type { InTurn } from '../queue.ts';
import type { SavedStore } from '../sources/store.ts';
import type { Credentials } from './credentials.ts';
import type { Installed } from './installed.ts';
import type { AccountState, Held, Session } from './session.ts';

/** The one alarm for the earliest renewal. */
interface RenewalAlarm {
  /** @param when ms since the epoch. */
  set(when: number): Promise<void>;
  clear(): Promise<void>;
}

interface Parts {
  store: SavedStore;
  session: Session;
  credentials: Credentials;
  installed: Installed;
  inTurn: InTurn;
  quiet: QuietTools;
  renewalAlarm: RenewalAlarm;
}

type Ending = Required<Pick<Method, 'ends' | 'renew'>>;

/** Keeps sign-ins going that end by themselves: renewed before their end, each once at a time. */
export function createRenewals(parts: Parts) {
  const { store, session, credentials, installed, inTurn, quiet, renewalAlarm } = parts;
  const { now } = quiet;
  const running = new Map<string, Promise<void>>();

  const setAccount = (id: string, status: AccountState['status'], why: AccountState['why'] = null) =>
    session.set('account', id, { status, why, since: now() });

  async function methods(): Promise<Map<string, Ending>> {
    const { accounts } = await store.read();
    return new Map(
      accounts.flatMap(({ id, method: name }) => {
        const method = methodOf(name);
        return method?.ends && method.renew ? [[id, method as Ending]] : [];
      }),
    );
  }

  /** Those that are in use, with the moment at which each is to be renewed. */
  async function due(): Promise<{ id: string; at: number }[]> {
    const ending = await methods();
    return [...credentials.all()].flatMap(([id, { secrets }]) => {
      const status = session.get('account', id)?.status;
      const method = ending.get(id);
      if (!method || (status !== 'signedIn' && status !== 'renewing')) return [];
      const at = nextRenewal(method.ends(secrets), session.get('retries', id) ?? NO_RETRIES, now());
      return at === null ? [] : [{ id, at }];
    });
  }

  /** Sets the alarm for the earliest. */
  async function arm(): Promise<void> {
    const times = (await due()).map(({ at }) => at);
    await (times.length === 0 ? renewalAlarm.clear() : renewalAlarm.set(Math.max(now(), Math.min(...times))));
  }

  async function renewNow(id: string): Promise<void> {
    const held = credentials.get(id);
    const method = (await methods()).get(id);
    if (!held || !method) return;
    try {
      const secrets = await method.renew(held.secrets, quiet);
      await inTurn(() => takeUp(held, secrets));
    } catch (error) {
      await inTurn(() => giveUp(held, method, toFailure(error).code));
    }
  }

  const isStill = ({ accountId, secrets }: Held) => credentials.get(accountId)?.secrets === secrets;

  async function takeUp(before: Held, secrets: Held['secrets']): Promise<void> {
    // Locked or signed out meanwhile: it must not come back.
    if (!isStill(before)) return;
    const held = { ...(credentials.get(before.accountId) ?? before), secrets };
    // What is remembered is written before the old one is forgotten; a full disk keeps nobody from going on.
    await credentials.hold(held).catch(() => credentials.holdUnsaved(held));
    await session.remove('retries', before.accountId);
    const status = session.get('account', before.accountId)?.status;
    // It was out of use: proven again before it is used.
    if (status === 'renewing') await setAccount(before.accountId, 'notChecked');
    await installed.sync();
  }

  async function giveUp(held: Held, method: Ending, code: ErrorCode): Promise<void> {
    if (!isStill(held)) return;
    const id = held.accountId;
    const meaning = meaningOf(code);
    if (meaning === 'retry') {
      await session.set('retries', id, afterTrouble(session.get('retries', id) ?? NO_RETRIES, now()));
      if (isExpired(method.ends(held.secrets), now())) await setAccount(id, 'renewing', 'renewing');
    } else await setAccount(id, 'signIn', code === 'signInEnded' ? 'sessionElsewhere' : 'sessionEnded');
    await installed.withdraw();
  }

  /** Renews one, or waits for the renewal that is under way. */
  function one(id: string): Promise<void> {
    const under = running.get(id) ?? renewNow(id).finally(() => running.delete(id));
    running.set(id, under);
    return under;
  }

  return {
    arm,
    /** Renews what has ended by the clock, before it is used. */
    freshen: async (id: string): Promise<void> => {
      const held = credentials.get(id);
      const method = (await methods()).get(id);
      if (held && method && isExpired(method.ends(held.secrets), now())) await one(id);
    },
    /** Once after a refusal. @returns true where there is something new to try. */
    afterRefusal: async (id: string): Promise<boolean> => {
      const before = credentials.get(id)?.secrets;
      if (!(await methods()).has(id)) return false;
      await one(id);
      const after = credentials.get(id)?.secrets;
      return after !== undefined && after !== before;
    },
    /** The alarm, and every wake-up: what is due is renewed. @returns true where anything was. */
    run: async (): Promise<boolean> => {
      const waiting = (await due()).filter(({ at }) => at <= now());
      await Promise.all(waiting.map(({ id }) => one(id)));
      await arm();
      return waiting.length > 0;
    },
  };
}

export type Renewals = ReturnType<typeof createRenewals>;
