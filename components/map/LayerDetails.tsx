import { useEffect, useState } from 'preact/hooks';
import type { LayerNode } from '../../lib/project/model.ts';
import { useT } from '../translation.ts';
import type { LayerActions } from './map-actions.ts';

interface LayerDetailsProps {
  layer: LayerNode;
  /** Only of what is on the map a legend is asked for. */
  drawn: boolean;
  actions: Pick<LayerActions, 'fade' | 'legend'>;
}

/** What unfolds under a layer: how strong it is drawn, and its legend. */
export function LayerDetails({ layer, drawn, actions }: LayerDetailsProps) {
  const t = useT();
  const [legend, setLegend] = useState<string[] | null>(null);
  useEffect(() => {
    if (!drawn) return;
    const ended = new AbortController();
    actions.legend(layer, ended.signal).then(
      (made) => !ended.signal.aborted && setLegend(made),
      () => !ended.signal.aborted && setLegend([]),
    );
    return () => ended.abort();
  }, [layer.id, drawn]);
  const percent = Math.round(layer.opacity * 100);
  return (
    <div class="layer-details">
      <label class="opacity">
        <span>{t('layer_opacity')}</span>
        <input
          type="range"
          min={0}
          max={100}
          value={percent}
          aria-valuetext={t('layer_percent', String(percent))}
          onInput={(event) => actions.fade(layer.id, Number(event.currentTarget.value) / 100)}
        />
        <span class="quiet small">{t('layer_percent', String(percent))}</span>
      </label>
      {legend?.map((each) =>
        /^(?:blob|data):/.test(each) ? (
          <img key={each} src={each} alt={t('layer_legendOf', layer.name)} />
        ) : (
          <p key={each}>{each}</p>
        ),
      )}
      {drawn && legend?.length === 0 && <p class="quiet small">{t('layer_noLegend')}</p>}
    </div>
  );
}
