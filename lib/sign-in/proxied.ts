import { type Proxied, proxiedBy } from '../explain/proxied.ts';
import type { PageRequest } from '../platform/read-page.ts';
import type { SeenRequest } from '../services/group.ts';
import { recognise } from '../services/recognise.ts';
import type { ProxiedService } from './session.ts';

/** How many services behind other servers are kept for a page. */
const MOST_PROXIED = 20;

/** A proxy may ask a proxy; more than this do not. */
const DEEPEST = 3;

/** A request of which more may be known: as what the page wanted it. */
export type PageRequested = SeenRequest & Partial<Pick<PageRequest, 'wanted'>>;

/** By which server a request is made in the page's place, to the very end of the chain; null where the page asks itself. */
function proxiedIn(url: string): Proxied | null {
  const first = proxiedBy(url);
  let target = first?.target ?? null;
  for (let depth = 1; depth < DEEPEST && target !== null; depth += 1) {
    const inner: string | null = proxiedBy(target)?.target ?? null;
    if (inner === null) break;
    target = inner;
  }
  return first && { ...first, target };
}

/**
 * What services the page wants, by whichever server: in the place of a request to a proxy the one behind it, of whose answer
 * nothing is known. A frame with an address inside is neither: a viewer takes one, too, and asks by itself.
 */
export function behindProxies(requests: readonly PageRequested[]): SeenRequest[] {
  return requests.flatMap((request) => {
    const target = proxiedIn(request.url)?.target;
    if (!target) return request;
    return request.wanted === 'frame' ? [] : { url: target, status: 0 };
  });
}

/** The map services, and prints, that another server asks for in the place of one document: each once. */
export function proxiedServices(
  site: string,
  topSite: string,
  requests: readonly PageRequested[],
): ProxiedService[] {
  const found = requests.flatMap(({ url, wanted }): ProxiedService[] => {
    const proxied = wanted === 'frame' ? null : proxiedIn(url);
    if (proxied === null) return [];
    const { kind, through, target } = proxied;
    if (target === null) return [{ site, topSite, url: '', through, kind }];
    const service = recognise(target);
    return service ? [{ site, topSite, url: service.base, through, kind }] : [];
  });
  return mergeProxied([], found);
}

/** Adds what is new; bounded. */
export function mergeProxied(
  before: readonly ProxiedService[],
  now: readonly ProxiedService[],
): ProxiedService[] {
  const each = new Map(
    [...before, ...now].map((one) => [`${one.site} ${one.kind} ${one.through} ${one.url}`, one]),
  );
  return [...each.values()].slice(0, MOST_PROXIED);
}
