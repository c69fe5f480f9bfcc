import { transformExtent } from 'ol/proj.js';
import * as v from 'valibot';
import type { Drawable, Extent } from '../../project/model.ts';
import { projectionOf } from '../crs.ts';
import type { Offer, OfferEntry } from '../ports.ts';
import { plainText } from '../text.ts';
import { type Described, reading } from './document.ts';
import { abstractOf, extentOf, having, titleOf } from './shared.ts';

type Arcgis = Extract<Drawable, { kind: 'arcgis' }>;
type Server = Arcgis['service'];

const words = v.fallback(v.string(), '');
const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const box = v.fallback(
  v.nullable(
    v.object({
      xmin: v.number(),
      ymin: v.number(),
      xmax: v.number(),
      ymax: v.number(),
      spatialReference: v.object({
        wkid: v.optional(v.number()),
        latestWkid: v.optional(v.number()),
      }),
    }),
  ),
  null,
);
const layer = v.object({ id, name: words, parentLayerId: v.fallback(v.number(), -1) });

const service = v.object({
  mapName: words,
  name: words,
  serviceDescription: words,
  description: words,
  copyrightText: words,
  documentInfo: v.fallback(v.object({ Title: words }), { Title: '' }),
  singleFusedMapCache: v.fallback(v.boolean(), false),
  fullExtent: box,
  extent: box,
  layers: v.fallback(v.array(layer), []),
});
type Service = v.InferOutput<typeof service>;

const catalogue = v.object({
  services: v.fallback(v.array(v.object({ name: v.string(), type: v.string() })), []),
});

export const looksLikeArcgis = (json: object): boolean =>
  'currentVersion' in json || 'singleFusedMapCache' in json || 'serviceDescription' in json;

const SERVER = /\/(Map|Feature|Image|VectorTile)Server$/i;
const SERVERS: readonly Server[] = ['MapServer', 'FeatureServer', 'ImageServer', 'VectorTileServer'];

/**
 * What an ArcGIS REST service says of itself (`?f=json`, Esri's REST API: Map, Feature, Image and Vector Tile Service,
 * Catalog).
 * @param base the service's own address, without a query.
 */
export function arcgisOffer({ url }: Described, json: unknown, base: string): Offer {
  const name = SERVER.exec(base)?.[1]?.toLowerCase();
  const server = SERVERS.find((each) => each.toLowerCase() === `${name}server`);
  if (server === undefined) return catalogueOffer(url, json, base);
  const read = reading(url, () => v.parse(service, json));
  const folders = base.split('/');
  const title = titleOf(read.documentInfo.Title || read.mapName || read.name, folders.at(-2));
  const attribution = plainText(read.copyrightText);
  const draws = (layers: number[], tiled: boolean): Arcgis =>
    having<Arcgis>({
      kind: 'arcgis',
      url: base,
      service: server,
      layers: layers.map(String),
      tiled,
      attribution,
      extent: extentIn(read.fullExtent ?? read.extent),
    });
  const tiled = server === 'VectorTileServer' || read.singleFusedMapCache;
  const children = server === 'ImageServer' ? [] : childrenOf(read, -1, 'all', draws, new Set());
  // Features are asked for by layer; everything else can be drawn as a whole.
  const whole = server === 'FeatureServer' ? null : draws([], tiled);
  return {
    title,
    abstract: abstractOf(read.serviceDescription || read.description),
    kind: 'ArcGIS',
    attribution,
    entries: [{ id: 'all', title, abstract: '', draws: whole, cannot: '', children }],
    elsewhere: [],
  };
}

function childrenOf(
  read: Service,
  parent: number,
  path: string,
  draws: (layers: number[], tiled: boolean) => Arcgis,
  seen: Set<number>,
): OfferEntry[] {
  const own = read.layers.filter((each) => each.parentLayerId === parent && !seen.has(each.id));
  for (const each of own) seen.add(each.id);
  return own.map((each) => ({
    id: `${path}.${each.id}`,
    title: titleOf(each.name, String(each.id)),
    abstract: '',
    draws: draws([each.id], false),
    cannot: '',
    children: childrenOf(read, each.id, `${path}.${each.id}`, draws, seen),
  }));
}

function extentIn(found: Service['extent']): Extent | undefined {
  const code = found?.spatialReference.latestWkid ?? found?.spatialReference.wkid;
  const projection = code === undefined ? null : projectionOf(`EPSG:${code}`);
  if (found === null || projection === null) return undefined;
  const { xmin, ymin, xmax, ymax } = found;
  return extentOf(transformExtent([xmin, ymin, xmax, ymax], projection, 'EPSG:4326'));
}

/** A folder of services: each can be drawn as a whole. */
function catalogueOffer(url: string, json: unknown, base: string): Offer {
  const { services } = reading(url, () => v.parse(catalogue, json));
  const root = base.replace(/(\/rest\/services)(?:\/.*)?$/i, '$1');
  const entries = services.flatMap(({ name, type }, index): OfferEntry[] => {
    const server = SERVERS.find((each) => each === type);
    if (server === undefined) return [];
    // Names have their folder before them; nothing else may stand in them.
    const path = name.split('/').map(encodeURIComponent).join('/');
    const tiled = server === 'VectorTileServer';
    const draws: Arcgis = {
      kind: 'arcgis',
      url: `${root}/${path}/${server}`,
      service: server,
      layers: [],
      tiled,
    };
    return [{ id: String(index), title: titleOf(name, ''), abstract: '', draws, cannot: '', children: [] }];
  });
  return {
    title: new URL(base).hostname,
    abstract: '',
    kind: 'ArcGIS',
    attribution: '',
    entries,
    elsewhere: [],
  };
}
