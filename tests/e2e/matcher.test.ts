import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rule } from '../../lib/platform/ports.ts';
import { compileRules, type Placement } from '../../lib/rules/compile.ts';
import { SIGNED_URL } from '../../lib/rules/conditions.ts';
import { admits } from '../../lib/sources/destinations.ts';
import type { Destination } from '../../lib/sources/model.ts';
import { parsePrefix, prefixText } from '../../lib/sources/prefix.ts';
import { builtExtension } from './drivers/extension.ts';
import { startWorld, type World } from './support/world.ts';

const HOSTS = [
  'geo.example.com',
  'sub.geo.example.com',
  'example.com',
  '127.0.0.1',
  '[::1]',
  'xn--bcher-kva.example',
];
const SITES = ['https://maps.example.org', 'http://portal.test:8080', 'https://geo.example.com'];
const SEGMENTS = [
  'geoserver',
  'ows',
  'OWS',
  'a.b',
  'v1.0',
  '%C3%BC',
  'x%20y',
  '~u',
  'a+b',
  '(1)',
  "it's",
  '$x',
  'a;b=c',
  'a:b',
  'a,b',
  '!',
  '-',
  '_',
  '%2F',
  '[a]',
  '{z}',
];
const ENDS = [
  '',
  '/',
  '//',
  '~',
  '~old',
  '@x',
  '+x',
  '!x',
  ':x',
  ';x',
  ',x',
  '$',
  '.',
  '..',
  'x',
  '%2f',
  '%20',
  '/x',
  '/../x',
  '/..%2fx',
  '/..;/x',
  '/%252e%252e/x',
  '/%2e%2e%2fx',
  '/.%2e/x',
  '/;./;./x',
  '/.;.',
  '/%c0%ae%c0%ae/',
  '/\\..\\x',
  '/a..b',
  '/%25',
  '/wms/1',
  '/*',
  '/^',
  '/|',
  '|',
  '^',
  '*',
];
const QUERIES = [
  '',
  '',
  '?',
  '?a=1',
  '?x=..%2f',
  '?x=%25',
  '?sig=ab',
  '?a=1&sig=ab',
  '?X-Amz-Date=1',
  '?x-goog-signature=1',
  '?xsig=1',
  '?a=sig',
  '?Policy=1',
  '?signature',
  '?SIGNATURE=',
  '?a/../b',
  '??',
  '?a?sig=1',
];

const scheme = fc.constantFrom('http', 'https');
const port = fc.constantFrom('', '', ':8080', ':80', ':443');
const host = fc.constantFrom(...HOSTS);
const origin = fc.tuple(scheme, host, port).map(([s, h, p]) => `${s}://${h}${p}`);
const path = fc.array(fc.constantFrom(...SEGMENTS), { maxLength: 3 }).map((list) => `/${list.join('/')}`);

interface Asked {
  url: string;
  site: string | undefined;
  method: string;
  type: string;
}

const destination: fc.Arbitrary<Omit<Destination, 'sourceId'>> = fc
  .record({
    prefix: fc.tuple(origin, path).map(([o, p]) => o + p),
    site: fc.constantFrom(...SITES),
    methods: fc.constantFrom<Destination['methods']>(['get', 'head'], ['get', 'head', 'post']),
    frames: fc.boolean(),
  })
  .filter(({ prefix }) => {
    try {
      parsePrefix(prefix);
      return true;
    } catch {
      return false;
    }
  })
  .map((one) => ({ ...one, prefix: prefixText(parsePrefix(one.prefix)), topSites: [one.site] }));

