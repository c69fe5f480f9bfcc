import type Projection from 'ol/proj/Projection.js';
import TileGrid from 'ol/tilegrid/TileGrid.js';
import * as v from 'valibot';
import { projectionOf } from '../crs.ts';

const reference = v.object({ wkid: v.optional(v.number()), latestWkid: v.optional(v.number()) });

const described = v.object({
  tileInfo: v.object({
    rows: v.number(),
    cols: v.number(),
    origin: v.object({ x: v.number(), y: v.number() }),
    spatialReference: reference,
    lods: v.array(v.object({ level: v.number(), resolution: v.number() })),
  }),
  minLOD: v.fallback(v.number(), 0),
  maxLOD: v.fallback(v.number(), 99),
});

/**
 * The tiles of a cached ArcGIS service (Esri's REST API, `tileInfo`): their grid and CRS.
 * @returns null for the projection where nobody here knows it; `crs` is its name.
 * @throws valibot's error where the service has no tiles.
 */
export function esriGrid(json: unknown): { tileGrid: TileGrid; projection: Projection | null; crs: string } {
  const { tileInfo, minLOD, maxLOD } = v.parse(described, json);
  const { latestWkid, wkid } = tileInfo.spatialReference;
  const crs = `EPSG:${latestWkid ?? wkid ?? 0}`;
  const lods = tileInfo.lods.filter(({ level }) => level <= maxLOD);
  // OpenLayers counts from 0: levels that a service leaves out in front are filled in.
  const first = lods[0] ?? { level: 0, resolution: 1 };
  const before = Array.from(
    { length: first.level },
    (_, index) => first.resolution * 2 ** (first.level - index),
  );
  const tileGrid = new TileGrid({
    origin: [tileInfo.origin.x, tileInfo.origin.y],
    resolutions: [...before, ...lods.map(({ resolution }) => resolution)],
    tileSize: [tileInfo.cols, tileInfo.rows],
    minZoom: Math.max(minLOD, first.level),
  });
  return { tileGrid, projection: projectionOf(crs), crs };
}
