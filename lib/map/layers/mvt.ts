import type { FeatureLike } from 'ol/Feature.js';
import MVT from 'ol/format/MVT.js';
import VectorTileLayer from 'ol/layer/VectorTile.js';
import type Projection from 'ol/proj/Projection.js';
import VectorTileSource from 'ol/source/VectorTile.js';
import type Tile from 'ol/Tile.js';
import type { UrlFunction } from 'ol/Tile.js';
import TileState from 'ol/TileState.js';
import type TileGrid from 'ol/tilegrid/TileGrid.js';
import { createXYZ } from 'ol/tilegrid.js';
import type VectorTile from 'ol/VectorTile.js';
import { stylefunction } from 'ol-mapbox-style';
import type { Loader } from '../loading.ts';
import { type Kind, prepare } from './kind.ts';
import { lookOf } from './vector-look.ts';
import { templateUrls } from './xyz.ts';

/** Mapbox Vector Tiles (version 2) by template, each layer in them with a look of its own, or by the style's. */
export const mvt: Kind<'mvt'> = (draws, { loader }) => {
  const tileGrid = createXYZ({ minZoom: draws.minZoom, maxZoom: draws.maxZoom, tileSize: 512 });
  const layer = vectorTileLayer({ urls: templateUrls(draws.url, false), tileGrid }, loader);
  const { style } = draws;
  if (style !== undefined) {
    prepare(loader, async () => {
      const json = (await loader.json(style)) as { sources: Record<string, { type?: string }> };
      const source = Object.entries(json.sources).find(([, { type }]) => type === 'vector')?.[0] ?? '';
      // Fonts are the computer's own: others would be asked of strangers.
      stylefunction(layer, json, source, undefined, undefined, undefined, (fonts: string[]) => fonts);
      return undefined;
    });
  }
  return layer;
};

/** A layer of vector tiles with a plain look. */
export function vectorTileLayer(
  source: { tileGrid: TileGrid; projection?: Projection } & (
    | { urls: string[] }
    | { tileUrlFunction: UrlFunction }
  ),
  loader: Loader,
): VectorTileLayer {
  const looks = new Map<string, ReturnType<typeof lookOf>>();
  return new VectorTileLayer({
    source: new VectorTileSource({
      format: new MVT({ idProperty: 'id' }),
      ...source,
      tileLoadFunction: vectorTiles(loader),
      transition: 0,
    }),
    declutter: true,
    style: (feature: FeatureLike) => {
      const name = String(feature.get('layer'));
      const look = looks.get(name) ?? lookOf(name);
      looks.set(name, look);
      return look;
    },
  });
}

/** How OpenLayers' sources load a vector tile: by the layer's loader. */
function vectorTiles(loader: Loader): (tile: Tile, url: string) => void {
  return (given, url) => {
    const tile = given as VectorTile<FeatureLike>;
    tile.setLoader((extent, _resolution, projection) => {
      loader
        .load(url, 'tile')
        .then((loaded) => {
          const options = { extent, featureProjection: projection };
          const read = loaded === null ? [] : tile.getFormat().readFeatures(loaded.bytes.buffer, options);
          tile.setFeatures(read as FeatureLike[]);
        })
        .catch((error: unknown) => {
          const isTold = error instanceof Error && (error.name === 'AbortError' || 'trouble' in error);
          if (!isTold) loader.tell({ what: 'empty', status: 200, words: '' });
          tile.setState(TileState.ERROR);
        });
    });
  };
}
