import { requestMethods } from '../services/kinds.ts';
import { expandTemplate } from '../services/template.ts';
import type { Destination, Grant, Source } from './model.ts';
import { isUnder, parsePrefix, prefixText } from './prefix.ts';

/** Where a source and one of its grants now say that the credential may go: what is sealed when the user agrees. */
export function destinationsOf(source: Source, grant: Pick<Grant, 'site' | 'topSites'>): Destination[] {
  return prefixesOf(source.urls).map((prefix) => ({
    sourceId: source.id,
    prefix,
    site: grant.site,
    topSites: [...grant.topSites],
    methods: requestMethods(source.kinds),
    frames: source.frames,
  }));
}

/** Base URLs with their sub-domain templates expanded, as canonical prefixes. @throws AppError on a bad one. */
export function prefixesOf(urls: readonly string[]): string[] {
  return [...new Set(urls.flatMap(expandTemplate).map((url) => prefixText(parsePrefix(url))))];
}

/** The same for records that may hold what no rule is made of: none for a bad one. */
export function safePrefixesOf(urls: readonly string[]): string[] {
  try {
    return prefixesOf(urls);
  } catch {
    return [];
  }
}

/** True where both lists name the same places for the same sites: then what is saved is what was sealed. */
export function sameDestinations(a: readonly Destination[], b: readonly Destination[]): boolean {
  // Nearly always the very same; only what differs in its order is looked at more closely.
  if (JSON.stringify(a) === JSON.stringify(b)) return true;
  const texts = (list: readonly Destination[]) => list.map(destinationText).sort();
  return JSON.stringify(texts(a)) === JSON.stringify(texts(b));
}

function destinationText(destination: Destination): string {
  const { sourceId, prefix, site, topSites, methods, frames } = destination;
  return JSON.stringify([sourceId, prefix, site, [...topSites].sort(), [...methods].sort(), frames]);
}

/** A request as the browser reports it. */
export interface AskedRequest {
  url: string;
  /** Origin of the document or frame that asks; undefined for what the user typed. */
  site: string | undefined;
  /** Lower case. */
  method: string;
}

/** Whether a credential sealed for this destination goes with this request: the pure twin of the browser's rules. */
export function admits(destination: Destination, request: AskedRequest): boolean {
  return (
    request.site === destination.site &&
    (destination.methods as string[]).includes(request.method) &&
    isUnder(parsePrefix(destination.prefix), new URL(request.url))
  );
}
