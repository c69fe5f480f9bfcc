import type { Saved } from './model.ts';

/** One record that a change made, took away or wrote anew; null where it was, or is, not there. */
interface Change<T> {
  before: T | null;
  after: T | null;
}

/** What takes one change of the records back. Only records that differ are in it. */
export type Inverse = { [L in keyof Saved]: Change<Saved[L][number]>[] };

const ID_OF: { [L in keyof Saved]: (record: Saved[L][number]) => string } = {
  sources: ({ id }) => id,
  accounts: ({ id }) => id,
  grants: ({ sourceId, site }) => `${sourceId} ${site}`,
  keyVault: ({ sourceId }) => sourceId,
};

/** The inverse of the change from `before` to `after`. Pure. */
export function inverseOf(before: Saved, after: Saved): Inverse {
  return {
    sources: changes('sources', before, after),
    accounts: changes('accounts', before, after),
    grants: changes('grants', before, after),
    keyVault: changes('keyVault', before, after),
  };
}

/**
 * The records with that change taken back: each that is still as the change left it is again as it was before; what was
 * changed since by others stays. What would belong to nothing any more goes. Pure.
 */
export function undone(now: Saved, inverse: Inverse): Saved {
  const sources = back('sources', now, inverse);
  const accounts = back('accounts', now, inverse);
  const sourceIds = new Set(sources.map(({ id }) => id));
  const accountIds = new Set(accounts.map(({ id }) => id));
  return {
    sources,
    accounts,
    grants: back('grants', now, inverse).filter(
      ({ sourceId, accountId }) => sourceIds.has(sourceId) && accountIds.has(accountId),
    ),
    keyVault: back('keyVault', now, inverse).filter(({ sourceId }) => sourceIds.has(sourceId)),
  };
}

function changes<L extends keyof Saved>(list: L, before: Saved, after: Saved): Inverse[L] {
  const [old, now] = [byId(list, before), byId(list, after)];
  const ids = new Set([...old.keys(), ...now.keys()]);
  return [...ids].flatMap((id) => {
    const change = { before: old.get(id) ?? null, after: now.get(id) ?? null };
    return isSame(change.before, change.after) ? [] : [change];
  }) as Inverse[L];
}

function back<L extends keyof Saved>(list: L, now: Saved, inverse: Inverse): Saved[L] {
  const records = byId(list, now);
  const idOf = ID_OF[list] as (record: unknown) => string;
  for (const { before, after } of inverse[list]) {
    const id = idOf(before ?? after);
    if (!isSame(records.get(id) ?? null, after)) continue;
    if (before === null) records.delete(id);
    else records.set(id, before);
  }
  return [...records.values()] as Saved[L];
}

function byId(list: keyof Saved, saved: Saved): Map<string, unknown> {
  const idOf = ID_OF[list] as (record: unknown) => string;
  return new Map((saved[list] as unknown[]).map((record) => [idOf(record), record]));
}

/** Browsers give records back with their members in another order. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || sortedText(a) === sortedText(b);
}

function sortedText(record: unknown): string {
  return JSON.stringify(record, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
      : value,
  );
}
