import { destinationsOf } from '../sources/destinations.ts';
import type { Saved } from '../sources/model.ts';
import { patternsFor } from './patterns.ts';

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
