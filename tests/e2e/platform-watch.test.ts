import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CERTIFICATE_ERRORS } from '../fixtures/certificate-errors.ts';
import type { BrowserName, EitherPage } from './drivers/either-browser.ts';
import { headerRule, queryRule } from './drivers/probe-bench.ts';
import { until } from './drivers/wait.ts';
import { GEO, lines, SITE, startWatchBench, type WatchBench, type Watched } from './drivers/watch-bench.ts';
import { askBySandboxedFrame, askByWorker, keepByServiceWorker } from './drivers/ways-to-ask.ts';

/** What webRequest tells a watcher that does not block, in each way a map can fail. Layerkey stands on these facts. */

const JSON_POST = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
const BAD = Object.keys(CERTIFICATE_ERRORS) as (keyof typeof CERTIFICATE_ERRORS)[];

describe.each<BrowserName>(['chrome', 'firefox'])('watching: %s', (name) => {
  let bench: WatchBench;
  /** What each browser says. */
  const either = <T>(chromium: T, firefox: T): T => (name === 'chrome' ? chromium : firefox);
  const initiatorOf = ({ initiator, originUrl }: Watched) => either(initiator, originUrl);

  beforeAll(async () => {
    bench = await startWatchBench(name);
  });
  afterAll(() => bench?.stop());

  describe('an answer that the page may not read', () => {
    const refused = either('headers 401, error net::ERR_FAILED', 'headers 401, completed 401');

    test('is there with its status and headers; in Chromium for a listener with extraHeaders alone', async () => {
      const watched = await bench.watchFetch(`${bench.geo}/wms?status=401`);
      expect(lines(watched)).toEqual([`GET xmlhttprequest: before, ${refused}`]);
      expect(watched[1]?.responseHeaders?.map((one) => one.name.toLowerCase())).toContain('cache-control');
      expect(lines(await bench.watchFetch(`${bench.plain}/wms?status=401`))).toEqual([
        `GET xmlhttprequest: before, ${either('error net::ERR_FAILED', refused)}`,
      ]);
    });

    test('is there as any other for an image', async () => {
      expect(lines(await bench.watchImage(`${bench.plain}/tile?status=401`))).toEqual([
        'GET image: before, headers 401, completed 401',
      ]);
    });

    test.each([401, 204])(
      'is the one of a preflight with %i, then an error of the request',
      async (status) => {
        const watched = await bench.watchFetch(`${bench.geo}/wfs?preflight=${status}`, JSON_POST);
        const error = either('net::ERR_FAILED', 'NS_ERROR_DOM_BAD_URI');
        const end = either(`completed ${status}`, `error ${error}`);
        expect(lines(watched)).toEqual([
          `POST xmlhttprequest: before, error ${error}`,
          `OPTIONS xmlhttprequest: before, headers ${status}, ${end}`,
        ]);
        expect(watched.at(-1)).toMatchObject({ event: 'onErrorOccurred', method: 'POST' });
      },
    );

    test('is the redirect of a server, which is not followed', async () => {
      const [line] = lines(await bench.watchFetch(`${bench.geo}/wms?status=302&to=/login`));
      const end = either(
        /error net::ERR_FAILED$/,
        /redirect 302, error NS_ERROR_\w+ of http:\/\/\.\.\.\/login$/,
      );
      expect(line).toContain('GET xmlhttprequest: before, headers 302, ');
      expect(line).toMatch(end);
    });
  });

  test('a dialog that is suppressed: Firefox ends the request, in Chromium its 401 comes through', async () => {
    await bench.browser.inBackground(() => {
      (globalThis as unknown as { cancelAuth: boolean }).cancelAuth = true;
    });
    const basic = 'status=401&auth=Basic%20realm=maps';
    expect(lines(await bench.watchFetch(`${bench.site}/wms?${basic}`))).toEqual([
      `GET xmlhttprequest: before, headers 401, auth 401, ${either('completed 401', 'error NS_ERROR_ABORT')}`,
    ]);
    // Of another site the browser asks for no password.
    expect(lines(await bench.watchImage(`${bench.geo}/tile?${basic}`))).toEqual([
      'GET image: before, headers 401, completed 401',
    ]);
  });

  test('a redirect by a rule has no headers before it, unlike a server’s', async () => {
    const url = `${bench.geo}/wms?status=302&to=/next`;
    await bench.setRules([queryRule(1, 1, `|${bench.geo}/wms`, 'key', 'secret')]);
    const watched = await bench.watchImage(url);
    await bench.setRules([]);
    const status = either(307, 200);
    expect(lines(watched)).toEqual([
      `GET image: before, redirect ${status}, before of http://.../wms, headers 302, redirect 302, before of http://.../next, headers 200, completed 200`,
    ]);
    expect(watched[1]).toMatchObject({ url, redirectUrl: `${url}&key=secret` });
    const reason = watched[1]?.responseHeaders?.find((one) => one.name === 'Non-Authoritative-Reason');
    expect(reason?.value).toBe(either('WebRequest API', undefined));
  });

  test('what the browser kept says so, and an image shown again says nothing', async () => {
    const url = `${bench.geo}/kept?cors&age=600`;
    await bench.watchFetch(url);
    // Only Firefox says it of the headers, too.
    const kept = either(
      'headers 200, completed 200 from cache',
      'headers 200 from cache, completed 200 from cache',
    );
    expect(lines(await bench.watchFetch(url))).toEqual([`GET xmlhttprequest: before, ${kept}`]);
    await bench.watchImage(`${bench.geo}/tile`);
    expect(await bench.watchImage(`${bench.geo}/tile`)).toEqual([]);
  });

  test('a worker asks as its page, a frame without an origin as nobody', async () => {
    const byWorker = (await bench.watch(askByWorker, `${bench.geo}/tile?cors`)).at(-1);
    expect(byWorker).toMatchObject({ event: 'onCompleted', type: 'xmlhttprequest', frameId: 0 });
    expect(byWorker?.tabId).toBeGreaterThan(0);
    expect(byWorker && initiatorOf(byWorker)).toBe(either(bench.site, `${bench.site}/worker.js`));

    const [nobody] = await bench.watch(askBySandboxedFrame, `${bench.geo}/sandboxed`);
    expect(nobody).toMatchObject({ type: 'image', parentFrameId: 0 });
    expect(nobody && initiatorOf(nobody)).toBe(either('null', undefined));
  });

  describe('a service worker of the site', () => {
    let keeper: EitherPage;
    beforeAll(async () => {
      keeper = await bench.browser.newPage(`${bench.keeper}/page`);
      await keeper.evaluate(keepByServiceWorker, `${bench.geo}/tile?cors&kept`);
    });

    test('answers from its store unheard, and asks without a tab, of whatever type', async () => {
      const page = either([], ['GET image: before, redirect 0 to itself']);
      expect(lines(await bench.watchImage(`${bench.geo}/tile?cors&kept`, keeper))).toEqual(page);
      const watched = await bench.watchImage(`${bench.geo}/tile?pass&status=401`, keeper);
      expect(lines(watched)).toEqual([
        ...page,
        'GET xmlhttprequest (no tab): before, headers 401, completed 401',
      ]);
      const last = watched.at(-1);
      expect(last && initiatorOf(last)).toBe(either(bench.keeper, `${bench.keeper}/service-worker.js`));
    });

    test('asks with what a rule adds for its site, unless the rule leaves out what has no tab', async () => {
      const rule = (id: number, path: string, more: object) =>
        headerRule(id, 1, {
          urlFilter: `|${bench.geo}${path}`,
          initiatorDomains: ['keeper.localhost'],
          ...more,
        });
      await bench.setRules([rule(1, '/any', {}), rule(2, '/tabs', { excludedTabIds: [-1] })]);
      bench.server.clear();
      for (const path of ['/any?pass', '/any', '/tabs?pass', '/tabs'])
        await bench.watchImage(`${bench.geo}${path}`, keeper);
      await bench.setRules([]);
      const signed = bench.server.requests
        .filter(({ headers }) => headers.authorization !== undefined)
        .map(({ url }) => url);
      expect(signed).toEqual(['/any?pass', '/any', '/tabs']);
    });

    test('has a store that the extension can look into and clear', async () => {
      const found = await bench.browser.inBackground(async (url: string) => {
        const [tab] = await chrome.tabs.query({ url });
        const func = async () => {
          const stores = await caches.keys();
          const kept = await (await caches.open('tiles')).keys();
          const workers = await navigator.serviceWorker.getRegistrations();
          await caches.delete('tiles');
          return { stores, kept: kept.map((one) => one.url), workers: workers.length };
        };
        const [answer] = await chrome.scripting.executeScript({ target: { tabId: tab?.id ?? -1 }, func });
        return answer?.result;
      }, '*://keeper.localhost/*');
      expect(found).toEqual({ stores: ['tiles'], kept: [`${bench.geo}/tile?cors&kept`], workers: 1 });
      expect(await keeper.evaluate(() => caches.keys())).toEqual([]);
    });
  });

  test('an https page that asks by http: nothing is heard of a fetch, an image is asked for by https', async () => {
    bench.show('good');
    const page = await bench.browser.newPage(`${bench.tls.url(SITE)}/page`);
    expect(await bench.watchFetch(`${bench.server.url(GEO)}/wms?cors`, {}, page)).toEqual([]);
    // The port stays, and here it speaks https.
    const http = `${bench.tls.url().replace('https', 'http')}/tile`;
    const upgraded = either('before', 'before, redirect 0, before of https://.../tile');
    const watched = await bench.watchImage(http, page);
    expect(lines(watched)).toEqual([`GET image: ${upgraded}, headers 200, completed 200`]);
    expect(watched.at(-1)?.url).toBe(`${bench.tls.url()}/tile`);
  });

  describe('a certificate', () => {
    test.each(BAD)('that is %s has an error of its own', async (kind) => {
      bench.show(kind);
      const error = CERTIFICATE_ERRORS[kind][name];
      expect(lines(await bench.watchFetch(`${bench.tls.url()}/wms?cors`))).toEqual([
        `GET xmlhttprequest: before, error ${error}`,
      ]);
      expect(lines(await bench.watchImage(`${bench.tls.url()}/tile`))).toEqual([
        `GET image: before, error ${error}`,
      ]);
      expect(await bench.ownFetch(`${bench.tls.url()}/own`)).toBe('failed');
    });

    test('accepted in a tab holds for every page; of the extension in Chromium only for its pages', async () => {
      bench.show('unknownIssuer');
      const accepted = await bench.browser.acceptCertificate(`${bench.tls.url()}/page`);
      expect(lines(await bench.watchImage(`${bench.tls.url()}/tile`))).toEqual([
        'GET image: before, headers 200, completed 200',
      ]);
      expect(await bench.ownFetch(`${bench.tls.url()}/own`)).toBe(either('failed', '200'));
      const popup = await bench.browser.popup();
      const status = (url: string) => fetch(url, { cache: 'no-store' }).then((answer) => answer.status);
      expect(await popup.evaluate(status, `${bench.tls.url()}/own`)).toBe(200);
      await Promise.all([popup.close(), accepted.close()]);
    });
  });

  test('the network going away is known; only Firefox tells when it comes back', async () => {
    const online = () => bench.browser.inBackground(() => navigator.onLine);
    await bench.watch(() => undefined, undefined);
    for (const offline of [true, false]) {
      await bench.browser.setOffline(offline);
      await until(offline ? 'offline' : 'online', async () => (await online()) !== offline);
    }
    const heard = await bench.browser.inBackground(() =>
      (globalThis as unknown as { watched: Watched[] }).watched.map(({ event }) => event),
    );
    expect(heard).toEqual(either([], ['offline', 'online']));
  });

  test('a background that was ended hears of every one of 60 requests that wake it', async () => {
    await bench.browser.endBackground();
    const urls = Array.from({ length: 60 }, (_, n) => `${bench.geo}/wms?status=401&n=${n}`);
    await bench.page.evaluate(
      (all: string[]) =>
        Promise.all(all.map((url) => fetch(url).catch(() => undefined))).then(() => undefined),
      urls,
    );
    const heard = await until('the last request', () =>
      bench.browser.inBackground(() => {
        const { watched } = globalThis as unknown as { watched: Watched[] };
        const ended = watched.filter(({ event }) => event === 'onCompleted' || event === 'onErrorOccurred');
        return ended.length < 60 ? undefined : watched;
      }),
    );
    const answered = heard.filter(
      ({ event, statusCode }) => event === 'onHeadersReceived' && statusCode === 401,
    );
    expect(answered.map(({ url }) => url).sort()).toEqual(urls.sort());
  });
});
