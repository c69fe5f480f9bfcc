import * as v from 'valibot';
import type { Drawable } from '../../project/model.ts';
import type { Offer, OfferEntry } from '../ports.ts';
import { plainText } from '../text.ts';
import { type Ask, type Described, reading } from './document.ts';
import { abstractOf, advertisedUrl, elsewhere, extentOf, having, titleOf } from './shared.ts';

const link = v.object({
  href: v.string(),
  rel: v.fallback(v.string(), ''),
  type: v.fallback(v.string(), ''),
});
const links = v.fallback(v.array(v.fallback(link, { href: '', rel: '', type: '' })), []);
const words = v.fallback(v.string(), '');

const landingPage = v.object({ title: words, description: words, attribution: words, links });

const collection = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  title: words,
  description: words,
  attribution: words,
  itemType: words,
  links,
  extent: v.fallback(v.object({ spatial: v.object({ bbox: v.array(v.array(v.number())) }) }), {
    spatial: { bbox: [] },
  }),
});
const collections = v.object({ collections: v.array(v.fallback(v.nullable(collection), null)), links });

type Collection = v.InferOutput<typeof collection>;
type Link = v.InferOutput<typeof link>;

/** What is a map API's: a landing page or its list of collections (OGC 17-069r4, 7.2 and 7.13). */
export const looksLikeOgcApi = (json: object): boolean => 'collections' in json || 'links' in json;

/** OGC API Features (17-069r4) and Tiles (20-057): the landing page and its list of collections. */
export async function ogcApiOffer(page: Described, json: unknown, base: string, ask: Ask): Promise<Offer> {
  const isList = typeof json === 'object' && json !== null && 'collections' in json;
  const landing = reading(page.url, () => v.parse(landingPage, json));
  const dataUrl = isList ? page.url : collectionsUrl(landing.links, page.url);
  const list = isList ? page : await ask(dataUrl, ['OGC API']);
  const found = reading(list.url, () => v.parse(collections, JSON.parse(list.text)));
  const known = found.collections.filter((each) => each !== null);
  const places = known.flatMap((each) => each.links.filter(isData).map(({ href }) => href));
  const attribution = plainText(landing.attribution);
  return {
    title: titleOf(landing.title, new URL(base).hostname),
    abstract: abstractOf(landing.description),
    kind: 'OGC API',
    attribution,
    entries: known.map((each, index) => entryOf(each, String(index), list.url, attribution)),
    elsewhere: elsewhere(
      base,
      [dataUrl, ...places].map((place) => advertisedUrl(place, list.url)),
    ),
  };
}

function collectionsUrl(found: readonly Link[], page: string): string {
  const data = found.filter(({ rel }) => rel === 'data' || rel.endsWith('/rel/data'));
  const href = (data.find(({ type }) => /json/i.test(type)) ?? data[0])?.href;
  const url = new URL(page);
  const own = `${url.origin}${url.pathname.replace(/\/+$/, '')}/collections`;
  return inJson(advertisedUrl(href ?? own, page));
}

/** `f=json` asks for JSON where a server does not heed `Accept`; not a rule of the standard, but what all of them have. */
function inJson(url: string): string {
  return /[?&]f=/.test(url) ? url : `${url}${url.includes('?') ? '&' : '?'}f=json`;
}

const isItems = ({ rel }: Link): boolean => rel === 'items' || rel.endsWith('/rel/items');
const tilesOf = ({ rel }: Link): 'vector' | 'map' | null => {
  if (/\btilesets-vector$/.test(rel)) return 'vector';
  return /\btilesets-map$/.test(rel) ? 'map' : null;
};
const isData = (each: Link): boolean => isItems(each) || tilesOf(each) !== null;

function entryOf(
  { id: name, title, description, attribution, itemType, links: all, extent }: Collection,
  id: string,
  page: string,
  provider: string,
): OfferEntry {
  const shared = having<{ attribution?: string; extent?: Drawable['extent'] & {} }>({
    attribution: plainText(attribution) || provider,
    extent: extentOf(flat(extent.spatial.bbox[0])),
  });
  const items = all.find(isItems);
  const ways: [title: string, draws: Drawable][] = [];
  if (items !== undefined && (itemType === '' || itemType === 'feature')) {
    const url = advertisedUrl(items.href, page).replace(/[?#].*$/, '');
    ways.push(['', { kind: 'features', url, collection: name, ...shared }]);
  }
  for (const each of all) {
    const content = tilesOf(each);
    if (content === null || ways.some(([kind]) => kind === content)) continue;
    const url = inJson(advertisedUrl(each.href, page));
    const vector = content === 'vector';
    ways.push([content, { kind: 'tiles', url, collection: name, matrixSet: '', vector, ...shared }]);
  }
  const [first, ...others] = ways;
  return {
    id,
    title: titleOf(title, name),
    abstract: abstractOf(description),
    draws: first?.[1] ?? null,
    cannot: first === undefined ? 'format' : '',
    children: others.map(([kind, draws]) => ({
      id: `${id}.${kind}`,
      title: `${titleOf(title, name)} (${kind === 'map' ? 'PNG' : 'MVT'})`,
      abstract: '',
      draws,
      cannot: '',
      children: [],
    })),
  };
}

/** A box with heights has six numbers: without them four. */
function flat(box: readonly number[] | undefined): readonly (number | undefined)[] | undefined {
  return box?.length === 6 ? [box[0], box[1], box[3], box[4]] : box;
}
