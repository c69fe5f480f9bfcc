import {
  readInfoFromCapabilities,
  readLayersFromCapabilities,
} from '@camptocamp/ogc-client/dist/wmts/capabilities.js';
import type { WmtsLayer } from '@camptocamp/ogc-client/dist/wmts/model.js';
import type { Drawable } from '../../project/model.ts';
import { bestCrs, crsName } from '../crs.ts';
import type { Offer, OfferEntry } from '../ports.ts';
import { abstractOf, advertisedUrl, elsewhere, extentOf, having, titleOf } from './shared.ts';
import type { Xml } from './xml.ts';

type Wmts = Extract<Drawable, { kind: 'wmts' }>;

const FORMATS = [/^image\/png(?:;|$)/i, /^image\/(?:png|webp)/i, /^image\/(?:jpe?g|jpgpng|gif)/i];

/**
 * Web Map Tile Service 1.0.0 (OGC 07-057r7), by key and value and RESTful. What is drawn names the capabilities document:
 * its matrices are read again where the layer is drawn.
 */
export function wmtsOffer(document: Xml, described: string, base: string): Offer {
  const info = readInfoFromCapabilities(document);
  const layers = readLayersFromCapabilities(document);
  const provider = titleOf(info.provider?.name, '');
  const templates = layers.flatMap(({ resourceLinks }) => resourceLinks.map(({ url }) => url));
  const operations = [...Object.values(info.getTileUrls), ...new Set(templates)];
  const entries = layers.map((layer, index) => entryOf(layer, String(index), described, provider));
  return {
    title: titleOf(info.title, info.name),
    abstract: abstractOf(info.abstract),
    kind: 'WMTS',
    attribution: provider,
    entries,
    elsewhere: elsewhere(
      base,
      operations.map((place) => advertisedUrl(place, described)),
    ),
  };
}

type Described = WmtsLayer & { title?: string; abstract?: string };

function entryOf(layer: Described, id: string, url: string, provider: string): OfferEntry {
  const formats = layer.resourceLinks.map(({ format }) => format);
  const format = FORMATS.map((wanted) => formats.find((each) => wanted.test(each))).find(Boolean) ?? '';
  // Web Mercator first: most maps are in it, and no tile needs to be turned then.
  const crs = bestCrs(
    layer.matrixSets.map((set) => set.crs),
    'EPSG:3857',
  );
  const matrixSet =
    layer.matrixSets.find((set) => crs !== null && crsName(set.crs) === crs)?.identifier ?? '';
  const style = layer.styles.find(({ name }) => name === layer.defaultStyle) ?? layer.styles[0];
  const cannot = format === '' ? 'format' : matrixSet === '' ? 'crs' : '';
  const draws = having<Wmts>({
    kind: 'wmts',
    url,
    layer: layer.name,
    style: style?.name ?? '',
    matrixSet,
    format,
    legend: style?.legendUrl && advertisedUrl(style.legendUrl, url),
    attribution: provider,
    extent: extentOf(layer.latLonBoundingBox),
  });
  return {
    id,
    title: titleOf(layer.title, layer.name),
    abstract: abstractOf(layer.abstract),
    draws: cannot === '' ? { ...draws, style: style?.name ?? '' } : null,
    cannot,
    children: [],
  };
}
