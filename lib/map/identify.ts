import { appendParams } from 'ol/uri.js';
import * as v from 'valibot';
import type { Drawable } from '../project/model.ts';
import { foundFeatures } from './attributes.ts';
import type { Place } from './feature-info.ts';
import type { Loader } from './loading.ts';
import type { LayerInfo } from './ports.ts';
import { plainText } from './text.ts';

type Arcgis = Extract<Drawable, { kind: 'arcgis' }>;

const identified = v.object({
  results: v.fallback(
    v.array(v.object({ value: v.fallback(v.string(), ''), attributes: v.fallback(v.looseObject({}), {}) })),
    [],
  ),
  value: v.fallback(v.string(), ''),
});

/** A small map around the place, as Identify wants to know what its tolerance in pixels means. */
const SIDE = 101;

/** Identify (Map Service, Image Service of Esri's REST API). */
export async function identify(
  { url, layers, service }: Arcgis,
  { coordinate: [x, y], resolution, crs }: Place,
  loader: Loader,
  signal: AbortSignal,
): Promise<Pick<LayerInfo, 'features' | 'text'>> {
  const half = (SIDE / 2) * resolution;
  const wkid = crs === 'CRS:84' ? 4326 : Number(crs.slice(5));
  const isImage = service === 'ImageServer';
  const spatialReference = { wkid };
  const address = appendParams(`${url}/identify`, {
    f: 'json',
    geometryType: 'esriGeometryPoint',
    geometry: JSON.stringify({ x, y, spatialReference }),
    ...(isImage
      ? { returnGeometry: false, returnCatalogItems: false }
      : {
          sr: wkid,
          tolerance: 5,
          mapExtent: [x - half, y - half, x + half, y + half].join(','),
          imageDisplay: `${SIDE},${SIDE},96`,
          layers: layers.length > 0 ? `all:${layers.join(',')}` : 'visible',
          returnGeometry: false,
        }),
  });
  const { results, value } = v.parse(identified, await loader.json(address, signal));
  const features = foundFeatures(results.map((each) => ({ title: each.value, properties: each.attributes })));
  return { features, text: plainText(value) };
}
