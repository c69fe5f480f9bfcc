import { readBrowserError } from '../explain/browser-error.ts';
import type { WayFacts } from '../explain/facts.ts';
import type { Observation } from '../guard/observed.ts';
import { MAP_SITE } from '../map-site.ts';
import type { Answer, Request } from '../platform/watch.ts';
import { withoutCredentials } from '../services/credentials-in-url.ts';
import { type Noted, noted } from './noted.ts';

/** The session's memory holds 10 MB: longer headers are cut, in characters. */
const LONGEST_HEADER = 500;

/** What became of a request, as it is noted. */
export interface Became {
  observation: Observation;
  /** True where a credential of ours went with it. */
  signed: boolean;
  /** The browser's own word; '' where there was an answer. */
  error?: string;
  /** True where something else sent it elsewhere. */
  diverted?: boolean;
}

/** A note about a request of a page; its top site is known later. Pure. */
export function noteOf(request: Request | Answer, became: Became): Noted {
  const { observation, signed, error = '', diverted = false } = became;
  const header = (name: string) => headerOf(request, name);
  const site = request.site ?? '';
  const isPreflight = request.method === 'options';
  return {
    url: noted(request.url),
    site,
    topSite: site,
    at: request.at,
    // The browser's own question before a request carries no credential: its refusal is none of the service's.
    status: 'headers' in request && !isPreflight ? request.status : 0,
    type: header('content-type').slice(0, LONGEST_HEADER).split(';')[0]?.trim().toLowerCase() ?? '',
    wanted: request.type === 'image' ? 'image' : request.type.endsWith('_frame') ? 'frame' : 'data',
    fromCache: false,
    fromServiceWorker: false,
    signed,
    // Any other target may hold what was in the address that was asked.
    redirectedTo: isLoginPage(observation) ? withoutQuery(header('location'), request.url) : '',
    error,
    refused: observation.what === 'refusal' && observation.why !== 'proxy' && !isPreflight,
    challenge: header('www-authenticate').slice(0, LONGEST_HEADER),
    cors: corsOf(request),
    diverted,
  };
}

/**
 * As far as the headers tell that a page may not read an answer (Fetch standard, CORS check): a script of another origin asked,
 * and the answer names neither that origin nor everybody. What pictures need depends on the page.
 */
export function corsOf(request: Request | Answer): WayFacts['cors'] {
  if (!('headers' in request) || request.type !== 'xmlhttprequest' || request.tabId === -1) return null;
  if (request.site === undefined || URL.parse(request.url)?.origin === request.site) return null;
  // An extension's page reads what it has host access for.
  if (request.site === MAP_SITE) return null;
  const allowed = headerOf(request, 'access-control-allow-origin').trim();
  const isAllowed = allowed === '*' || allowed === request.site;
  if (request.method === 'options') return isAllowed && request.status < 300 ? null : 'preflight';
  // A redirect is read by nobody; its target answers for itself.
  return isAllowed || (request.status >= 300 && request.status < 400) ? null : 'answer';
}

/** True where a note says something that is worth telling: not fine, or fine again. */
export function isWorthNoting({ observation, error = '', diverted = false }: Became, cors: WayFacts['cors']) {
  if (diverted || cors !== null) return true;
  const why = readBrowserError(error);
  // A word that nobody knows tells nothing: a refused CORS check, most often, whose answer was seen before.
  if (why !== null) return why !== 'aborted' && why !== 'unknown';
  return observation.what === 'refusal' || observation.what === 'limited' || observation.what === 'fault';
}

function headerOf(request: Request | Answer, name: string): string {
  if (!('headers' in request)) return '';
  return request.headers
    .filter((header) => header.name.toLowerCase() === name)
    .map(({ value = '' }) => value)
    .join(', ');
}

const isLoginPage = (observation: Observation) =>
  observation.what === 'refusal' && observation.why === 'loginPage';

function withoutQuery(location: string, base: string): string {
  const target = location === '' ? null : URL.parse(location, base);
  const url = target && URL.parse(withoutCredentials(target.href));
  return url === null ? '' : (url.origin + url.pathname).slice(0, LONGEST_HEADER);
}
