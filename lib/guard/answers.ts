import type { GuardEvent, Step } from './events.ts';
import type { Observation, RefusalReason } from './observed.ts';
import { isPaused, limited, pause, STEADY_MS, unchanged } from './pausing.ts';
import { placeOf } from './place.ts';
import { type GuardState, MOST_REFUSED, MOST_REGARDLESS, refusedText, withText } from './state.ts';

type AnswerEvent = Extract<GuardEvent, { type: 'answer' }>;

/** 429 without a time. */
const USUAL_LIMIT_MS = 60_000;

/** How servers refuse that count failed sign-ins; behind the other ways they have accepted it, or have no accounts. */
const COUNTED: readonly RefusalReason[] = ['signIn', 'loginPage', 'html'];

/**
 * How many counted refusals of places that refuse regardless are let pass while nothing is answered fine: the
 * password may have been changed since. With the six connections of HTTP/1.1 and one probe, fewer than 10 fail: there servers lock.
 */
const MOST_LET_PASS = 2;

/** What an answer to a request that we signed changes. Faults and the proxy's own refusals change nothing. */
export function onAnswer(state: GuardState, event: AnswerEvent, now: number): Step {
  const { observation, round } = event;
  if (round !== null && round !== state.round) return onLate(state, event);
  switch (observation.what) {
    case 'limited':
      return limited(state, observation.until ?? now + USUAL_LIMIT_MS, now);
    case 'fault':
      return observation.until === null ? unchanged(state) : limited(state, observation.until, now);
    case 'fine':
      return round === null ? unchanged(state) : onFine(state);
    case 'refusal':
      return onRefusal(state, event.url, observation, now);
    default:
      return unchanged(state);
  }
}

function onFine(state: GuardState): Step {
  const isNews = state.mode.is === 'active' && (state.letPass > 0 || state.doubted);
  return unchanged(isNews ? { ...state, letPass: 0, doubted: false } : state);
}

function onRefusal(
  state: GuardState,
  url: string,
  { why }: Extract<Observation, { what: 'refusal' }>,
  now: number,
): Step {
  if (why === 'proxy' || state.mode.is === 'notAccepted') return unchanged(state);
  const text = refusedText(why, placeOf(url));
  if (isPaused(state)) {
    const refused = withText(state.mode.refused, MOST_REFUSED, text);
    return unchanged(refused === state.mode.refused ? state : { ...state, mode: { ...state.mode, refused } });
  }
  if (!state.regardless.includes(text)) {
    // Proven a moment ago, and others are shown: it is about this layer, too (RFC 9110, 15.5.4); the others need not wait for it.
    const isProven = state.provenBefore && !state.doubted && now - state.since < STEADY_MS;
    return why === 'access' && isProven && state.letPass < MOST_LET_PASS
      ? remember({ ...state, letPass: state.letPass + 1 }, [text])
      : pause(state, now, text);
  }
  if (!COUNTED.includes(why)) return unchanged(state);
  return state.letPass < MOST_LET_PASS
    ? unchanged({ ...state, letPass: state.letPass + 1 })
    : pause(state, now, text);
}

/**
 * What was signed before the last pause or sign-in says nothing about now. If the same credential was found to be good
 * since, a refusal does say that this place refuses regardless.
 */
function onLate(state: GuardState, { observation, round, url }: AnswerEvent): Step {
  const isProven = state.provenBefore && round === state.round - 1;
  if (!isProven || observation.what !== 'refusal' || observation.why === 'proxy') return unchanged(state);
  return remember(state, [refusedText(observation.why, placeOf(url))]);
}

/** Remembers places that refuse although the sign-in is good; tells of the new ones. */
export function remember(state: GuardState, refused: readonly string[]): Step {
  const regardless = withText(state.regardless, MOST_REGARDLESS, ...refused);
  if (regardless === state.regardless) return unchanged(state);
  const fresh = regardless.filter((text) => !state.regardless.includes(text));
  return {
    state: { ...state, regardless },
    effects: fresh.map((text) => {
      const space = text.indexOf(' ');
      const why = text.slice(0, space) as RefusalReason;
      return { do: 'rememberRefusesRegardless', url: text.slice(space + 1), why };
    }),
  };
}
