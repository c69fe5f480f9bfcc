import {
  readFeatureTypesFromCapabilities,
  readInfoFromCapabilities,
  readOperationUrlsFromCapabilities,
  readVersionFromCapabilities,
} from '@camptocamp/ogc-client/dist/wfs/capabilities.js';
import type { Drawable } from '../../project/model.ts';
import { bestCrs } from '../crs.ts';
import type { Offer, OfferEntry } from '../ports.ts';
import { abstractOf, advertisedUrl, elsewhere, extentOf, having, titleOf } from './shared.ts';
import type { Xml } from './xml.ts';

type Wfs = Extract<Drawable, { kind: 'wfs' }>;
type FeatureType = ReturnType<typeof readFeatureTypesFromCapabilities>[number];

/** `application/json`, `geojson`, `json`, `application/geo+json`, `application/json; subtype=geojson`, .. */
const IN_JSON = /^(?:application\/(?:vnd\.)?(?:geo\+?)?json|geo-?json|json)(?:;|$)/i;

/** Web Feature Service 1.0.0, 1.1.0 and 2.0.0 (OGC 02-058, 04-094, 09-025r2). */
export function wfsOffer(document: Xml, asked: string, base: string): Offer {
  const info = readInfoFromCapabilities(document);
  const { GetFeature } = readOperationUrlsFromCapabilities(document);
  const url = advertisedUrl(GetFeature?.Get, asked);
  const version = versionOf(readVersionFromCapabilities(document));
  const types = readFeatureTypesFromCapabilities(document);
  const provider = titleOf(info.provider?.name, '');
  return {
    title: titleOf(info.title, info.name),
    abstract: abstractOf(info.abstract),
    kind: 'WFS',
    attribution: provider,
    entries: types.map((type, index) => entryOf(type, String(index), { url, version, provider })),
    elsewhere: elsewhere(base, [url]),
  };
}

function versionOf(said: string | undefined): string {
  if (said?.startsWith('2.')) return '2.0.0';
  return said?.startsWith('1.0') ? '1.0.0' : '1.1.0';
}

function entryOf(
  type: FeatureType,
  id: string,
  { url, version, provider }: { url: string; version: string; provider: string },
): OfferEntry {
  const crs = bestCrs([type.defaultCrs, ...type.otherCrs], 'EPSG:3857');
  const draws = having<Wfs>({
    kind: 'wfs',
    url,
    typeName: type.name,
    version,
    // Not named: GML, which every version has, in the edition that is its own.
    format: type.outputFormats.find((each) => IN_JSON.test(each)) ?? 'gml',
    crs: crs ?? '',
    attribution: provider,
    extent: extentOf(type.latLonBoundingBox),
  });
  return {
    id,
    title: titleOf(type.title, type.name),
    abstract: abstractOf(type.abstract),
    draws: crs === null ? null : draws,
    cannot: crs === null ? 'crs' : '',
    children: [],
  };
}
