import { readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page, type Worker } from 'playwright-core';
import { chromiumArguments } from './chromium-arguments.ts';
import { prepareChromiumProfile } from './chromium-profile.ts';
import { tempFolder } from './temp-folder.ts';
import { until } from './wait.ts';

export interface ChromiumOptions {
  /** Folder of the unpacked extension. */
  extension: string;
  /** Profile folder to use again; a new one by default. */
  profile?: string;
  /** Default true. */
  headless?: boolean;
  /** More command line arguments. */
  args?: string[];
  /** X display for a browser with windows, for example `:99`. */
  display?: string;
  ignoreCertificateErrors?: boolean;
  /** Default `MAP *.example 127.0.0.1`. */
  hostResolverRules?: string;
}

export interface Chromium {
  context: BrowserContext;
  extensionId: string;
  profileDir: string;
  /** The folder the extension was loaded from; to change its files before a reload. */
  extensionDir: string;
  /** The extension's service worker; woken where it sleeps. */
  worker(): Promise<Worker>;
  /** Runs a self-contained function in the extension's service worker. */
  evaluateInWorker<R, A = undefined>(fn: (arg: A) => R | Promise<R>, arg?: A): Promise<R>;
  newPage(url: string): Promise<Page>;
  /** The browser's id of the tab that shows this page. */
  tabId(page: Page): Promise<number>;
  /** The popup's page in a window of its own, bound to the tab of `page`. No `activeTab` comes with it. */
  openPopup(page: Page): Promise<Page>;
  /** Ends the extension's service worker, as the browser does with an idle one. */
  stopWorker(): Promise<void>;
  /** The extension reloads itself from its folder; its open pages close. */
  reloadExtension(): Promise<void>;
  /** `kill -9` of all the browser's processes. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Starts Chromium with a profile of its own and one unpacked extension that has a service worker. */
export async function launchChromium(options: ChromiumOptions): Promise<Chromium> {
  const profileDir = await realpath(options.profile ?? (await tempFolder('chromium')));
  const extensionDir = await realpath(options.extension);
  const headless = options.headless ?? true;
  await prepareChromiumProfile(profileDir, extensionDir);
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: '/usr/bin/chromium',
    headless,
    ignoreDefaultArgs: ['--disable-extensions'],
    viewport: null,
    ...(options.display ? { env: { ...process.env, DISPLAY: options.display } } : {}),
    args: chromiumArguments({
      extension: extensionDir,
      headless,
      ignoreCertificateErrors: options.ignoreCertificateErrors ?? false,
      hostResolverRules: options.hostResolverRules ?? 'MAP *.example 127.0.0.1',
      more: options.args ?? [],
    }),
  });
  const first =
    context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 20_000 }));
  const extensionId = new URL(first.url()).host;
  const origin = `chrome-extension://${extensionId}`;
  /** Playwright goes on listing a worker that ended, and the same object serves the next one: so it is asked. */
  async function living(): Promise<Worker | undefined> {
    for (const candidate of context.serviceWorkers().toReversed()) {
      if (!candidate.url().startsWith(`${origin}/`)) continue;
      const silent = new Promise<boolean>((resolve) => setTimeout(resolve, 2000, false));
      const answer = candidate.evaluate(() => true).catch(() => false);
      if (await Promise.race([answer, silent])) return candidate;
    }
    return undefined;
  }

  /** Opening a page of the extension does not start its worker, a message from there does. */
  async function withExtensionPage<R>(run: (page: Page) => Promise<R>): Promise<R> {
    const page = await context.newPage();
    try {
      await page.goto(`${origin}/manifest.json`);
      return await run(page);
    } finally {
      await page.close();
    }
  }

  let stopped = false;
  async function worker(): Promise<Worker> {
    const running = stopped ? undefined : await living();
    if (running) return running;
    await withExtensionPage((page) =>
      page.evaluate(() => chrome.runtime.sendMessage({ wake: true }).catch(() => undefined)),
    );
    stopped = false;
    return until('the service worker', living);
  }

  /**
   * Without host permission the browser hides a tab's address, so the tab is found as the active one of its window.
   * The address shown is another where the extension opened a page of its own in front meanwhile: then once more.
   */
  async function tabId(page: Page): Promise<number> {
    const session = await context.newCDPSession(page);
    const { windowId } = await session.send('Browser.getWindowForTarget');
    await session.detach();
    return until(`the tab of ${page.url()}`, async () => {
      // Waking the worker puts another tab in front for a moment, so that comes first.
      const awake = await worker();
      await page.bringToFront();
      const tabs = await awake.evaluate((id) => chrome.tabs.query({ active: true, windowId: id }), windowId);
      const tab = tabs[0];
      return tab?.url === undefined || tab.url === page.url() ? tab?.id : undefined;
    });
  }

  async function stopWorker(): Promise<void> {
    await withExtensionPage(async (page) => {
      const session = await context.newCDPSession(page);
      const end = new Promise<void>((resolve) => {
        session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
          if (versions.some((version) => version.runningStatus === 'stopped')) resolve();
        });
      });
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      await end;
    });
    stopped = true;
  }

  async function reloadExtension(): Promise<void> {
    const leaving = await worker();
    const gone = leaving.waitForEvent('close');
    // Its answer may not get out any more.
    void leaving.evaluate(() => void setTimeout(() => chrome.runtime.reload())).catch(() => undefined);
    await gone;
    await until('the extension to be back', () => withExtensionPage(async () => true).catch(() => false));
  }

  return {
    context,
    extensionId,
    profileDir,
    extensionDir,
    worker,
    evaluateInWorker: async <R, A>(fn: (arg: A) => R | Promise<R>, arg?: A): Promise<R> => {
      const run = async (): Promise<R> => (await worker()).evaluate(fn as never, arg as never);
      try {
        return await run();
      } catch (error) {
        // A worker that is about to end answers that it lives, and then has not begun.
        if (!(error instanceof Error) || !error.message.endsWith('No SW')) throw error;
        return run();
      }
    },
    newPage: async (url) => {
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
    tabId,
    openPopup: async (page) => {
      const url = `${origin}/popup.html?tab=${await tabId(page)}`;
      const known = new Set(context.pages());
      // A window of its own: of two tabs in one window the hidden one is drawn once a second.
      await (await worker()).evaluate(
        (address) => chrome.windows.create({ url: address, type: 'popup', width: 380, height: 640 }),
        url,
      );
      return until('the popup', () =>
        context.pages().find((other) => !known.has(other) && other.url() === url),
      );
    },
    stopWorker,
    reloadExtension,
    kill: async () => {
      const pid = Number((await readlink(join(profileDir, 'SingletonLock'))).split('-').at(-1));
      const gone = new Promise((resolve) => context.once('close', resolve));
      process.kill(-pid, 'SIGKILL');
      await gone;
    },
    close: () => context.close(),
  };
}
