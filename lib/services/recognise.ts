import { type Address, baseUrl, parseAddress } from './address.ts';
import type { ServiceKind } from './kinds.ts';
import { arcgis } from './recognisers/arcgis.ts';
import { style, tileJson } from './recognisers/documents.ts';
import type { Recogniser } from './recognisers/found.ts';
import { geodi } from './recognisers/geodi.ts';
import { byHost } from './recognisers/host-name.ts';
import { isogeo } from './recognisers/isogeo.ts';
import { ogcApi, stac } from './recognisers/ogc-api.ts';
import { endpointByName, kvp } from './recognisers/ogc-kvp.ts';
import { threeD } from './recognisers/three-d.ts';
import { pmtiles, quadkey, queryTiles, tms, xyz } from './recognisers/tiles.ts';
import { wmtsRest } from './recognisers/wmts-rest.ts';

export interface Recognised {
  kind: ServiceKind;
  /** The endpoint that a credential is scoped to: origin and path, no query, no credentials. */
  base: string;
}

/**
 * Order matters: Esri's WMS stands inside `/MapServer/WMSServer`, a WMTS tile looks like an XYZ tile, a style's tiles
 * stand below the style. Measured: of the 1,368 layer URLs of osmlab/editor-layer-index all but a malformed one are found;
 * of 5,600 ordinary links in its licences and in the READMEs of npm packages, 23 are, all but two truly map addresses.
 */
const IN_ORDER: readonly Recogniser[] = [
  kvp,
  arcgis,
  geodi,
  wmtsRest,
  ogcApi,
  threeD,
  stac,
  style,
  tileJson,
  pmtiles,
  xyz,
  tms,
  quadkey,
  queryTiles,
  endpointByName,
];

/** What pages load most and no service answers with: thrown out before anything is looked at. */
const NEVER = /\.(?:m?js|css|woff2?|ttf|otf|eot|svg|ico|mp[34]|webm|html?)$/i;

/** No base may be longer than half of this; it also bounds what a pattern can spend on a hostile path. */
const LONGEST_PATH = 4000;

/** `/proxy/https://geo.example.com/wms`: the page's own proxy, which must never get a credential. */
const PROXIED_PATH = /\/https?(?::|%3a)(?:\/|%2f)/i;

/**
 * The geo-service behind a request, by its URL alone; null where it is none, malformed, or not http(s). Never throws.
 * A request through a site's own proxy is none: nothing could be signed there but the proxy.
 */
export function recognise(url: string): Recognised | null {
  const address = parseAddress(url);
  return address === null ? null : recogniseAddress(address);
}

function recogniseAddress(address: Address): Recognised | null {
  const { path, query } = address;
  if (path.length > LONGEST_PATH) return null;
  if (NEVER.test(path) || PROXIED_PATH.test(path) || /^https?(?::|%3a)/i.test(query)) return null;
  for (const recogniser of IN_ORDER) {
    const found = recogniser(path, query);
    if (found !== null) return { kind: found.kind, base: baseUrl(address.origin, found.path) };
  }
  const named = isogeo(address.origin, path, query) ?? byHost(address.origin, path);
  return named === null ? null : { kind: named.kind, base: baseUrl(address.origin, named.path) };
}
