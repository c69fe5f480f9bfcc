import type { ServiceKind } from '../kinds.ts';
import type { Found } from './found.ts';

const SERVICE = /(?:^|[&;])service=(wms|wfs|wcs|wmts|wps|csw|sos)(?:&|;|$)/i;
const REQUEST = /(?:^|[&;])request=([a-z]{6,24})(?:&|;|$)/i;

/** Operations that say their service by themselves: clients leave SERVICE out (OGC 06-042 wants it only sometimes). */
const SERVICE_OF_REQUEST: Readonly<Record<string, ServiceKind>> = {
  getmap: 'WMS',
  getfeatureinfo: 'WMS',
  getlegendgraphic: 'WMS',
  describelayer: 'WMS',
  getfeature: 'WFS',
  describefeaturetype: 'WFS',
  getpropertyvalue: 'WFS',
  getcoverage: 'WCS',
  describecoverage: 'WCS',
  gettile: 'WMTS',
  getrecords: 'CSW',
  getrecordbyid: 'CSW',
  getobservation: 'SOS',
  describeprocess: 'WPS',
};

/**
 * `/wms`, as programs write it (`/wmts.cgi`, QGIS Server's `/qgis_mapserv.fcgi`, GeoMapFish's `/mapserv_proxy`), and with
 * what some add: PDOK a version (`/wms/v1_0`), 52North's SOS its binding (`/sos/kvp`).
 */
const ENDPOINT =
  /\/(wms|wfs|wmts|wcs|csw|wps|sos|ows|(?:qgis_)?mapserv|mapserv_proxy)(?:\.(?:exe|f?cgi|dll|php|py|as[hmp]x?))?(?:\/kvp|\/v\d+(?:[._]\d+)*)?\/?$/i;
const KIND_OF_ENDPOINT: Readonly<Record<string, ServiceKind>> = {
  wfs: 'WFS',
  wmts: 'WMTS',
  wcs: 'WCS',
  csw: 'CSW',
  wps: 'WPS',
  sos: 'SOS',
};

/** `?url=https://geo.example.com/wms?service=WMS`: the parameters belong to another server, reached by a proxy. */
const PROXIED = /(?:^|=)https?:\/\/[^&]*\?/i;

/** OGC services by key-value pairs: keys and values without regard to case (OGC 06-121r9, 11.5.2). */
export function kvp(path: string, query: string): Found | null {
  if (query.length < 11) return null;
  const service = SERVICE.exec(query);
  const match = service ?? REQUEST.exec(query);
  if (match === null || PROXIED.test(query.slice(0, match.index))) return null;
  const word = match[1]?.toLowerCase() ?? '';
  const kind = service === null ? kindOfRequest(word, path) : (word.toUpperCase() as ServiceKind);
  return kind === null ? null : { kind, path };
}

function kindOfRequest(request: string, path: string): ServiceKind | null {
  return request === 'getcapabilities'
    ? (kindOfEndpoint(path) ?? 'WMS')
    : (SERVICE_OF_REQUEST[request] ?? null);
}

function kindOfEndpoint(path: string): ServiceKind | null {
  const name = ENDPOINT.exec(path)?.[1]?.toLowerCase();
  return name === undefined ? null : (KIND_OF_ENDPOINT[name] ?? 'WMS');
}

/** The last resort: a path that ends like an endpoint, or the parameters that only a map picture has. */
export function endpointByName(path: string, query: string): Found | null {
  const kind = kindOfEndpoint(path);
  if (kind !== null) return { kind, path };
  const isMap =
    /(?:^|&)bbox=/i.test(query) &&
    /(?:^|&)(?:layers|map)=/i.test(query) &&
    /(?:^|&)(?:width|crs|srs)=/i.test(query);
  return isMap && !PROXIED.test(query) ? { kind: 'WMS', path } : null;
}
