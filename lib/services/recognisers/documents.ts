import { folder } from '../address.ts';
import { type Found, upTo } from './found.ts';

/** Mapbox and its look-alikes: `/styles/v1/{user}/{style}`, the style's sprite and tiles below it. */
const STYLE_API = /\/styles\/v1\/[^/]+\/[^/]+(?=\/|$)/;
const STYLE_TILE = /\/\d{1,2}\/\d{1,7}\/\d{1,7}(?:@[1-4]x)?(?:\.[a-z]+)?$/i;
/** Also in folders (IGN: `/styles/PLAN.IGN/standard.json`), Amazon Location's descriptors, OS's `/vts/resources/styles`. */
const STYLE =
  /\/(?:style\.json|styles?\/(?:[^/]+\/){0,2}[^/]+\.json|styles\/[^/]+\/descriptor|style-descriptor|resources\/styles)$/i;
/** `sprite.png` alone is a habit of web design, so it needs a folder that speaks of maps. */
const SPRITE =
  /\/(?:sprites?\.json|sprites?@[1-4]x\.(?:json|png)|(?:styles?|maps?|tiles?|sprites)\/(?:[^/]+\/)*sprites?\.png)$/i;
const GLYPHS = /\/[^/]+\/\d{1,5}-\d{1,5}\.pbf$/i;

/** Mapbox and MapLibre styles with their sprites and glyphs. */
export function style(path: string): Found | null {
  const api = upTo(path, STYLE_API);
  if (api !== null) return { kind: STYLE_TILE.test(path) ? 'XYZ' : 'Style', path: api };
  if (STYLE.test(path) || SPRITE.test(path)) return { kind: 'Style', path: folder(path) };
  return GLYPHS.test(path) ? { kind: 'Style', path: folder(folder(path)) } : null;
}

/** Mapbox names its tilesets with a dot, `/v4/mapbox.satellite.json`: others' `/v4/players.json` is no map. */
const TILE_JSON =
  /\/(?:tiles?\.json|tile-?json(?:\.json|\/[^/]+\.json)?|v4\/[^/]+\.[^/]+\.json|data\/(?:v\d+|openmaptiles)\.json|tiles\/[^/]+\.json)$/i;

/** TileJSON documents (mapbox/tilejson-spec). */
export function tileJson(path: string): Found | null {
  return TILE_JSON.test(path) ? { kind: 'TileJSON', path: folder(path) } : null;
}
