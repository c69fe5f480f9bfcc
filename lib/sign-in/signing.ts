import { SIGNED_URL } from '../rules/conditions.ts';
import { isInUrl } from '../rules/injection.ts';
import { type AskedRequest, safePrefixesOf } from '../sources/destinations.ts';
import { NOTHING_SAVED, type Saved } from '../sources/model.ts';
import { isUnder, type Prefix, parsePrefix } from '../sources/prefix.ts';
import type { AccountPlacement } from './placements.ts';

/** Whose credential a request carries, and since which of the guard's rounds. */
export interface Signature {
  accountId: string;
  sourceId: string;
  site: string;
  round: number;
}

interface Entry extends Signature {
  prefix: Prefix;
  methods: readonly string[];
  /** Hosts of the pages on top. */
  tops: readonly string[];
  /** True where frames and links are signed, too. */
  frames: boolean;
}

/** What else the rules look at. */
interface Asker {
  /** The browser's resource type. */
  type: string;
  /** Origin of the page on top; null where it is not known. */
  top: string | null;
}

/** What the installed rules sign, for listeners that must decide at once. */
export interface Signing {
  /** Before rules go: what is not wanted any more is not taken for signed from now on. */
  leave(wanted: readonly AccountPlacement[]): void;
  /**
   * Once rules are installed.
   * @param rounds The guards' rounds at the time when the rules were made, by account.
   */
  enter(wanted: readonly AccountPlacement[], rounds: ReadonlyMap<string, number>, saved: Saved): void;
  /** Whose credential goes with a request; null for none. */
  of(request: AskedRequest & Asker): Signature | null;
  /** True where the address belongs to a saved source of this site, which is known to need a sign-in. */
  isKnown(url: string, site: string | undefined): boolean;
}

/**
 * See {@link Signing}. Most requests concern nobody: they cost one look into a map.
 * @param topDomains false where the browser's rules cannot look at the page on top (Firefox).
 */
export function createSigning({ topDomains }: { topDomains: boolean }): Signing {
  let placements: readonly AccountPlacement[] = [];
  let rounds: ReadonlyMap<string, number> = new Map();
  let saved = NOTHING_SAVED;
  /** By origin; made when it is first asked for. */
  let entries: Map<string, Entry[]> | null = null;
  let known: ReturnType<typeof knownIn> | null = null;

  function entriesAt(origin: string): Entry[] {
    entries ??= Map.groupBy(placements.map(entryOf), ({ prefix }) => prefix.origin);
    return entries.get(origin) ?? [];
  }

  function entryOf({ destination, injection, accountId }: AccountPlacement): Entry {
    const { sourceId, site, methods, topSites } = destination;
    const frames = destination.frames && !isInUrl(injection);
    const tops = topSites.map((each) => new URL(each).hostname);
    const round = rounds.get(accountId) ?? 1;
    const signed = { accountId, sourceId, site, round };
    return { ...signed, methods, tops, frames, prefix: parsePrefix(destination.prefix) };
  }

  return {
    leave: (wanted) => {
      const kept = new Set(wanted.map(textOf));
      placements = placements.filter((each) => kept.has(textOf(each)));
      entries = null;
    },
    enter: (wanted, at, now) => {
      placements = wanted;
      rounds = at;
      saved = now;
      entries = null;
      known = null;
    },
    of: ({ url, site, method, type, top }) => {
      if (site === undefined || placements.length === 0) return null;
      const parsed = URL.parse(url);
      if (parsed === null || FENCED.test(url)) return null;
      const found = entriesAt(parsed.origin)
        .filter((each) => each.site === site && each.methods.includes(method) && isUnder(each.prefix, parsed))
        .filter((each) => type === 'main_frame' || !topDomains || isBelow(each, top))
        // Where prefixes nest, the longest one signs.
        .sort((a, b) => b.prefix.path.length - a.prefix.path.length)[0];
      if (!found || (type.endsWith('_frame') && !found.frames)) return null;
      const { accountId, sourceId, round } = found;
      return { accountId, sourceId, site, round };
    },
    isKnown: (url, site) => {
      const parsed = site === undefined ? null : URL.parse(url);
      if (parsed === null) return false;
      known ??= knownIn(saved);
      const there = known.get(parsed.origin) ?? [];
      return there.some((each) => each.site === site && isUnder(each.prefix, parsed));
    },
  };
}

/** Where a site has a saved source, by origin: a storm of refusals must not look through thousands of sources. */
function knownIn({ sources, grants }: Saved): Map<string, { site: string; prefix: Prefix }[]> {
  const urls = new Map(sources.map((source) => [source.id, source.urls]));
  const places = grants.flatMap(({ sourceId, site }) =>
    (urls.get(sourceId) ?? [])
      .flatMap((url) => safePrefixesOf([url]))
      .map((prefix) => ({ site, prefix: parsePrefix(prefix) })),
  );
  return Map.groupBy(places, ({ prefix }) => prefix.origin);
}

const FENCED = new RegExp(SIGNED_URL, 'i');

/** Whether the page on top is one that was agreed to. Where it is not known: whether one of another site was. */
function isBelow({ tops, site }: Entry, top: string | null): boolean {
  if (top !== null) {
    const { hostname } = new URL(top);
    // A domain in a condition means its sub-domains too.
    return tops.some((each) => hostname === each || hostname.endsWith(`.${each}`));
  }
  return tops.some((each) => each !== new URL(site).hostname);
}

/** The same place with the same account: its credential may be another. */
function textOf({ accountId, destination }: AccountPlacement): string {
  return `${accountId} ${destination.site} ${destination.prefix}`;
}
