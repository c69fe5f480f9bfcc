import {
  readInfoFromCapabilities,
  readLayersFromCapabilities,
  readOperationUrlsFromCapabilities,
  readOutputFormatsFromCapabilities,
  readVersionFromCapabilities,
} from '@camptocamp/ogc-client/dist/wms/capabilities.js';
import type { WmsLayerFull } from '@camptocamp/ogc-client/dist/wms/model.js';
import type { Drawable, Extent } from '../../project/model.ts';
import { crsName, knowsCrs } from '../crs.ts';
import type { Offer, OfferEntry } from '../ports.ts';
import { abstractOf, advertisedUrl, elsewhere, extentOf, having, titleOf } from './shared.ts';
import type { Xml } from './xml.ts';

type Wms = Extract<Drawable, { kind: 'wms' }>;

/** What layers have from those around them (OGC 06-042, 7.2.4.8): CRSs and styles add up, the rest is replaced. */
interface Inherited {
  crs: readonly string[];
  styles: WmsLayerFull['styles'];
  attribution: string;
  extent: Extent | undefined;
}

/** In order of preference: with transparency first. */
const FORMATS = [/^image\/png(?:;|$)/i, /^image\/(?:png|apng|webp)/i, /^image\/gif/i, /^image\/jpe?g/i];

/** Web Map Service 1.1.1 and 1.3.0 (OGC 01-068r3, 06-042). */
export function wmsOffer(document: Xml, asked: string, base: string): Offer {
  const info = readInfoFromCapabilities(document);
  const operations = readOperationUrlsFromCapabilities(document);
  const url = advertisedUrl(operations.GetMap?.Get, asked);
  const formats = readOutputFormatsFromCapabilities(document);
  const version = readVersionFromCapabilities(document) === '1.3.0' ? '1.3.0' : '1.1.1';
  const format = FORMATS.map((wanted) => formats.find((each) => wanted.test(each))).find(Boolean) ?? '';
  const legends: string[] = [];

  const entry = (layer: WmsLayerFull, id: string, above: Inherited): OfferEntry => {
    const own = inherit(layer, above);
    const name = (layer.name ?? '').trim();
    const legend = own.styles[0]?.legendUrl;
    if (legend) legends.push(advertisedUrl(legend, url));
    const cannot = name === '' ? '' : format === '' ? 'format' : own.crs.length === 0 ? 'crs' : '';
    const draws = having<Wms>({
      kind: 'wms',
      url,
      layers: [name],
      styles: [],
      format,
      version,
      crs: [...own.crs],
      queryable: layer.queryable,
      legend: legend && advertisedUrl(legend, url),
      attribution: own.attribution,
      extent: own.extent,
    });
    return {
      id,
      title: titleOf(layer.title, name),
      abstract: abstractOf(layer.abstract),
      draws: name === '' || cannot !== '' ? null : draws,
      cannot,
      children: (layer.children ?? []).map((child, index) => entry(child, `${id}.${index}`, own)),
    };
  };

  const nothing: Inherited = { crs: [], styles: [], attribution: '', extent: undefined };
  const layers = readLayersFromCapabilities(document) as WmsLayerFull[];
  const entries = layers.map((layer, index) => entry(layer, String(index), nothing));
  const places = [operations.GetMap?.Get, operations.GetFeatureInfo?.Get, ...legends];
  return {
    title: titleOf(info.title, info.name),
    abstract: abstractOf(info.abstract),
    kind: 'WMS',
    attribution: titleOf(layers[0]?.attribution?.title, ''),
    entries,
    elsewhere: elsewhere(
      base,
      places.map((place) => advertisedUrl(place, asked)),
    ),
  };
}

function inherit(layer: WmsLayerFull, above: Inherited): Inherited {
  // WMS 1.1.1 lets one element name several, with spaces.
  const names = layer.availableCrs.flatMap((each) => each.split(/\s+/)).filter(knowsCrs);
  const known = [...new Set(names.map(crsName))];
  const isSame = known.every((each) => above.crs.includes(each));
  return {
    crs: isSame ? above.crs : [...new Set([...above.crs, ...known])],
    styles: layer.styles.length > 0 ? layer.styles : above.styles,
    attribution: titleOf(layer.attribution?.title, '') || above.attribution,
    extent: extentOf(layer.boundingBoxes?.['EPSG:4326']) ?? above.extent,
  };
}
