import { useContext, useMemo, useState } from 'preact/hooks';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import { LanguageContext } from '../translation.ts';
import { entriesOf, found, type GroupBy, linesOf, type Order, sorted } from './lines.ts';
import { isAt, type Place, placesOf } from './places.ts';

const ALL: Place = { what: 'all' };

/** What the table shows: search, place, order and grouping are kept for as long as the page is open. */
export function useList(view: SourcesView) {
  const { t, locale } = useContext(LanguageContext);
  const [search, setSearch] = useState('');
  const [place, setPlace] = useState<Place>(ALL);
  const [order, setOrder] = useState<Order>({ by: 'name', down: false });
  const [group, setGroup] = useState<GroupBy>('none');

  const entries = useMemo(() => entriesOf(view), [view]);
  const places = useMemo(() => placesOf(view, entries, locale), [view, entries, locale]);
  // Sorted before it is searched: a keystroke only filters.
  const inOrder = useMemo(() => sorted(entries, order, locale), [entries, order, locale]);
  const shown = useMemo(
    () =>
      found(
        inOrder.filter((entry) => isAt(place, entry)),
        search,
      ),
    [inOrder, place, search],
  );
  const lines = useMemo(() => linesOf(shown, group, t('sources_unused'), locale), [shown, group, t, locale]);
  return {
    ...{ search, setSearch, place, setPlace, order, setOrder, group, setGroup },
    ...{ entries, places, shown, lines },
    isNarrowed: search.trim() !== '' || place.what !== 'all',
    showAll: () => {
      setSearch('');
      setPlace(ALL);
    },
  };
}
