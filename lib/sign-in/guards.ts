import { hostOf } from '../addresses.ts';
import type { EventLog } from '../diagnostics/log.ts';
import type { AskResult, GuardEffect, GuardEvent } from '../guard/events.ts';
import { guard } from '../guard/guard.ts';
import type { Observation } from '../guard/observed.ts';
import { isPaused } from '../guard/pausing.ts';
import { retryTime } from '../guard/retry-after.ts';
import { newGuard } from '../guard/state.ts';
import type { InTurn } from '../queue.ts';
import type { SavedStore } from '../sources/store.ts';
import { askedPlace } from './asked-place.ts';
import type { Checks } from './checks.ts';
import type { Credentials } from './credentials.ts';
import type { Installed } from './installed.ts';
import type { Proof, Proving } from './proving.ts';
import type { Renewals } from './renewals.ts';
import { rowKey } from './rows.ts';
import type { AccountState, Session } from './session.ts';
import type { Signature } from './signing.ts';

interface Parts {
  store: SavedStore;
  session: Session;
  credentials: Credentials;
  installed: Installed;
  renewals: Pick<Renewals, 'afterRefusal'>;
  proving: Proving;
  checks: Checks;
  inTurn: InTurn;
  log: EventLog;
  /** One alarm for each account. */
  alarm: { set(accountId: string, when: number): Promise<void> };
  /** False where the browser says that it has no network at all. */
  isOnline: () => boolean;
  now: () => number;
  /** Something may look different now; the accounts whose layers the page may have missed. */
  changed: (accountId: string) => Promise<unknown>;
}

/** An event without its time, which is now. */
type Told = GuardEvent extends infer E ? (E extends GuardEvent ? Omit<E, 'now'> : never) : never;

/**
 * The guards of all accounts (promise 4): hears what the services answer, and carries out what the pure guard decides. What it
 * decides is remembered at once; carrying out follows, for each account one after the other.
 */
