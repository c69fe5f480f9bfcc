import { folder } from '../address.ts';
import { before, type Found, upTo } from './found.ts';

const CONTENT = /\/(?:tileset\.json|layer\.json|[^/]+\.(?:b3dm|i3dm|pnts|cmpt|subtree))$/i;
const TERRAIN = /\/\d{1,2}\/\d{1,7}\/\d{1,7}\.terrain$/i;

/** OGC 3D Tiles (22-025r4) and quantized-mesh terrain. Single glTF files prove nothing and are left out. */
export function threeD(path: string): Found | null {
  const named = upTo(path, /\/3dtiles(?=\/)/i);
  if (named !== null) return { kind: '3D', path: named };
  if (CONTENT.test(path)) return { kind: '3D', path: folder(path) };
  const terrain = before(path, TERRAIN);
  return terrain === null ? null : { kind: '3D', path: terrain };
}
