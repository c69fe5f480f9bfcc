import type BaseLayer from 'ol/layer/Base.js';
import LayerGroup from 'ol/layer/Group.js';
import type OlMap from 'ol/Map.js';
import type { LayerNode } from '../project/model.ts';
import { foundFeatures } from './attributes.ts';
import { identify } from './identify.ts';
import { createLoader } from './loading.ts';
import type { LayerInfo } from './ports.ts';
import { LayerFailure } from './trouble.ts';
import { wmsInfo } from './wms-info.ts';

/** A place that is asked about, in the map's CRS. */
export interface Place {
  coordinate: [number, number];
  /** Map units a pixel. */
  resolution: number;
  /** Of the map. */
  crs: string;
}

const SILENT = { loading: () => undefined, trouble: () => undefined, fine: () => undefined };
/** How far from a line or point still counts, in pixels. */
const NEAR = 5;

/** What lies under a pixel, layer by layer from the top; only of layers that have something to say. */
export async function infoOf(
  world: {
    map: OlMap;
    layers: readonly { node: LayerNode; layer: BaseLayer | null }[];
    fetch: typeof globalThis.fetch;
  },
  pixel: [number, number],
  signal: AbortSignal,
): Promise<LayerInfo[]> {
  const { map, layers, fetch } = world;
  const [x, y] = map.getCoordinateFromPixel(pixel) ?? [];
  const resolution = map.getView().getResolution();
  if (x === undefined || y === undefined || resolution === undefined) return [];
  const crs = map.getView().getProjection().getCode();
  const place: Place = { coordinate: [x, y], resolution, crs };
  const found = await Promise.all(
    layers.map(async ({ node, layer }): Promise<LayerInfo> => {
      const nothing: LayerInfo = { layerId: node.id, features: [], text: '', trouble: null };
      try {
        const loader = createLoader(fetch, SILENT);
        if (node.draws.kind === 'wms') {
          return { ...nothing, ...(await wmsInfo(node.draws, place, loader, signal)) };
        }
        const service = node.draws.kind === 'arcgis' ? node.draws.service : null;
        if (node.draws.kind === 'arcgis' && (service === 'MapServer' || service === 'ImageServer')) {
          return { ...nothing, ...(await identify(node.draws, place, loader, signal)) };
        }
        return { ...nothing, features: layer === null ? [] : drawnAt(map, layer, pixel) };
      } catch (error) {
        signal.throwIfAborted();
        const trouble = error instanceof LayerFailure ? error.trouble : null;
        return { ...nothing, trouble: trouble ?? { what: 'empty', status: 200, words: '' } };
      }
    }),
  );
  return found.filter(
    ({ features, text, trouble }) => features.length > 0 || text !== '' || trouble !== null,
  );
}

/** Features of vector layers, as they are drawn. */
function drawnAt(map: OlMap, layer: BaseLayer, pixel: [number, number]): LayerInfo['features'] {
  const own = new Set(leaves(layer));
  const features = map.getFeaturesAtPixel(pixel, {
    layerFilter: (each) => own.has(each),
    hitTolerance: NEAR,
  });
  return foundFeatures(
    [...new Set(features)].map((each) => ({ id: each.getId(), properties: each.getProperties() })),
  );
}

function leaves(layer: BaseLayer): BaseLayer[] {
  return layer instanceof LayerGroup ? layer.getLayers().getArray().flatMap(leaves) : [layer];
}
