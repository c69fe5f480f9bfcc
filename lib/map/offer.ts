import { AppError, type ErrorCode } from '../errors.ts';
import { credentialNames, queryParameters, withoutCredentials } from '../services/credentials-in-url.ts';
import type { ServiceKind } from '../services/kinds.ts';
import { describingUrl } from '../services/probe-url.ts';
import { type Recognised, recognise } from '../services/recognise.ts';
import { templateOf } from '../services/tile-template.ts';
import { arcgisOffer, looksLikeArcgis } from './offers/arcgis.ts';
import { type Ask, asker, type Described, hostOf, reading } from './offers/document.ts';
import { looksLikeOgcApi, ogcApiOffer } from './offers/ogc-api.ts';
import { templateOffer } from './offers/templates.ts';
import { looksLikeStyle, looksLikeTileJson, styleOffer, tileJsonOffer } from './offers/tile-documents.ts';
import { wfsOffer } from './offers/wfs.ts';
import { wmsOffer } from './offers/wms.ts';
import { wmtsOffer } from './offers/wmts.ts';
import { rootOf, xmlOf } from './offers/xml.ts';
import type { Offer } from './ports.ts';

/** What one operation takes (OGC 06-042, 07-057r7, 09-025r2), and so no part of the service's own address. */
const OF_AN_OPERATION =
  /^(?:service|request|version|acceptversions|layers?|styles?|crs|srs|srsname|bbox|width|height|format|transparent|bgcolor|exceptions|time|elevation|query_layers|info_format|feature_count|[ijxy]|typenames?|outputformat|count|maxfeatures|startindex|propertyname|featureid|resourceid|filter|cql_filter|tilematrixset|tilematrix|tilerow|tilecol|sld|sld_body|dpi|map_resolution|format_options|tiled)$/i;

const BY_PARAMETERS: readonly ServiceKind[] = ['WMS', 'WFS', 'WMTS'];

/**
 * What a service offers to draw. It is asked without cookies; whatever credential the address holds is taken off first,
 * as the browser's rules add it.
 * @param url an endpoint, a description, a tile template, or any request that was made of the service.
 * @throws AppError one of the codes of a check (`accessRefused`, `unreachable`, ..), `notCapabilities`,
 *   `capabilitiesTooBig`, `serviceSays`, `badUrl`; what `signal` gives where it was aborted.
 */
export async function readOffer(
  url: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Offer> {
  const clean = withoutCredentials(url.trim());
  if (clean === '') throw new AppError(/^https?:/i.test(url.trim()) ? 'badUrl' : 'notHttpUrl');
  const found = recognise(clean);
  const template = templateOf(clean, found?.kind ?? null);
  if (template !== null) return templateOffer(template);
  const ask = asker(fetch, signal);
  if (found !== null)
    return offerOf(await ask(addressOf(clean, found), [found.kind]), clean, found.base, ask);
  return unknownOffer(clean, ask);
}

/** How a service answers where nothing is asked of it. */
const NO_DESCRIPTION: readonly ErrorCode[] = [
  'notCapabilities',
  'notMapService',
  'serviceSays',
  'unexpectedStatus',
  'serverError',
];

/** An address that says nothing of its kind is asked as it is; only where that is no description, as a WMS. */
async function unknownOffer(clean: string, ask: Ask): Promise<Offer> {
  const { origin, pathname } = new URL(clean);
  const base = origin + pathname.replace(/(?<=.)\/$/, '');
  try {
    return await offerOf(await ask(clean, []), clean, base, ask);
  } catch (error) {
    const isOther = error instanceof AppError && NO_DESCRIPTION.includes(error.code);
    if (!isOther || /\.(?:json|xml)$/i.test(pathname)) throw error;
  }
  return offerOf(await ask(describingUrl(['WMS'], clean), ['WMS']), clean, base, ask);
}

/** Where a recognised service describes itself. */
function addressOf(clean: string, { kind, base }: Recognised): string {
  const { pathname } = new URL(clean);
  if (BY_PARAMETERS.includes(kind)) {
    return /\.xml$/i.test(pathname) ? clean : describingUrl([kind], endpointOf(clean));
  }
  if (kind === 'ArcGIS' || kind === 'OGC API') return describingUrl([kind], base);
  return /\.json$|\/(?:descriptor|resources\/styles)$/i.test(pathname) || new URL(clean).search !== ''
    ? clean
    : describingUrl([kind], base);
}

/** An endpoint with what is its own (`map=/srv/world.map`), without what one operation was asked. */
function endpointOf(clean: string): string {
  const { origin, pathname, search } = new URL(clean);
  const own = queryParameters(search.slice(1)).filter(({ name }) => !OF_AN_OPERATION.test(name));
  return `${origin}${pathname}${own.length > 0 ? `?${own.map(({ text }) => text).join('&')}` : ''}`;
}

/** Reads a description by what it is, whatever was expected. */
async function offerOf(described: Described, asked: string, base: string, ask: Ask): Promise<Offer> {
  const url = withoutCredentials(described.url) || asked;
  const document = { ...described, url: credentialNames(url).length > 0 ? asked : url };
  if (/^[\ufeff\s]*[{[]/.test(described.text)) return jsonOffer(document, base, ask);
  return reading(url, () => {
    const xml = xmlOf(described.text);
    const { name, attributes } = rootOf(xml);
    const endpoint = endpointOf(asked);
    if (name === 'WMS_Capabilities' || name === 'WMT_MS_Capabilities') return wmsOffer(xml, endpoint, base);
    if (name === 'WFS_Capabilities') return wfsOffer(xml, endpoint, base);
    if (name === 'Capabilities' && attributes.includes('/wmts/')) return wmtsOffer(xml, document.url, base);
    throw new AppError('notCapabilities', [hostOf(url)]);
  });
}

async function jsonOffer(document: Described, base: string, ask: Ask): Promise<Offer> {
  const json: unknown = reading(document.url, () => JSON.parse(document.text.replace(/^\ufeff/, '')));
  if (typeof json === 'object' && json !== null) {
    // Before TileJSON: a vector tile service of Esri's lists its tiles, too.
    if (looksLikeArcgis(json)) return reading(document.url, () => arcgisOffer(document, json, base));
    if (looksLikeStyle(json)) return reading(document.url, () => styleOffer(document, json, base));
    if (looksLikeTileJson(json)) return reading(document.url, () => tileJsonOffer(document, json, base));
    if (looksLikeOgcApi(json)) return ogcApiOffer(document, json, base, ask);
  }
  throw new AppError('notCapabilities', [hostOf(document.url)]);
}
