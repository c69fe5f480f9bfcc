import { MAP_SITE } from '../map-site.ts';
import type { Rule } from '../platform/ports.ts';
import type { Destination } from '../sources/model.ts';
import { type Prefix, parsePrefix } from '../sources/prefix.ts';
import { anchoredRegex, boundaryFilters, DISGUISED_URL, filtersWith, SIGNED_URL } from './conditions.ts';
import { type Injection, insertedText, isInUrl } from './injection.ts';

/** One credential at one of the places it was sealed for. */
export interface Placement {
  destination: Destination;
  injection: Injection;
}

/** A rule without its number, and the source to name should the browser not take it. */
export interface CompiledRule {
  sourceId: string | null;
  rule: Omit<Rule, 'id'>;
}

type ResourceType = NonNullable<Rule['condition']['resourceTypes']>[number];

const DATA_TYPES: ResourceType[] = ['xmlhttprequest', 'image', 'media', 'other'] as ResourceType[];
const FRAME_TYPES: ResourceType[] = ['sub_frame', 'main_frame'] as ResourceType[];

/** Above every prefix's own priority, which grows with the length of its path. */
const FENCE_PRIORITY = 1_000_000;

/**
 * All rules for what is signed in now. Pure: the same placements always give the same rules in the same order.
 * @param options.allowed hosts that the extension may see: those below a site's own host could otherwise ask as that site.
 * @param options.topDomains false where the browser knows no condition on the page on top (Firefox).
 * @param options.ownHost host of our own pages' addresses, as initiators are told.
 */
export function compileRules(
  placements: readonly Placement[],
  options: { topDomains: boolean; allowed: readonly string[]; ownHost: string },
): CompiledRule[] {
  if (placements.length === 0) return [];
  const read = placements.map((placement) => ({
    ...placement,
    prefix: parsePrefix(placement.destination.prefix),
  }));
  const allowed = [...new Set(options.allowed)].sort();
  const places = new Set(read.map(({ destination, prefix }) => placeText(destination.site, prefix)));
  const rules = read.flatMap(({ destination, injection, prefix }) => {
    const scope = scopeOf(destination, { ...options, allowed });
    const nested = isNested(prefix, destination.site, places);
    return [
      ...(nested ? keepOthersOut(prefix, scope) : []),
      ...injectionRules(prefix, injection, destination, scope),
    ]
      .flatMap(withLinksApart)
      .map((rule) => ({ sourceId: destination.sourceId, rule }));
  });
  const hosts = [...new Set(read.map(({ prefix }) => new URL(prefix.origin).hostname))].sort();
  return [...fences(hosts), ...rules];
}

type Condition = Rule['condition'];

/** Who asks, from which page, how: the same for every rule of a destination. */
function scopeOf(
  destination: Destination,
  { topDomains, allowed, ownHost }: { topDomains: boolean; allowed: readonly string[]; ownHost: string },
): Condition {
  const { methods: requestMethods, site } = destination;
  // Nobody frames our map page. What the worker asks has the same initiator, and no tab: it must never match a rule.
  if (site === MAP_SITE)
    return {
      isUrlFilterCaseSensitive: true,
      initiatorDomains: [ownHost],
      excludedTabIds: [-1],
      requestMethods,
    };
  const { hostname } = new URL(site);
  // A domain in a condition means its sub-domains too.
  const below = allowed.filter((host) => host.endsWith(`.${hostname}`));
  const hosts = (origins: string[]) => [...new Set(origins.map((origin) => new URL(origin).hostname))];
  return {
    isUrlFilterCaseSensitive: true,
    initiatorDomains: [hostname],
    ...(below.length > 0 ? { excludedInitiatorDomains: below } : {}),
    ...(topDomains ? { topDomains: hosts(destination.topSites) } : {}),
    requestMethods,
  };
}

function injectionRules(
  prefix: Prefix,
  injection: Injection,
  destination: Destination,
  scope: Condition,
): Omit<Rule, 'id'>[] {
  const resourceTypes =
    destination.frames && !isInUrl(injection) ? [...DATA_TYPES, ...FRAME_TYPES] : DATA_TYPES;
  const condition = { ...scope, resourceTypes };
  const priority = priorityOf(prefix);
  if (injection.kind === 'path') return pathRules(prefix, injection, condition, priority);
  const actions = actionsOf(injection);
  // What is sent on already is left to the headers: in Firefox a redirect that matches keeps them away, even one to itself.
  const done = actions.length > 1 ? filtersWith(prefix, injection.parameters ?? []) : [];
  return [
    ...actions.flatMap((action, step) =>
      boundaryFilters(prefix).map((urlFilter) => ({
        priority: priority + step * 2,
        action,
        condition: { ...condition, urlFilter },
      })),
    ),
    ...done.map((urlFilter) => ({
      priority: priority + 1,
      action: { type: 'allow' as const },
      condition: { ...condition, urlFilter },
    })),
  ];
}

