import { expect, test } from 'vitest';
import { MAP_HOST, MAP_SITE } from '../../../lib/map-site.ts';
import { compileRules, type Placement } from '../../../lib/rules/compile.ts';
import type { Injection } from '../../../lib/rules/injection.ts';
import { destination, SITE } from '../../fakes/records.ts';

const HEADER: Injection = { kind: 'headers', headers: [{ name: 'authorization', value: 'Basic YTpi' }] };
const QUERY: Injection = { kind: 'query', parameters: [{ name: 'token', value: 'a&b=c#%+ é' }] };
const MATRIX: Injection = { kind: 'path', text: ';key=', value: 'abc' };

const DATA = ['xmlhttprequest', 'image', 'media', 'other'];

function compile(
  list: (Partial<Placement['destination']> & { injection?: Injection })[],
  options: Parameters<typeof compileRules>[1] = { topDomains: true, allowed: [], ownHost: 'layerkey' },
) {
  const placements = list.map(({ injection = HEADER, ...more }) => ({
    destination: destination(more),
    injection,
  }));
  return compileRules(placements, options);
}

/** Rules that are no fences. */
const own = (...args: Parameters<typeof compile>) =>
  compile(...args)
    .filter(({ sourceId }) => sourceId !== null)
    .map(({ rule }) => rule);

test('nothing signed in needs no rule, not even a fence', () => {
  expect(compile([])).toEqual([]);
});

test('a header goes with requests at exactly the prefix: followed by /, ? or the end', () => {
  const rules = own([{}]);
  const start = '|https://geo.example.com/geoserver/ows';
  expect(rules.map(({ condition }) => condition.urlFilter)).toEqual([`${start}/`, `${start}?`, `${start}|`]);
  for (const rule of rules) {
    expect(rule.action).toEqual({
      type: 'modifyHeaders',
      requestHeaders: [
        { header: 'authorization', operation: 'set', value: 'Basic YTpi' },
        { header: 'cache-control', operation: 'set', value: 'no-cache' },
      ],
    });
    expect(rule.condition).toMatchObject({
      isUrlFilterCaseSensitive: true,
      initiatorDomains: ['maps.example.org'],
      topDomains: ['maps.example.org'],
      requestMethods: ['get', 'head'],
      resourceTypes: DATA,
    });
  }
});

test('a whole origin needs one rule', () => {
  expect(own([{ prefix: 'https://geo.example.com/' }]).map(({ condition }) => condition.urlFilter)).toEqual([
    '|https://geo.example.com/',
  ]);
});

test('a prefix with an operator of the filter is refused, not widened', () => {
  for (const prefix of [
    'https://geo.example.com/o*s',
    'https://geo.example.com/o|s',
    'https://*.example.com/ows',
  ])
    expect(() => compile([{ prefix }])).toThrow(expect.objectContaining({ code: 'badPrefix' }));
});

test('a map in a frame of another site names both', () => {
  const [rule] = own([{ topSites: [SITE, 'https://city.example:8443'] }]);
  expect(rule?.condition.initiatorDomains).toEqual(['maps.example.org']);
  expect(rule?.condition.topDomains).toEqual(['maps.example.org', 'city.example']);
});

test('where the browser does not know topDomains the condition is not written', () => {
  for (const rule of own([{}], { topDomains: false, allowed: [], ownHost: 'layerkey' }))
    expect(rule.condition).not.toHaveProperty('topDomains');
});

test('methods are those that were sealed', () => {
  expect(own([{ methods: ['get', 'head', 'post'] }])[0]?.condition.requestMethods).toEqual([
    'get',
    'head',
    'post',
  ]);
});

test('frames and links are signed in by headers only', () => {
  const typesOf = (more: Parameters<typeof own>[0][number]) =>
    [...new Set(own([more]).flatMap(({ condition }): string[] => condition.resourceTypes ?? []))].sort();
  expect(typesOf({ frames: true })).toEqual([...DATA, 'sub_frame', 'main_frame'].sort());
  for (const injection of [QUERY, MATRIX])
    expect(typesOf({ frames: true, injection })).toEqual([...DATA].sort());
});

test('a link opens a page of its own, which no condition on the page on top may keep out; it alone goes without', () => {
  const rules = own([{ frames: true }]);
  const isLink = (rule: (typeof rules)[number]) =>
    rule.condition.resourceTypes?.includes('main_frame' as never);
  const links = rules.filter(isLink);
  expect(links).toHaveLength(3);
  for (const { condition } of links) {
    expect(condition).not.toHaveProperty('topDomains');
    expect(condition).toMatchObject({
      initiatorDomains: ['maps.example.org'],
      resourceTypes: ['main_frame'],
    });
  }
  for (const rule of rules.filter((each) => !isLink(each)))
    expect(rule.condition.topDomains).toEqual(['maps.example.org']);
});

