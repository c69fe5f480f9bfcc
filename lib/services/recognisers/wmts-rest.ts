import { folder } from '../address.ts';
import { before, type Found, upTo } from './found.ts';

const CAPABILITIES = /\/WMTSCapabilities(?:\.xml)?$/i;
const TILE = /\/[^/]+\/\d{1,8}\/\d{1,8}(?:@[1-4]x)?(?:\.[a-z0-9]{2,8})?$/i;
const WMTS_FOLDER = /\/[^/]*wmts[^/]*(?=\/)/i;
/** `/1.0.0/{layer}/{style}/...`: at least two segments before the tile's own three. TMS has only a layer there. */
const VERSION = /\/1\.0\.0\/[^/]+\/[^/]+\/(?:[^/]+\/)*\d{1,8}\/\d{1,8}(?:\.[a-z0-9]{2,8})?$/i;

/** WMTS in its RESTful form (OGC 07-057r7, clause 10): capabilities document and tiles. */
export function wmtsRest(path: string): Found | null {
  const isDocument = CAPABILITIES.test(path);
  if (!isDocument && !TILE.test(path)) return null;
  const service = upTo(path, WMTS_FOLDER) ?? beforeVersion(path);
  if (service !== null) return { kind: 'WMTS', path: service };
  return isDocument ? { kind: 'WMTS', path: folder(path) } : null;
}

function beforeVersion(path: string): string | null {
  if (CAPABILITIES.test(path)) return before(path, /\/1\.0\.0\//);
  return VERSION.test(path) && !/\/tms\//i.test(path) ? before(path, /\/1\.0\.0\//) : null;
}
