import type { ServiceRow } from '../messages/view.ts';

/** That a layer was refused while it was drawn. */
export interface Refusal {
  /** How its service stood then. */
  mark: string;
  /** How often already, with nothing done about it by the user. */
  times: number;
}

/** A sign-in that comes and goes by itself, and refuses each time, is not tried for ever. */
const MOST = 3;

/** How a service stands, as far as it changes what a refusal says. */
export function markOf(row: ServiceRow | null): string {
  return row ? `${row.key} ${row.accountId} ${row.since}` : '';
}

/** With one more refusal of a layer. */
export function withRefusal(
  refusals: ReadonlyMap<string, Refusal>,
  layerId: string,
  mark: string,
): ReadonlyMap<string, Refusal> {
  const before = refusals.get(layerId);
  if (before?.mark === mark) return refusals;
  return new Map(refusals).set(layerId, { mark, times: (before?.times ?? 0) + 1 });
}

/** Layers that are not asked for again: nothing has changed about their service's sign-in, or they were refused too often. */
export function refusedNow(
  refusals: ReadonlyMap<string, Refusal>,
  markOfLayer: (layerId: string) => string,
): ReadonlySet<string> {
  const still = [...refusals].filter(([id, { mark, times }]) => times >= MOST || mark === markOfLayer(id));
  return new Set(still.map(([id]) => id));
}
