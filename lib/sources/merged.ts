import type { Saved } from './model.ts';

/** Records with others added; what is here under the same id is replaced. */
export function merged(saved: Saved, added: Saved): Saved {
  return {
    sources: joined(saved.sources, added.sources, ({ id }) => id),
    accounts: joined(saved.accounts, added.accounts, ({ id }) => id),
    grants: joined(saved.grants, added.grants, ({ sourceId, site }) => `${sourceId} ${site}`),
    keyVault: joined(saved.keyVault, added.keyVault, ({ sourceId }) => sourceId),
  };
}

function joined<T>(list: readonly T[], added: readonly T[], idOf: (item: T) => string): T[] {
  return [...new Map([...list, ...added].map((item) => [idOf(item), item])).values()];
}
