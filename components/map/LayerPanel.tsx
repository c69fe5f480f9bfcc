import type { ComponentChildren } from 'preact';
import { PlusIcon } from '../icons.tsx';
import { useT } from '../translation.ts';
import { VaultBar } from '../vault/VaultBar.tsx';
import { LayerTree } from './LayerTree.tsx';
import { LayerWarnings } from './LayerWarnings.tsx';
import type { LayerActions, LayersView } from './map-actions.ts';
import { CrossIcon, GroupIcon } from './map-icons.tsx';
import { useServices } from './services-desk.ts';

interface LayerPanelProps {
  layers: LayersView;
  actions: LayerActions;
  onAdd: () => void;
  /** In the place of the tree; null where nothing is added. */
  adding: ComponentChildren;
}

/** The layers beside the map: what needs the user on top, then the tree. */
export function LayerPanel({ layers, actions, onAdd, adding }: LayerPanelProps) {
  const t = useT();
  const { view, actions: services } = useServices();
  const isEmpty = layers.lines.length === 0;
  return (
    <section id="layer-panel" class="layer-panel" aria-label={t('map_layers')} tabIndex={-1}>
      {view && <VaultBar vault={view.vault} actions={services} />}
      {adding ?? (
        <>
          <div class="panel-tools">
            <button type="button" class={`button ${isEmpty ? 'next' : ''}`} onClick={onAdd}>
              <PlusIcon />
              <span>{t('map_addLayer')}</span>
            </button>
            <button type="button" class="button bare" onClick={actions.newGroup}>
              <GroupIcon />
              <span>{t('map_newGroup')}</span>
            </button>
          </div>
          <LayerWarnings layers={layers} onAllow={actions.allowAll} />
          {isEmpty ? (
            <p class="quiet panel-empty">{t('map_empty')}</p>
          ) : (
            <LayerTree layers={layers} actions={actions} />
          )}
          {layers.undo !== null && (
            <div class="undo" role="status">
              <span>{t('map_removed', layers.undo)}</span>
              <button type="button" class="link" onClick={actions.undo}>
                {t('map_undo')}
              </button>
              <button type="button" class="icon-button" aria-label={t('close')} onClick={actions.forgetUndo}>
                <CrossIcon />
              </button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
