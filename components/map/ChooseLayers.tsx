import { useState } from 'preact/hooks';
import type { Offer } from '../../lib/map/ports.ts';
import { FailureText } from '../FailureText.tsx';
import { useT } from '../translation.ts';
import type { AddActions, Adding } from './adding.ts';
import { OfferTree } from './OfferTree.tsx';

interface ChooseLayersProps {
  adding: Extract<Adding, { at: 'offer' }>;
  actions: Pick<AddActions, 'add' | 'allow' | 'back'>;
}

/** What a service offers, where it sends to, and what of it goes on the map. */
export function ChooseLayers({ adding, actions }: ChooseLayersProps) {
  const t = useT();
  const { offer, host, elsewhere, failure } = adding;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => onlyOf(offer));
  const word =
    chosen.size === 0
      ? t('map_chooseLayers')
      : chosen.size === 1
        ? t('map_addOne')
        : t('map_addMany', String(chosen.size));
  return (
    <>
      <div>
        <p class="lead">{offer.title || host}</p>
        <p class="quiet small">{host}</p>
      </div>
      {elsewhere.map((each) => (
        <div key={each.url} class="elsewhere">
          <p title={each.url}>{t('map_sendsTo', host, each.host)}</p>
          {each.allowed ? (
            <p class="quiet small" role="status">
              {t('map_allowedToo')}
            </p>
          ) : (
            <button type="button" class="button ask" onClick={() => actions.allow(each)}>
              {t('map_allowToo')}
            </button>
          )}
        </div>
      ))}
      {failure && <FailureText failure={failure} />}
      <OfferTree offer={offer} chosen={chosen} onChoose={setChosen} />
      <div class="buttons panel-foot">
        <button
          type="button"
          class="button next"
          aria-disabled={chosen.size === 0}
          onClick={() => chosen.size > 0 && actions.add(chosen)}
        >
          {word}
        </button>
        <button type="button" class="button bare" onClick={actions.back}>
          {t('back')}
        </button>
      </div>
    </>
  );
}

/** Where there is one layer and nothing else, nothing is left to choose. */
function onlyOf({ entries }: Offer): ReadonlySet<string> {
  const [first, second] = entries;
  const isOnly = first?.draws && first.cannot === '' && first.children.length === 0 && !second;
  return new Set(isOnly ? [first.id] : []);
}