test('a key in the query is added or put in the place of one that is there; the browser writes it', () => {
  expect(own([{ injection: QUERY }])[0]?.action).toEqual({
    type: 'redirect',
    redirect: {
      transform: { queryTransform: { addOrReplaceParams: [{ key: 'token', value: 'a&b=c#%+ é' }] } },
    },
  });
});

/** What the one path rule makes of a URL, as RE2 and the browser would; null where it does not match. */
function rewritten(rules: ReturnType<typeof own>, url: string): string | null {
  const matching = rules
    .filter(({ condition: { regexFilter, urlFilter = '' } }) =>
      regexFilter
        ? new RegExp(regexFilter).test(url)
        : urlFilter.endsWith('|')
          ? url === urlFilter.slice(1, -1)
          : url.startsWith(urlFilter.slice(1)),
    )
    .sort((a, b) => (b.priority ?? 1) - (a.priority ?? 1))[0];
  if (matching?.action.type !== 'redirect') return null;
  const to = matching.action.redirect?.regexSubstitution?.replace(/\\(\d)/g, '$$$1') ?? '';
  return url.replace(new RegExp(matching.condition.regexFilter ?? ''), to);
}

test.each<[string, string, string, string, string | null]>([
  [
    'behind the path',
    'https://d.example/services',
    ';key=',
    '/wfs?x=1',
    'https://d.example/services;key=abc/wfs?x=1',
  ],
  ['at the end', 'https://d.example/services', ';key=', '', 'https://d.example/services;key=abc'],
  ['before a query', 'https://d.example/services', ';key=', '?a', 'https://d.example/services;key=abc?a'],
  ['not beside', 'https://d.example/services', ';key=', '2/wfs', null],
  ['not where a key is', 'https://d.example/services', ';key=', ';key=old/wfs', null],
  ['a segment', 'https://d.example/open', '/token/', '/wmts', 'https://d.example/open/token/abc/wmts'],
  ['a segment at the root', 'https://d.example/', '/', 'v1/x', 'https://d.example/abc/v1/x'],
  ['never in the host', 'https://d.example/', ';key=', 'wfs', 'https://d.example/;key=abc/wfs'],
  ['dots are no wildcard', 'https://d.example/a.b', ';key=', '/x', 'https://d.example/a.b;key=abc/x'],
])('a key in the path: %s', (_, prefix, text, rest, expected) => {
  const rules = own([{ prefix, injection: { kind: 'path', text, value: 'abc' } }]);
  const written = rewritten(rules, prefix + rest);
  expect(written).toBe(expected);
  // What it writes it must not match again, or the browser goes round in circles.
  if (written !== null) expect(rewritten(rules, written)).toBe(null);
});

test('a path rule is anchored, minds the case and writes any key as one segment', () => {
  const injection: Injection = { kind: 'path', text: ';key=', value: 'a/b?c#d\\1' };
  const rules = own([{ prefix: 'https://d.example/a.b', injection }]);
  expect(rules[0]?.condition.isUrlFilterCaseSensitive).toBe(true);
  for (const url of [
    'https://evil.example/?https://d.example/a.b/x',
    'https://d.example/aXb/x',
    'https://dXexample/a.b/x',
  ])
    expect(rewritten(rules, url)).toBe(null);
  expect(rewritten(rules, 'https://d.example/a.b/x')).toBe('https://d.example/a.b;key=a%2Fb%3Fc%23d%5C1/x');
});

test('fences stand first, above everything, for the hosts in use', () => {
  const rules = compile([{}, { prefix: `https://a.example/${'x'.repeat(1900)}` }]);
  const fences = rules.filter(({ sourceId }) => sourceId === null);
  expect(rules.slice(0, 2)).toEqual(fences);
  const highest = Math.max(...rules.slice(2).map(({ rule }) => rule.priority ?? 1));
  for (const { rule } of fences) {
    expect(rule.action).toEqual({ type: 'allow' });
    expect(rule.priority).toBeGreaterThan(highest);
    expect(rule.condition.requestDomains).toEqual(['a.example', 'geo.example.com']);
    expect(rule.condition.isUrlFilterCaseSensitive).toBe(false);
    expect(rule.condition.resourceTypes).toEqual([...DATA, 'sub_frame', 'main_frame']);
  }
});

test.each([
  ['https://geo.example.com/geoserver/ows/..%2fmanager', true],
  ['https://geo.example.com/geoserver/ows/..;/manager', true],
  ['https://geo.example.com/geoserver/ows/%252e%252e/', true],
  ['https://geo.example.com/ows?X-Amz-Signature=1', true],
  ['https://geo.example.com/ows?a=1&sig=1', true],
  ['https://geo.example.com/ows?a=1&Policy=1', true],
  ['https://geo.example.com/ows?time=2020..2021&x=%252f', false],
  ['https://geo.example.com/ows?design=1', false],
])('%s is fenced off: %s', (url, expected) => {
  const fences = compile([{}]).filter(({ sourceId }) => sourceId === null);
  expect(fences.some(({ rule }) => new RegExp(rule.condition.regexFilter ?? '', 'i').test(url))).toBe(
    expected,
  );
});

