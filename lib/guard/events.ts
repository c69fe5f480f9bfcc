import type { Observation, RefusalReason } from './observed.ts';
import type { GuardState } from './state.ts';

/**
 * How a renewal or probe ended. `fine`: the service accepts the credential. `renewed`: there is a new token, not proven yet.
 * `noAccess`: it knows the credential, which does not suffice here. `refused`: it does not accept it. `ended`: the provider does
 * not renew any more. `trouble`: no answer, a fault, a proxy, or too many requests; nothing was found out.
 */
export type AskResult = 'fine' | 'renewed' | 'noAccess' | 'refused' | 'ended' | 'trouble';

/** What a guard hears of. `now`: the clock when it is told, in ms since the epoch. */
export type GuardEvent = { now: number } & (
  | {
      type: 'answer';
      /** The guard's round when the rules that signed the request were installed; null where that is not known any more. */
      round: number | null;
      url: string;
      observation: Observation;
    }
  /** `ask`: the number that `renewOrProbe` gave. `until`: the service's `Retry-After`, in ms since the epoch. */
  | { type: 'outcome'; ask: number; result: AskResult; until?: number | null }
  /** Time has passed: the alarm of `recheckAt`, or any other wake-up. */
  | { type: 'time' }
  /** The worker has started: whatever was under way is lost. */
  | { type: 'started' }
  | { type: 'online' }
  | { type: 'offline' }
  /** The user asks to try again now. */
  | { type: 'tryAgain' }
  /** A new credential, or another person: proven and installed. */
  | { type: 'signInChanged' }
  /** A new token by itself, not asked for by the guard; its rules are installed. */
  | { type: 'renewed' }
);

/** What is to be done, in this order. */
export type GuardEffect =
  /** Take away the rules of every source of the account, before anything else is awaited. */
  | { do: 'pauseInjection' }
  /**
   * Find out, once, whether the credential is still good: by renewing where that is possible and `mayRenew`, else by one probe.
   * Report an `outcome` with this number.
   */
  | { do: 'renewOrProbe'; ask: number; mayRenew: boolean }
  /** Install the rules again; requests they sign belong to the state's new round. */
  | { do: 'resume' }
  /** `noAccess`: signed in, but nothing was accessible. */
  | { do: 'markNotAccepted'; why: 'refused' | 'noAccess' }
  /** The sign-in is good, and this place refuses. */
  | { do: 'rememberRefusesRegardless'; url: string; why: RefusalReason }
  /** Send `time` then; replaces the time set before. Ms since the epoch. */
  | { do: 'recheckAt'; at: number };

export interface Step {
  state: GuardState;
  effects: GuardEffect[];
}
