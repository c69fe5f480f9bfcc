import type { ErrorCode, Failure } from '../errors.ts';
import { isLoginAddress } from '../services/refusal-words.ts';
import { isRefusing } from '../services/refusals.ts';
import { readBrowserError } from './browser-error.ts';
import type { CheckFacts, Facts, ObservedAnswer, ProbeFacts } from './facts.ts';
import { layersMissing, MOST_NAMED } from './layers.ts';

/** Answers that say something about how it stands now: not older than the sign-in, and not given up by the page itself. */
function answersNow({ answers, account }: Facts): ObservedAnswer[] {
  const since = account?.since ?? 0;
  return answers
    .filter(({ at, error }) => at >= since && readBrowserError(error) !== 'aborted')
    .sort((one, other) => other.at - one.at);
}

/** The last answer of the page that the browser told something of; undefined where there is none. */
function lastTold(facts: Facts): ObservedAnswer | undefined {
  return answersNow(facts).find(({ status, error }) => status > 0 || error !== '');
}

/** Our own check, unless somebody signed in after it. */
function checkNow({ check, account }: Facts): CheckFacts | null {
  return check && check.at >= (account?.since ?? 0) ? check : null;
}

/** What our own check found as the page would ask: with the sign-in where there is one. */
export function lastProbe(facts: Facts): ProbeFacts | null {
  const check = checkNow(facts);
  return check?.with ?? check?.without ?? null;
}

/** What stood at the end of our own check; null where all was well, or there was none. */
export function lastFailure(facts: Facts): Failure | null {
  const verdict = lastProbe(facts)?.verdict;
  return verdict?.accepted === false ? verdict.failure : null;
}

/** The trouble of whatever came last, the page's answer or our own check, by the code of its failure; null for none. */
export function troubleNow(facts: Facts): Failure | null {
  const last = lastTold(facts);
  const check = checkNow(facts);
  if (check && (!last || check.at >= last.at)) return lastFailure(facts);
  if (last) return troubleOf(last, facts.host);
  return facts.status === 'unreachable' ? { code: 'unreachable', values: [facts.host] } : null;
}

const BY_ERROR: Partial<Record<NonNullable<ReturnType<typeof readBrowserError>>, ErrorCode>> = {
  unreachable: 'unreachable',
  timedOut: 'timedOut',
  certificate: 'certificateProblem',
  proxySignIn: 'proxySignIn',
};

function troubleOf(answer: ObservedAnswer, host: string): Failure | null {
  const { status, error, redirectedTo, type, wanted, url = '' } = answer;
  const code = BY_ERROR[readBrowserError(error) ?? 'unknown'];
  if (code) return { code, values: [host] };
  if (isRefusing(status, url)) return null;
  // RFC 9110, section 15.5.8; RFC 6585, section 6: neither comes from the service.
  if (status === 407 || status === 511) return { code: 'proxySignIn', values: [host] };
  if (status === 429) return { code: 'tooManyRequests', values: [host] };
  if (status >= 500) return { code: 'serverError', values: [host, String(status)] };
  if (isLoginAddress(redirectedTo)) return { code: 'loginPage', values: [host] };
  if (type === 'text/html' && wanted === 'image') return { code: 'notMapService', values: [host] };
  return null;
}

/** True where the browser names this as the reason for the last request without an answer. */
export function isBlockedBy(facts: Facts, reason: ReturnType<typeof readBrowserError>): boolean {
  const last = lastTold(facts);
  return last !== undefined && readBrowserError(last.error) === reason;
}

/** True where somebody is signed in, with or without access here. */
export function isSignedIn({ status, account }: Facts): boolean {
  return account !== null && (status === 'signedIn' || status === 'signedInWithoutAccess');
}

/** Layers that the page asks for and the service does not list, to who asked last, or refuses; empty where nothing is known of it. */
export function layersHidden(facts: Facts): string[] {
  const listed = lastProbe(facts)?.layers;
  const missing = listed ? layersMissing(facts.layersAsked, listed) : [];
  return [...new Set([...missing, ...facts.layersRefused])].slice(0, MOST_NAMED);
}

/** True where a request that carried the sign-in was refused. */
export function isRefusedSigned(facts: Facts): boolean {
  return answersNow(facts).some(({ signed, status, url = '' }) => signed && isRefusing(status, url));
}

/** True where an answer of this sort is all that came since somebody signed in: nothing that carried the sign-in did. */
export function isOnly(facts: Facts, sort: 'fromCache' | 'fromServiceWorker'): boolean {
  const now = answersNow(facts);
  return now.some((answer) => answer[sort]) && now.every(({ signed, fromCache }) => !signed || fromCache);
}

/** True where the page's own requests are answered, or our check without a sign-in was. */
export function isAnswered(facts: Facts): boolean {
  if (checkNow(facts)?.without?.verdict.accepted) return true;
  const told = answersNow(facts).filter(({ status }) => status > 0);
  return told.length > 0 && told.every(({ status }) => status >= 200 && status < 400);
}
