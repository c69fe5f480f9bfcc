import * as v from 'valibot';
import type { ErrorCode } from '../errors.ts';
import type { Session } from './session.ts';

/** `leadMs`: how long before its end a token is renewed, where its system has a rule for that. */
type Times = Pick<Session, 'receivedAt' | 'expiresAt'> & { leadMs?: number };

/** As QGIS renews: 120 s before the end, or a tenth of the token's life where that is less. */
const LEAD_MS = 120_000;
const LEAD_PART = 0.1;

/** The browser's alarms are no finer, and a provider that gives out dead tokens is not asked in a loop. */
const SHORTEST_MS = 30_000;

/** A token that seems to come from later than this is one from before the clock was set back. */
const CLOCK_JUMP_MS = 5 * 60_000;

const LONGEST_DELAY_MS = 15 * 60_000;

/** When to renew, in ms since the epoch; null where the provider does not say when the token ends. */
export function renewalTime({ receivedAt, expiresAt, leadMs }: Times): number | null {
  if (expiresAt === null) return null;
  const life = Math.max(0, expiresAt - receivedAt);
  const lead = leadMs === undefined ? Math.min(LEAD_MS, life * LEAD_PART) : Math.min(leadMs, life / 2);
  return Math.max(receivedAt + SHORTEST_MS, Math.floor(expiresAt - lead));
}

/** True where it should have been renewed already: the computer slept, or its clock was set back. */
export function isOverdue(times: Times, now: number): boolean {
  const time = renewalTime(times);
  return time !== null && (now >= time || now < times.receivedAt - CLOCK_JUMP_MS);
}

/** True where the token is no longer good. */
export function isExpired({ expiresAt }: Times, now: number): boolean {
  return expiresAt !== null && now >= expiresAt;
}

/** Renewals that failed since the last that did not. `notBefore`: when the next may be tried, in ms since the epoch. */
export const Retries = v.strictObject({
  failures: v.pipe(v.number(), v.integer(), v.minValue(0)),
  notBefore: v.pipe(v.number(), v.minValue(0)),
});
export type Retries = v.InferOutput<typeof Retries>;

export const NO_RETRIES: Retries = { failures: 0, notBefore: 0 };

/** How long to wait after so many failures, in ms: 30 s, 1 min, 2 min ... at most 15 minutes. */
export function retryDelay(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_DELAY_MS, SHORTEST_MS * 2 ** (failures - 1));
}

/** One more that failed. */
export function afterTrouble({ failures }: Retries, now: number): Retries {
  return { failures: failures + 1, notBefore: now + retryDelay(failures + 1) };
}

/**
 * When to try next, in ms since the epoch; null where nothing is to be tried by itself. Never later than the wait is long.
 * @param isRenewable false for a token that only the user can replace: good until its very end.
 */
export function nextRenewal(times: Times, retries: Retries, now: number, isRenewable = true): number | null {
  const time = isRenewable ? renewalTime(times) : times.expiresAt;
  if (time === null) return null;
  const due = isRenewable && isOverdue(times, now) ? Math.min(time, now) : time;
  // A wait that is longer than it can be is one from before the clock was set back.
  const isWaiting = retries.notBefore <= now + retryDelay(retries.failures);
  return isWaiting ? Math.max(due, retries.notBefore) : due;
}

/**
 * What a failed renewal means. `retry`: the network, or a provider that is not itself (a captive portal answers with
 * redirects and pages): the session stays. `signIn`: the session is over. `settings`: it cannot go on until somebody changes the
 * account or the provider.
 */
export function meaningOf(code: ErrorCode): 'retry' | 'signIn' | 'settings' {
  if (TROUBLE.has(code)) return 'retry';
  return ENDED.has(code) ? 'signIn' : 'settings';
}

const TROUBLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'unreachable',
  'timedOut',
  'certificateProblem',
  'serverError',
  'tooManyRequests',
  'providerBusy',
  'providerRedirects',
  'providerAnswerUnreadable',
  'geodiFault',
  'geodiNetwork',
]);

const ENDED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'signInEnded',
  'signInNeedsWindow',
  'signInDenied',
  'codeExpired',
  'passwordRefused',
  'anotherUser',
  'idTokenInvalid',
]);