test('of two places one inside the other, a request gets only the inner one', () => {
  const outer = destination({ prefix: 'https://geo.example.com/geoserver', sourceId: 'source1' });
  const inner = destination({ prefix: 'https://geo.example.com/geoserver/ows', sourceId: 'source2' });
  const rules = compile([outer, { ...inner, injection: QUERY }]);
  const of = (id: string) => rules.filter(({ sourceId }) => sourceId === id).map(({ rule }) => rule);
  const walls = of('source2').filter(({ action }) => action.type === 'allow');
  expect([...new Set(walls.map(({ condition }) => condition.urlFilter))]).toEqual([
    '|https://geo.example.com/geoserver/ows/',
    '|https://geo.example.com/geoserver/ows?',
    '|https://geo.example.com/geoserver/ows|',
  ]);
  const priority = (list: { priority?: number | undefined }[]) => list.map((rule) => rule.priority ?? 1);
  const signed = of('source2').filter(({ action }) => action.type === 'redirect');
  expect(Math.min(...priority(signed))).toBeGreaterThan(Math.max(...priority(walls)));
  expect(Math.min(...priority(walls))).toBeGreaterThan(Math.max(...priority(of('source1'))));
  expect(of('source1').every(({ action }) => action.type === 'modifyHeaders')).toBe(true);
});

test('a place beside, on another port or of another site is no inner place', () => {
  const outer = { prefix: 'https://geo.example.com/geoserver' };
  const none = (more: Partial<Placement['destination']>) =>
    own([outer, more]).every(({ action }) => action.type !== 'allow');
  expect(none({ prefix: 'https://geo.example.com/geoserver2' })).toBe(true);
  expect(none({ prefix: 'https://geo.example.com:8443/geoserver/ows' })).toBe(true);
  expect(none({ prefix: 'https://geo.example.com/geoserver/ows', site: 'https://other.example' })).toBe(true);
});

test('the same placements give the same rules', () => {
  const list = [{}, { prefix: 'https://b.example/x', injection: MATRIX }];
  expect(compile(list)).toEqual(compile(list));
});

test('hosts below a site that the extension may see do not ask as that site', () => {
  const allowed = ['maps.example.org', 'a.maps.example.org', 'other.org', 'notmaps.example.org'];
  const [rule] = own([{ site: 'https://maps.example.org' }], {
    topDomains: true,
    allowed,
    ownHost: 'layerkey',
  });
  expect(rule?.condition.initiatorDomains).toEqual(['maps.example.org']);
  expect(rule?.condition.excludedInitiatorDomains).toEqual(['a.maps.example.org']);
});

test('parameters with headers: sent on once, and still below what keeps a longer prefix to itself', () => {
  const both: Injection = {
    ...{ kind: 'query', parameters: [{ name: 'token', value: 'x/1' }] },
    headers: [{ name: 'referer', value: 'https://site.example/' }],
  };
  const outer = 'https://geo.example.com/a';
  const rules = own([{ prefix: outer, injection: both }, { prefix: `${outer}/b` }]);
  const of = (type: string, start: string) =>
    rules.filter(({ action, condition }) => action.type === type && condition.urlFilter?.startsWith(start));
  expect(of('allow', `|${outer}?`).map(({ condition }) => condition.urlFilter)).toEqual([
    `|${outer}?token=x%2F1^`,
    `|${outer}?*&token=x%2F1^`,
  ]);
  const steps = ['redirect', 'allow', 'modifyHeaders'].map(
    (type) => of(type, `|${outer}?`)[0]?.priority ?? 0,
  );
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  const fence = of('allow', `|${outer}/b`).map(({ priority }) => priority ?? 0);
  expect(Math.max(...steps)).toBeLessThan(Math.min(...fence));
});

test('our own map is a site by its real host, and what the worker asks is kept out', () => {
  const [rule] = own([{ site: MAP_SITE, topSites: [MAP_SITE] }], {
    topDomains: true,
    allowed: ['geo.example.com'],
    ownHost: 'mapofours',
  });
  expect(rule?.condition.initiatorDomains).toEqual(['mapofours']);
  expect(rule?.condition.excludedTabIds).toEqual([-1]);
  expect(rule?.condition).not.toHaveProperty('topDomains');
  expect(JSON.stringify(own([{ site: MAP_SITE, topSites: [MAP_SITE] }]))).not.toContain(MAP_HOST);
});
