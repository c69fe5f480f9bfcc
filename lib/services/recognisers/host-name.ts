import type { Found } from './found.ts';

/** `stac.dataspace.copernicus.eu`, `ogcapi.bgs.ac.uk`. Not `wms.` and the like: WCS is also a counter, WMS a warehouse. */
const HOST = /^https?:\/\/(stac|ogcapi)\d*\./;
const ROOT_OR_RESOURCE =
  /^((?:\/v\d+(?:\.\d+)*)?)(?:\/(?:collections(?:\/[^/]+)?|search|queryables|conformance)?)?$/;

/**
 * The very last resort, for a path that says nothing: the landing page of a host named after its API, and what every such
 * API has below it. Pictures and pages of the same host are left alone.
 */
export function byHost(origin: string, path: string): Found | null {
  const name = HOST.exec(origin)?.[1];
  const root = name === undefined ? null : ROOT_OR_RESOURCE.exec(path);
  return root === null ? null : { kind: name === 'stac' ? 'STAC' : 'OGC API', path: root[1] ?? '' };
}
