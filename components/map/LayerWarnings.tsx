import type { Warning } from '../../lib/project/drawn.ts';
import { useList, useT } from '../translation.ts';
import type { LayersView } from './map-actions.ts';
import { PlacedService } from './PlacedService.tsx';

interface LayerWarningsProps {
  layers: Pick<LayersView, 'warnings' | 'rows'>;
  onAllow: () => void;
}

/** On top of the panel, once: which layers are not drawn, by service, each with its next step. */
export function LayerWarnings({ layers: { warnings, rows }, onAllow }: LayerWarningsProps) {
  const t = useT();
  const list = useList();
  const count = warnings.reduce((sum, { layers }) => sum + layers.length, 0);
  if (count === 0) return null;
  const barred = warnings.filter(({ access }) => access);
  const names = ({ layers }: Warning) => {
    const shown = layers.slice(0, 8).map(({ name }) => name);
    const more = layers.length - shown.length;
    return list(more > 0 ? [...shown, t('map_more', String(more))] : shown);
  };
  return (
    <details class="warnings" open>
      <summary>
        <span role="status">{count === 1 ? t('map_undrawnOne') : t('map_undrawn', String(count))}</span>
      </summary>
      {barred.length > 0 && (
        <div class="barred">
          <p>{t('map_allowNote')}</p>
          <button type="button" class="button next" onClick={onAllow}>
            {barred.length === 1 ? t('map_allowOne') : t('map_allow', String(barred.length))}
          </button>
        </div>
      )}
      <ul>
        {warnings.map((warning) => {
          const row = rows.get(warning.rowKey ?? '');
          const isBarred = warning.access || !row;
          return (
            <li key={warning.rowKey}>
              <p class="warned-layers">{names(warning)}</p>
              {isBarred && <p class="quiet small">{row ? row.host : t('layer_noService')}</p>}
              {!isBarred && (
                <ul class="placed">
                  <PlacedService row={row} place="top" />
                </ul>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
