import { queryParameters, withoutCredentials } from '../services/credentials-in-url.ts';

/** Parameters that say what is asked for, rather than where on the map; without regard to case (OGC 06-121r9, 11.5.2). */
const NAMING = new Set([
  ...['service', 'request', 'map', 'layers', 'layer', 'query_layers', 'typename', 'typenames'],
  ...['coverage', 'coverageid', 'collections', 'op', 'wsname'],
]);

/** Zoom, column and row (or a date): the same layer, elsewhere. */
const GRID = /(?:\/-?\d+){2,}(?:@\dx)?(?:\.\w+)*(?=\/|$)/;

const LONGEST = 400;

/**
 * What a request is about, whatever part of the map it shows: all tiles of a layer have one place, two layers of one service
 * have two. Holds no credential; at most about 400 characters.
 */
export function placeOf(url: string): string {
  const parsed = URL.parse(withoutCredentials(url));
  if (parsed === null) return '';
  const named = queryParameters(parsed.search.slice(1))
    .map(({ name, value }) => ({ name: name.toLowerCase(), value }))
    .filter(({ name }) => NAMING.has(name))
    .map(({ name, value }) => `${name}=${value}`)
    .sort();
  const place = `${parsed.origin}${parsed.pathname.replace(GRID, '/*')}${named.length > 0 ? '?' : ''}${named.join('&')}`;
  return place.length <= LONGEST ? place : `${place.slice(0, LONGEST)}~${place.length}`;
}
