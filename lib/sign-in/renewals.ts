import type { Values } from '../auth/method.ts';
import { isExpired, NO_RETRIES, nextRenewal, retryDelay } from '../oauth/renewal.ts';
import { createRenewing, type RenewingParts } from './renewing.ts';
import type { AccountState } from './session.ts';

/** How many are renewed at a time. */
const AT_A_TIME = 4;

/** The one alarm for the earliest renewal. */
interface RenewalAlarm {
  /** @param when ms since the epoch. */
  set(when: number): Promise<void>;
  clear(): Promise<void>;
}

interface Parts extends RenewingParts {
  renewalAlarm: RenewalAlarm;
  /** Called where something may look different now. */
  changed: () => Promise<unknown>;
  /** An account got a new token by itself. */
  renewed: (accountId: string) => void;
}

/** Keeps sign-ins going that end by themselves: renewed before their end. */
export function createRenewals(parts: Parts) {
  const { session, credentials, installed, inTurn, renewalAlarm } = parts;
  const { now } = parts.quiet;
  const renewing = createRenewing(parts);
  let batch: Promise<void> | null = null;

  /** Those that are in use: when each is to be renewed, and when it is no longer good, in ms since the epoch. */
  async function due(): Promise<{ id: string; at: number; end: number }[]> {
    const methods = await renewing.methods();
    return [...credentials.all()].flatMap(([id, { secrets }]) => {
      const status = session.get('account', id)?.status;
      const method = methods.get(id);
      const ends = method?.ends(secrets);
      if (!ends || renewing.isRunning(id) || (status !== 'signedIn' && status !== 'renewing')) return [];
      const retries = session.get('retries', id) ?? NO_RETRIES;
      // What the service did not take is renewed as if it had ended.
      const expiresAt = status === 'renewing' ? Math.min(ends.expiresAt ?? now(), now()) : ends.expiresAt;
      const times = { ...ends, expiresAt };
      const at = nextRenewal(times, retries, now(), method?.isRenewable(secrets));
      const end = status === 'signedIn' ? ends.expiresAt : null;
      return at === null ? [] : [{ id, at, end: end ?? Number.POSITIVE_INFINITY }];
    });
  }

  /** Sets the alarm for the earliest; what is due already is renewed. */
  async function arm(): Promise<void> {
    if (batch) return;
    const times = (await due()).flatMap(({ at, end }) => [at, end]);
    const earliest = Math.min(...times, Number.POSITIVE_INFINITY);
    if (earliest === Number.POSITIVE_INFINITY) return renewalAlarm.clear();
    await renewalAlarm.set(Math.max(now(), earliest));
    if (earliest <= now()) await run();
  }

  /** Renews what is due. */
  function run(): Promise<void> {
    batch ??= renewDue().finally(() => {
      batch = null;
    });
    return batch;
  }

  async function renewDue(): Promise<void> {
    const ended = await endExpired();
    const queue = (await due()).filter(({ at }) => at <= now());
    if (!ended && queue.length === 0) return;
    // A worker that is stopped before the answers is waked up again.
    await renewalAlarm.set(now() + retryDelay(1));
    const worker = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        if ((await renewing.one(next.id)) === 'renewed') parts.renewed(next.id);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    await installed.sync();
    await parts.changed();
  }

  /** A token that has ended is not sent any more, whatever becomes of its renewal. */
  async function endExpired(): Promise<boolean> {
    const over = (await due()).filter(({ end }) => end <= now());
    const state: AccountState = { status: 'renewing', why: 'renewing', since: now(), proven: true };
    await session.setAll('account', new Map(over.map(({ id }) => [id, state])));
    if (over.length > 0) await installed.withdraw();
    return over.length > 0;
  }

  /** Records that cannot be read have nobody signed in; the popup says why. */
  const quietly = (work: () => Promise<void>) => () => work().catch(() => undefined);
  const runAndArm = quietly(async () => {
    await run();
    await arm();
  });

  return {
    /** After every change of who is signed in. */
    arm: quietly(arm),
    /** The alarm, and every wake-up: what is due is renewed. */
    run: runAndArm,
    /** Renews what has ended by the clock, before it is used. */
    freshen: async (id: string): Promise<void> => {
      const held = credentials.get(id);
      const ends = held && (await renewing.methods()).get(id)?.ends(held.secrets);
      if (ends && isExpired(ends, now())) await renewing.one(id);
    },
    /** Once after a refusal. */
    afterRefusal: renewing.one,
    /** A worker that was stopped while it renewed: what it got last may be in the vault alone. */
    afterStart: async (): Promise<void> => {
      const methods = await renewing.methods();
      for (const id of session.all('renewal').keys()) {
        const givenAt = (secrets: Values) => methods.get(id)?.ends(secrets)?.receivedAt ?? 0;
        await inTurn(() => credentials.reread(id, (kept, held) => givenAt(kept) > givenAt(held)));
        await session.remove('renewal', id);
      }
    },
  };
}

export type Renewals = ReturnType<typeof createRenewals>;
