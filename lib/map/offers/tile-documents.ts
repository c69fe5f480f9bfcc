import * as v from 'valibot';
import type { Drawable } from '../../project/model.ts';
import type { Offer } from '../ports.ts';
import { plainText } from '../text.ts';
import { type Described, reading } from './document.ts';
import { advertisedUrl, elsewhere, extentOf, having, titleOf } from './shared.ts';

const words = v.fallback(v.string(), '');
const zoom = (otherwise: number) =>
  v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(30)), otherwise);

const tileJson = v.object({
  tiles: v.pipe(v.array(v.string()), v.minLength(1)),
  name: words,
  description: words,
  attribution: words,
  format: words,
  scheme: words,
  minzoom: zoom(0),
  maxzoom: zoom(22),
  bounds: v.fallback(v.array(v.number()), []),
  vector_layers: v.optional(v.unknown()),
});

export const looksLikeTileJson = (json: object): boolean => 'tiles' in json && Array.isArray(json.tiles);

/** TileJSON 2 and 3 (mapbox/tilejson-spec): one layer, of pictures or of vectors. */
export function tileJsonOffer({ url }: Described, json: unknown, base: string): Offer {
  const read = reading(url, () => v.parse(tileJson, json));
  const templates = read.tiles.map((each) => advertisedUrl(each, url));
  const isVector = read.vector_layers !== undefined || /^(?:pbf|mvt)$/i.test(read.format);
  const title = titleOf(read.name, new URL(url).hostname);
  const shared = having<{ attribution?: string; extent?: Drawable['extent'] & {} }>({
    attribution: plainText(read.attribution),
    extent: extentOf(read.bounds),
  });
  const tms = read.scheme === 'tms';
  const first = templates[0] ?? '';
  const tiles = { minZoom: read.minzoom, maxZoom: Math.max(read.minzoom, read.maxzoom), ...shared };
  const draws: Drawable =
    isVector || /\.(?:pbf|mvt)(?:[?#]|$)/i.test(first)
      ? { kind: 'mvt', url: tms ? first.replace('{y}', '{-y}') : first, ...tiles }
      : { kind: 'xyz', url: first, tms, ...tiles };
  return {
    title,
    abstract: plainText(read.description, 1000),
    kind: 'TileJSON',
    attribution: shared.attribution ?? '',
    entries: [{ id: '0', title, abstract: '', draws, cannot: '', children: [] }],
    elsewhere: elsewhere(base, templates),
  };
}

const style = v.object({
  version: v.literal(8),
  name: words,
  sources: v.record(
    v.string(),
    v.object({
      url: words,
      tiles: v.fallback(v.array(v.string()), []),
      attribution: words,
    }),
  ),
  layers: v.array(v.unknown()),
  sprite: v.optional(v.unknown()),
});

export const looksLikeStyle = (json: object): boolean =>
  'version' in json && 'sources' in json && 'layers' in json;

/** A Mapbox or MapLibre style, version 8: drawn as a whole. */
export function styleOffer({ url }: Described, json: unknown, base: string): Offer {
  const read = reading(url, () => v.parse(style, json));
  const sources = Object.values(read.sources);
  const attribution = [...new Set(sources.map((each) => plainText(each.attribution)))].join(' ').trim();
  const title = titleOf(read.name, new URL(url).hostname);
  const sprites = typeof read.sprite === 'string' ? [read.sprite] : [];
  const places = [...sources.flatMap((each) => [each.url, ...each.tiles]), ...sprites];
  const draws = having<Extract<Drawable, { kind: 'style' }>>({ kind: 'style', url, attribution });
  return {
    title,
    abstract: '',
    kind: 'Style',
    attribution,
    entries: [{ id: '0', title, abstract: '', draws, cannot: '', children: [] }],
    elsewhere: elsewhere(
      base,
      places.filter((place) => place !== '').map((place) => advertisedUrl(place, url)),
    ),
  };
}
