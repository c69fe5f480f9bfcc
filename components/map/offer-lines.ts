import type { OfferEntry } from '../../lib/map/ports.ts';

export interface OfferLine {
  entry: OfferEntry;
  /** 0 for those at the top. */
  level: number;
}

/** The lines of an offer that fit what is searched for, with the groups around them; without a search those of open groups. */
export function offerLines(
  entries: readonly OfferEntry[],
  sought: string,
  closed: ReadonlySet<string>,
): OfferLine[] {
  const words = sought.toLowerCase().trim();
  const fits = ({ title, abstract }: OfferEntry) => `${title} ${abstract}`.toLowerCase().includes(words);
  const visit = (each: readonly OfferEntry[], level: number, around: boolean): OfferLine[] =>
    each.flatMap((entry) => {
      const isIn = around || fits(entry);
      const shown = words !== '' || !closed.has(entry.id);
      const below = shown ? visit(entry.children, level + 1, isIn) : [];
      return isIn || below.length > 0 ? [{ entry, level }, ...below] : [];
    });
  return visit(entries, 0, words === '');
}

/** Ids of what can be drawn in an entry: itself, else all that it holds. */
export function drawables(entry: OfferEntry): string[] {
  const below = entry.children.flatMap(drawables);
  return below.length > 0 ? below : entry.draws && entry.cannot === '' ? [entry.id] : [];
}
