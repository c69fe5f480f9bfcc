import { type MessageKey, useNumber, useT } from '../translation.ts';
import { type CountedPlace, type Place, placeKey, type placesOf } from './places.ts';

const WORDS: Partial<Record<Place['what'], MessageKey>> = {
  all: 'sources_all',
  needsYou: 'sources_needsYou',
  unused: 'sources_unused',
};

interface PlacesListProps {
  places: ReturnType<typeof placesOf>;
  place: Place;
  onChoose: (place: Place) => void;
}

/** Sites and providers at the left, each with its number of sources; in a narrow window the same as a select. */
export function PlacesList({ places, place, onChoose }: PlacesListProps) {
  const t = useT();
  const number = useNumber();
  const chosen = placeKey(place);
  const groups = [
    { heading: null, own: places.main },
    { heading: t('sources_sites'), own: places.sites },
    { heading: t('providers'), own: places.providers },
  ].filter(({ own }) => own.length > 0);
  const word = ({ place }: CountedPlace): string => {
    const key = WORDS[place.what];
    if (key) return t(key);
    const name = 'name' in place ? place.name : '';
    return place.what === 'site' ? t('siteName', name) : name;
  };
  const all = groups.flatMap(({ own }) => own);
  return (
    <>
      <nav class="places" aria-label={t('sources_show')}>
        {groups.map(({ heading, own }) => (
          <div key={heading ?? ''}>
            {heading && <h2>{heading}</h2>}
            <ul>
              {own.map((each) => (
                <li key={each.key}>
                  <button
                    type="button"
                    class="place"
                    title={word(each)}
                    aria-current={each.key === chosen ? 'true' : undefined}
                    onClick={() => onChoose(each.place)}
                  >
                    <span class="one-line">{word(each)}</span>
                    <span class="quiet small">{number(each.count)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <label class="places-select">
        <span class="unseen">{t('sources_show')}</span>
        <select
          value={chosen}
          onChange={(event) => {
            const found = all.find(({ key }) => key === event.currentTarget.value);
            if (found) onChoose(found.place);
          }}
        >
          {groups.map(({ heading, own }) => {
            const options = own.map((each) => (
              <option key={each.key} value={each.key}>
                {`${word(each)} (${number(each.count)})`}
              </option>
            ));
            return heading ? (
              <optgroup key={heading} label={heading}>
                {options}
              </optgroup>
            ) : (
              options
            );
          })}
        </select>
      </label>
    </>
  );
}
