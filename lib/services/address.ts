/** The parts of an http(s) URL that recognition looks at, as the browser serialises them. */
export interface Address {
  /** `https://maps.example.org`, with the port where it is not the default; never with `user:pass@`. */
  origin: string;
  /** Begins with `/`. */
  path: string;
  /** Without the question mark, empty where there is none; as written. */
  query: string;
}

/** Longer than any URL that a browser or server takes (Chromium: 2 MB, servers: 8-64 kB). */
const LONGEST_URL = 65_536;

/**
 * A URL that the URL parser would leave as it is: lower-case ASCII host without port, no `user:pass@`, no character
 * that would be encoded. Reading it this way costs a fifth of `new URL`; everything else takes the long way.
 */
const ALREADY_SERIALISED =
  /^(https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})(\/[\w\-/.~!$&'()*+,;=:@%]*)(?:\?([^#\\\s]*))?(?:#|$)/;

/** Reads an http(s) URL (WHATWG URL standard); null for anything else. */
export function parseAddress(url: string): Address | null {
  if (url.length > LONGEST_URL) return null;
  const quick = ALREADY_SERIALISED.exec(url);
  const [, origin, path, query] = quick ?? [];
  if (origin !== undefined && path !== undefined && !origin.includes('xn--') && !/\/(?:\.|%2e)/i.test(path)) {
    return { origin, path, query: query ?? '' };
  }
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null;
  return { origin: parsed.origin, path: parsed.pathname, query: parsed.search.slice(1) };
}

/**
 * The base URL for a path of this address: a root is written with its slash, all others without one. A segment with an
 * `@` (`layer@EPSG:900913@png` of GeoWebCache's TMS) cannot stand in a base and is left to the folder above.
 */
export function baseUrl(origin: string, path: string): string {
  const at = path.indexOf('@');
  let end = at < 0 ? path.length : path.lastIndexOf('/', at);
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return end <= 0 ? `${origin}/` : origin + path.slice(0, end);
}

/** The folder of a path: `/a/b` for `/a/b/c.json`, and for `/a/b/`. */
export function folder(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** True where `url` is the base itself or lies below it, by whole path segments. Both as the browser writes them. */
export function isUnder(url: string, base: string): boolean {
  if (!url.startsWith(base)) return false;
  return base.endsWith('/') || url.length === base.length || '/?#'.includes(url.charAt(base.length));
}
