import { parsePrefix } from '../sources/prefix.ts';
import { type Injection, insertedText, type Named } from './injection.ts';

/** A request of our own that carries what a rule would add. */
export interface SignedRequest {
  url: string;
  headers: Record<string, string>;
  /** Takes along the browser's own cookies for the host; without, a request has none. */
  cookies?: true;
  /** Only whether anybody answers there: read nothing, need no host access, carry nothing. */
  blind?: true;
}

/**
 * The request that the browser would make of `url` with this injection's rule: for the one check before the rule
 * exists.
 * @param prefix The base URL that a path key stands behind.
 */
export function signedRequest(url: string, prefix: string, injection: Injection | null): SignedRequest {
  if (injection === null) return { url, headers: {} };
  switch (injection.kind) {
    case 'headers':
      return {
        url: withParameters(url, injection.parameters ?? []),
        headers: headersOf(injection.headers),
        ...(injection.cookies ? { cookies: true } : {}),
      };
    case 'query':
      return { url: withParameters(url, injection.parameters), headers: headersOf(injection.headers ?? []) };
    case 'path': {
      const { origin, path } = parsePrefix(prefix);
      const start = origin + (path === '/' ? '' : path);
      const inserted = insertedText(path, injection);
      return { url: url.startsWith(start) ? start + inserted + url.slice(start.length) : url, headers: {} };
    }
  }
}

const headersOf = (headers: readonly Named[]): Record<string, string> =>
  Object.fromEntries(headers.map(({ name, value }) => [name, value]));

/** Replaces the first parameter of each name or appends it, and leaves the rest as it is written: as the browser does. */
function withParameters(url: string, parameters: readonly Named[]): string {
  if (parameters.length === 0) return url;
  const parsed = new URL(url);
  const pairs = parsed.search.slice(1).split('&').filter(Boolean);
  for (const { name, value } of parameters) {
    const written = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
    const first = pairs.findIndex((pair) => pair.split('=', 1)[0] === name);
    if (first === -1) pairs.push(written);
    else pairs[first] = written;
  }
  parsed.search = pairs.join('&');
  return parsed.href;
}
