import type { SourcesView } from '../../lib/messages/sources-view.ts';
import { type Entry, needsYou } from './lines.ts';

/** What the list at the left narrows the table to: `site` and `provider` by their names. */
export type Place = { what: 'all' | 'unused' | 'needsYou' } | { what: 'site' | 'provider'; name: string };

export interface CountedPlace {
  /** As a value of a select. */
  key: string;
  place: Place;
  count: number;
}

export const placeKey = (place: Place): string =>
  'name' in place ? `${place.what} ${place.name}` : place.what;

/** Whether a source belongs to a place. */
export function isAt(place: Place, { source }: Entry): boolean {
  switch (place.what) {
    case 'all':
      return true;
    case 'unused':
      return source.uses.length === 0;
    case 'needsYou':
      return needsYou(source);
    case 'site':
      return source.uses.some(({ name }) => name === place.name);
    case 'provider':
      return source.provider === place.name;
  }
}

/** All places, each with how many sources are there; sites and providers in the order of their names. */
export function placesOf(
  { sites }: SourcesView,
  entries: readonly Entry[],
  locale: string,
): { main: CountedPlace[]; sites: CountedPlace[]; providers: CountedPlace[] } {
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const atSite = new Map<string, number>();
  const atProvider = new Map<string, number>();
  const more = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const { source } of entries) {
    for (const name of new Set(source.uses.map((use) => use.name))) more(atSite, name);
    more(atProvider, source.provider);
  }
  const counted = (place: Place, count: number): CountedPlace => ({ key: placeKey(place), place, count });
  const named = (what: 'site' | 'provider', names: Iterable<string>, counts: Map<string, number>) =>
    [...new Set(names)].sort(compare).map((name) => counted({ what, name }, counts.get(name) ?? 0));
  return {
    main: (['all', 'needsYou', 'unused'] as const).map((what) =>
      counted({ what }, entries.filter((entry) => isAt({ what }, entry)).length),
    ),
    sites: named(
      'site',
      sites.map(({ name }) => name),
      atSite,
    ),
    providers: named('provider', atProvider.keys(), atProvider),
  };
}
