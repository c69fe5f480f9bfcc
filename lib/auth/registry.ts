import { arcgis } from './arcgis.ts';
import { basic } from './basic.ts';
import { geodi } from './geodi.ts';
import { geomapfish } from './geomapfish.ts';
import { header } from './header.ts';
import { isogeo } from './isogeo.ts';
import { key } from './key.ts';
import type { Method } from './method.ts';
import { clientCredentials, oauth, passwordGrant } from './oauth.ts';
import { pair } from './pair.ts';
import { pathKey } from './path-key.ts';

/** Every way of signing in, in the order in which they are proposed where nothing is known. */
const METHODS: readonly Method[] = [
  ...[basic, key, oauth, header, arcgis, geomapfish, isogeo, geodi, pathKey, pair],
  ...[clientCredentials, passwordGrant],
];

/** All methods, in order. */
export function allMethods(): readonly Method[] {
  return METHODS;
}

/** The method of an id, or undefined where a newer version saved one that this one does not know. */
export function methodOf(id: string): Method | undefined {
  return METHODS.find((method) => method.id === id);
}
