import { AppError } from '../errors.ts';

/** A place that credentials are kept to: scheme, host, port and path, as the browser serialises them. */
export interface Prefix {
  /** `https://geo.example.com:8443`, the port only where it is not the default. */
  origin: string;
  /** `/geoserver/ows`; ends in a slash only where it is `/` itself. */
  path: string;
}

/** Operators of a rule's `urlFilter`: inside a prefix they would widen it. */
const FILTER_OPERATORS = /[*^|]/;

/**
 * Reads a base URL as a prefix, in the serialisation that requests will have (WHATWG URL, section 4.5).
 * @throws AppError `notHttpUrl`, `badUrl`, or `badPrefix` where a character cannot be held to its place.
 */
export function parsePrefix(base: string): Prefix {
  const url = URL.parse(base);
  if (url === null) throw new AppError('badUrl');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new AppError('notHttpUrl');
  if (url.username !== '' || url.password !== '') throw new AppError('badUrl');
  const path = url.pathname === '/' ? '/' : url.pathname.replace(/\/+$/, '') || '/';
  // A host may hold an asterisk too (WHATWG URL, forbidden host code points): it would mean every sub-domain.
  if (FILTER_OPERATORS.test(url.host + path) || isDisguised(path)) throw new AppError('badPrefix');
  return { origin: url.origin, path };
}

/** The prefix as one string, the form in which destinations keep it. */
export function prefixText(prefix: Prefix): string {
  return prefix.origin + prefix.path;
}

/**
 * Paths that a server may read as another path than the browser shows: two dots in any encoding (a proxy that decodes
 * `%2f`, a servlet container that cuts `;` out), and twice-encoded anything. Such requests are never signed. RE2 syntax,
 * case-insensitive; shared by the browser's rule and by {@link isDisguised}.
 */
export const DISGUISED_PATH = '(?:%25|(?:\\.|%2e|%c0%ae|%ef%bc%8e)[;\\\\]?(?:\\.|%2e|%c0%ae|%ef%bc%8e))';

const disguised = new RegExp(DISGUISED_PATH, 'i');

/** True where a path (no query) could mean another path to the server. */
export function isDisguised(path: string): boolean {
  return disguised.test(path);
}

/**
 * Whether a URL lies under a prefix: same origin, and the prefix's path followed by `/`, `?` or the end.
 * The pure twin of the browser's rules; a property test compares the two.
 */
export function isUnder(prefix: Prefix, url: URL): boolean {
  if (url.origin !== prefix.origin || isDisguised(url.pathname)) return false;
  if (prefix.path === '/') return true;
  return url.pathname === prefix.path || url.pathname.startsWith(`${prefix.path}/`);
}
