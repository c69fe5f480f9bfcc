import { hostOf } from '../addresses.ts';
import { parseAddress } from '../services/address.ts';
import { queryParameters, withoutCredentials } from '../services/credentials-in-url.ts';
import { recognise } from '../services/recognise.ts';

/**
 * A request that makes another server fetch a map: nothing can be signed there, because the browser never asks the service
 * itself. `print`: a server draws the whole map, with layers that it fetches by itself.
 */
export interface Proxied {
  kind: 'proxy' | 'print';
  /** Host of the server that fetches, with its port. */
  through: string;
  /** What it fetches, without credentials; null for a print, whose layers stand in the body. */
  target: string | null;
}

/**
 * Where a print is made: MapFish Print 3 (`/print/APP/report.pdf`, GeoMapFish's `/printproxy/report.pdf`), MapFish Print 2 and
 * MapStore (`/pdf/create.json`, `/pdf/print.pdf`), Esri's Export Web Map task, SuperMap's web printing.
 */
const PRINT_PATHS =
  /\/print(?:proxy)?(?:\/[^/]+)?\/(?:build)?report\.\w{1,5}$|\/(?:pdf|print)\/(?:create\.json|print\.pdf)$|\/GPServer\/Export(?:%20|_|\+)*Web(?:%20|_|\+)*Map[^/]*\/(?:execute|submitJob)$|\/webprinting\/jobs\.\w+$/i;

/** A part of a path that says proxy: `proxy`, `proxy.ashx`, `wms-proxy`, `cors-anywhere`. */
const PROXY_WORD = /\/[\w-]*(?:proxy|cors-?anywhere)[\w-]*(?:\.\w{2,4})?(?=\/|$)/i;

/** Parameters that hold the address to fetch. `sld` and those of sign-ins (`redirect_uri`, `service`) are none of them. */
const HOLDS_TARGET =
  /^_?(?:u|url|uri|href|link|target|dest|destination|endpoint|remote|resource|csurl|quest|(?:target|remote|proxy|base|service|wms|wfs|wmts|ogc|map|layer|src|source)[-_]?ur[li])$/i;

/** Longer paths are not looked at: it bounds what a pattern can spend on a hostile one. */
const LONGEST_PATH = 4000;

/** An address inside another one, as it stands there. */
const ADDRESS = /^https?(?::|%3a)(?:\/|%2f){1,2}/i;
/** The same in a path; `/https/host/…` is one only after a proxy word. */
const IN_PATH = /\/(https?)(?::|%3a)(?:\/|%2f)+(.+)$/i;
const IN_PATH_BY_WORD = /\/(https?)\/([\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/.*)?)$/i;
/** `/proxy/geo.example.com/wms`: a host and something below it; a script is no host. */
const HOST_IN_PATH =
  /^\/([a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?!(?:php|f?cgi|exe|as[hmp]x|jspx?|json|xml)[/:])[a-z]{2,}(?::\d+)?\/.+)$/i;

/**
 * Whether a request for data goes through a server that fetches maps for the page: from its URL alone, for requests other than
 * documents and frames (a viewer may take a map's address, too). Without a path that says proxy, the address inside must be one
 * of a map service. Never throws.
 */
export function proxiedBy(url: string): Proxied | null {
  const address = parseAddress(url);
  if (address === null) return null;
  const { origin, path, query } = address;
  if (path.length > LONGEST_PATH) return null;
  if (PRINT_PATHS.test(path)) return { kind: 'print', through: hostOf(origin), target: null };
  const word = PROXY_WORD.exec(path);
  const inside = inPath(path, query, word) || inQuery(query);
  const target = inside && withoutCredentials(inside);
  if (target === '' || (word === null && recognise(target) === null)) return null;
  return { kind: 'proxy', through: hostOf(origin), target };
}

/** The address in a path, together with the query that belongs to it; '' where there is none. */
function inPath(path: string, query: string, word: RegExpExecArray | null): string {
  const rest = query === '' ? '' : `?${query}`;
  const found = IN_PATH.exec(path) ?? (word && IN_PATH_BY_WORD.exec(path.slice(word.index)));
  if (found) return `${found[1]}://${decodeAll(found[2] ?? '')}${rest}`;
  const below = word && HOST_IN_PATH.exec(path.slice(word.index + word[0].length));
  const guess = below ? `https://${below[1]}${rest}` : '';
  // Nothing but the shape says that this is a host: the rest must be a map service.
  return guess !== '' && recognise(guess) !== null ? guess : '';
}

/** The address in a query: the whole of it, or the value of one parameter; '' where there is none. */
function inQuery(query: string): string {
  if (ADDRESS.test(query)) return query.includes('://') ? query : decodeAll(query.split('&')[0] ?? '');
  for (const { name, text } of queryParameters(query)) {
    const value = text.slice(text.indexOf('=') + 1);
    if (!HOLDS_TARGET.test(name) || !ADDRESS.test(decodeAll(value))) continue;
    // Written as it is, it owns whatever follows it.
    return value.includes('://')
      ? query.slice(query.indexOf(text) + text.indexOf('=') + 1)
      : decodeAll(value);
  }
  return '';
}

/** Undoes percent-encoding until an address can be read, at most twice (a proxy behind a proxy). Malformed text stays. */
function decodeAll(text: string): string {
  let decoded = text;
  for (let times = 0; times < 2 && !decoded.includes('://') && decoded.includes('%'); times += 1) {
    try {
      decoded = decodeURIComponent(decoded);
    } catch {
      return decoded;
    }
  }
  return decoded;
}
