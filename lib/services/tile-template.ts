import type { ServiceKind } from './kinds.ts';

const ZOOM = /\{(?:z|zoom)\}/i;
const ROW = /\{-?(?:y|row)\}/i;
const QUADKEY = /\{(?:q|quadkey)\}/i;
/** One tile's own numbers at the end of a path, as copied from a browser's list of requests. */
const ONE_TILE = /\/\d{1,2}\/\d{1,8}\/\d{1,8}(?=(?:@[1-4]x)?(?:\.\w{2,5})?(?:[?#]|$))/;

/** The template that an address is or means: with placeholders, of one tile, or the folder above tiles; null for others. */
export function templateOf(url: string, kind: ServiceKind | null): string | null {
  if (QUADKEY.test(url) || (ZOOM.test(url) && ROW.test(url))) return url;
  if (kind !== 'XYZ' && kind !== 'MVT' && kind !== 'TMS') return null;
  if (ONE_TILE.test(url)) return url.replace(ONE_TILE, kind === 'TMS' ? '/{z}/{x}/{-y}' : '/{z}/{x}/{y}');
  if (/\?|\.\w{2,7}$/.test(url)) return null;
  const end = kind === 'MVT' ? '{z}/{x}/{y}.pbf' : kind === 'TMS' ? '{z}/{x}/{-y}.png' : '{z}/{x}/{y}.png';
  return `${url.replace(/\/+$/, '')}/${end}`;
}
