import type { RuleLine, SourceRules } from '../messages/diagnostics-view.ts';
import type { Rule } from '../platform/ports.ts';
import { anchoredRegex, DISGUISED_URL, SIGNED_URL } from '../rules/conditions.ts';
import { safePrefixesOf } from '../sources/destinations.ts';
import type { Saved, Source } from '../sources/model.ts';
import { parsePrefix } from '../sources/prefix.ts';
import { safeHost } from './events.ts';
import { MASK, maskedAddress } from './mask.ts';

/** Where the rules of a source begin. */
interface Place {
  source: Source;
  prefix: string;
}

/** The places of saved sources, by the text that a `urlFilter` or a `regexFilter` of theirs begins with or is. */
interface Places {
  byPrefix: Map<string, Place>;
  byRegex: Map<string, Place>;
}

/**
 * The installed rules by source, without any value that they add. A rule says nothing of its source: it is the one whose
 * address its filter begins with, and what stands behind that address (a key in the path) is masked.
 */
export function rulesBySource(rules: readonly Rule[], saved: Saved): SourceRules[] {
  const places = placesOf(saved);
  const lines = new Map<Source | null, Map<string, RuleLine>>();
  for (const rule of rules) {
    const { source, filter } = filterOf(rule, places);
    const ofSource = lines.get(source) ?? new Map<string, RuleLine>();
    lines.set(source, ofSource);
    const line = lineOf(rule);
    const key = JSON.stringify(line);
    const { filters, count } = ofSource.get(key) ?? line;
    const all = filter === '' || filters.includes(filter) ? filters : [...filters, filter];
    ofSource.set(key, { ...line, filters: all, count: count + 1 });
  }
  const found = [...lines].map(([source, each]) => ({
    hosts: source ? hostsOf(source.urls) : [],
    kinds: source ? [...source.kinds] : [],
    rules: [...each.values()].map((line) => ({ ...line, filters: merged(line.filters) })),
  }));
  return found.sort(
    (a, b) => Number(a.hosts.length === 0) - Number(b.hosts.length === 0) || compare(a.hosts, b.hosts),
  );
}

/** Hosts of base URLs, sub-domain templates as they are written. */
function hostsOf(urls: readonly string[]): string[] {
  return [...new Set(urls.flatMap((url) => safePrefixesOf([url])).map(safeHost))].sort();
}

const compare = (a: readonly string[], b: readonly string[]) => (a.join() < b.join() ? -1 : 1);

function placesOf({ sources }: Saved): Places {
  const places: Places = { byPrefix: new Map(), byRegex: new Map() };
  for (const source of sources) {
    for (const prefix of source.urls.flatMap((url) => safePrefixesOf([url]))) {
      places.byPrefix.set(prefix, { source, prefix });
      places.byRegex.set(anchoredRegex(parsePrefix(prefix)), { source, prefix });
    }
  }
  return places;
}

function filterOf({ condition }: Rule, places: Places): { source: Source | null; filter: string } {
  const { urlFilter, regexFilter } = condition;
  if (regexFilter !== undefined && regexFilter !== null) {
    const place = places.byRegex.get(regexFilter);
    if (place) return { source: place.source, filter: `^${maskedAddress(place.prefix)}` };
    return { source: null, filter: FENCES.has(regexFilter) ? '' : MASK };
  }
  if (!urlFilter) return { source: null, filter: '' };
  const place = placeOf(urlFilter, places);
  if (!place) return { source: null, filter: MASK };
  const rest = urlFilter.slice(1 + place.prefix.length);
  return {
    source: place.source,
    filter: `|${maskedAddress(place.prefix)}${/^[/?|]?$/.test(rest) ? rest : `/${MASK}`}`,
  };
}

/** The longest saved address that a filter begins with, up to a slash, a question mark or the end. */
function placeOf(urlFilter: string, { byPrefix }: Places): Place | null {
  if (!urlFilter.startsWith('|')) return null;
  const address = urlFilter.slice(1);
  const exact = byPrefix.get(address);
  if (exact) return exact;
  for (let at = address.length - 1; at > 0; at -= 1) {
    if (!'/?|'.includes(address[at] ?? '')) continue;
    const place = byPrefix.get(address.slice(0, at)) ?? byPrefix.get(address.slice(0, at + 1));
    if (place) return place;
  }
  return null;
}

/** `a/`, `a?` and `a|` as one: `a[/?|]`. */
function merged(filters: readonly string[]): string[] {
  const starts = filters.filter((filter) => filter.endsWith('/')).map((filter) => filter.slice(0, -1));
  const whole = starts.filter((start) => filters.includes(`${start}?`) && filters.includes(`${start}|`));
  const others = filters.filter((filter) => !whole.includes(filter.slice(0, -1)));
  return [...whole.map((start) => `${start}[/?|]`), ...others].sort();
}

/** Addresses that are never signed, whatever source they belong to: by what they are instead of their filter. */
const FENCES = new Map<string, RuleLine['does']>([
  [SIGNED_URL, 'signed'],
  [DISGUISED_URL, 'disguised'],
]);

/** What a rule does and when, without its filter. */
function lineOf({ action, condition }: Rule): RuleLine {
  const sorted = (list: readonly string[] | null | undefined) => [...(list ?? [])].sort();
  const fence = FENCES.get(condition.regexFilter ?? '');
  return {
    ...doingOf(action),
    ...(fence && action.type === 'allow' ? { does: fence } : {}),
    filters: [],
    count: 0,
    initiators: sorted(condition.initiatorDomains),
    topDomains: sorted(condition.topDomains),
    notInitiators: sorted(condition.excludedInitiatorDomains),
    types: sorted(condition.resourceTypes),
    methods: sorted(condition.requestMethods),
  };
}

function doingOf({ type, requestHeaders, redirect }: Rule['action']): Pick<RuleLine, 'does' | 'names'> {
  const parameters = redirect?.transform?.queryTransform?.addOrReplaceParams;
  if (requestHeaders) return { does: 'headers', names: requestHeaders.map(({ header }) => header) };
  if (parameters) return { does: 'parameters', names: parameters.map(({ key }) => key) };
  if (redirect?.regexSubstitution) return { does: 'path', names: [] };
  if (type === 'block' || type === 'allow') return { does: type, names: [] };
  return { does: 'other', names: [] };
}
