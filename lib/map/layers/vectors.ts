import type { Extent } from 'ol/extent.js';
import type Feature from 'ol/Feature.js';
import VectorLayer from 'ol/layer/Vector.js';
import { bbox } from 'ol/loadingstrategy.js';
import type Projection from 'ol/proj/Projection.js';
import VectorSource from 'ol/source/Vector.js';
import type { Loader } from '../loading.ts';
import { lookOf } from './vector-look.ts';

/** Reads the features of an extent, both in the map's CRS. */
export type ReadFeatures = (extent: Extent, projection: Projection) => Promise<Feature[]>;

/**
 * A layer of features that are asked by what the map shows. What failed is not asked again until the layer is: else each
 * frame would.
 */
export function featureLayer(name: string, loader: Loader, read: ReadFeatures): VectorLayer {
  const source = new VectorSource({
    strategy: bbox,
    // Features lie in several answers where they cross what was asked.
    overlaps: true,
    loader: (extent, _resolution, projection, done, failed) => {
      read(extent, projection).then(
        (features) => {
          const fresh = features.filter((each) => {
            const id = each.getId();
            return id === undefined || source.getFeatureById(id) === null;
          });
          source.addFeatures(fresh);
          done?.(fresh);
        },
        (error: unknown) => {
          const isTold = error instanceof Error && (error.name === 'AbortError' || 'trouble' in error);
          if (!isTold) loader.tell({ what: 'empty', status: 200, words: '' });
          failed?.();
        },
      );
    },
  });
  return new VectorLayer({ source, style: lookOf(name) });
}