/** One to four destinations; some lie under another one of them, and no place is there twice for one site. */
const destinations = fc
  .tuple(
    fc.array(destination, { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(fc.nat(2), fc.constantFrom(...SEGMENTS), destination), { maxLength: 2 }),
  )
  .map(([list, nested]) => [
    ...list,
    ...nested.map(([index, segment, other]) => {
      const outer = list[index % list.length]!;
      const prefix = `${outer.prefix.replace(/\/$/, '')}/${segment}`;
      return { ...other, site: outer.site, topSites: [outer.site], prefix };
    }),
  ])
  .map((list) => {
    const places = new Map(list.map((one) => [`${one.site} ${one.prefix}`, one]));
    return [...places.values()].map((one, index): Destination => ({ ...one, sourceId: `source${index}` }));
  });

const kinds = fc.array(fc.constantFrom('headers', 'query', 'path'), { minLength: 5, maxLength: 5 });

/** Requests near the destinations: the same place, beside it, disguised, elsewhere; by who may ask and who may not. */
function requestsNear(list: Destination[]): fc.Arbitrary<Asked[]> {
  const near = fc.constantFrom(...list).chain(({ prefix, site }) => {
    const { origin: own, path: ownPath } = parsePrefix(prefix);
    const url = fc
      .tuple(
        fc.oneof({ weight: 5, arbitrary: fc.constant(own) }, { weight: 1, arbitrary: origin }),
        fc.oneof(
          { weight: 5, arbitrary: fc.constant(ownPath) },
          { weight: 1, arbitrary: path },
          { weight: 1, arbitrary: fc.constant(ownPath.toUpperCase()) },
        ),
        fc.oneof(
          fc.constantFrom(...ENDS),
          fc.constantFrom(...SEGMENTS).map((segment) => `/${segment}`),
        ),
        fc.constantFrom(...QUERIES),
      )
      .map((parts) => parts.join(''));
    return fc.record({
      url,
      // A rule knows the site's host alone; its port and scheme are kept by the exact host permission (see scope.test.ts).
      site: fc.oneof(
        { weight: 6, arbitrary: fc.constant<string | undefined>(site) },
        {
          weight: 1,
          arbitrary: fc.constantFrom<string | undefined>(...SITES, 'https://evil.test', undefined),
        },
      ),
      method: fc.oneof(
        { weight: 4, arbitrary: fc.constant('get') },
        { weight: 2, arbitrary: fc.constantFrom('head', 'post', 'put', 'delete', 'options', 'patch') },
      ),
      type: fc.constantFrom(
        'xmlhttprequest',
        'xmlhttprequest',
        'image',
        'media',
        'other',
        'sub_frame',
        'main_frame',
        'script',
        'font',
        'ping',
        'websocket',
      ),
    });
  });
  return fc.array(
    near.filter(({ url }) => URL.canParse(url)).map((one) => ({ ...one, url: new URL(one.url).href })),
    { minLength: 80, maxLength: 80 },
  );
}

/** Which source's credential goes with a request, by the code that decides without a browser. */
function expected(placements: Placement[], request: Asked): string | null {
  if (new RegExp(SIGNED_URL, 'i').test(request.url)) return null;
  const isFrame = request.type === 'sub_frame' || request.type === 'main_frame';
  if (!isFrame && !['xmlhttprequest', 'image', 'media', 'other'].includes(request.type)) return null;
  const admitting = placements
    .filter(({ destination }) => admits(destination, request))
    .sort((a, b) => b.destination.prefix.length - a.destination.prefix.length);
  const [longest] = admitting;
  if (longest === undefined) return null;
  const signs = !isFrame || (longest.destination.frames && longest.injection.kind === 'headers');
  return signs ? longest.destination.sourceId : null;
}

describe("the browser's own matcher and the code that decides without it say the same", () => {
  let world: World;
  beforeAll(async () => {
    // Every host and port: so that only the rules decide.
    const hosts = [...HOSTS, ...SITES.map((site) => new URL(site).hostname), 'evil.test'];
    const grant = [...new Set(hosts)].map((each) => `*://${each}/*`);
    world = await startWorld([], { extension: await builtExtension('chrome', { grant }) });
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  /** Installs the rules and asks the real matcher; for each request the sources whose rules act. */
  async function matched(placements: Placement[], requests: Asked[]): Promise<string[][]> {
    const compiled = compileRules(placements, { topDomains: false, allowed: [], ownHost: 'layerkey' });
    const rules = compiled.map(({ rule }, index) => ({ ...rule, id: index + 1 }) as Rule);
    const answers = await world.browser.evaluateInWorker(
      async ({ rules, requests }) => {
        const old = await chrome.declarativeNetRequest.getSessionRules();
        await chrome.declarativeNetRequest.updateSessionRules({
          removeRuleIds: old.map(({ id }) => id),
          addRules: rules,
        });
        return Promise.all(
          requests.map(async ({ url, site, method, type }) => {
            const { matchedRules } = await chrome.declarativeNetRequest.testMatchOutcome({
              url,
              ...(site ? { initiator: site } : {}),
              method,
              type,
            } as chrome.declarativeNetRequest.TestMatchRequestDetails);
            return matchedRules.map(({ ruleId }) => ruleId);
          }),
        );
      },
      { rules, requests },
    );
    return answers.map((ids) => [
      ...new Set(
        ids
          .map((id) => compiled[id - 1])
          .filter((one) => one?.rule.action.type !== 'allow')
          .map((one) => one?.sourceId ?? 'fence'),
      ),
    ]);
  }

  test('on generated places and requests', async () => {
    const seen = { signed: 0, left: 0 };
    const cases = fc
      .tuple(destinations, kinds)
      .chain(([list, ways]) => fc.tuple(fc.constant(list), fc.constant(ways), requestsNear(list)));
    await fc.assert(
      fc.asyncProperty(cases, async ([list, ways, requests]) => {
        const placements = list.map((destination, index): Placement => {
          const kind = ways[index];
          const value = `v${index}`;
          if (kind === 'query')
            return { destination, injection: { kind, parameters: [{ name: 'key', value }] } };
          if (kind === 'path') return { destination, injection: { kind, text: ';key=', value } };
          return { destination, injection: { kind: 'headers', headers: [{ name: 'x-api-key', value }] } };
        });
        const answers = await matched(placements, requests);
        const differing = requests.flatMap((request, index) => {
          const wanted = expected(placements, request);
          const got = answers[index] ?? [];
          seen[wanted === null ? 'left' : 'signed'] += 1;
          return JSON.stringify(got) === JSON.stringify(wanted === null ? [] : [wanted])
            ? []
            : [{ request, wanted, got }];
        });
        expect(differing.slice(0, 3)).toEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
    // The generator reaches both sides often.
    expect(seen.signed).toBeGreaterThan(300);
    expect(seen.left).toBeGreaterThan(1000);
  }, 120_000);
});
