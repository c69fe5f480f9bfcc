import { type Found, upTo } from './found.ts';

const SERVERS =
  '(?:Map|Feature|Image|VectorTile|Scene|Geocode|GP|Geometry|GeoData|NetworkDiagram|NA|Stream|Version|Elevation|Utility)Server';

/** As Esri writes it; in any case only where `/rest/services/` says whose it is (`/mapserver/` is another product). */
const SERVER = new RegExp(`/${SERVERS}(?=/|$)`);
const REST_SERVER = new RegExp(`/rest/services/.*?/${SERVERS}(?=/|$)`, 'i');
const REST = /\/rest\/services(?=\/|$)|\/sharing\/rest(?=\/|$)/i;
const INFO = /\/rest(?=\/info\/?$)/i;

/** ArcGIS REST services, whatever the context path (`/arcgis`, `/server`, none). */
export function arcgis(path: string): Found | null {
  const server = upTo(path, SERVER) ?? upTo(path, REST_SERVER) ?? upTo(path, REST) ?? upTo(path, INFO);
  return server === null ? null : { kind: 'ArcGIS', path: server };
}
