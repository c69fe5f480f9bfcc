import WMSGetFeatureInfo from 'ol/format/WMSGetFeatureInfo.js';
import { get as getProjection, transform } from 'ol/proj.js';
import { calculateSourceResolution } from 'ol/reproj.js';
import { getFeatureInfoUrl } from 'ol/source/wms.js';
import type { Drawable } from '../project/model.ts';
import { foundFeatures } from './attributes.ts';
import { bestCrs, projectionOf } from './crs.ts';
import type { Place } from './feature-info.ts';
import { wmsParameters } from './layers/wms.ts';
import type { Loader } from './loading.ts';
import type { LayerInfo } from './ports.ts';
import { plainText } from './text.ts';
import { LayerFailure } from './trouble.ts';

type Wms = Extract<Drawable, { kind: 'wms' }>;
type Info = Pick<LayerInfo, 'features' | 'text'>;

const NOTHING: Info = { features: [], text: '' };
/** From what reads best to what every server has. */
const FORMATS = ['application/json', 'application/vnd.ogc.gml', 'text/html', 'text/plain'];
/** What a server was last found to write, by its address. */
const worked = new Map<string, string>();
const MOST_TEXT = 4000;

/**
 * GetFeatureInfo (OGC 06-042, 7.4), in the first format that the server writes: one that it has not is an exception.
 * @throws LayerFailure where it was refused or not answered, or has none of the formats.
 */
export async function wmsInfo(draws: Wms, place: Place, loader: Loader, signal: AbortSignal): Promise<Info> {
  if (!draws.queryable) return NOTHING;
  const known = worked.get(draws.url);
  const formats = known === undefined ? FORMATS : [known, ...FORMATS.filter((each) => each !== known)];
  let last: unknown = null;
  for (const format of formats) {
    const url = infoUrl(draws, place, format);
    if (url === null) return NOTHING;
    try {
      const read = readInfo(await loader.text(url, signal, 'words'));
      worked.set(draws.url, format);
      return read;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof LayerFailure && !['empty', 'failed'].includes(error.trouble.what)) throw error;
      last = error;
    }
  }
  throw last;
}

export function infoUrl(draws: Wms, { coordinate, resolution, crs }: Place, format: string): string | null {
  const best = bestCrs(draws.crs, crs);
  const source = best === null ? null : projectionOf(best);
  const map = getProjection(crs);
  if (source === null || map === null) return null;
  const isSame = source === map;
  const params = { ...wmsParameters(draws), INFO_FORMAT: format, FEATURE_COUNT: '10' };
  const there = isSame ? coordinate : transform(coordinate, map, source);
  const scale = isSame ? resolution : calculateSourceResolution(source, map, coordinate, resolution);
  return getFeatureInfoUrl({ url: draws.url, params, projection: source }, there, scale) ?? null;
}

/** What a server says of a place: features in JSON or GML, else its words without markup. */
export function readInfo(text: string): Info {
  if (/^\s*\{/.test(text)) {
    const { features } = JSON.parse(text) as { features?: { id?: unknown; properties?: unknown }[] };
    const all = Array.isArray(features) ? features : [];
    return {
      features: foundFeatures(all.map((each) => ({ id: each?.id, properties: each?.properties ?? {} }))),
      text: '',
    };
  }
  if (
    /^[\ufeff\s]*<(?:\?xml|[\w:.-]*(?:FeatureCollection|msGMLOutput)\b)/.test(text) &&
    !/<html[\s>]/i.test(text)
  ) {
    const read = new WMSGetFeatureInfo().readFeatures(text);
    if (read.length > 0) {
      const all = read.map((each) => ({ id: each.getId(), properties: each.getProperties() }));
      return { features: foundFeatures(all), text: '' };
    }
  }
  return { features: [], text: plainText(text, MOST_TEXT) };
}
