import LayerGroup from 'ol/layer/Group.js';
import TileLayer from 'ol/layer/Tile.js';
import {
  getMapTileUrlTemplate,
  getVectorTileUrlTemplate,
  parseTileMatrixSet,
} from 'ol/source/ogcTileUtil.js';
import TileImage from 'ol/source/TileImage.js';
import * as v from 'valibot';
import { crsName, projectionOf } from '../crs.ts';
import { advertisedUrl } from '../offers/shared.ts';
import { crsTrouble } from '../trouble.ts';
import { type Kind, prepare, type Surroundings } from './kind.ts';
import { vectorTileLayer } from './mvt.ts';
import { tilePictures } from './pictures.ts';

const link = v.fallback(v.object({ rel: v.string(), href: v.string(), type: v.fallback(v.string(), '') }), {
  rel: '',
  href: '',
  type: '',
});
const links = v.fallback(v.array(link), []);
const name = v.fallback(v.string(), '');
const tileset = v.looseObject({ links, tileMatrixSetURI: name, tileMatrixSetId: name });
const tilesets = v.object({ tilesets: v.array(tileset) });
const matrixSet = v.looseObject({
  id: name,
  crs: v.union([v.string(), v.object({ uri: v.string() })]),
  tileMatrices: v.array(
    v.looseObject({
      id: v.string(),
      cellSize: v.number(),
      pointOfOrigin: v.tuple([v.number(), v.number()]),
      tileWidth: v.number(),
      tileHeight: v.number(),
      matrixWidth: v.number(),
      matrixHeight: v.number(),
    }),
  ),
});

type Tileset = v.InferOutput<typeof tileset>;

const WEB_MERCATOR = /WebMercatorQuad/i;

/** Tiles of a collection (OGC API Tiles, 20-057), of pictures or vectors. */
export const tiles: Kind<'tiles'> = (draws, around) => {
  const group = new LayerGroup();
  const { loader } = around;
  prepare(loader, async () => {
    const list = v.parse(tilesets, await loader.json(draws.url));
    const wanted = draws.matrixSet === '' ? WEB_MERCATOR : new RegExp(`(?:^|/)${escaped(draws.matrixSet)}$`);
    const named = (each: Tileset) => wanted.test(each.tileMatrixSetURI) || wanted.test(each.tileMatrixSetId);
    const chosen = list.tilesets.find(named) ?? list.tilesets[0];
    if (chosen === undefined) return { what: 'missing', status: 200, words: draws.collection };
    const whole = await described(chosen, draws.url, around);
    const matrices = v.parse(matrixSet, await loader.json(matricesUrl(whole, draws.url)));
    const crs = typeof matrices.crs === 'string' ? matrices.crs : matrices.crs.uri;
    const projection = projectionOf(crs);
    if (projection === null) return crsTrouble(crsName(crs) || crs);
    const items = whole.links.map((each) => ({ ...each, href: advertisedUrl(each.href, draws.url) }));
    const template = draws.vector
      ? getVectorTileUrlTemplate(items, undefined, ['application/vnd.mapbox-vector-tile'], undefined)
      : getMapTileUrlTemplate(items, undefined, undefined);
    const { grid } = parseTileMatrixSet({ url: draws.url, mediaType: '', projection }, matrices);
    const ids = matrices.tileMatrices.map(({ id, cellSize }) => ({ id, cellSize }));
    ids.sort((one, other) => other.cellSize - one.cellSize);
    const urlOf = ([z = 0, x = 0, y = 0]: number[]) =>
      template
        .replace(/\{tileMatrix\}/i, ids[z]?.id ?? '')
        .replace(/\{tileCol\}/i, String(x))
        .replace(/\{tileRow\}/i, String(y))
        .replace(/\{tileMatrixSetId\}/i, whole.tileMatrixSetId);
    group.getLayers().push(
      draws.vector
        ? vectorTileLayer({ tileUrlFunction: urlOf, tileGrid: grid, projection }, loader)
        : new TileLayer({
            source: new TileImage({
              tileUrlFunction: urlOf,
              tileGrid: grid,
              projection,
              tileLoadFunction: tilePictures(loader),
              transition: 0,
            }),
          }),
    );
    return undefined;
  });
  return group;
};

/** A list may have of each tileset only where it is described (20-057, 9.2). */
async function described(found: Tileset, page: string, { loader }: Surroundings): Promise<Tileset> {
  if (found.links.some(({ rel }) => rel === 'item')) return found;
  const self = found.links.find(({ rel, type }) => rel === 'self' && !/html/i.test(type));
  if (self === undefined) return found;
  const whole = v.parse(tileset, await loader.json(inJson(advertisedUrl(self.href, page))));
  return { ...found, ...whole, tileMatrixSetId: whole.tileMatrixSetId || found.tileMatrixSetId };
}

function matricesUrl(found: Tileset, page: string): string {
  const scheme = found.links.find(({ rel, type }) => /tiling-scheme$/.test(rel) && !/html/i.test(type));
  return inJson(advertisedUrl(scheme?.href ?? found.tileMatrixSetURI, page));
}

function inJson(url: string): string {
  return /[?&]f=/.test(url) ? url : `${url}${url.includes('?') ? '&' : '?'}f=json`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
