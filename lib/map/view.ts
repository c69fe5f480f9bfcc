import { isEmpty } from 'ol/extent.js';
import type Projection from 'ol/proj/Projection.js';
import { transformExtent } from 'ol/proj.js';
import View from 'ol/View.js';
import type { Extent, MapView } from '../project/model.ts';

/** The whole world in Web Mercator. */
export const FIRST_VIEW: MapView = {
  crs: 'EPSG:3857',
  center: [0, 0],
  resolution: 78271.51696402048,
  rotation: 0,
};

/** A view that lets the user go anywhere, at any scale, turned or not. */
export function createView(projection: Projection, { center, resolution, rotation }: MapView): View {
  return new View({
    projection,
    center,
    resolution,
    rotation,
    multiWorld: true,
    minResolution: 0.01 / (projection.getMetersPerUnit() ?? 1),
    maxResolution: 200_000 / (projection.getMetersPerUnit() ?? 1),
  });
}

/** Moves a view, in its own CRS, at once. */
export function moveView(view: View, { center, resolution, rotation }: MapView): void {
  view.cancelAnimations();
  view.setCenter(center);
  view.setResolution(resolution);
  view.setRotation(rotation);
}

export function readView(view: View, crs: string): MapView {
  const [x = 0, y = 0] = view.getCenter() ?? [];
  return {
    crs,
    center: [x, y],
    resolution: view.getResolution() ?? FIRST_VIEW.resolution,
    rotation: view.getRotation(),
  };
}

/** An extent in degrees, in a CRS; null where it has no place there. */
export function extentIn(extent: Extent, projection: Projection): number[] | null {
  // Web Mercator ends before the poles; other grids have no place for the whole world.
  const inside = extent.map((each, index) => (index % 2 === 0 ? each : Math.max(-85, Math.min(85, each))));
  const turned = transformExtent(inside, 'EPSG:4326', projection, 8);
  return turned.every(Number.isFinite) && !(isEmpty(turned) && turned[0] !== turned[2]) ? turned : null;
}
