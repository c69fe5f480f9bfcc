import type { Extent } from 'ol/extent.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import WFS from 'ol/format/WFS.js';
import type Projection from 'ol/proj/Projection.js';
import { transformExtent } from 'ol/proj.js';
import { appendParams } from 'ol/uri.js';
import type { Drawable } from '../../project/model.ts';
import { crsName, projectionOf } from '../crs.ts';
import { crsTrouble } from '../trouble.ts';
import type { Kind } from './kind.ts';
import { featureLayer } from './vectors.ts';

type Wfs = Extract<Drawable, { kind: 'wfs' }>;

/** Features by GetFeature, in JSON where the service writes it, else in GML. */
export const wfs: Kind<'wfs'> = (draws, { loader }) => {
  const source = projectionOf(draws.crs);
  if (source === null) return crsTrouble(draws.crs);
  return featureLayer(draws.typeName, loader, async (extent, projection) => {
    const url = getFeatureUrl(draws, transformExtent(extent, projection, source), source);
    const text = await loader.text(url);
    const into = { dataProjection: source, featureProjection: projection };
    if (draws.format === 'gml') return new WFS({ version: draws.version }).readFeatures(text, into);
    return new GeoJSON().readFeatures(text, { ...into, dataProjection: crsOfJson(text) ?? source });
  });
};

/**
 * A GetFeature request for an extent in the layer's CRS. From 1.1.0 on the CRS is named by URN and coordinates have the
 * axis order of its definition (OGC 04-094, 9.2 and 09-025r2, 7.9.2.4); before, by short name with x first.
 */
export function getFeatureUrl(draws: Wfs, extent: Extent, source: Projection): string {
  const isFirst = draws.version === '1.0.0';
  const isSecond = draws.version.startsWith('2.');
  const code = source.getCode();
  const urn = code === 'CRS:84' ? 'urn:ogc:def:crs:OGC:1.3:CRS84' : `urn:ogc:def:crs:EPSG::${code.slice(5)}`;
  const [west = 0, south = 0, east = 0, north = 0] = extent;
  const isNorthFirst = !isFirst && source.getAxisOrientation().startsWith('ne');
  const box = isNorthFirst ? [south, west, north, east] : [west, south, east, north];
  return appendParams(draws.url, {
    SERVICE: 'WFS',
    VERSION: draws.version,
    REQUEST: 'GetFeature',
    [isSecond ? 'TYPENAMES' : 'TYPENAME']: draws.typeName,
    SRSNAME: isFirst ? code : urn,
    BBOX: isFirst ? box.join(',') : `${box.join(',')},${urn}`,
    ...(draws.format === 'gml' ? {} : { OUTPUTFORMAT: draws.format }),
  });
}

/**
 * The CRS that GeoJSON names (its 2008 edition), which tells what the server made of the request. None named: as it was
 * asked, unless the numbers can only be degrees, which is all that RFC 7946 knows.
 */
function crsOfJson(text: string): Projection | null {
  const { crs, features } = JSON.parse(text) as { crs?: unknown; features?: unknown };
  const name = (crs as { properties?: { name?: unknown } } | null | undefined)?.properties?.name;
  if (typeof name === 'string') return crsName(name) === '' ? null : projectionOf(name);
  return isInDegrees(features) ? projectionOf('CRS:84') : null;
}

const LOOKED_AT = 20;

function isInDegrees(features: unknown): boolean {
  if (!Array.isArray(features) || features.length === 0) return false;
  const numbers = features.slice(0, LOOKED_AT).flatMap((each: { geometry?: { coordinates?: unknown } }) => {
    return firstPosition(each?.geometry?.coordinates);
  });
  return numbers.length > 0 && numbers.every((each) => Math.abs(each) <= 180);
}

function firstPosition(coordinates: unknown): number[] {
  let found = coordinates;
  for (let depth = 0; depth < 5 && Array.isArray(found) && Array.isArray(found[0]); depth += 1)
    found = found[0];
  return Array.isArray(found) ? found.slice(0, 2).filter((each) => typeof each === 'number') : [];
}