/** Parameters and headers need a rule each: the browser looks at headers once the URL is what it shall be. */
function actionsOf(injection: Exclude<Injection, { kind: 'path' }>): Rule['action'][] {
  const { headers = [], parameters = [] } = injection;
  const removed = injection.kind === 'headers' ? (injection.removed ?? []) : [];
  const set = [
    ...headers,
    // Answers kept from before the sign-in (blank tiles with a max-age) must not be what the user sees after it.
    ...(injection.kind === 'headers' ? [{ name: 'cache-control', value: 'no-cache' }] : []),
  ];
  const requestHeaders = [
    ...set.map(({ name, value }) => ({ header: name, operation: 'set' as const, value })),
    ...removed.map((header) => ({ header, operation: 'remove' as const })),
  ];
  const addOrReplaceParams = parameters.map(({ name, value }) => ({ key: name, value }));
  return [
    ...(parameters.length > 0
      ? [{ type: 'redirect' as const, redirect: { transform: { queryTransform: { addOrReplaceParams } } } }]
      : []),
    ...(requestHeaders.length > 0 ? [{ type: 'modifyHeaders' as const, requestHeaders }] : []),
  ];
}

/** The one rewriting of paths. What it writes it must not match again: matrix texts (`;key=`) end the prefix themselves. */
function pathRules(
  prefix: Prefix,
  injection: Extract<Injection, { kind: 'path' }>,
  condition: Condition,
  priority: number,
): Omit<Rule, 'id'>[] {
  const inserted = insertedText(prefix.path, injection);
  const redirect: Omit<Rule, 'id'> = {
    priority,
    action: { type: 'redirect', redirect: { regexSubstitution: `\\1${inserted}\\2` } },
    condition: { ...condition, regexFilter: anchoredRegex(prefix) },
  };
  if (!inserted.startsWith('/')) return [redirect];
  const path = (prefix.path === '/' ? '' : prefix.path) + inserted;
  return [
    redirect,
    ...boundaryFilters({ origin: prefix.origin, path }).map((urlFilter) => ({
      priority: priority + 1,
      action: { type: 'allow' as const },
      condition: { ...condition, urlFilter },
    })),
  ];
}

/** Where a shorter prefix of the same site also matches, its rule is stopped here: two rules never match one request. */
function keepOthersOut(prefix: Prefix, scope: Condition): Omit<Rule, 'id'>[] {
  return boundaryFilters(prefix).map((urlFilter) => ({
    priority: priorityOf(prefix) - 1,
    action: { type: 'allow' },
    condition: { ...scope, resourceTypes: [...DATA_TYPES, ...FRAME_TYPES], urlFilter },
  }));
}

/** A page opened by a link is itself the page on top: a condition on that one would keep it out. */
function withLinksApart(rule: Omit<Rule, 'id'>): Omit<Rule, 'id'>[] {
  const { topDomains, ...open } = rule.condition;
  const types = open.resourceTypes ?? [];
  const link = 'main_frame' as ResourceType;
  if (topDomains === undefined || !types.includes(link)) return [rule];
  return [
    { ...rule, condition: { ...rule.condition, resourceTypes: types.filter((type) => type !== link) } },
    { ...rule, condition: { ...open, resourceTypes: [link] } },
  ];
}

/**
 * Four steps a character: own rules, the fence against shorter prefixes below, own exceptions above, and above those the
 * headers that come with parameters.
 */
function priorityOf(prefix: Prefix): number {
  return prefix.path.length * 4 + 2;
}

/** Whether a shorter prefix of the same site is among the places: looked up step by step, for there may be thousands. */
function isNested({ origin, path }: Prefix, site: string, places: ReadonlySet<string>): boolean {
  for (let shorter = path; shorter !== '/'; ) {
    shorter = shorter.slice(0, shorter.lastIndexOf('/')) || '/';
    if (places.has(placeText(site, { origin, path: shorter }))) return true;
  }
  return false;
}

function placeText(site: string, { origin, path }: Prefix): string {
  return `${site} ${origin}${path}`;
}

/** Requests that are never signed, whatever prefix they match. */
function fences(hosts: string[]): CompiledRule[] {
  return [DISGUISED_URL, SIGNED_URL].map((regexFilter) => ({
    sourceId: null,
    rule: {
      priority: FENCE_PRIORITY,
      action: { type: 'allow' },
      condition: {
        regexFilter,
        isUrlFilterCaseSensitive: false,
        requestDomains: hosts,
        resourceTypes: [...DATA_TYPES, ...FRAME_TYPES],
      },
    },
  }));
}
