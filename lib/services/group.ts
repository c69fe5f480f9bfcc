import { isUnder } from './address.ts';
import { credentialNames, isSigned, withoutCredentials } from './credentials-in-url.ts';
import type { ServiceKind } from './kinds.ts';
import { recognise } from './recognise.ts';
import { isRefusing } from './refusals.ts';
import { collapseHosts, expandTemplate } from './template.ts';

export interface SeenRequest {
  url: string;
  /** HTTP status; 0 where the browser did not tell. */
  status: number;
  /** `WWW-Authenticate` as seen, if any. */
  challenge?: string;
  /** Where more than the status is known: whether the service refused. */
  refused?: boolean;
}

export interface SeenService {
  /** Base URL, with `{a-c}` where several hosts serve the same. */
  base: string;
  kinds: ServiceKind[];
  /** One URL of the service worth asking again, without credentials: one that was refused, else a cheap one. */
  sample: string;
  state: 'refuses' | 'unknown' | 'open';
  /** Each `WWW-Authenticate` seen, once. */
  challenges: string[];
  /** Names of query parameters with a credential that its URLs already have, exact spelling. */
  keyNames: string[];
  /** True where its URLs carry a signature, which nothing may be added to. */
  signed: boolean;
}

interface Members {
  kinds: Set<ServiceKind>;
  requests: SeenRequest[];
}

/** A document's kinds, and what lies below a document of that kind and belongs to it. */
const DOCUMENT_KINDS: readonly ServiceKind[] = ['Style', 'TileJSON', '3D', 'STAC'];
const BELOW_DOCUMENT: readonly ServiceKind[] = [...DOCUMENT_KINDS, 'XYZ', 'MVT'];

/** The longest URL that is kept as a sample, in characters. */
const LONGEST_SAMPLE = 4000;

/** The geo-services behind a page's requests, in order of first appearance. Requests that are none are left out. */
export function groupServices(requests: readonly SeenRequest[]): SeenService[] {
  const byBase = new Map<string, Members>();
  for (const request of requests) {
    const found = recognise(hasCredential(request.url) ? withoutCredentials(request.url) : request.url);
    if (found !== null) add(byBase, found.base, [found.kind], [request]);
  }
  const gathered = gather(underDocuments(byBase), (base) => base);
  return [...gatherHosts(gathered)].map(([base, members]) => toService(base, members));
}

function add(
  into: Map<string, Members>,
  base: string,
  kinds: Iterable<ServiceKind>,
  requests: SeenRequest[],
) {
  const members = into.get(base) ?? { kinds: new Set(), requests: [] };
  for (const kind of kinds) members.kinds.add(kind);
  members.requests.push(...requests);
  into.set(base, members);
}

function gather(
  entries: Iterable<[string, Members]>,
  baseOf: (base: string) => string,
): Map<string, Members> {
  const gathered = new Map<string, Members>();
  for (const [base, { kinds, requests }] of entries) add(gathered, baseOf(base), kinds, requests);
  return gathered;
}

/** Only a path can hide a key from {@link credentialNames}; most URLs need no closer look. */
function hasCredential(url: string): boolean {
  return url.includes(';') || url.includes('@');
}

/** A style's or tileset's folder takes in the tiles, glyphs and sprites below it; never a whole host. */
function underDocuments(byBase: Map<string, Members>): [string, Members][] {
  const folders = [...byBase]
    .filter(([base, { kinds }]) => !base.endsWith('/') && DOCUMENT_KINDS.some((kind) => kinds.has(kind)))
    .map(([base]) => base)
    .sort((one, other) => one.length - other.length);
  return [...byBase].map(([base, members]) => {
    const belongs = [...members.kinds].every((kind) => BELOW_DOCUMENT.includes(kind));
    return [(belongs && folders.find((each) => isUnder(base, each))) || base, members];
  });
}

function gatherHosts(byBase: Map<string, Members>): Map<string, Members> {
  const templateOf = new Map<string, string>();
  for (const template of collapseHosts([...byBase.keys()])) {
    for (const base of expandTemplate(template)) templateOf.set(base, template);
  }
  return gather(byBase, (base) => templateOf.get(base) ?? base);
}

function toService(base: string, { kinds, requests }: Members): SeenService {
  return {
    base,
    kinds: [...kinds],
    sample: sampleOf(base, requests),
    state: stateOf(requests),
    challenges: [...new Set(requests.flatMap(({ challenge }) => (challenge ? [challenge] : [])))],
    keyNames: [...new Set(requests.flatMap(({ url }) => credentialNames(url)))],
    signed: requests.some(({ url }) => isSigned(url)),
  };
}

const isRefused = ({ status, refused, url }: SeenRequest) => refused ?? isRefusing(status, url);

/** ArcGIS refuses with status 200 where JSON is asked for (Esri: 499 in the body): a status says nothing there. */
const hidesRefusals = (url: string) => /\/rest\/services\/.*[?&]f=p?json(?:&|$)/i.test(url);

function stateOf(requests: readonly SeenRequest[]): SeenService['state'] {
  if (requests.some(isRefused)) return 'refuses';
  const known = requests.filter(({ status, url }) => status > 0 && !hidesRefusals(url));
  return known.length > 0 && known.every(({ status }) => status >= 200 && status < 400) ? 'open' : 'unknown';
}

function sampleOf(base: string, requests: readonly SeenRequest[]): string {
  const refused = requests.filter(isRefused);
  const ranked = (refused.length > 0 ? refused : requests)
    .map(({ url }, index) => ({ url, index, cost: costOf(url) }))
    .sort((one, other) => one.cost - other.cost || one.index - other.index);
  for (const { url } of ranked) {
    const sample = withoutCredentials(url);
    if (sample !== '' && sample.length <= LONGEST_SAMPLE) return sample;
  }
  return expandTemplate(base)[0] ?? base;
}

/** How much an answer may weigh: a tile or picture is small, capabilities are larger, features know no bounds. */
function costOf(url: string): number {
  if (/\/\d+\/\d+(?:@\dx)?(?:\.\w+)?(?:[?#]|$)|[?&]request=get(?:tile|map|legendgraphic)(?:&|$)/i.test(url))
    return 0;
  if (/\.json(?:[?#]|$)|[?&]request=get(?:featureinfo|capabilities)(?:&|$)|[?&]f=p?json/i.test(url)) return 1;
  return 2;
}
