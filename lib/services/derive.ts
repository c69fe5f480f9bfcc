import { fillPlaceholders } from './placeholders.ts';
import { recognise } from './recognise.ts';
import { expandTemplate } from './template.ts';
import { xmlTags } from './xml-tags.ts';

const LONGEST_TEXT = 1024 * 1024;
const MOST_URLS = 200;

/** True where a URL looks like a document that names other URLs: a style, a TileJSON, a capabilities document. */
export function isDerivable(url: string): boolean {
  const path = url.replace(/[?#].*$/s, '');
  if (/[?&]request=getcapabilities(?:&|#|$)/i.test(url) || /\/WMTSCapabilities(?:\.xml)?$/i.test(path)) {
    return recognise(url) !== null;
  }
  if (/\/VectorTileServer\/resources\/styles(?:\/root\.json)?\/?$/.test(path)) return true;
  const kind = recognise(url)?.kind;
  if (kind === 'TileJSON') return true;
  return kind === 'Style' && !/\/sprites?(?:@\dx)?(?:\.\w+)?$|\.(?:pbf|png)$/i.test(path);
}

/**
 * Absolute URLs that a document points to: a style's sources, sprite and glyphs (MapLibre style specification), a
 * TileJSON's tiles, the operations and tile templates of a WMS, WFS or WMTS capabilities document. Placeholders are
 * filled, so that each can be recognised; host templates are expanded. At most 200; none for text over 1 MB or for
 * anything else. Texts from a server: nothing in them is followed or executed here.
 */
export function deriveRequests(documentUrl: string, text: string): string[] {
  if (text.length > LONGEST_TEXT || !URL.canParse(documentUrl)) return [];
  const start = text.slice(0, 1000).trimStart();
  const references = start.startsWith('{') ? inJson(text) : start.startsWith('<') ? inXml(text) : [];
  const urls = new Set<string>();
  for (const reference of references) {
    for (const url of expandTemplate(reference)) {
      const filled = fillPlaceholders(url);
      if (!URL.canParse(filled, documentUrl)) continue;
      const absolute = new URL(filled, documentUrl);
      if (/^https?:$/.test(absolute.protocol)) urls.add(absolute.href);
      if (urls.size >= MOST_URLS) return [...urls];
    }
  }
  return [...urls];
}

function* inJson(text: string): Generator<string> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return;
  }
  if (!isRecord(document)) return;
  yield* strings(document.tiles);
  if (isRecord(document.sources)) {
    for (const source of Object.values(document.sources)) {
      if (!isRecord(source)) continue;
      yield* strings(source.url);
      yield* strings(source.tiles);
    }
  }
  for (const sprite of spritesOf(document.sprite)) {
    // The specification has the client put the extension before the query.
    yield sprite.replace(/(?:\?|#|$)/, (end) => `.json${end}`);
  }
  yield* strings(document.glyphs);
}

function spritesOf(sprite: unknown): string[] {
  const list = Array.isArray(sprite)
    ? sprite.map((each: unknown) => (isRecord(each) ? each.url : null))
    : sprite;
  return strings(list);
}

function strings(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((each): each is string => typeof each === 'string' && each !== '');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Operations (`Get`, `Post` with an address of their own or an `OnlineResource` inside) and WMTS `ResourceURL`. */
function* inXml(text: string): Generator<string> {
  for (const tag of xmlTags(text)) {
    const parent = tag.around.at(-1);
    let found: string | undefined;
    if (tag.name === 'Get' || tag.name === 'Post')
      found = tag.attribute('href') ?? tag.attribute('onlineResource');
    else if (tag.name === 'OnlineResource' && (parent === 'Get' || parent === 'Post'))
      found = tag.attribute('href');
    else if (tag.name === 'ResourceURL') found = tag.attribute('template');
    if (found !== undefined && found !== '') yield found;
  }
}
