import { isUnder } from './address.ts';
import { queryParameters } from './credentials-in-url.ts';
import type { ServiceKind } from './kinds.ts';
import { expandTemplate } from './template.ts';

/** Kinds that are asked by key-value pairs and describe themselves in a capabilities document (OGC 06-121r9). */
const BY_KEY_VALUE: readonly ServiceKind[] = ['WMS', 'WFS', 'WMTS', 'WCS', 'CSW', 'WPS', 'SOS'];

/** What stands at a known place below the base, for kinds that are not asked by parameters. */
const DOCUMENTS: Partial<Record<ServiceKind, string>> = {
  XYZ: '0/0/0.png',
  TMS: '0/0/0.png',
  MVT: '0/0/0.pbf',
  TileJSON: 'tiles.json',
  Style: 'style.json',
  '3D': 'tileset.json',
};

/** Of the routes below an API's root `/shares` needs no parameter, and a sign-in. */
const ISOGEO_ROUTE = /(?:\/(?:resources|shares)(?:[/?].*)?|\/)?$/;

/**
 * The URL that a check asks: what the page asked, where that lies under the base, else the document by which a service
 * of the first kind describes itself. A base with a host template gives its first host.
 */
export function probeUrl(kinds: readonly ServiceKind[], base: string, sample: string): string {
  const hosts = expandTemplate(base);
  if (/^https?:\/\//.test(sample) && hosts.some((host) => isUnder(sample, host))) return sample;
  return describingUrl(kinds, hosts[0] ?? base);
}

/** The URL by which a service describes itself: an endpoint with what is missing in its path or query filled in. */
export function describingUrl(kinds: readonly ServiceKind[], endpoint: string): string {
  const kind = kinds[0];
  if (kind === undefined) return endpoint;
  if (BY_KEY_VALUE.includes(kind)) {
    return withParameters(endpoint, { SERVICE: kind, REQUEST: 'GetCapabilities' });
  }
  if (kind === 'ArcGIS' || kind === 'OGC API') return withParameters(endpoint, { f: 'json' });
  if (kind === 'GEODI') {
    // With a handler of its own it says already what is asked.
    return /[?&]op=/i.test(endpoint) ? endpoint : `${endpoint.replace(/\/$/, '')}/WSInfoHandler?op=GetWSInfo`;
  }
  if (kind === 'Isogeo') return endpoint.replace(ISOGEO_ROUTE, '/shares');
  const document = DOCUMENTS[kind];
  if (document === undefined || /\.pmtiles$|\?/i.test(endpoint)) return endpoint;
  return `${endpoint.replace(/\/$/, '')}/${document}`;
}

/** Adds parameters that are not there yet; names are compared without case. */
function withParameters(url: string, wanted: Record<string, string>): string {
  const from = url.indexOf('?');
  const path = from < 0 ? url : url.slice(0, from);
  const query = from < 0 ? '' : url.slice(from + 1);
  const present = queryParameters(query);
  const missing = Object.entries(wanted)
    .filter(([name]) => !present.some((each) => each.name.toLowerCase() === name.toLowerCase()))
    .map(([name, value]) => `${name}=${value}`);
  return `${path}?${[...present.map(({ text }) => text), ...missing].join('&')}`;
}
