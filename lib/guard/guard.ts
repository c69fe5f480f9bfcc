import { onAnswer } from './answers.ts';
import type { GuardEvent, Step } from './events.ts';
import { onOutcome } from './outcomes.ts';
import { afterLoss, askSoon, isPaused, proceed, rearmed, unchanged } from './pausing.ts';
import { type GuardState, isSetBack, newGuard, shifted } from './state.ts';

/**
 * The guard of one account (promise 4): the first refusal of a request that we signed pauses every source of the account; one
 * quiet renewal or probe tells whether to resume or to ask the user. Pure.
 * @returns the same state object where nothing changed: then nothing needs to be stored.
 */
export function guard(state: GuardState, event: GuardEvent): Step {
  const setBack = isSetBack(state, event.now);
  // Small steps back are the difference of two clocks: waits are not made shorter by them.
  const now = setBack ? event.now : Math.max(event.now, state.seenAt);
  const { state: after, effects } = react(setBack ? shifted(state, now) : state, event, now);
  if (after === state) return { state, effects };
  const isArmed = !setBack || effects.some((effect) => effect.do === 'recheckAt');
  return { state: { ...after, seenAt: now }, effects: isArmed ? effects : [...effects, ...rearmed(after)] };
}

function react(state: GuardState, event: GuardEvent, now: number): Step {
  switch (event.type) {
    case 'answer':
      return onAnswer(state, event, now);
    case 'outcome':
      return onOutcome(state, event, now);
    case 'time':
      return onTime(state, now);
    case 'started':
      return isPaused(state) && state.mode.waitsFor === 'answer' ? afterLoss(state, now) : onTime(state, now);
    case 'offline':
      return unchanged(state.offline ? state : { ...state, offline: true });
    case 'online':
      return onOnline(state.offline ? { ...state, offline: false } : state, now);
    case 'tryAgain':
      return onTryAgain(state, now);
    case 'renewed':
      return unchanged({ ...state, round: state.round + 1, renewedAt: now, provenBefore: false });
    case 'signInChanged': {
      const { round, asks, offline } = state;
      return unchanged({ ...newGuard(now), round: round + 1, asks, offline });
    }
  }
}

function onTime(state: GuardState, now: number): Step {
  if (!isPaused(state) || state.mode.due === null) return unchanged(state);
  // An alarm of another wait, or one that came early.
  if (now < state.mode.due) return { state, effects: rearmed(state) };
  return state.mode.waitsFor === 'answer' ? afterLoss(state, now) : proceed(state, now);
}

/** What was not found out for want of a network; not what was paused too often. */
function onOnline(state: GuardState, now: number): Step {
  const isCutOff =
    isPaused(state) && (state.mode.waitsFor === 'network' || state.mode.waitsFor === 'trouble');
  return isCutOff ? askSoon(state, now) : unchanged(state);
}

function onTryAgain(state: GuardState, now: number): Step {
  if (!isPaused(state) || state.mode.waitsFor === 'answer') return unchanged(state);
  // The user knows better whether there is a network, and that a lost question is worth another.
  return askSoon({ ...state, offline: false, mode: { ...state.mode, lost: 0 } }, now);
}
