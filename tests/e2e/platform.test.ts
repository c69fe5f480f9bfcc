import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { compileRules } from '../../lib/rules/compile.ts';
import type { BrowserName } from './drivers/either-browser.ts';
import {
  allowRule,
  headerRule,
  type Noted,
  type ProbeBench,
  pathKeyRule,
  queryRule,
  startProbeBench,
} from './drivers/probe-bench.ts';

/** Facts about the browsers that Layerkey stands on. One that changes turns red here first. */

const VALUES = [
  'a&b',
  'a#b',
  'a%b',
  'a%20b',
  'a+b',
  'a b',
  'a\nb',
  'a=b',
  'ü',
  '🗺',
  'a/b?c',
  '"\'<>',
  'a\\b',
  'a;b',
  '[x]|{}^`',
];

function headerLines(noted: Noted[], name: string): string[] {
  return noted
    .flatMap(({ responseHeaders }) => responseHeaders ?? [])
    .filter((header) => header.name.toLowerCase() === name)
    .flatMap(({ value }) => (value ?? '').split('\n'));
}

describe.each<BrowserName>(['chrome', 'firefox'])('platform: %s', (name) => {
  let bench: ProbeBench;

  beforeAll(async () => {
    bench = await startProbeBench(name);
  });
  afterAll(() => bench?.stop());
  afterEach(async () => {
    expect(await bench.setRules([])).toBeUndefined();
    bench.server.seen.length = 0;
  });

  /** One fetch of the worker, as a probe makes it. */
  const probe = (url: string) =>
    bench.browser.inBackground(
      (target: string) =>
        fetch(target, { redirect: 'manual', credentials: 'omit', cache: 'no-store' }).then(
          (r) => ({ type: r.type, status: r.status, challenge: r.headers.get('www-authenticate') }),
          () => 'failed' as const,
        ),
      url,
    );

  test('a rule for our own pages signs what they ask from a tab, and nothing that the worker asks', async () => {
    const host = await bench.browser.inBackground(() => new URL(chrome.runtime.getURL('')).hostname);
    const url = `${bench.server.origin}/own`;
    const own = { urlFilter: `|${bench.server.origin}/`, initiatorDomains: [host] };
    const page = await bench.browser.popup();
    const ask = (suffix: string) =>
      page.evaluate(async (target: string) => {
        await fetch(target, { credentials: 'omit' });
        const image = new Image();
        await new Promise((resolve) => {
          image.onload = image.onerror = resolve;
          image.src = `${target}&image`;
        });
      }, `${url}?${suffix}`);
    const sent = () =>
      bench.server.seen
        .splice(0)
        .flatMap(({ target, headers }) => (target.startsWith('/own') ? [headers.authorization] : []));
    expect(await bench.setRules([headerRule(1, 1, { ...own, excludedTabIds: [-1] })])).toBeUndefined();
    await ask('page');
    expect(sent()).toEqual(['Basic eDp5', 'Basic eDp5']);
    const [headers] = (await bench.noted(`${url}?page`, 'headers')).filter((one) => one.name === 'headers');
    expect(headers?.tabId).toBeGreaterThan(-1);
    await probe(`${url}?worker`);
    expect(sent()).toEqual([undefined]);
    // The control: without the condition the worker's own is signed, too.
    expect(await bench.setRules([headerRule(1, 1, own)])).toBeUndefined();
    await probe(`${url}?control`);
    expect(sent()).toEqual(['Basic eDp5']);
    await page.close();
  });

  describe('a fetch of the worker', () => {
    test('names the target of a redirect in onHeadersReceived, in Chromium also in onBeforeRedirect', async () => {
      const url = `${bench.server.origin}/redirect`;
      expect(await probe(url)).toMatchObject({ type: 'opaqueredirect', status: 0 });
      const noted = await bench.noted(url, name === 'chrome' ? 'error' : 'completed');
      expect(headerLines(noted, 'location')).toEqual(['/target']);
      expect(noted.every(({ tabId }) => tabId === -1)).toBe(true);
      const targets = noted.filter((one) => one.name === 'redirect').map(({ redirectUrl }) => redirectUrl);
      expect(targets).toEqual(name === 'chrome' ? [`${bench.server.origin}/target`] : []);
      expect(bench.server.seen.map(({ target }) => target)).not.toContain('/target');
    });

    test('gets a 401 without dialog and can read the challenge', async () => {
      const url = `${bench.server.origin}/basic`;
      expect(await probe(url)).toMatchObject({ status: 401, challenge: 'Basic realm="maps"' });
      const noted = await bench.noted(url, 'completed');
      expect(noted.filter((one) => one.name === 'auth')).toEqual([]);
    });

    test('has several challenges only in onHeadersReceived, in Firefox not in the response', async () => {
      const url = `${bench.server.origin}/negotiate`;
      const challenge = name === 'chrome' ? 'Negotiate, NTLM' : null;
      expect(await probe(url)).toMatchObject({ status: 401, challenge });
      expect(headerLines(await bench.noted(url, 'completed'), 'www-authenticate')).toEqual([
        'Negotiate',
        'NTLM',
      ]);
    });

    test('reports a certificate problem in onErrorOccurred', async () => {
      const url = `${bench.tls.origin}/`;
      expect(await probe(url)).toBe('failed');
      const noted = await bench.noted(url, 'error');
      const words = name === 'chrome' ? 'net::ERR_CERT_AUTHORITY_INVALID' : 'self-signed';
      expect(noted.find((one) => one.name === 'error')).toMatchObject({
        tabId: -1,
        error: expect.stringContaining(words),
      });
    });
  });

  describe('rules', () => {
    /** What the server saw of one page fetch: target and Authorization. */
    async function seenFor(path: string): Promise<[string, string | undefined]> {
      bench.server.seen.length = 0;
      await bench.load(`${bench.server.origin}${path}`);
      const last = bench.server.seen.at(-1);
      return [last?.target ?? 'nothing', last?.headers.authorization];
    }

    test('an allow rule of higher or equal priority beats a header rule, a lower one does not', async () => {
      const place = { urlFilter: `|${bench.server.origin}/a/` };
      for (const [priority, wins] of [
        [9, true],
        [5, true],
        [1, false],
      ] as const) {
        expect(
          await bench.setRules([headerRule(1, 5, place), allowRule(2, priority, place)]),
        ).toBeUndefined();
        expect(await seenFor('/a/x')).toEqual(['/a/x', wins ? undefined : 'Basic eDp5']);
      }
    });

    test('an allow rule with a regular expression for the path beats a redirect rule', async () => {
      const disguised = { regexFilter: '^[^?#]*(%2f|;)' };
      await bench.setRules([
        queryRule(1, 2, `|${bench.server.origin}/a/`, 'k', 'v'),
        allowRule(2, 9, disguised),
      ]);
      expect((await seenFor('/a/x'))[0]).toBe('/a/x?k=v');
      expect((await seenFor('/a/x?y=%2f;'))[0]).toBe('/a/x?y=%2f;&k=v');
      expect((await seenFor('/a/x;y'))[0]).toBe('/a/x;y');
      expect((await seenFor('/a/..%2Fy'))[0]).toBe('/a/..%2Fy');
    });

    test('a header rule beside a redirect rule of higher priority works in Chromium only', async () => {
      const filter = `|${bench.server.origin}/a/`;
      await bench.setRules([headerRule(1, 1, { urlFilter: filter }), queryRule(2, 2, filter, 'k', 'v')]);
      expect(await seenFor('/a/x')).toEqual(['/a/x?k=v', name === 'chrome' ? 'Basic eDp5' : undefined]);
    });

    test('a Referer is set for a page, and for our own request alone where the rule is about ours', async () => {
      const host = await bench.browser.inBackground(() => new URL(chrome.runtime.getURL('')).hostname);
      const url = `${bench.server.origin}/a/x?q=1|2^*`;
      const requestHeaders = [{ header: 'referer', operation: 'set', value: 'https://bound.example/' }];
      const rule = { id: 7, action: { type: 'modifyHeaders', requestHeaders } };
      const referers = async () => {
        bench.server.seen.length = 0;
        await probe(url);
        await bench.load(url);
        return bench.server.seen.map(({ headers }) => headers.referer);
      };
      const own = `${bench.server.localhost}/`;
      expect(await referers()).toEqual([undefined, own]);
      const place = { urlFilter: `|${new URL(url).href}|`, resourceTypes: ['xmlhttprequest'] };
      const ours = { ...place, initiatorDomains: [host], tabIds: [-1] };
      expect(await bench.setRules([{ ...rule, condition: ours }])).toBeUndefined();
      expect(await referers()).toEqual(['https://bound.example/', own]);
      const ofPage = { ...place, initiatorDomains: [new URL(bench.server.localhost).hostname] };
      expect(await bench.setRules([{ ...rule, condition: ofPage }])).toBeUndefined();
      expect(await referers()).toEqual([undefined, 'https://bound.example/']);
    });

    test.each(['/a/x?q=1', '/a?q=1', '/a', '/a/x'])(
      'parameters and headers of one sign-in go together: %s',
      async (path) => {
        const { origin, localhost: site } = bench.server;
        const destination = {
          ...{ sourceId: 'source1', site, prefix: `${origin}/a`, topSites: [site], frames: false },
          methods: ['get' as const],
        };
        const injection = {
          kind: 'query' as const,
          parameters: [{ name: 'token', value: 'a-B_9.' }],
          headers: [{ name: 'referer', value: 'https://bound.example/' }],
        };
        const options = { topDomains: name === 'chrome', allowed: [], ownHost: 'layerkey' };
        const rules = compileRules([{ destination, injection }], options);
        expect(
          await bench.setRules(rules.map(({ rule }, index) => ({ ...rule, id: index + 1 }))),
        ).toBeUndefined();
        expect(await seenFor(path)).toEqual([
          `${path}${path.includes('?') ? '&' : '?'}token=a-B_9.`,
          undefined,
        ]);
        expect(bench.server.seen.map(({ headers }) => headers.referer)).toEqual(['https://bound.example/']);
        await seenFor('/ab?q=1');
        expect(bench.server.seen.map(({ target }) => target)).toEqual(['/ab?q=1']);
      },
    );

    test.each(VALUES)('a query transform encodes the raw value %j', async (value) => {
      expect(
        await bench.setRules([queryRule(1, 1, `|${bench.server.origin}/q`, 'k', value)]),
      ).toBeUndefined();
      const [target] = await seenFor('/q?x=%41+1&k=old');
      expect(target.startsWith('/q?x=%41+1&k=')).toBe(true);
      expect(new URL(target, bench.server.origin).searchParams.getAll('k')).toEqual([value]);
    });

    test('a query transform compares names by case and replaces the first only', async () => {
      await bench.setRules([queryRule(1, 1, `|${bench.server.origin}/q`, 'KEY', 'v')]);
      expect((await seenFor('/q?key=old&KEY=1&KEY=2'))[0]).toBe('/q?key=old&KEY=v&KEY=2');
    });

    test.each(VALUES)('a regex substitution keeps %j only when it is encoded before', async (value) => {
      expect(
        await bench.setRules([pathKeyRule(1, bench.server.origin, encodeURIComponent(value))]),
      ).toBeUndefined();
      const [target] = await seenFor('/p/tile.png?x=1');
      const [, key] = /^\/p\/tile\.png;key=([^?]*)\?x=1$/.exec(target) ?? [];
      expect(decodeURIComponent(key ?? '')).toBe(value);
    });

    test('a regex substitution is not encoded by the browser', async () => {
      await bench.setRules([pathKeyRule(1, bench.server.origin, 'a#b')]);
      expect((await seenFor('/p/tile.png?x=1'))[0]).toBe('/p/tile.png;key=a');
      expect(await bench.setRules([pathKeyRule(1, bench.server.origin, 'a\\b')])).toContain(
        'regexSubstitution',
      );
    });

    test('topDomains is a condition in Chromium; a rule with an unknown condition is refused', async () => {
      const place = { urlFilter: `|${bench.server.origin}/a/` };
      expect(await bench.setRules([headerRule(1, 1, { ...place, nonsense: ['x'] })])).toContain('nonsense');
      const refusal = await bench.setRules([headerRule(1, 1, { ...place, topDomains: ['localhost'] })]);
      if (name === 'firefox') return expect(refusal).toContain('topDomains');
      expect(refusal).toBeUndefined();
      expect((await seenFor('/a/x'))[1]).toBe('Basic eDp5');
      await bench.setRules([headerRule(1, 1, { ...place, topDomains: ['other.example'] })]);
      expect((await seenFor('/a/x'))[1]).toBeUndefined();
    });
  });

  test('{cancel: true} in onAuthRequired keeps the login dialog away from a fetch and an image', async () => {
    await bench.browser.inBackground(() => {
      (globalThis as unknown as { cancelAuth: boolean }).cancelAuth = true;
    });
    const url = `${bench.server.localhost}/basic?page`;
    expect(await bench.load(url)).toBe(name === 'chrome' ? `401 ${url}` : 'failed');
    const image = `${bench.server.localhost}/basic?image`;
    const end = await bench.page.evaluate(
      (src: string) =>
        new Promise<string>((resolve) => {
          const element = new Image();
          element.onload = () => resolve('shown');
          element.onerror = () => resolve('refused');
          element.src = src;
        }),
      image,
    );
    expect(end).toBe('refused');
    for (const [address, type] of [
      [url, 'xmlhttprequest'],
      [image, 'image'],
    ] as const) {
      expect((await bench.noted(address, 'auth')).find((one) => one.name === 'auth')).toMatchObject({
        type,
        isProxy: false,
      });
    }
  });
});
