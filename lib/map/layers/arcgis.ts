import type Feature from 'ol/Feature.js';
import EsriJSON from 'ol/format/EsriJSON.js';
import type BaseLayer from 'ol/layer/Base.js';
import LayerGroup from 'ol/layer/Group.js';
import ImageLayer from 'ol/layer/Image.js';
import TileLayer from 'ol/layer/Tile.js';
import { transformExtent } from 'ol/proj.js';
import { createLoader } from 'ol/source/arcgisRest.js';
import ImageSource from 'ol/source/Image.js';
import TileImage from 'ol/source/TileImage.js';
import { appendParams } from 'ol/uri.js';
import * as v from 'valibot';
import type { Drawable } from '../../project/model.ts';
import { extentOf } from '../offers/shared.ts';
import { crsTrouble } from '../trouble.ts';
import { esriGrid } from './esri-grid.ts';
import { type Kind, prepare, type Surroundings } from './kind.ts';
import { vectorTileLayer } from './mvt.ts';
import { onePicture, tilePictures } from './pictures.ts';
import { applyStyle } from './style.ts';
import { featureLayer } from './vectors.ts';

type Arcgis = Extract<Drawable, { kind: 'arcgis' }>;

/** ArcGIS REST services: pictures of the whole map, cached tiles, features, vector tiles with their style. */
export const arcgis: Kind<'arcgis'> = (draws, around) => {
  if (draws.service === 'FeatureServer') return featureServer(draws, around);
  if (draws.service === 'VectorTileServer') return vectorTileServer(draws, around);
  return draws.tiled ? cachedTiles(draws, around) : exported(draws, around);
};

/** Export Map and Export Image: any CRS with a number is drawn by the service itself. */
function exported({ url, layers }: Arcgis, { loader, projection }: Surroundings): BaseLayer {
  return new ImageLayer({
    source: new ImageSource({
      projection,
      loader: createLoader({
        url,
        projection: projection.getCode() === 'CRS:84' ? 'EPSG:4326' : projection,
        ratio: 1.1,
        params: layers.length > 0 ? { LAYERS: `show:${layers.join(',')}` } : {},
        load: onePicture(loader),
      }),
    }),
  });
}

function cachedTiles({ url }: Arcgis, { loader, shared }: Surroundings): BaseLayer {
  const layer = new TileLayer<TileImage>();
  prepare(loader, async () => {
    const { tileGrid, projection, crs } = esriGrid(JSON.parse(await shared(`${url}?f=json`, loader)));
    if (projection === null) return crsTrouble(crs);
    layer.setSource(
      new TileImage({
        projection,
        tileGrid,
        tileUrlFunction: ([z = 0, x = 0, y = 0]) => `${url}/tile/${z}/${y}/${x}`,
        tileLoadFunction: tilePictures(loader),
        transition: 0,
      }),
    );
    return undefined;
  });
  return layer;
}

/** The service's own style where it has one that can be drawn; in another CRS than Web Mercator a plain look. */
function vectorTileServer({ url }: Arcgis, { loader }: Surroundings): BaseLayer {
  const group = new LayerGroup();
  prepare(loader, async () => {
    const { tileGrid, projection, crs } = esriGrid(await loader.json(`${url}?f=json`));
    if (projection === null) return crsTrouble(crs);
    if (projection.getCode() === 'EPSG:3857') {
      const style = `${url}/resources/styles/root.json`;
      await applyStyle(group, style, await loader.json(style), loader);
      return undefined;
    }
    const tileUrlFunction = ([z = 0, x = 0, y = 0]: number[]) => `${url}/tile/${z}/${y}/${x}.pbf`;
    group.getLayers().push(vectorTileLayer({ tileUrlFunction, tileGrid, projection }, loader));
    return undefined;
  });
  return group;
}

const MOST_PAGES = 20;

const page = v.looseObject({
  features: v.fallback(v.array(v.unknown()), []),
  exceededTransferLimit: v.fallback(v.boolean(), false),
});

/** Query (Feature Service / Layer) for what the map shows, in degrees, page by page. */
function featureServer({ url, layers }: Arcgis, { loader }: Surroundings): BaseLayer {
  return featureLayer(`${url}/${layers.join(',')}`, loader, async (extent, projection) => {
    const degrees = extentOf(transformExtent(extent, projection, 'EPSG:4326')) ?? [-180, -90, 180, 90];
    const all: Feature[] = [];
    for (const id of layers) {
      let offset = 0;
      for (let count = 0; count < MOST_PAGES; count += 1) {
        const address = appendParams(`${url}/${encodeURIComponent(id)}/query`, {
          f: 'json',
          where: '1=1',
          outFields: '*',
          geometry: degrees.join(','),
          geometryType: 'esriGeometryEnvelope',
          spatialRel: 'esriSpatialRelIntersects',
          inSR: 4326,
          outSR: 4326,
          ...(offset > 0 ? { resultOffset: offset } : {}),
        });
        const json = await loader.json(address);
        const { features, exceededTransferLimit } = v.parse(page, json);
        const options = { dataProjection: 'EPSG:4326', featureProjection: projection };
        for (const each of new EsriJSON().readFeatures(json, options)) {
          const own = each.getId();
          if (own !== undefined) each.setId(`${id}.${own}`);
          all.push(each);
        }
        offset += features.length;
        if (!exceededTransferLimit || features.length === 0) break;
      }
    }
    return all;
  });
}
