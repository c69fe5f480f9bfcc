import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { MapPage } from '../../components/map/MapPage.tsx';
import { ProjectBar } from '../../components/map/ProjectBar.tsx';
import { ProjectNotice } from '../../components/map/ProjectNotice.tsx';
import { useT } from '../../components/translation.ts';
import type { MapEngine, Offer } from '../../lib/map/ports.ts';
import { placesElsewhere, withNeeds } from '../../lib/project/added.ts';
import { rowsToShow } from '../../lib/project/drawn.ts';
import type { LayerNode, MapView } from '../../lib/project/model.ts';
import { rowAt } from '../../lib/project/rows.ts';
import { toldServices } from '../../lib/project/told-services.ts';
import { layersOf, linesOf } from '../../lib/project/tree.ts';
import type { MapPort } from './map-port.ts';
import { offerActions } from './offer-actions.ts';
import { useAccess } from './use-access.ts';
import { useAdding } from './use-adding.ts';
import { useEngine } from './use-engine.ts';
import { useFeatureInfo } from './use-feature-info.ts';
import { useProjects } from './use-projects.ts';
import { useServices } from './use-services.ts';
import { useSources } from './use-sources.ts';
import { useStandings } from './use-standings.ts';
import { useTree } from './use-tree.ts';

export interface AppProps {
  page: MapPort;
  tabId: number;
  engine: MapEngine;
  readOffer: (url: string, fetch: typeof globalThis.fetch, signal: AbortSignal) => Promise<Offer>;
  /** CRSs that a map with these layers can be in, and the same place in another one. */
  systemsOf: (layers: LayerNode[]) => string[];
  viewIn: (view: MapView, crs: string) => MapView | null;
}

/** The map page: a project, the services that it needs, and the map that draws what may be drawn. */
export function App({ page, tabId, engine, readOffer, systemsOf, viewIn }: AppProps) {
  const t = useT();
  const projects = useProjects(page);
  const { project, ready, change } = projects;
  const [beside, setBeside] = useState<readonly string[]>([]);
  const told = useMemo(
    () => toldServices(projects.services, [...beside, ...placesElsewhere(project)]),
    [projects.services, beside, project],
  );
  const services = useServices(page, tabId, ready ? told : null, {
    onTaken: projects.servicesTaken,
    onActed: (rowKey) => stood.forgive((_, key) => key === rowKey),
  });
  const view = services.answered ? services.view : null;
  const rows = view?.rows ?? NO_ROWS;
  const access = useAccess(page, rows);
  const stood = useStandings({ project, view, settled: services.settled, access });
  const { standings, drawn, warnings } = stood;
  /** Where the map is by the user's own hand, as text. */
  const here = useRef('');
  const shown = useEngine(engine, {
    tree: project.tree,
    drawn,
    onRefused: stood.refuse,
    onMoved: (moved) => {
      here.current = JSON.stringify(moved);
      change((now) => ({ ...now, view: moved }));
    },
  });
  const tree = useTree(change, project, t('map_groupName'));
  const info = useFeatureInfo(engine, project);
  const adding = useAdding({ page, rows, settled: services.settled, readOffer, onBeside: setBeside });
  const sources = useSources(page, adding.state?.at === 'choose');

  // What is known of how one signs in goes into the project; who is signed in never does.
  useEffect(() => {
    if (rows.length > 0) change((now) => withNeeds(now, ({ url }) => rowAt(url, rows)));
  }, [rows, change]);
  const { view: place } = project;
  // Another project moves the map; where the user has moved it, it is already.
  useEffect(() => {
    if (ready && JSON.stringify(place) !== here.current) engine.setView(place);
  }, [ready, engine, place]);

  const byKey = useMemo(() => rowsToShow(rows, standings), [rows, standings]);
  const lines = useMemo(() => linesOf(project.tree), [project.tree]);
  const layers = useMemo(() => layersOf(project.tree), [project.tree]);
  const systems = useMemo(() => systemsOf(layers), [layers]);
  const attributions = useMemo(() => attributionsOf(layers, drawn), [layers, drawn]);
  const allowAll = useCallback(() => {
    const origins = rows.filter(({ key }) => access.get(key) === false).flatMap((row) => row.origins);
    void page.requestOrigins([...new Set(origins)]).then(() => services.send({ command: 'view', tabId }));
  }, [page, rows, access, services.send, tabId]);

  return (
    <MapPage
      bar={
        <>
          <ProjectBar
            name={project.name}
            dirty={projects.dirty}
            kept={projects.kept}
            onNew={() => void projects.startNew()}
            onOpenFile={(file) => void projects.openFile(file)}
            onOpenKept={(id) => void projects.openKept(id)}
            onSave={projects.save}
            onSaveAs={projects.saveAs}
            onRename={projects.rename}
            onDropKept={(id) => void projects.dropKept(id)}
          />
          <ProjectNotice trouble={projects.trouble} moved={projects.moved} onDismiss={projects.dismiss} />
        </>
      }
      engine={engine}
      view={place}
      systems={systems}
      attributions={attributions}
      onSystem={(crs) => change((now) => ({ ...now, view: viewIn(now.view, crs) ?? now.view }))}
      services={view}
      serviceActions={services.actions}
      failure={services.failure}
      layers={{
        ...{ lines, standings, warnings, rows: byKey, undo: tree.removed },
        ...{ loading: shown.loading, troubles: shown.troubles },
      }}
      layerActions={{
        ...tree.actions,
        zoomTo: (layer) => engine.zoomTo(layer),
        legend: (layer, signal) => engine.legend(layer, signal),
        again: (id) => {
          stood.forgive((layerId) => layerId === id);
          shown.again(id);
        },
        allowAll,
      }}
      adding={adding.adding}
      sources={sources}
      addActions={{
        ...adding.actions,
        ...offerActions({ page, tabId, rows, engine, project, change, adding, onBeside: setBeside }),
      }}
      asked={info.asked}
      onAsk={info.ask}
      onAskedClose={info.close}
    />
  );
}

const NO_ROWS: [] = [];

/** Who is to be named for what is drawn, each once. */
function attributionsOf(layers: readonly LayerNode[], drawn: ReadonlySet<string>): string[] {
  const named = layers.flatMap(({ id, draws }) =>
    drawn.has(id) && draws.attribution ? [draws.attribution] : [],
  );
  return [...new Set(named)];
}
