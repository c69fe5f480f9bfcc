import { AGENCIES } from './agencies.ts';
import { BASEMAPS } from './basemaps.ts';
import type { CatalogueRow, KnownService } from './known-service.ts';
import { PLATFORMS } from './platforms.ts';
import { PRODUCTS } from './products.ts';

let all: readonly KnownService[] | undefined;

/** Every row that can be found, whole. Made at its first use: the worker starts without it. */
export function knownServices(): readonly KnownService[] {
  all ??= [...BASEMAPS, ...AGENCIES, ...PLATFORMS, ...PRODUCTS].map(whole);
  return all;
}

function whole(row: CatalogueRow): KnownService {
  return {
    ...{ paths: [], query: [], headers: [], pairs: [], pathText: '' },
    ...{ keyPrefixes: [], keyPage: '', address: '', tokens: {}, open: false, cannot: '' },
    ...row,
  };
}
