import { destinationsOf } from '../sources/destinations.ts';
import type { Saved } from '../sources/model.ts';

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

/** Patterns for a service's prefixes and the site that uses them, in that order, each once. */
export function patternsFor(prefixes: readonly string[], site: string, ports: boolean): string[] {
  const origins = [...prefixes.map((prefix) => new URL(prefix).origin), site];
  return [...new Set(origins.map((origin) => patternOf(origin, ports)))];
}

/** Patterns that the saved grants need: those of signed-out sources too, which will be signed in again. */
export function neededPatterns(saved: Saved, ports: boolean): string[] {
  const sources = new Map(saved.sources.map((source) => [source.id, source]));
  const accounts = new Map(saved.accounts.map((account) => [account.id, account]));
  const needed = saved.grants.flatMap((grant) => {
    const source = sources.get(grant.sourceId);
    if (source === undefined) return [];
    const prefixes = destinationsOf(source, grant).map(({ prefix }) => prefix);
    const providers = accounts.get(grant.accountId)?.providers ?? [];
    return patternsFor([...prefixes, ...providers], grant.site, ports);
  });
  return [...new Set(needed)];
}

/** What the extension holds and nothing needs any more. */
export function unneededPatterns(granted: readonly string[], needed: readonly string[]): string[] {
  const kept = new Set(needed);
  return granted.filter((pattern) => !kept.has(pattern));
}
