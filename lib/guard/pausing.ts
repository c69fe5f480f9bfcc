import { retryDelay } from '../oauth/renewal.ts';
import type { GuardEffect, Step } from './events.ts';
import { LONGEST_WAIT_MS } from './retry-after.ts';
import type { GuardMode, GuardState, Pause } from './state.ts';

/** Active for so long: the next pause is again the first. */
export const STEADY_MS = 10 * 60_000;

/** More pauses in a row do not make the wait longer: {@link retryDelay} has reached its 15 minutes. */
const MOST_PAUSES = 10;

/** A renewal or probe that says nothing for so long is lost; each has a time limit of its own far below. */
const ANSWER_LIMIT_MS = 2 * 60_000;

/** A token that was renewed so short a time ago is not renewed again: the fault is elsewhere. */
const FRESH_MS = 5 * 60_000;

/** Between two questions, however often the network comes and goes. */
const SHORTEST_WAIT_MS = 5000;

/** How often a question without an answer is asked again by itself: it may have been an attempt. */
const MOST_LOST = 1;

/** Smaller changes of a limit are not worth storing. */
const LIMIT_STEP_MS = 1000;

type PausedMode = Extract<GuardMode, Pause>;
export type Paused = GuardState & { mode: PausedMode };

export function isPaused(state: GuardState): state is Paused {
  return state.mode.is === 'paused' || state.mode.is === 'damped';
}

export const unchanged = (state: GuardState): Step => ({ state, effects: [] });

/**
 * Pauses, and asks at once; where it was paused a moment ago, after a wait that grows: 30 s, 1 min, 2 min ... 15 min.
 * @param refused what was refused, as `refusedText` writes it.
 */
export function pause(state: GuardState, now: number, refused: string): Step {
  const isSteady = now - state.since >= STEADY_MS;
  const pauses = Math.min(MOST_PAUSES, isSteady ? 1 : state.pauses + 1);
  const wait = retryDelay(pauses - 1);
  const mode: PausedMode = {
    is: 'paused',
    waitsFor: wait > 0 ? 'steadiness' : 'trouble',
    due: now + wait,
    askedAt: null,
    troubles: 0,
    lost: 0,
    refused: [refused],
  };
  const { state: after, effects } = proceed({ ...state, mode, since: now, pauses, letPass: 0 }, now);
  return { state: after, effects: [{ do: 'pauseInjection' }, ...effects] };
}

/** Asks where it is time to, else waits on. */
export function proceed(state: Paused, now: number): Step {
  const { mode } = state;
  const due = Math.max(mode.due ?? now, state.limitedUntil);
  if (due > now) return waitUntil(state, due);
  if (state.offline)
    return unchanged({ ...state, mode: { ...mode, is: 'paused', waitsFor: 'network', due: null } });
  return ask(state, now);
}

function waitUntil(state: Paused, due: number): Step {
  const is = state.mode.waitsFor === 'steadiness' ? 'damped' : 'paused';
  const waiting: Paused = { ...state, mode: { ...state.mode, is, due } };
  return { state: waiting, effects: rearmed(waiting) };
}

function ask(state: Paused, now: number): Step {
  const asks = state.asks + 1;
  const mayRenew = state.renewedAt === null || now - state.renewedAt >= FRESH_MS;
  const due = now + ANSWER_LIMIT_MS;
  const mode: PausedMode = { ...state.mode, is: 'paused', waitsFor: 'answer', due, askedAt: now };
  return {
    state: { ...state, mode, asks },
    effects: [
      { do: 'renewOrProbe', ask: asks, mayRenew },
      { do: 'recheckAt', at: due },
    ],
  };
}

/** Asks as soon as may be: the network is back, or the user wants it. */
export function askSoon(state: Paused, now: number): Step {
  const { askedAt } = state.mode;
  const due = askedAt === null ? now : Math.max(now, askedAt + SHORTEST_WAIT_MS);
  return proceed({ ...state, mode: { ...state.mode, waitsFor: 'trouble', due } }, now);
}

/** Nothing was found out: asked again later, each time later than before. */
export function afterTrouble(state: Paused, now: number): Step {
  const troubles = Math.min(MOST_PAUSES, state.mode.troubles + 1);
  const due = now + retryDelay(troubles);
  return proceed({ ...state, mode: { ...state.mode, waitsFor: 'trouble', due, troubles } }, now);
}

/** What became of the question will never be known. */
export function afterLoss(state: Paused, now: number): Step {
  const lost = state.mode.lost + 1;
  const after: Paused = { ...state, mode: { ...state.mode, lost } };
  if (lost <= MOST_LOST) return afterTrouble(after, now);
  return unchanged({ ...after, mode: { ...after.mode, is: 'paused', waitsFor: 'user', due: null } });
}

/** The service said when it wants to be asked again: never earlier by us. */
export function limited(state: GuardState, until: number, now: number): Step {
  const limitedUntil = Math.min(until, now + LONGEST_WAIT_MS);
  if (limitedUntil < Math.max(now, state.limitedUntil + LIMIT_STEP_MS)) return unchanged(state);
  const after = { ...state, limitedUntil };
  if (!isPaused(after) || after.mode.waitsFor === 'answer' || after.mode.due === null)
    return unchanged(after);
  return after.mode.due < limitedUntil ? waitUntil(after, limitedUntil) : unchanged(after);
}

/** The alarm for the wait that is under way. */
export function rearmed(state: GuardState): GuardEffect[] {
  return isPaused(state) && state.mode.due !== null ? [{ do: 'recheckAt', at: state.mode.due }] : [];
}
