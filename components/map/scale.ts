import type { MapView } from '../../lib/project/model.ts';

/** A degree on the equator, in metres (WGS 84: 2 pi 6378137 / 360). */
const DEGREE = 111_319.49;
const EARTH = 6_378_137;
const GEOGRAPHIC = /^(?:EPSG:(?:4326|4258|4269|2?4?979)|.*CRS:?84)$/;

export interface Scale {
  /** In CSS pixels. */
  width: number;
  /** In metres. */
  metres: number;
}

/** Metres that a pixel has in the middle of the map. Mercator and degrees shrink away from the equator. */
function metresPerPixel({ crs, center, resolution }: MapView): number {
  if (GEOGRAPHIC.test(crs)) return resolution * DEGREE * Math.cos((center[1] * Math.PI) / 180);
  if (crs === 'EPSG:3857') return resolution / Math.cosh(center[1] / EARTH);
  return resolution;
}

/** The longest bar of 1, 2 or 5 times a power of ten metres that is at most so many pixels wide. */
export function scaleOf(view: MapView, most = 150): Scale | null {
  const each = metresPerPixel(view);
  if (!Number.isFinite(each) || each <= 0) return null;
  const power = 10 ** Math.floor(Math.log10(each * most));
  const metres = ([5, 2, 1].find((step) => step * power <= each * most) ?? 1) * power;
  return { width: Math.round(metres / each), metres };
}
