import type { Answer, OwnWindow } from '../sign-in/authorizer.ts';
import { browser } from './browser.ts';

/** Where the browser itself waits for a provider's answer: to be registered there as redirect URI. */
export function redirectUri(): string {
  return browser.identity.getRedirectURL();
}

/** Both browsers say in words alone why a flow ended. */
const NEEDS_USER = /interact/i;
const CANCELLED = /approve|cancel|denied/i;

/**
 * The browser's own flow (`identity.launchWebAuthFlow`).
 * @param interactive false to try without a window, where the provider's session may still live.
 */
export async function launchFlow(url: string, interactive: boolean): Promise<Answer> {
  try {
    const answered = await browser.identity.launchWebAuthFlow({ url, interactive });
    return { what: 'answered', url: answered };
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    if (NEEDS_USER.test(words)) return { what: 'needsUser' };
    return { what: CANCELLED.test(words) ? 'cancelled' : 'ended' };
  }
}

/** An extension's worker is ended after 30 s without a call; a person needs longer to sign in. In milliseconds. */
const KEEP_AWAKE_MS = 20_000;

/** A window of our own, with one tab, that shows nothing yet. */
export async function openWindow(): Promise<OwnWindow> {
  const made = await browser.windows.create({ type: 'popup', url: 'about:blank', width: 520, height: 720 });
  const windowId = made.id ?? -1;
  const tabId = made.tabs?.[0]?.id ?? -1;
  return {
    tabId,
    windowId,
    show: async (url) => {
      await browser.tabs.update(tabId, { url });
    },
    close: () => closeWindow(windowId),
    watch: ({ leads, closed }) => watchWindow(tabId, leads, closed),
  };
}

export async function closeWindow(windowId: number): Promise<void> {
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
