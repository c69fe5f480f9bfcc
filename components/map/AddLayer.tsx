import { useEffect } from 'preact/hooks';
import type { SavedSource } from '../../lib/messages/sources-view.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import { onEscape } from '../on-escape.ts';
import { PendingBar } from '../PendingBar.tsx';
import { useT } from '../translation.ts';
import type { AddActions, Adding } from './adding.ts';
import { ChooseLayers } from './ChooseLayers.tsx';
import { ChooseService } from './ChooseService.tsx';
import { CrossIcon } from './map-icons.tsx';
import { PlacedService } from './PlacedService.tsx';
import { useServices } from './services-desk.ts';

interface AddLayerProps {
  adding: Adding;
  sources: readonly SavedSource[] | null;
  rows: ReadonlyMap<string, ServiceRow>;
  actions: AddActions;
}

const ASKS: readonly ServiceRow['next'][] = ['signIn', 'signInAgain', 'useHere'];

/** From a service to layers on the map, in the place of the tree. Esc closes it. */
export function AddLayer({ adding, sources, rows, actions }: AddLayerProps) {
  const t = useT();
  const { setOpen } = useServices();
  const row = adding.at === 'signIn' ? rows.get(adding.rowKey) : undefined;
  const key = row && ASKS.includes(row.next) ? row.key : null;
  // It was pressed already that layers of it are wanted: nothing is left to press before the form.
  useEffect(() => {
    if (key === null || !row) return;
    setOpen({ key, place: 'add', panel: row.existing.some(({ ready }) => ready) ? 'offer' : 'form' });
  }, [key]);
  return (
    <section class="add-layer" aria-label={t('map_addLayer')} onKeyDown={onEscape(actions.close)}>
      <div class="panel-title">
        <h2>{t('map_addLayer')}</h2>
        <button type="button" class="icon-button" aria-label={t('close')} onClick={actions.close}>
          <CrossIcon />
        </button>
      </div>
      {adding.at === 'choose' && (
        <ChooseService sources={sources} failure={adding.failure} actions={actions} />
      )}
      {adding.at === 'asking' && (
        <PendingBar text={t('map_asking', adding.host)} since={adding.since} onCancel={actions.back} />
      )}
      {row && (
        <>
          <p>{t('map_signInFirst', row.host)}</p>
          <ul class="placed">
            <PlacedService row={row} place="add" />
          </ul>
          <button type="button" class="link" onClick={actions.back}>
            {t('back')}
          </button>
        </>
      )}
      {adding.at === 'offer' && <ChooseLayers adding={adding} actions={actions} />}
    </section>
  );
}
