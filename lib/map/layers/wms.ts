import ImageLayer from 'ol/layer/Image.js';
import ImageSource from 'ol/source/Image.js';
import { createLoader } from 'ol/source/wms.js';
import { bestCrs, projectionOf } from '../crs.ts';
import { crsTrouble } from '../trouble.ts';
import type { Kind } from './kind.ts';
import { onePicture } from './pictures.ts';

/** One picture for the whole map (OGC 06-042, GetMap), in the map's CRS where the service has it. */
export const wms: Kind<'wms'> = (draws, { loader, projection }) => {
  const crs = bestCrs(draws.crs, projection.getCode());
  const source = crs === null ? null : projectionOf(crs);
  if (source === null) return crsTrouble(draws.crs.join(' '));
  return new ImageLayer({
    source: new ImageSource({
      projection: source,
      loader: createLoader({
        url: draws.url,
        projection: source,
        ratio: 1.1,
        hidpi: false,
        params: wmsParameters(draws),
        load: onePicture(loader),
      }),
    }),
  });
};

/** What GetMap, GetFeatureInfo and GetLegendGraphic say of the layer. */
export function wmsParameters(draws: {
  layers: string[];
  styles: string[];
  format: string;
  version: string;
}): Record<string, string> {
  return {
    LAYERS: draws.layers.join(','),
    STYLES: draws.styles.join(','),
    FORMAT: draws.format,
    VERSION: draws.version,
    TRANSPARENT: /jpe?g/i.test(draws.format) ? 'FALSE' : 'TRUE',
  };
}
