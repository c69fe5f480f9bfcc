import { useId, useState } from 'preact/hooks';
import type { Offer } from '../../lib/map/ports.ts';
import { ChevronIcon } from '../icons.tsx';
import { useT } from '../translation.ts';
import { drawables, offerLines } from './offer-lines.ts';

interface OfferTreeProps {
  offer: Offer;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

/** What a service offers, to choose from. */
export function OfferTree({ offer, chosen, onChoose }: OfferTreeProps) {
  const t = useT();
  const id = useId();
  const [sought, setSought] = useState('');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const lines = offerLines(offer.entries, sought, closed);
  const flip = (set: ReadonlySet<string>, ids: readonly string[], on: boolean) => {
    const next = new Set(set);
    for (const each of ids) on ? next.add(each) : next.delete(each);
    return next;
  };
  return (
    <div class="offer">
      <div class="field">
        <label for={id}>{t('map_searchLayers')}</label>
        <input
          id={id}
          type="search"
          value={sought}
          onInput={(event) => setSought(event.currentTarget.value)}
        />
      </div>
      <ul class="offer-lines" aria-label={offer.title || t('map_layers')}>
        {lines.map(({ entry, level }) => {
          const ids = drawables(entry);
          const count = ids.filter((each) => chosen.has(each)).length;
          const isGroup = entry.children.length > 0;
          const isShut = closed.has(entry.id);
          return (
            <li key={entry.id} class="offer-line" style={`--level: ${level}`}>
              {isGroup ? (
                <button
                  type="button"
                  class="fold"
                  aria-expanded={!isShut}
                  aria-label={t(isShut ? 'layer_unfold' : 'layer_fold', entry.title)}
                  onClick={() => setClosed(flip(closed, [entry.id], !isShut))}
                >
                  <ChevronIcon />
                </button>
              ) : (
                <span class="fold" />
              )}
              <label class={isGroup ? 'offer-group' : ''}>
                <input
                  type="checkbox"
                  checked={ids.length > 0 && count === ids.length}
                  disabled={ids.length === 0}
                  ref={(box) => {
                    if (box) box.indeterminate = count > 0 && count < ids.length;
                  }}
                  onChange={(event) => onChoose(flip(chosen, ids, event.currentTarget.checked))}
                />
                <span>
                  {entry.title}
                  {entry.cannot !== '' && (
                    <span class="quiet small">
                      {' '}
                      {t(entry.cannot === 'crs' ? 'map_cannotCrs' : 'map_cannotFormat')}
                    </span>
                  )}
                  {entry.abstract && (
                    <span class="quiet small one-line offer-abstract" title={entry.abstract}>
                      {entry.abstract}
                    </span>
                  )}
                </span>
              </label>
            </li>
          );
        })}
      </ul>
      {lines.length === 0 && (
        <p class="quiet" role="status">
          {sought ? t('map_nothingFound', sought) : t('map_offersNothing')}
        </p>
      )}
    </div>
  );
}
