import { type BrowserError, readBrowserError } from '../explain/browser-error.ts';
import { readChallenges } from '../services/challenges.ts';
import { isHtml, isLoginAddress } from '../services/refusal-words.ts';
import { isRefusing, REFUSING_STATUSES } from '../services/refusals.ts';
import { retryTime } from './retry-after.ts';

/** One answer, redirect or error as `webRequest` reports it. */
export interface Answer {
  url: string;
  /** HTTP status; 0 where there was no answer. */
  status: number;
  /** The browser's resource type: `image`, `xmlhttprequest`, ... */
  type: string;
  headers: readonly { name: string; value?: string }[];
  /** Where a redirect leads (`redirectUrl`, or the header); empty where it is none. */
  location: string;
  /** The text of `onErrorOccurred`; empty where there was an answer. */
  error: string;
  fromCache: boolean;
  /** `signed`: one of our rules matched the request. `known`: a saved source, which is known to need a sign-in. */
  ours: 'signed' | 'known' | 'unknown';
}

/**
 * By what a service refuses. `signIn`: it wants a (better) sign-in. `access`: 403. `hidden`: a status behind which this kind
 * of server hides. `loginPage`: a redirect to one. `html`: a page in place of a picture. `proxy`: not the service at all.
 */
export type RefusalReason = 'signIn' | 'access' | 'hidden' | 'loginPage' | 'html' | 'proxy';

export type Observation =
  /** `challenges`: schemes of `WWW-Authenticate`, in lower case. */
  | { what: 'refusal'; why: RefusalReason; status: number; challenges: string[] }
  /** Asked too often; `until`: when to ask again, in ms since the epoch, where it says so. */
  | { what: 'limited'; until: number | null }
  /** The server or the network failed; `until` as above. */
  | { what: 'fault'; until: number | null }
  | { what: 'certificate' }
  | { what: 'fine' }
  /** Neither: a redirect elsewhere, a tile that does not exist, an answer out of the cache, a request that was given up. */
  | { what: 'nothing' };

/** What a status says by itself. 511 is GEODI's own, too. */
const REFUSING: ReadonlyMap<number, RefusalReason> = new Map([
  ...[...REFUSING_STATUSES, 511].map((status) => [status, 'signIn'] as const),
  [403, 'access'],
  [407, 'proxy'],
]);

/** The browser, another extension or the page gave up by itself: it says nothing about the service. */
const GIVEN_UP: readonly BrowserError[] = ['aborted', 'extension', 'administrator', 'localNetwork'];

const NOTHING: Observation = { what: 'nothing' };
const FINE: Observation = { what: 'fine' };

/**
 * What an answer says, by its headers alone: an error report inside a 200 can only be found by asking again. Never throws.
 * @param now ms since the epoch.
 */
export function observe(answer: Answer, now: number): Observation {
  const { status, error } = answer;
  if (error !== '') return ofError(error);
  // What was stored may have been the answer to nobody, or to last year's password.
  if (answer.fromCache && answer.ours === 'signed') return NOTHING;
  if (answer.location !== '' && status >= 300 && status < 400) return ofRedirect(answer);
  const until = () => retryTime(headerOf(answer, 'retry-after'), headerOf(answer, 'date'), now);
  if (status === 429) return { what: 'limited', until: until() };
  const why = reasonOf(answer);
  if (why !== null) return refusal(why, answer);
  // 408: the server waited too long for the request (RFC 9110, 15.5.9).
  if (status >= 500 || status === 408) return { what: 'fault', until: until() };
  if (status === 304) return FINE;
  if (status < 200 || status >= 300) return NOTHING;
  return isPageForPicture(answer) ? refusal('html', answer) : FINE;
}

function reasonOf(answer: Answer): RefusalReason | null {
  const { status, url } = answer;
  return REFUSING.get(status) ?? (isRefusing(status, url) ? 'signIn' : hidesBehind(answer) ? 'hidden' : null);
}

function refusal(why: RefusalReason, answer: Answer): Observation {
  const challenges = readChallenges(headerOf(answer, 'www-authenticate'));
  return { what: 'refusal', why, status: answer.status, challenges };
}

function ofError(error: string): Observation {
  const why = readBrowserError(error);
  if (why === 'certificate') return { what: 'certificate' };
  return why !== null && GIVEN_UP.includes(why) ? NOTHING : { what: 'fault', until: null };
}

/** The final answer is reported by itself; only where it leads to a login does the redirect say something. */
function ofRedirect(answer: Answer): Observation {
  const from = URL.parse(answer.url);
  const to = URL.parse(answer.location, answer.url);
  if (from === null || to === null) return NOTHING;
  // `/auth/wms` is no login page because a rule of ours, or https, leads to itself with something added.
  const known = new Set(from.pathname.split(/[/;]/));
  if (from.hostname === to.hostname) {
    const added = to.pathname
      .split(/[/;]/)
      .filter((segment) => !known.has(segment) && !segment.includes('='));
    return isLoginAddress(`https://same.invalid/${added.join('/')}`) ? refusal('loginPage', answer) : NOTHING;
  }
  return isLoginAddress(to.href) ? refusal('loginPage', answer) : NOTHING;
}

/**
 * LINZ answers 400 to a missing or wrong key, GeoServer 404 where rights do not suffice. Only for what is known to need a
 * sign-in, and not for tiles, which every server answers so outside its area.
 */
function hidesBehind({ url, status, ours }: Answer): boolean {
  if (ours === 'unknown' || (status !== 400 && status !== 404)) return false;
  const { hostname, pathname } = URL.parse(url) ?? { hostname: '', pathname: '' };
  if (status === 400) return hostname === 'linz.govt.nz' || hostname.endsWith('.linz.govt.nz');
  return /\/geoserver\//i.test(pathname) && !/\/gwc\//i.test(pathname);
}

function isPageForPicture(answer: Answer): boolean {
  const type = headerOf(answer, 'content-type');
  if (!isHtml(type, '')) return false;
  if (answer.type === 'image') return true;
  // Map libraries fetch pictures and vector tiles by script as well.
  const { pathname, search } = URL.parse(answer.url) ?? { pathname: '', search: '' };
  return (
    /\.(?:png|jpe?g|webp|avif|gif|pbf|mvt)$/i.test(pathname) || /[?&]format=image(?:\/|%2f)/i.test(search)
  );
}

/** All lines of a header, joined by commas (RFC 9110, 5.3). */
function headerOf({ headers }: Answer, name: string): string {
  return headers
    .filter((header) => header.name.toLowerCase() === name)
    .map(({ value = '' }) => value)
    .join(', ');
}
