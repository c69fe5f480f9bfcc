import { folder } from '../address.ts';
import { before, type Found, upTo } from './found.ts';

const COLLECTION =
  /\/collections\/[^/]+\/(?:items|tiles|map|coverage|styles|queryables|schema|sortables|position|area|cube|radius|trajectory|corridor|locations|instances)(?=\/|$)/i;
const LISTING = /\/(?:collections(?:\/[^/]+)?|conformance)\/?$/i;
/** No other API has tile matrix sets. */
const TILE_MATRIX_SETS = /\/tileMatrixSets(?:\/[^/]+)?\/?$/i;
const LANDING = /\/ogc-?api\/?$/i;
/** `/collections` alone is also how online shops name their pages: something else must speak for OGC. */
const SPEAKS_OGC = /\/(?:ogc|ogcapi|oapi|oapif|oaf|features|api|pygeoapi|edr|v\d+)(?:[/-]|$)|(?:^|&)f=/i;

/** OGC API - Features, Tiles, Maps, Coverages, EDR (OGC 17-069r4 and its family). The base is the landing page. */
export function ogcApi(path: string, query: string): Found | null {
  const landing =
    before(path, COLLECTION) ?? before(path, TILE_MATRIX_SETS) ?? upTo(path, LANDING) ?? listing(path, query);
  return landing === null ? null : { kind: 'OGC API', path: landing };
}

function listing(path: string, query: string): string | null {
  const landing = before(path, LISTING);
  return landing !== null && (SPEAKS_OGC.test(landing) || SPEAKS_OGC.test(query)) ? landing : null;
}

const STAC_FOLDER = /\/stac(?:-api|-server)?(?:\/v\d+(?:\.\d+)*)?(?=\/|$)/i;

/** STAC catalogues, static and API (STAC 1.0.0; an API's `/collections/../items` is found as OGC API, as it is one). */
export function stac(path: string, query: string): Found | null {
  const root = upTo(path, STAC_FOLDER);
  if (root !== null) return { kind: 'STAC', path: root };
  if (/\/(?:catalog|collection)\.json$/i.test(path)) return { kind: 'STAC', path: folder(path) };
  return /\/search$/i.test(path) && /(?:^|&)collections=/i.test(query)
    ? { kind: 'STAC', path: folder(path) }
    : null;
}
