import type { EngineListeners, LayerInfo, LayerTrouble, MapEngine } from '../../lib/map/ports.ts';
import type { MapView } from '../../lib/project/model.ts';

/** A map that draws nothing, writes down what it is told, and tells what the test wants. */
export function fakeEngine() {
  const listeners = new Set<Partial<EngineListeners>>();
  const is = {
    view: { crs: 'EPSG:3857', center: [0, 0], resolution: 1000, rotation: 0 } as MapView,
    drawn: [] as string[],
    refreshed: [] as string[],
    zoomed: [] as unknown[],
    /** What lies at any place. */
    info: [] as LayerInfo[],
    legend: [] as string[],
    asked: [] as [number, number][],
    attached: null as HTMLElement | null,
  };
  const engine: MapEngine = {
    attach: (target) => {
      is.attached = target;
    },
    setLayers: (_, drawn) => {
      is.drawn = [...drawn];
    },
    refresh: (ids) => void is.refreshed.push(...ids),
    view: () => is.view,
    setView: (view) => {
      is.view = view;
    },
    zoomTo: (target) => {
      is.zoomed.push(target);
      return true;
    },
    zoomBy: (steps) => void is.zoomed.push(steps),
    featureInfo: async (pixel) => {
      is.asked.push(pixel);
      return is.info;
    },
    legend: async () => is.legend,
    on: (some) => {
      listeners.add(some);
      return () => listeners.delete(some);
    },
    dispose: () => listeners.clear(),
  };
  const each = (say: (one: Partial<EngineListeners>) => void) => [...listeners].forEach(say);
  return {
    is,
    engine,
    trouble: (id: string, what: LayerTrouble['what'], words = '') =>
      each((one) => one.trouble?.(id, { what, status: 401, words })),
    fine: (id: string) => each((one) => one.fine?.(id)),
    loading: (id: string, isLoading: boolean) => each((one) => one.loading?.(id, isLoading)),
    move: (view: MapView) => each((one) => one.moved?.(view)),
    pointer: (place: [number, number] | null) => each((one) => one.pointer?.(place)),
  };
}
