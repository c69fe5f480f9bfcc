import type { ServiceRow } from '../messages/view.ts';
import { expandTemplate } from '../services/template.ts';
import { safePrefixesOf } from '../sources/destinations.ts';
import { isUnder, parsePrefix } from '../sources/prefix.ts';
import type { LayerNode, ProjectSource } from './model.ts';

/** The row of a layer's service: of the place that it asks, else of the source that it was added from. */
export function rowOfLayer(
  { draws }: Pick<LayerNode, 'draws'>,
  source: ProjectSource | undefined,
  rows: readonly ServiceRow[],
): ServiceRow | null {
  return rowAt(draws.url, rows) ?? (source ? rowAt(source.url, rows) : null);
}

/**
 * The row that covers an address: the one with the longest path above it, all its addresses counted.
 */
export function rowAt(address: string, rows: readonly ServiceRow[]): ServiceRow | null {
  const url = URL.parse(withoutPlaceholders(address));
  if (url === null) return null;
  let best: { row: ServiceRow; length: number } | null = null;
  for (const row of rows) {
    for (const prefix of prefixesOf(row)) {
      const { path } = parsePrefix(prefix);
      if (isUnder(parsePrefix(prefix), url) && path.length > (best?.length ?? -1))
        best = { row, length: path.length };
    }
  }
  return best?.row ?? null;
}

/** Every address of a row. */
function prefixesOf(row: ServiceRow): string[] {
  return [...new Set([...safePrefixesOf([row.url]), ...(row.details?.usedFor ?? [])])];
}

/** `{z}` and the like are no part of a place; of `{a-c}` the first. */
function withoutPlaceholders(address: string): string {
  return (expandTemplate(address)[0] ?? address).replace(/\{[^{}/]*\}/g, '0');
}
