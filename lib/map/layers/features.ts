import type Feature from 'ol/Feature.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import { transformExtent } from 'ol/proj.js';
import { appendParams } from 'ol/uri.js';
import * as v from 'valibot';
import { advertisedUrl, extentOf } from '../offers/shared.ts';
import type { Kind } from './kind.ts';
import { featureLayer } from './vectors.ts';

/** Servers give ten where nothing is said; more than these at once few of them allow (OGC 17-069r4, 7.15.2). */
const A_PAGE = 1000;
const MOST_PAGES = 20;

const page = v.object({
  features: v.array(v.unknown()),
  links: v.fallback(
    v.array(v.fallback(v.object({ rel: v.string(), href: v.string() }), { rel: '', href: '' })),
    [],
  ),
});

/** Items of a collection (OGC API Features, 17-069r4), page by page. */
export const features: Kind<'features'> = (draws, { loader }) =>
  featureLayer(draws.collection, loader, async (extent, projection) => {
    const degrees = transformExtent(extent, projection, 'EPSG:4326');
    const box = extentOf(degrees) ?? [-180, -90, 180, 90];
    let url = appendParams(itemsUrl(draws), { f: 'json', limit: A_PAGE, bbox: box.join(',') });
    const all: Feature[] = [];
    for (let count = 0; url !== '' && count < MOST_PAGES; count += 1) {
      const read = v.parse(page, await loader.json(url));
      const options = { dataProjection: 'EPSG:4326', featureProjection: projection };
      all.push(
        ...new GeoJSON().readFeatures({ type: 'FeatureCollection', features: read.features }, options),
      );
      const next = read.links.find(({ rel }) => rel === 'next')?.href;
      url = next === undefined || read.features.length === 0 ? '' : advertisedUrl(next, url);
    }
    return all;
  });

function itemsUrl({ url, collection }: { url: string; collection: string }): string {
  if (/\/items\/?$/.test(new URL(url).pathname)) return url;
  return `${url.replace(/\/+$/, '')}/collections/${encodeURIComponent(collection)}/items`;
}