export function createGuards(parts: Parts) {
  const { store, session, credentials, installed, renewals, proving, checks, inTurn, log, now } = parts;
  const tails = new Map<string, Promise<unknown>>();
  /** Accounts of which the views are being told; true where something has changed since. */
  const telling = new Map<string, boolean>();
  /** Where an account was refused last: there it is asked. Lost with the worker, then its first place will do. */
  const refusedAt = new Map<string, Signature & { host: string }>();

  const hostOfAccount = (id: string) => refusedAt.get(id)?.host ?? '';

  /** @returns true where that pauses it. */
  function tell(id: string, told: Told): boolean {
    const before = session.get('guard', id) ?? newGuard(now());
    const { state, effects } = guard(before, { ...told, now: now() } as GuardEvent);
    // Where no event tells that the network is back (Chromium), it is looked for.
    const isCutOff = isPaused(state) && state.mode.waitsFor === 'network';
    if (isCutOff) void parts.alarm.set(id, now() + LOOK_FOR_NETWORK_MS).catch(() => undefined);
    if (state !== before) void session.set('guard', id, state).catch(() => undefined);
    for (const effect of effects) afterOthers(id, () => carryOut(id, effect));
    return effects.some((effect) => effect.do === 'pauseInjection');
  }

  function afterOthers(id: string, work: () => Promise<unknown>): void {
    const tail = (tails.get(id) ?? Promise.resolve()).then(work).catch(() => undefined);
    tails.set(id, tail);
  }

  /** Nothing waits for what is shown: the next pause must not. What changes meanwhile is told once, after it. */
  function tellViews(id: string): void {
    const isTelling = telling.has(id);
    telling.set(id, isTelling);
    if (isTelling) return;
    const done = () => {
      const again = telling.get(id);
      telling.delete(id);
      if (again) tellViews(id);
    };
    void parts.changed(id).then(done, done);
  }

  async function carryOut(id: string, effect: GuardEffect): Promise<unknown> {
    switch (effect.do) {
      case 'pauseInjection':
        return pause(id);
      case 'renewOrProbe':
        // What comes next does not wait for the answer.
        return void find(id, effect).catch(() =>
          tell(id, { type: 'outcome', ask: effect.ask, result: 'trouble' }),
        );
      case 'resume':
        return inTurn(() => resume(id));
      case 'markNotAccepted':
        return inTurn(() => giveUp(id, effect.why));
      case 'rememberRefusesRegardless':
        log.note('refusesRegardless', hostOf(effect.url), effect.why);
        return tellViews(id);
      case 'recheckAt':
        return parts.alarm.set(id, effect.at);
    }
  }

  const setAccount = (id: string, state: Pick<AccountState, 'status' | 'why'>, since = now()) =>
    session.set('account', id, { ...state, since });

  /** Rules go before anything else is awaited, and whether it can be written down or not. */
  async function pause(id: string): Promise<void> {
    const status = session.get('account', id)?.status;
    if (status !== 'signedIn' && status !== 'renewing') return;
    const written = setAccount(id, PAUSED_BY_GUARD, session.get('account', id)?.since).catch(() => undefined);
    await installed.withdraw();
    await written;
    log.note('paused', hostOfAccount(id));
    tellViews(id);
  }

  /** Paused by the guard, not by the user nor by anything else meanwhile. */
  const isOurs = (id: string) =>
    session.get('account', id)?.why === PAUSED_BY_GUARD.why && credentials.get(id);

  async function resume(id: string): Promise<void> {
    if (!isOurs(id)) return;
    // Signed in since as before: what was refused meanwhile counts.
    await setAccount(id, { status: 'signedIn', why: null }, session.get('account', id)?.since);
    await installed.sync();
    log.note('resumed', hostOfAccount(id));
    tellViews(id);
  }

  async function giveUp(id: string, why: 'refused' | 'noAccess'): Promise<void> {
    const held = credentials.get(id);
    if (!held || !isOurs(id)) return;
    if (why === 'noAccess') await setAccount(id, { status: 'signedInWithoutAccess', why: null });
    else {
      // One attempt per password: not tried again by itself after the next unlocking.
      await credentials.hold({ ...held, refused: true }).catch(() => undefined);
      await setAccount(id, { status: 'notAccepted', why: 'savedRefused' });
    }
    await installed.withdraw();
    tellViews(id);
  }

  /** Account and guard say the same again: where a worker died, or a sign-in changed, between deciding and carrying out. */
  async function agree(id: string): Promise<void> {
    const mode = session.get('guard', id)?.mode.is ?? 'active';
    if (mode === 'active') return inTurn(() => resume(id));
    if (mode !== 'notAccepted') return pause(id);
    // By what it was refused is lost: it is proven anew.
    if (isOurs(id)) await setAccount(id, { status: 'notChecked', why: null });
  }

  /** Only a network that comes back is news: it does not make other waits shorter. */
  function lookForNetwork(id: string): void {
    const wasOffline = session.get('guard', id)?.offline === true;
    if (parts.isOnline() === wasOffline) tell(id, { type: wasOffline ? 'online' : 'offline' });
  }

  /** Renews quietly where that is possible, else asks the service once. */
  async function find(id: string, { ask, mayRenew }: { ask: number; mayRenew: boolean }): Promise<void> {
    const report = (result: AskResult, until: number | null = null) =>
      tell(id, { type: 'outcome', ask, result, until });
    // Signed out or locked meanwhile: there is nothing to find out.
    if (!isOurs(id)) return;
    log.note('asked', hostOfAccount(id));
    const renewed = mayRenew ? await renewals.afterRefusal(id) : 'nothing';
    if (renewed !== 'nothing') {
      report(renewed);
      // The renewal itself has said how the account stands.
      if (renewed === 'ended') tellViews(id);
      return;
    }
    const saved = await store.read();
    const held = credentials.get(id);
    const place = held && askedPlace(saved, held, refusedAt.get(id));
    if (!place) return;
    const proof = await proving(place.account, held, place.source);
    // Another password meanwhile: this was about the old one.
    if (credentials.get(id)?.secrets !== held.secrets) return;
    await checks.keep(rowKey(place.site, place.source.urls[0] ?? ''), proof.answered);
    report(RESULTS[proof.status] ?? 'trouble', retryTime(proof.answered?.answer.retryAfter ?? '', '', now()));
  }

  return {
    /** The service answered a request that we signed. @returns true where it refused a password, and that pauses the account. */
    answered: (signature: Signature, url: string, observation: Observation): boolean => {
      const { accountId, round } = signature;
      // Removed meanwhile.
      if (session.get('account', accountId) === undefined) return false;
      if (observation.what === 'refusal') refusedAt.set(accountId, { ...signature, host: hostOf(url) });
      const hasPaused = tell(accountId, { type: 'answer', round, url, observation });
      const isSignIn = observation.what === 'refusal' && observation.why === 'signIn';
      return hasPaused && isSignIn && credentials.get(accountId)?.secrets.password !== undefined;
    },
    /** A new credential, or the old one proven anew; before its rules are installed. */
    signInChanged: (accountId: string): void => {
      tell(accountId, { type: 'signInChanged' });
      // What the old one was refused for may have paused the account at this very moment.
      afterOthers(accountId, () => agree(accountId));
    },
    /** A new token by itself; before its rules are installed. */
    renewed: (accountId: string): void => void tell(accountId, { type: 'renewed' }),
    /** The user asks to go on. @returns false where the guard has not paused it. */
    tryAgain: (accountId: string): boolean => {
      const state = session.get('guard', accountId);
      if (!isOurs(accountId) || !state || !isPaused(state)) return false;
      tell(accountId, { type: 'tryAgain' });
      return true;
    },
    /** Its alarm. */
    due: (accountId: string): void => {
      tell(accountId, { type: 'time' });
      lookForNetwork(accountId);
    },
    /** The browser says whether there is a network. */
    network: (online: boolean): void => {
      for (const id of session.all('guard').keys()) tell(id, { type: online ? 'online' : 'offline' });
    },
    /** What could not be asked for want of an answer can be asked now. */
    reachable: (accountId: string): void => void tell(accountId, { type: 'online' }),
    /** A new life of the worker: what the last one had asked is lost. */
    afterStart: (): void => {
      for (const id of session.all('guard').keys()) {
        afterOthers(id, () => agree(id));
        tell(id, { type: 'started' });
        lookForNetwork(id);
      }
    },
  };
}

export type Guards = ReturnType<typeof createGuards>;

/** How often it is looked whether there is a network again, in milliseconds. */
const LOOK_FOR_NETWORK_MS = 60_000;

const PAUSED_BY_GUARD = { status: 'paused', why: 'stopped' } as const;

const RESULTS: Partial<Record<Proof['status'], AskResult>> = {
  signedIn: 'fine',
  signedInWithoutAccess: 'noAccess',
  notAccepted: 'refused',
};
