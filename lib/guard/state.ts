import type { RefusalReason } from './observed.ts';

/** Why injection is paused and what ends the wait. */
export interface Pause {
  /**
   * `answer`: of the renewal or probe that is under way. `steadiness`: it was paused a moment ago, too. `trouble`: it could not
   * be found out. `network`: the computer is offline. `user`: it was asked twice without hearing of the end.
   */
  waitsFor: 'answer' | 'steadiness' | 'trouble' | 'network' | 'user';
  /** When that is over, or given up on, in ms since the epoch; null where no time ends it. */
  due: number | null;
  /** When it was asked last, in ms since the epoch; null before the first time. */
  askedAt: number | null;
  /** How often it could not be found out in this pause. */
  troubles: number;
  /** How many of those questions may have reached the server without our hearing of it. */
  lost: number;
  /** What was refused in the paused round: `why place`, bounded. */
  refused: readonly string[];
}

export type GuardMode =
  | { is: 'active' }
  | ({ is: 'paused' } & Pause)
  /** Paused, and not asked yet, because it was paused repeatedly. */
  | ({ is: 'damped' } & Pause)
  /** Nothing is injected until the user signs in anew. */
  | { is: 'notAccepted' };

/** The guard of one account: plain JSON, for memory only, a few kilobytes at most. */
export interface GuardState {
  mode: GuardMode;
  /** When it became active, paused or not accepted, in ms since the epoch. */
  since: number;
  /** The clock at the last change: by it a clock that was set back is noticed. */
  seenAt: number;
  /**
   * Counts up whenever what is injected is new or is installed again. An answer belongs to the round in which its request
   * was signed; those of earlier rounds say nothing about now.
   */
  round: number;
  /** Number of the last renewal or probe that was asked for. */
  asks: number;
  /** Pauses with no steady time between them. */
  pauses: number;
  /** Before this nothing is asked by us, in ms since the epoch; 0 where nobody said so. */
  limitedUntil: number;
  /** When the token was renewed last, in ms since the epoch; null where it never was. */
  renewedAt: number | null;
  offline: boolean;
  /** What refuses although the sign-in is good: `why place`, the oldest first, bounded. */
  regardless: readonly string[];
  /** Refusals for want of a sign-in that were let pass since the last answer that was fine. */
  letPass: number;
  /** True once a probe said *good, but no access*, until something is answered fine. */
  doubted: boolean;
  /** True where the round before this one was found to be signed well. */
  provenBefore: boolean;
}

/** The bounds that keep a guard small. */
export const MOST_REFUSED = 20;
export const MOST_REGARDLESS = 50;

/** What was refused, and by what: another reason at the same place is news. */
export function refusedText(why: RefusalReason, place: string): string {
  return `${why} ${place}`;
}

/** Adds to a bounded list, each once; where it is full the oldest go. */
export function withText(texts: readonly string[], most: number, ...added: string[]): readonly string[] {
  const fresh = added.filter((text) => !texts.includes(text));
  return fresh.length === 0 ? texts : [...texts, ...new Set(fresh)].slice(-most);
}

/** The guard of an account that signed in just now. @param now ms since the epoch. */
export function newGuard(now: number): GuardState {
  return {
    mode: { is: 'active' },
    since: now,
    seenAt: now,
    round: 1,
    asks: 0,
    pauses: 0,
    limitedUntil: 0,
    renewedAt: null,
    offline: false,
    regardless: [],
    letPass: 0,
    doubted: false,
    provenBefore: false,
  };
}

/** Smaller steps back are two clocks' difference, not one that was set. */
const CLOCK_SET_MS = 5000;

/** True where the clock was set back since the last change. */
export function isSetBack(state: GuardState, now: number): boolean {
  return now < state.seenAt - CLOCK_SET_MS;
}

/** The same state by a clock that was set back: every wait stays as long as it is. */
export function shifted(state: GuardState, now: number): GuardState {
  const by = now - state.seenAt;
  const { mode } = state;
  const moved = <T extends number | null>(time: T) => (time === null ? time : time + by) as T;
  return {
    ...state,
    mode:
      mode.is === 'paused' || mode.is === 'damped'
        ? { ...mode, due: moved(mode.due), askedAt: moved(mode.askedAt) }
        : mode,
    since: moved(state.since),
    seenAt: now,
    limitedUntil: state.limitedUntil === 0 ? 0 : Math.max(1, moved(state.limitedUntil)),
    renewedAt: moved(state.renewedAt),
  };
}
