import { MAP_SITE } from '../map-site.ts';

/** Every site: what *Watch while this page reloads* asks for, and gives back. */
export const ALL_SITES = '*://*/*';

/**
 * The match pattern for exactly one origin. The port is always written: without one, Chromium's pattern means
 * every port. Firefox's patterns take none.
 */
export function patternOf(origin: string, ports: boolean): string {
  const url = new URL(origin);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return `${url.protocol}//${url.hostname}${ports ? `:${port}` : ''}/*`;
}

/** The hosts of exact patterns; all sites has none. */
export function hostsOf(patterns: readonly string[]): string[] {
  return patterns
    .flatMap((pattern) => URL.parse(pattern.replace(/\*$/, ''))?.hostname ?? [])
    .filter((host) => !host.includes('*'));
}

/**
 * Patterns for a service's prefixes and the site that uses them, in that order, each once. Our own map page needs none for
 * itself.
 */
export function patternsFor(prefixes: readonly string[], site: string, ports: boolean): string[] {
  const origins = [...prefixes.map((prefix) => new URL(prefix).origin), ...(site === MAP_SITE ? [] : [site])];
  return [...new Set(origins.map((origin) => patternOf(origin, ports)))];
}
