import { createQueue } from '../queue.ts';
import type { Answer, AuthorizerPort, OwnWindow } from '../sign-in/authorizer.ts';
import { browser } from './browser.ts';

/** Where the browser itself waits for a provider's answer: to be registered there as redirect URI. */
export function redirectUri(): string {
  return browser.identity.getRedirectURL();
}

/** Both browsers say in words alone why a flow ended. */
const NEEDS_USER = /interact/i;
const CANCELLED = /approve|cancel|denied/i;

/** Chromium refuses a second window of its own while one is open. */
const inTurn = createQueue();

/**
 * The browser's own flow (`identity.launchWebAuthFlow`).
 * @param interactive false to try without a window, where the provider's session may still live.
 */
export const launchFlow: AuthorizerPort['launchFlow'] = (url, interactive, options) =>
  interactive ? inTurn(() => runInWindow(url, options)) : run(url, false);

async function run(url: string, interactive: boolean): Promise<Answer> {
  try {
    const answered = await browser.identity.launchWebAuthFlow({ url, interactive });
    return { what: 'answered', url: answered };
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    if (NEEDS_USER.test(words)) return { what: 'needsUser' };
    return { what: CANCELLED.test(words) ? 'cancelled' : 'ended' };
  }
}

/** Windows of our own, which are not the browser's. */
const own = new Set<number>();

/** Neither browser says which window shows its flow: it is the first one that no page has opened since. */
async function runInWindow(
  url: string,
  { signal, opened }: Parameters<AuthorizerPort['launchFlow']>[2] = {},
): Promise<Answer> {
  let shownIn: number | undefined;
  const close = () => {
    if (shownIn !== undefined && !own.has(shownIn)) void closeWindow(shownIn);
  };
  const onCreated = async ({ openerTabId, windowId = -1 }: { openerTabId?: number; windowId?: number }) => {
    if (openerTabId !== undefined || shownIn !== undefined || own.has(windowId)) return;
    const made = await browser.windows.get(windowId).catch(() => null);
    if (made?.type !== 'popup' || shownIn !== undefined) return;
    shownIn = windowId;
    opened?.(windowId);
    if (signal?.aborted) close();
  };
  browser.tabs.onCreated.addListener(onCreated);
  signal?.addEventListener('abort', close);
  try {
    return signal?.aborted ? { what: 'cancelled' } : await run(url, true);
  } finally {
    browser.tabs.onCreated.removeListener(onCreated);
    signal?.removeEventListener('abort', close);
  }
}

/** An extension's worker is ended after 30 s without a call; a person needs longer to sign in. In milliseconds. */
const KEEP_AWAKE_MS = 20_000;
const LOOK_AGAIN_MS = 10;

/** A window of our own, with one tab, that shows nothing yet. */
export async function openWindow(): Promise<OwnWindow> {
  const made = await browser.windows.create({ type: 'popup', url: 'about:blank', width: 520, height: 720 });
  const windowId = made.id ?? -1;
  const tabId = made.tabs?.[0]?.id ?? -1;
  own.add(windowId);
  return {
    tabId,
    windowId,
    show: async (url) => {
      await emptyPageIn(tabId);
      await browser.tabs.update(tabId, { url });
    },
    close: () => closeWindow(windowId),
    watch: ({ leads, closed }) => watchWindow(tabId, leads, closed),
  };
}

/** In Chromium the empty page of a new window comes late, and would take the place of what is shown before it. */
async function emptyPageIn(tabId: number): Promise<void> {
  while ((await browser.tabs.get(tabId)).status === 'loading') {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

export async function closeWindow(windowId: number): Promise<void> {
  own.delete(windowId);
  await browser.windows.remove(windowId).catch(() => undefined);
}

/** Calls back for every address that the tab is led to, before it is asked for, and once when the tab is closed. */
function watchWindow(tabId: number, leads: (url: string) => void, closed: () => void): () => void {
  const onRequest = ({ url }: { url: string }) => {
    leads(url);
    return undefined;
  };
  const onRemoved = (removed: number) => {
    if (removed === tabId) closed();
  };
  browser.webRequest.onBeforeRequest.addListener(onRequest, {
    urls: ['<all_urls>'],
    types: ['main_frame'],
    tabId,
  });
  browser.tabs.onRemoved.addListener(onRemoved);
  const awake = setInterval(() => void browser.runtime.getPlatformInfo(), KEEP_AWAKE_MS);
  return () => {
    clearInterval(awake);
    browser.webRequest.onBeforeRequest.removeListener(onRequest);
    browser.tabs.onRemoved.removeListener(onRemoved);
  };
}
