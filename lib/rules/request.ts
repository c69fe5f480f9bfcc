import { parsePrefix } from '../sources/prefix.ts';
import type { Injection } from './injection.ts';

/** A request of our own that carries what a rule would add. */
export interface SignedRequest {
  url: string;
  headers: Record<string, string>;
}

/**
 * The request that the browser would make of `url` with this injection's rule: for the one check before the rule
 * exists. Writes URLs byte for byte as the browser's `queryTransform` and `regexSubstitution` do.
 * @param prefix The base URL that a path key stands behind.
 */
export function signedRequest(url: string, prefix: string, injection: Injection | null): SignedRequest {
  if (injection === null) return { url, headers: {} };
  switch (injection.kind) {
    case 'headers':
      return { url, headers: Object.fromEntries(injection.headers.map(({ name, value }) => [name, value])) };
    case 'query':
      return { url: withParameters(url, injection.parameters), headers: {} };
    case 'path': {
      const { origin, path } = parsePrefix(prefix);
      const start = origin + (path === '/' ? '' : path);
      const inserted = injection.text + encodeURIComponent(injection.value);
      return { url: url.startsWith(start) ? start + inserted + url.slice(start.length) : url, headers: {} };
    }
  }
}

/** Replaces the first parameter of each name, drops further ones, appends what is missing; leaves the rest as it is written. */
function withParameters(url: string, parameters: readonly { name: string; value: string }[]): string {
  const parsed = new URL(url);
  const pairs = parsed.search.slice(1).split('&').filter(Boolean);
  for (const { name, value } of parameters) {
    const written = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
    const first = pairs.findIndex((pair) => nameOf(pair) === name);
    const kept = pairs.filter((pair, index) => nameOf(pair) !== name || index === first);
    pairs.splice(0, pairs.length, ...kept);
    if (first === -1) pairs.push(written);
    else pairs[first] = written;
  }
  parsed.search = pairs.join('&');
  return parsed.href;
}

function nameOf(pair: string): string {
  return pair.split('=', 1)[0] ?? '';
}
