import { folder } from '../address.ts';
import type { ServiceKind } from '../kinds.ts';
import { type Found, upTo } from './found.ts';

const TILE =
  /\/(\d{1,2})\/(\d{1,8})\/(-?\d{1,8})(?:@[1-4]x)?(?:\.(png\d{0,2}|jpe?g\d{0,2}|jpgpng|webp|avif|gif|tiff?|img|(?:vector\.)?pbf|mvt|mlt|(?:geo|topo|grid\.)?json))?$/i;
/** HERE's raster tiles name the format, and once the size, in segments of their own: `/12/2200/1343/256/png8`. */
const TILE_WITH_FORMAT = /\/(\d{1,2})\/(\d{1,8})\/(\d{1,8})(?:\/\d{3})?\/(?:png8?|jpe?g)$/i;
const DEEPEST_ZOOM = 30;

/** Tiles by zoom, column and row in the path: XYZ, OSGeo's TMS, vector tiles. */
export function xyz(path: string): Found | null {
  const match = TILE.exec(path) ?? TILE_WITH_FORMAT.exec(path);
  if (match === null || Number(match[1]) > DEEPEST_ZOOM) return null;
  const extension = match[4]?.toLowerCase();
  // Without an extension a date (`/12/05/2024`) looks the same; only a tile stays within its grid.
  if (extension === undefined && !isInGrid(match[1], match[2], match[3])) return null;
  return { kind: kindOfTile(path, extension), path: path.slice(0, match.index) };
}

function kindOfTile(path: string, extension: string | undefined): ServiceKind {
  if (extension !== undefined && /pbf|mvt|mlt/.test(extension)) return 'MVT';
  return /\/tms\//i.test(path) ? 'TMS' : 'XYZ';
}

function isInGrid(zoom: string | undefined, column: string | undefined, row: string | undefined): boolean {
  const tiles = 2 ** Number(zoom);
  return Number(zoom) <= DEEPEST_ZOOM && Number(column) < tiles && Number(row) < tiles && Number(row) >= 0;
}

/** OSGeo's Tile Map Service beside its tiles: its list, a layer's document, the `tilemapresource.xml` of gdal2tiles. */
export function tms(path: string): Found | null {
  if (/\/tilemapresource\.xml$/i.test(path)) return { kind: 'TMS', path: folder(path) };
  const root = upTo(path, /\/tms\/1\.0\.0(?:\/[^/]+)?(?=\/|$)/i);
  return root === null ? null : { kind: 'TMS', path: root };
}

const QUADKEY_FILE = /\/[a-z]?[0-3]{6,23}\.(?:png|jpe?g|webp|avif|pbf|mvt)$/i;
/** Bing Maps with labels: `/comp/ch/{quadkey}`, no file name. */
const BING_COMPOSITION = /\/comp\/(?:ch|CompositionHandler)\/[0-3]{1,23}$/i;
const BING_FILE = /\/[ahr][0-3]{1,23}\.(?:png|jpe?g)$/i;

/** Tiles by quadkey (Bing Maps tile system): as a file name, or in the query. */
export function quadkey(path: string, query: string): Found | null {
  if (/(?:^|&)quadkey=[0-3]{1,23}(?:&|$)/i.test(query)) return { kind: 'XYZ', path };
  const isTile =
    QUADKEY_FILE.test(path) ||
    BING_COMPOSITION.test(path) ||
    (BING_FILE.test(path) && /(?:^|&)g=/.test(query));
  return isTile ? { kind: 'XYZ', path: folder(path) } : null;
}

const COLUMN = /(?:^|&)(?:x|tilecol)=(\d{1,8})(?:&|$)/i;
const ROW = /(?:^|&)(?:y|tilerow)=(\d{1,8})(?:&|$)/i;
const ZOOM = /(?:^|&)(?:z|zoom|l|level|tilematrix)=(\d{1,2})(?:&|$)/i;

/** Tiles with zoom, column and row in the query: `?x=1&y=2&z=3`. */
export function queryTiles(path: string, query: string): Found | null {
  if (query.length < 11) return null;
  const column = COLUMN.exec(query);
  const row = column && ROW.exec(query);
  const zoom = row && ZOOM.exec(query);
  return column && row && zoom && isInGrid(zoom[1], column[1], row[1]) ? { kind: 'XYZ', path } : null;
}

/** PMTiles: one archive, read by ranges. The file itself is the service. */
export function pmtiles(path: string): Found | null {
  const file = upTo(path, /\.pmtiles$/i);
  return file === null ? null : { kind: 'MVT', path: file };
}
