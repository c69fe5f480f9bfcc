import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserName } from './drivers/either-browser.ts';
import { ELSEWHERE, leading, type SignInBench, startSignInBench } from './drivers/sign-in-bench.ts';

/** Facts about the browsers that signing in at identity providers stands on. */
describe.each<BrowserName>(['chrome', 'firefox'])('platform: signing in, %s', (name) => {
  const isChromium = name === 'chrome';
  /** The words at the end of a flow, of which there are no codes. */
  const CLOSED = `failed: ${isChromium ? 'The user did not approve access.' : 'User cancelled or denied access.'}`;
  const NEEDS_USER = isChromium
    ? /^failed: User interaction required\./
    : /^failed: Requires user interaction$/;
  const UNREADABLE = 'failed: Authorization page could not be loaded.';
  let bench: SignInBench;

  beforeAll(async () => {
    bench = await startSignInBench(name);
  });
  afterAll(() => bench?.stop());
  afterEach(() => {
    bench.provider.clear();
    bench.tunnel.server.clear();
  });

  /** Hosts that were asked by `https` with this in the address. */
  const hostsAsked = (text: string) =>
    bench.tunnel.server.requests.filter(({ url }) => url.includes(text)).map(({ host }) => host);
  const ending = async (path: string, interactive = true) => (await bench.flow(path, interactive))();
  const asked = () => bench.provider.requests.map(({ url }) => url).filter((url) => url !== '/favicon.ico');
  /** The window of a flow, closed as the user closes it. */
  const closeWindowAt = async (path: string) =>
    (await bench.browser.pageAt(`${bench.provider.url()}${path}`)).close();

  test('its redirect URI is of a host that stands for the extension alone', () => {
    const host = isChromium
      ? /^https:\/\/[a-p]{32}\.chromiumapp\.org\/$/
      : /^https:\/\/[0-9a-f]{40}\.extensions\.allizom\.org\/$/;
    expect(bench.redirectUri).toMatch(host);
  });

  describe('the browser’s own flow', () => {
    test.each([
      ['302', '?code=1&state=2'],
      ['302', '#token=1'],
      ['307', '?code=1'],
      ['script', '?code=1'],
    ])('a %s to %s is its answer', async (how, rest) => {
      const to = `${bench.redirectUri}${rest}`;
      expect(await ending(leading(how, to))).toBe(`answered ${to}`);
    });

    test('a form filled in and sent off leads to its answer', async () => {
      const to = `${bench.redirectUri}?code=form`;
      const end = await bench.flow(leading('form', to));
      await (await bench.browser.pageAt(`${bench.provider.url()}/form`)).click('button');
      expect(await end()).toBe(`answered ${to}`);
    });

    // The browser ends the request for the answer's address, and sometimes too late. The host is of the browser's maker, and
    // the code alone is worth nothing (PKCE).
    test('a code goes to the host of the redirect URI, or nowhere', async () => {
      const { host } = new URL(bench.redirectUri);
      for (const how of ['302', '307', 'script']) {
        await ending(leading(how, `${bench.redirectUri}?code=secret`));
      }
      expect(hostsAsked('code=secret').filter((asked) => asked !== host)).toEqual([]);
      await bench.browser.newPage('https://control.example/?code=control');
      expect(hostsAsked('code=control')).toEqual(['control.example']);
    });

    test('Firefox asks once without a window before it opens one, so the provider sees two requests', async () => {
      const end = await bench.flow('/page');
      await closeWindowAt('/page');
      expect(await end()).toBe(CLOSED);
      expect(asked()).toEqual(isChromium ? ['/page'] : ['/page', '/page']);
    });

    test('a window that is closed ends it in these words', async () => {
      const end = await bench.flow('/form');
      await closeWindowAt('/form');
      expect(await end()).toBe(CLOSED);
    });

    test('its window is a popup that no page has opened, and closed by the extension it ends the same', async () => {
      await bench.browser.inBackground(() => {
        chrome.tabs.onCreated.addListener(({ openerTabId, windowId }) => {
          Object.assign(globalThis, { opened: { byPage: openerTabId !== undefined, windowId } });
        });
      });
      const end = await bench.flow('/page');
      await bench.browser.pageAt(`${bench.provider.url()}/page`);
      const opened = await bench.browser.inBackground(async () => {
        const { opened } = globalThis as unknown as { opened: { byPage: boolean; windowId: number } };
        const { type } = await chrome.windows.get(opened.windowId);
        await chrome.windows.remove(opened.windowId);
        return { type, byPage: opened.byPage };
      });
      expect(opened).toEqual({ type: 'popup', byPage: false });
      expect(await end()).toBe(CLOSED);
    });

    test.each(['/401', '/404', '/500'])(
      'a page that answers %s ends it in Chromium, stays in Firefox',
      async (path) => {
        const end = await bench.flow(path);
        if (!isChromium) await closeWindowAt(path);
        expect(await end()).toBe(isChromium ? UNREADABLE : CLOSED);
      },
    );

    test('a wrong password that is answered 401 ends it in Chromium, stays in Firefox', async () => {
      const end = await bench.flow(leading('form', '/401'));
      await (await bench.browser.pageAt(`${bench.provider.url()}/form`)).click('button');
      if (!isChromium) await closeWindowAt('/401');
      expect(await end()).toBe(isChromium ? UNREADABLE : CLOSED);
    });

    test('Firefox alone also takes its own loopback address, and refuses an address of somebody else', async () => {
      const label = new URL(bench.redirectUri).hostname.split('.')[0];
      const loopback = `http://127.0.0.1/mozoauth2/${label}`;
      const asking = (redirect: string) =>
        `${leading('302', `${redirect}?code=1`)}&redirect_uri=${encodeURIComponent(redirect)}`;
      expect(await ending(asking(loopback), false)).toBe(
        isChromium ? UNREADABLE : `answered ${loopback}?code=1`,
      );
      const other = `${bench.provider.url(ELSEWHERE)}/back`;
      expect(await ending(asking(other), false)).toMatch(isChromium ? NEEDS_USER : /^failed: redirect_uri/);
    });

    test('two at once: Chromium refuses the second in these words', async () => {
      const first = await bench.flow('/page');
      await bench.browser.pageAt(`${bench.provider.url()}/page`);
      const to = `${bench.redirectUri}?code=second`;
      const only = 'failed: Only one web auth flow is allowed at a time.';
      expect(await ending(leading('302', to))).toBe(isChromium ? only : `answered ${to}`);
      expect(await ending(leading('302', to), false)).toBe(`answered ${to}`);
      await closeWindowAt('/page');
      expect(await first()).toBe(CLOSED);
    });
  });

  describe('without a window', () => {
    test('a redirect is its answer, asked with the cookies of the provider', async () => {
      await (await bench.browser.newPage(`${bench.provider.url()}/page`)).close();
      bench.provider.clear();
      const to = `${bench.redirectUri}?code=quiet`;
      expect(await ending(leading('302', to), false)).toBe(`answered ${to}`);
      const { headers } = await bench.provider.waitFor(({ path }) => path === '/302');
      expect(headers.cookie).toBe('session=1');
    });

    test('a page that shows itself is not waited for, in these words', async () => {
      expect(await ending('/page', false)).toMatch(NEEDS_USER);
    });

    test('a page that is refused ends it, in Chromium in other words', async () => {
      expect(await ending('/401', false)).toMatch(isChromium ? UNREADABLE : NEEDS_USER);
    });
  });

  /** A token request as the worker sends it. @returns the `Origin` that arrived. */
  const post = async (): Promise<string | undefined> => {
    const url = `${bench.provider.url()}/token`;
    await bench.browser.inBackground(
      (target: string) =>
        fetch(target, { method: 'POST', body: new URLSearchParams({ a: '1' }), credentials: 'omit' }).then(
          () => undefined,
        ),
      url,
    );
    return bench.provider.requests.at(-1)?.headers.origin;
  };

  test('a POST of the worker says which extension it comes from, until a rule for its own requests takes that out', async () => {
    expect(await post()).toMatch(/^(chrome|moz)-extension:\/\//);
    await bench.browser.inBackground(async () => {
      const condition = {
        initiatorDomains: [new URL(chrome.runtime.getURL('')).hostname],
        requestMethods: ['post' as chrome.declarativeNetRequest.RequestMethod],
        resourceTypes: ['xmlhttprequest' as chrome.declarativeNetRequest.ResourceType],
      };
      const action = {
        type: 'modifyHeaders' as chrome.declarativeNetRequest.RuleActionType,
        requestHeaders: [
          { header: 'origin', operation: 'remove' as chrome.declarativeNetRequest.HeaderOperation },
        ],
      };
      await chrome.declarativeNetRequest.updateDynamicRules({ addRules: [{ id: 1, action, condition }] });
    });
    expect(await post()).toBeUndefined();
  });
});
