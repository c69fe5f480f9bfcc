import { transform } from 'ol/proj.js';
import type { LayerNode, MapView } from '../project/model.ts';
import { crsName, knowsCrs, projectionOf } from './crs.ts';

/** The same part of the world in another CRS; null where the CRS is not known here, or has no such place. */
export function viewIn(view: MapView, crs: string): MapView | null {
  const [from, to] = [projectionOf(view.crs), projectionOf(crs)];
  if (from === null || to === null) return null;
  const [x = Number.NaN, y = Number.NaN] = transform(view.center, from, to);
  const resolution =
    (view.resolution * (from.getMetersPerUnit() ?? 1) * stretch(view, view.center)) /
    (to.getMetersPerUnit() ?? 1) /
    stretch({ ...view, crs }, [x, y]);
  if (![x, y, resolution].every(Number.isFinite)) return null;
  return { ...view, crs, center: [x, y], resolution };
}

/** How much smaller than it says a unit is there: Web Mercator grows away from the equator. */
function stretch({ crs }: MapView, [, y]: [number, number]): number {
  return crsName(crs) === 'EPSG:3857' ? 1 / Math.cosh(y / 6_378_137) : 1;
}

/** CRSs that the map can be in: the two that nearly every service has, and those of its layers. */
export function systemsOf(layers: readonly LayerNode[]): string[] {
  const offered = layers.flatMap(({ draws }) =>
    draws.kind === 'wms' ? draws.crs : draws.kind === 'wfs' ? [draws.crs] : [],
  );
  const names = [...new Set(offered.filter(knowsCrs).map(crsName))].sort();
  return [...new Set(['EPSG:3857', 'EPSG:4326', ...names])];
}
