import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { windowRules } from '../../lib/rules/windows.ts';
import type { BrowserName } from './drivers/either-browser.ts';
import { ELSEWHERE, leading, type SignInBench, startSignInBench } from './drivers/sign-in-bench.ts';
import { until } from './drivers/wait.ts';

/** A program that listens on the port of its redirect URI, as QGIS does. */
async function startListener() {
  const asked: string[] = [];
  let connections = 0;
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Arrived</title>');
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  return {
    port: (server.address() as AddressInfo).port,
    asked: () => asked.filter((url) => url !== '/favicon.ico'),
    connections: () => connections,
    forget: () => {
      asked.length = 0;
      connections = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

interface Window {
  windowId: number;
  tabId: number;
}

interface Led {
  led?: string[];
  ended?: string[];
}

/** Runs in the worker: a window as `openWindow` of lib/platform/sign-in-window.ts opens it, and what it is led to. */
async function openAndWatch(): Promise<Window> {
  const made = await chrome.windows.create({ type: 'popup', url: 'about:blank', width: 520, height: 720 });
  const tabId = made?.tabs?.[0]?.id ?? -1;
  // What Chromium is led to before the empty page is there may give way to it.
  while ((await chrome.tabs.get(tabId)).status === 'loading') {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const [led, ended]: [string[], string[]] = [[], []];
  Object.assign(globalThis, { led, ended });
  chrome.webRequest.onBeforeRequest.addListener(
    ({ url }) => {
      led.push(url);
      return undefined;
    },
    { urls: ['<all_urls>'], types: ['main_frame'], tabId },
  );
  chrome.webRequest.onErrorOccurred.addListener(({ url }) => void ended.push(url), {
    urls: ['<all_urls>'],
    types: ['main_frame'],
    tabId,
  });
  return { windowId: made?.id ?? -1, tabId };
}

/** What a window of our own at a provider stands on: the answer is read and does not leave the browser. */
describe.each<BrowserName>(['chrome', 'firefox'])('platform: a sign-in window of our own, %s', (name) => {
  let listener: Awaited<ReturnType<typeof startListener>>;
  let bench: SignInBench;
  let window: Window;
  /** As the client of a desktop program is registered; the extension may reach it. */
  let redirect: string;

  beforeAll(async () => {
    listener = await startListener();
    redirect = `http://127.0.0.1:${listener.port}/`;
    bench = await startSignInBench(name, [`${redirect}*`]);
  });
  afterAll(async () => {
    await bench?.stop();
    await listener?.close();
  });
  afterEach(async () => {
    await bench.browser.inBackground(async ({ windowId }: Window) => {
      await chrome.windows.remove(windowId).catch(() => undefined);
      await chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds: [1] });
    }, window);
    listener.forget();
  });

  /** Opens a window whose tab may not go to `stopped`. */
  async function open(stopped = redirect): Promise<void> {
    window = await bench.browser.inBackground(openAndWatch);
    const [compiled] = windowRules([{ tabId: window.tabId, redirect: stopped }]);
    await bench.browser.inBackground(
      (rule: unknown) =>
        chrome.declarativeNetRequest.updateSessionRules({
          removeRuleIds: [1],
          addRules: [rule as chrome.declarativeNetRequest.Rule],
        }),
      { id: 1, ...compiled?.rule },
    );
  }
  const show = (url: string) =>
    bench.browser.inBackground(
      ({ tabId, url }: { tabId: number; url: string }) =>
        chrome.tabs.update(tabId, { url }).then(() => undefined),
      { tabId: window.tabId, url },
    );
  const seen = () =>
    bench.browser.inBackground(() => {
      const { led = [], ended = [] } = globalThis as Led;
      return { led, ended };
    });
  /** Waits until the tab was led there; `ended` once the browser gave it up. */
  const comes = (url: string, what: 'led' | 'ended' = 'ended') =>
    until(`the tab to be led to ${url}`, async () => (await seen())[what].includes(url));
  /** A driver's own click would wait for the page that never comes. */
  const sendForm = async (host = bench.provider.url()) => {
    const page = await bench.browser.pageAt(`${host}/form`);
    await page.evaluate(() => document.forms[0]?.requestSubmit());
  };
  /** What could have been on its way to the port would be there before this. @returns what was there all in all. */
  async function arrived(): Promise<string[]> {
    await bench.browser.newPage(`${redirect}last`);
    return listener.asked();
  }

  test.each([
    ['302', '?code=1&state=2'],
    ['302', '#code=1'],
    ['303', '?error=access_denied'],
    ['307', '?code=1'],
    ['script', '?code=1'],
    ['refresh', '?code=1'],
  ])('by %s to %s: the whole address is known, and nothing reaches the port', async (how, rest) => {
    await open();
    await show(`${bench.provider.url()}${leading(how, `${redirect}${rest}`)}`);
    await comes(`${redirect}${rest}`);
    expect((await seen()).led.at(-1)).toBe(`${redirect}${rest}`);
    expect(listener.connections()).toBe(0);
    expect(await arrived()).toEqual(['/last']);
  });

  test('a form that is sent off leads to the address, and nothing reaches the port', async () => {
    await open();
    await show(`${bench.provider.url()}${leading('form', `${redirect}?code=form`)}`);
    await sendForm();
    await comes(`${redirect}?code=form`);
    expect(listener.connections()).toBe(0);
    expect(await arrived()).toEqual(['/last']);
  });

  test('from a page of a host that may not be reached it is the same', async () => {
    await open();
    const there = bench.provider.url(ELSEWHERE);
    await show(`${there}${leading('form', `${redirect}?code=other`)}`);
    await sendForm(there);
    await comes(`${redirect}?code=other`);
    // Of that host's own pages nothing is told.
    expect((await seen()).led).toEqual([`${redirect}?code=other`]);
    expect(listener.connections()).toBe(0);
    expect(await arrived()).toEqual(['/last']);
  });

  test('another tab that is led to the same address arrives there', async () => {
    await open();
    await show(`${bench.provider.url()}${leading('302', `${redirect}?code=mine`)}`);
    await comes(`${redirect}?code=mine`);
    await bench.browser.newPage(`${bench.provider.url()}${leading('302', `${redirect}?code=theirs`)}`);
    expect(await arrived()).toEqual(['/?code=theirs', '/last']);
  });

  test('an address that may not be reached is neither told nor stopped', async () => {
    const outside = `http://outside.localhost:${listener.port}/`;
    await open(outside);
    await show(`${bench.provider.url()}${leading('302', `${outside}?code=gone`)}`);
    await until('the request', () => listener.asked().includes('/?code=gone'));
    const next = `${bench.provider.url()}/page`;
    await show(next);
    await comes(next, 'led');
    expect((await seen()).led.filter((url) => !url.startsWith(bench.provider.url()))).toEqual([]);
  });

  test('where it is told and nothing stops it, it arrives', async () => {
    await open(`${redirect}elsewhere`);
    await show(`${bench.provider.url()}${leading('302', `${redirect}?code=1`)}`);
    await until('the request', () => listener.asked().includes('/?code=1'));
    await comes(`${redirect}?code=1`, 'led');
  });

  test('the address is stopped with whatever answer, and nothing below or beside it', async () => {
    await open(`${redirect}back`);
    for (const rest of ['back?code=1', 'back#code=1', 'back']) {
      await show(`${bench.provider.url()}${leading('302', `${redirect}${rest}`)}`);
      await comes(`${redirect}${rest}`);
    }
    expect(listener.connections()).toBe(0);
    for (const rest of ['back/login', 'backwards', '?back']) {
      await show(`${redirect}${rest}`);
      await until('the request', () => listener.asked().includes(`/${rest}`));
    }
  });

  test('a window that is closed is told as a tab that goes', async () => {
    await open();
    await bench.browser.inBackground((tabId: number) => {
      chrome.tabs.onRemoved.addListener((removed) => {
        if (removed === tabId) Object.assign(globalThis, { isGone: true });
      });
    }, window.tabId);
    await show(`${bench.provider.url()}/page`);
    await (await bench.browser.pageAt(`${bench.provider.url()}/page`)).close();
    await until('the tab to go', () =>
      bench.browser.inBackground(() => (globalThis as { isGone?: boolean }).isGone),
    );
  });
});
