import { remember } from './answers.ts';
import type { GuardEvent, Step } from './events.ts';
import { afterTrouble, isPaused, limited, type Paused, unchanged } from './pausing.ts';
import type { GuardState } from './state.ts';

type Outcome = Extract<GuardEvent, { type: 'outcome' }>;

/** What a renewal or probe found out. What belongs to another pause or sign-in is ignored, and so is the same word twice. */
export function onOutcome(state: GuardState, event: Outcome, now: number): Step {
  if (!isPaused(state) || event.ask !== state.asks || state.mode.askedAt === null) return unchanged(state);
  switch (event.result) {
    case 'trouble':
      return onTrouble(state, event.until ?? null, now);
    case 'renewed':
      return onRenewed(state, now);
    case 'fine':
      return resume({ ...state, doubted: false }, now);
    case 'noAccess':
      // Twice, and nothing was accessible in between: going on would only be refused again and again.
      return state.doubted ? giveUp(state, now, 'noAccess') : resume({ ...state, doubted: true }, now);
    case 'refused':
      return giveUp(state, now, 'refused');
    case 'ended':
      return giveUp(state, now, null);
  }
}

function onTrouble(state: Paused, until: number | null, now: number): Step {
  if (state.mode.waitsFor !== 'answer') return unchanged(state);
  const after = until === null ? state : limited(state, until, now).state;
  return isPaused(after) ? afterTrouble(after, now) : unchanged(after);
}

/**
 * A good sign-in: what was refused in this round is refused regardless. Where that was 403 alone nothing flapped: the service
 * knew the sign-in all the time.
 */
function resume(state: Paused, now: number): Step {
  const isSteady = state.mode.refused.every((text) => text.startsWith('access '));
  const { state: after, effects } = remember(state, state.mode.refused);
  return {
    state: {
      ...after,
      mode: { is: 'active' },
      since: now,
      round: state.round + 1,
      provenBefore: true,
      pauses: isSteady ? state.pauses - 1 : state.pauses,
    },
    effects: [{ do: 'resume' }, ...effects],
  };
}

/**
 * The new token proves itself by the page's own requests. Should it be refused at once, that is still the same trouble and no
 * flapping: one probe is due without a wait, and no second renewal.
 */
function onRenewed(state: Paused, now: number): Step {
  return {
    state: {
      ...state,
      mode: { is: 'active' },
      since: now,
      round: state.round + 1,
      pauses: state.pauses - 1,
      renewedAt: now,
      provenBefore: false,
    },
    effects: [{ do: 'resume' }],
  };
}

/** @param why null where the renewal has said it already. */
function giveUp(state: Paused, now: number, why: 'refused' | 'noAccess' | null): Step {
  return {
    state: { ...state, mode: { is: 'notAccepted' }, since: now, provenBefore: false },
    effects: why === null ? [] : [{ do: 'markNotAccepted', why }],
  };
}
