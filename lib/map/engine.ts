import OlMap from 'ol/Map.js';
import type { Extent, LayerNode, MapView, TreeNode } from '../project/model.ts';
import { projectionOf } from './crs.ts';
import { DrawnLayers, type MapCrs } from './drawn.ts';
import { infoOf } from './feature-info.ts';
import { createLegends } from './legend.ts';
import type { EngineListeners, MapEngine } from './ports.ts';
import { sharedTexts } from './shared.ts';
import { createView, extentIn, FIRST_VIEW, moveView, readView } from './view.ts';

const NOBODY: ReadonlySet<string> = new Set();
/** Around what is zoomed to, in pixels. */
const PADDING = [24, 24, 24, 24];

/**
 * A map on OpenLayers. It has no layer of its own, and asks for nothing but what the drawn layers need.
 * @param fetch how everything is asked; the page's own.
 */
export function createMapEngine(
  fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init),
): MapEngine {
  const listeners = new Set<Partial<EngineListeners>>();
  const tell: EngineListeners = {
    moved: (view) => each((one) => one.moved?.(view)),
    loading: (id, isLoading) => each((one) => one.loading?.(id, isLoading)),
    trouble: (id, trouble) => each((one) => one.trouble?.(id, trouble)),
    fine: (id) => each((one) => one.fine?.(id)),
    pointer: (place) => each((one) => one.pointer?.(place)),
  };
  function each(say: (one: Partial<EngineListeners>) => void): void {
    for (const one of [...listeners]) say(one);
  }

  let crs: MapCrs = { name: FIRST_VIEW.crs, projection: projectionOf(FIRST_VIEW.crs) };
  /** As it was given where its CRS is not known here. */
  let unknown: MapView | null = null;
  let tree: readonly TreeNode[] = [];
  let drawn: ReadonlySet<string> = NOBODY;
  const map = new OlMap({ controls: [], layers: [] });
  if (crs.projection !== null) map.setView(createView(crs.projection, FIRST_VIEW));
  const texts = sharedTexts();
  const layers = new DrawnLayers(map, fetch, tell, texts.get);
  const legends = createLegends(fetch);
  const show = (anew: ReadonlySet<string> = NOBODY) => layers.show(tree, drawn, crs, anew);
  const view = () => unknown ?? readView(map.getView(), crs.name);

  let told = JSON.stringify(view());
  map.on('moveend', () => {
    const now = view();
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    tell.moved(now);
  });
  map.on('pointermove', ({ coordinate }) => {
    const [x, y] = coordinate ?? [];
    if (x !== undefined && y !== undefined) tell.pointer([x, y]);
  });
  map.getViewport()?.addEventListener('pointerleave', () => tell.pointer(null));

  return {
    attach: (target) => map.setTarget(target ?? undefined),
    setLayers: (newTree, newDrawn) => {
      tree = newTree;
      drawn = new Set(newDrawn);
      show();
    },
    refresh: (ids) => {
      for (const { node } of layers.list()) {
        if (ids.includes(node.id) && 'url' in node.draws) texts.forget(node.draws.url);
      }
      legends.forget(ids);
      show(new Set(ids));
    },
    view,
    setView: (wanted) => {
      const projection = projectionOf(wanted.crs);
      unknown = projection === null ? wanted : null;
      if (projection !== null && projection === crs.projection) moveView(map.getView(), wanted);
      else {
        crs = { name: wanted.crs, projection };
        if (projection !== null) map.setView(createView(projection, wanted));
        show();
      }
      told = JSON.stringify(view());
    },
    zoomTo: (target) => {
      const extent = isNode(target) ? target.draws.extent : target;
      const there = extent && crs.projection ? extentIn(extent, crs.projection) : null;
      if (there === null) return false;
      const size = map.getSize();
      const closest = 0.5 / (crs.projection?.getMetersPerUnit() ?? 1);
      map.getView().fit(there, { padding: PADDING, minResolution: closest, ...(size ? { size } : {}) });
      return true;
    },
    zoomBy: (steps) => map.getView().adjustZoom(steps),
    featureInfo: (pixel, signal) => infoOf({ map, layers: layers.list(), fetch }, pixel, signal),
    legend: (layer, signal) => legends.of(layer, signal),
    on: (some) => {
      listeners.add(some);
      return () => listeners.delete(some);
    },
    dispose: () => {
      listeners.clear();
      layers.dispose();
      legends.dispose();
      map.setTarget(undefined);
      map.dispose();
    },
  };
}

function isNode(target: LayerNode | Extent): target is LayerNode {
  return !Array.isArray(target);
}
