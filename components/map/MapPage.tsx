import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { MapEngine } from '../../lib/map/ports.ts';
import type { SavedSource } from '../../lib/messages/sources-view.ts';
import type { PopupView } from '../../lib/messages/view.ts';
import type { MapView } from '../../lib/project/model.ts';
import { FailureText } from '../FailureText.tsx';
import { PageHead } from '../PageHead.tsx';
import type { PopupActions } from '../popup-actions.ts';
import { StatusAnnouncer } from '../StatusAnnouncer.tsx';
import { useT } from '../translation.ts';
import { AddLayer } from './AddLayer.tsx';
import type { AddActions, Adding } from './adding.ts';
import { type Asked, FeatureInfo } from './FeatureInfo.tsx';
import { LayerPanel } from './LayerPanel.tsx';
import { MapCanvas } from './MapCanvas.tsx';
import { MapFoot } from './MapFoot.tsx';
import type { LayerActions, LayersView } from './map-actions.ts';
import { Resizer } from './Resizer.tsx';
import { ServicesContext } from './services-desk.ts';
import { useOpenService } from './use-open-service.ts';

export interface MapPageProps {
  /** The project's bar, and what is to be known of the project. */
  bar: ComponentChildren;
  engine: MapEngine;
  view: MapView;
  systems: readonly string[];
  attributions: readonly string[];
  onSystem: (crs: string) => void;
  /** Null until the worker has told. */
  services: PopupView | null;
  serviceActions: PopupActions;
  failure: Failure | null;
  layers: LayersView;
  layerActions: LayerActions;
  /** Null where nothing is added. */
  adding: Adding | null;
  sources: readonly SavedSource[] | null;
  addActions: AddActions & { open(): void };
  asked: Asked | null;
  onAsk: (pixel: [number, number]) => void;
  onAskedClose: () => void;
}

const LEAST = 240;
const MOST = 640;

/** The layer panel beside the map, what was asked under it. */
export function MapPage(props: MapPageProps) {
  const t = useT();
  const [width, setWidth] = useState(340);
  const { services, layers, adding, asked } = props;
  const { open, setOpen } = useOpenService(services?.rows ?? []);
  return (
    <ServicesContext value={{ view: services, actions: props.serviceActions, open, setOpen }}>
      <div class="map-page" style={`--panel: ${width}px`}>
        <header class="map-head">
          <PageHead here="map" />
          <h1 class="unseen">{t('map')}</h1>
          {props.bar}
        </header>
        <main class="map-body">
          <div class="map-side">
            {props.failure && (
              <div class="notice">
                <FailureText failure={props.failure} />
              </div>
            )}
            <LayerPanel
              layers={layers}
              actions={props.layerActions}
              onAdd={props.addActions.open}
              adding={
                adding && (
                  <AddLayer
                    adding={adding}
                    sources={props.sources}
                    rows={layers.rows}
                    actions={props.addActions}
                  />
                )
              }
            />
          </div>
          <Resizer width={width} least={LEAST} most={MOST} onWidth={setWidth} />
          <div class="map-main">
            <MapCanvas engine={props.engine} onAsk={props.onAsk} />
            <MapFoot
              engine={props.engine}
              view={props.view}
              systems={props.systems}
              attributions={props.attributions}
              onSystem={props.onSystem}
            />
            {asked && <FeatureInfo asked={asked} onClose={props.onAskedClose} />}
          </div>
        </main>
        <StatusAnnouncer rows={services?.rows ?? []} />
      </div>
    </ServicesContext>
  );
}
