import { hostOf, withScheme } from '../addresses.ts';

/** Everything that is written down, as a stable code; its word is `event_<code>` in the locales. */
export const EVENT_CODES = [
  'workerStarted',
  'signedIn',
  'signedOut',
  'locked',
  'unlocked',
  'refused',
  'paused',
  'asked',
  'resumed',
  'notAccepted',
  'noAccess',
  'refusesRegardless',
  'waiting',
  'unreachable',
  'certificateProblem',
  'certificateAccepted',
  'renewed',
  'renewalFailed',
  'rulesNotTaken',
  'permissionGiven',
  'permissionTaken',
  'failure',
] as const;

export type EventCode = (typeof EVENT_CODES)[number];

/** Something that happened: never an address beyond its host, never a secret. */
export interface DiagnosticEvent {
  /** In ms since the epoch; of several equal ones the last. */
  at: number;
  code: EventCode;
  /** As requests write it, `geo.example.com:8443`; empty for none. */
  host: string;
  /** A status (`401`) or an error's code (`ERR_CERT_DATE_INVALID`, `timedOut`); empty for none. */
  detail: string;
  /** How often it happened in a row. */
  times: number;
}

export const MOST_EVENTS = 200;

/** Equal events are one as long as no more than this lies between two of them. */
const TOGETHER_MS = 60_000;

/** No host name is longer (RFC 1035, section 2.3.4: 255), with a port behind it. */
const LONGEST_HOST = 261;

/** An event made of what may be written down, whatever it was given. @param at ms since the epoch. */
export function eventOf(at: number, code: EventCode, host: string, detail: string): DiagnosticEvent {
  return { at, code, host: safeHost(host), detail: safeDetail(detail), times: 1 };
}

/**
 * Adds an event to those before it, the newest last: beyond {@link MOST_EVENTS} the oldest go, and what happens again within a
 * minute is counted.
 */
export function withEvent(
  list: readonly DiagnosticEvent[],
  event: DiagnosticEvent,
): readonly DiagnosticEvent[] {
  // A page with several services is refused by turns.
  const same = list.findLast((each) => isSame(each, event));
  if (!same) return [...list, event].slice(-MOST_EVENTS);
  const others = list.filter((each) => each !== same);
  return [...others, { ...event, times: same.times + event.times }];
}

function isSame(a: DiagnosticEvent, b: DiagnosticEvent): boolean {
  return (
    a.code === b.code &&
    a.host === b.host &&
    a.detail === b.detail &&
    // The clock may be set back.
    Math.abs(b.at - a.at) <= TOGETHER_MS
  );
}

/** A status or an error's code, without the browser's `net::` before it; anything that could be more is dropped whole. */
export function safeDetail(text: string): string {
  const code = text.replace(/^net::/, '');
  return /^[A-Za-z0-9_. -]{0,60}$/.test(code) ? code : '';
}

/**
 * The host of an http address or of a bare host, and nothing else of it; empty for anything else. A part of an address that
 * has no host in it (`/tiles/key`, `?token=x`) is not taken for one.
 */
export function safeHost(text: string): string {
  const isAddress = /^https?:\/\/[^/\\]/i.test(text);
  if (!isAddress && !/^[^\s/\\?#@]+$/.test(text)) return '';
  const url = withScheme(text);
  const host = URL.canParse(url) ? hostOf(url) : '';
  return host.length <= LONGEST_HOST ? host : '';
}
