/** The kinds of geo-service that Layerkey recognises, by the field's own names; the value is the tag on screen. */
export const SERVICE_KINDS = [
  'WMS',
  'WFS',
  'WMTS',
  'WCS',
  'CSW',
  'WPS',
  'SOS',
  'OGC API',
  'XYZ',
  'TMS',
  'MVT',
  'TileJSON',
  'Style',
  'ArcGIS',
  '3D',
  'STAC',
  'Isogeo',
  'GEODI',
] as const;

export type ServiceKind = (typeof SERVICE_KINDS)[number];

/**
 * Kinds whose clients also POST (OGC 09-025r2 WFS, 12-176r7 CSW, 14-065 WPS, 12-006 SOS, 09-110r4 WCS;
 * STAC API item search; ArcGIS REST `query`; GEODI's handlers take a form). All others need GET and HEAD alone.
 */
const POSTING_KINDS: readonly ServiceKind[] = ['WFS', 'WCS', 'CSW', 'WPS', 'SOS', 'ArcGIS', 'STAC', 'GEODI'];

/** Methods that are ever signed, as rules name them. */
export const REQUEST_METHODS = ['get', 'head', 'post'] as const;
type RequestMethod = (typeof REQUEST_METHODS)[number];

/** The HTTP methods, in lower case, that requests to a service of these kinds use. */
export function requestMethods(kinds: readonly ServiceKind[]): RequestMethod[] {
  return kinds.some((kind) => POSTING_KINDS.includes(kind)) ? ['get', 'head', 'post'] : ['get', 'head'];
}
