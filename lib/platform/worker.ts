import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';
import { readCertificateError } from '../explain/certificate.ts';
import type { ChangedMessage } from '../messages/protocol.ts';
import { browser, GUARD_ALARM, LOCK_ALARM, netRequest, RENEWAL_ALARM } from './browser.ts';
import { mayPassInDocument, responseInDocument } from './offscreen.ts';
import { isOwn, siteAt } from './own-pages.ts';
import { isOwnReferer } from './own-referer.ts';
import { watchOwnRequest } from './own-requests.ts';
import type { Permissions, RuleStore, StorageArea } from './ports.ts';

export const localStorageArea: StorageArea = browser.storage.local;
export const sessionStorageArea: StorageArea = browser.storage.session;

export const ruleStore: RuleStore = {
  // Chromium's name for those that change requests; Firefox has one number for all. Both are 5,000.
  mostRules: netRequest.MAX_NUMBER_OF_UNSAFE_SESSION_RULES ?? netRequest.MAX_NUMBER_OF_SESSION_RULES,
  getSessionRules: async () => (await netRequest.getSessionRules()).filter((rule) => !isOwnReferer(rule)),
  updateSessionRules: (update) => netRequest.updateSessionRules(update),
};

export const permissions: Permissions = {
  contains: (origins) => browser.permissions.contains({ origins: [...origins] }),
  granted: async () => (await browser.permissions.getAll()).origins ?? [],
  remove: async (origins) => {
    // What the manifest itself asks for cannot be given back; nothing else fails here.
    await browser.permissions.remove({ origins: [...origins] }).catch(() => false);
  },
};

/** Tells our open pages that the view changed. @returns true where the popup is one of them. */
export async function announceChange(): Promise<boolean> {
  const message: ChangedMessage = { event: 'changed' };
  return browser.runtime.sendMessage(message).then(
    (answer: unknown) => answer === true,
    () => false,
  );
}

/** Opens the popup where the browser allows it without a click. @returns true where it did. */
export async function reopenPopup(): Promise<boolean> {
  return browser.action.openPopup().then(
    () => true,
    () => false,
  );
}

/** Shows a few characters on the icon for one tab; '' for none. */
export async function setBadge(tabId: number, text: string, colour: string): Promise<void> {
  await Promise.all([
    browser.action.setBadgeText({ tabId, text }),
    browser.action.setBadgeBackgroundColor({ tabId, color: colour }),
    // A tab that was closed meanwhile has no icon.
  ]).catch(() => undefined);
}

export async function reloadTab(tabId: number): Promise<void> {
  await browser.tabs.reload(tabId).catch(() => undefined);
}

/** Opens one of our own pages. */
export async function openOwnPage(path: string): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(path) });
}

/** Opens an address of the web in a new tab in front; does nothing where it is not http or https. */
export async function openTab(url: string): Promise<void> {
  if (/^https?:\/\//i.test(url)) await browser.tabs.create({ url });
}

/** One of the worker's alarms. The browser keeps it while the worker is stopped. */
function alarmOf(name: string) {
  return {
    set: async (when: number): Promise<void> => {
      await browser.alarms.create(name, { when });
    },
    clear: async (): Promise<void> => {
      await browser.alarms.clear(name);
    },
  };
}

/** Tabs whose page on top is of this site, as far as we may see their addresses. */
export async function tabsOfOrigin(origin: string): Promise<number[]> {
  const tabs = await browser.tabs.query({});
  return tabs.flatMap(({ id, url }) => (id !== undefined && siteAt(url) === origin ? [id] : []));
}

/** True where a tab shows a page of ours. */
export async function isOwnTab(tabId: number): Promise<boolean> {
  return browser.tabs.get(tabId).then(
    ({ url }) => isOwn(url),
    () => false,
  );
}

/** When to look again at an account that is paused. */
export const guardAlarm = {
  set: (accountId: string, when: number) => alarmOf(GUARD_ALARM + accountId).set(when),
};

/** False where the browser says that the computer has no network at all. */
export const isOnline = (): boolean => navigator.onLine;

/** Site of the page in a tab; undefined where we may not see it, and for our own pages but the map. */
export async function originOfTab(tabId: number): Promise<string | undefined> {
  return browser.tabs.get(tabId).then(
    ({ url }) => siteAt(url),
    () => undefined,
  );
}

/** When to look whether the computer is still in use. */
export const lockAlarm = alarmOf(LOCK_ALARM);
/** When the next sign-in is to be renewed. */
export const renewalAlarm = alarmOf(RENEWAL_ALARM);

/**
 * Requests to identity providers; `lib/oauth` sets their limits. As {@link ask} does, one whose certificate the worker may
 * not trust is asked once more, in a document.
 * @throws AppError `certificateProblem`, which `fetch` itself does not tell from any other trouble.
 */
export async function fetchProvider(url: string, init: RequestInit): Promise<Response> {
  try {
    return await watchedFetch(fetch, url, init);
  } catch (error) {
    if (!(error instanceof AppError && mayPassInDocument(String(error.cause)))) throw error;
    const response = await watchedFetch(responseInDocument, url, init);
    if (response === null) throw error;
    return response;
  }
}

async function watchedFetch<R extends Response | null>(
  fetch: (url: string, init: RequestInit) => Promise<R>,
  url: string,
  init: RequestInit,
): Promise<R> {
  const watch = watchOwnRequest(new URL(url).href);
  try {
    await watch.ready;
    return await fetch(url, init);
  } catch (error) {
    const told = init.signal?.aborted ? '' : (await watch.told()).error;
    if (readCertificateError(told) === null) throw error;
    throw new AppError('certificateProblem', [hostOf(url)], { cause: told });
  } finally {
    watch.stop();
  }
}

/** Whether anybody used the computer in the last `seconds` (at least 15). */
export function queryIdle(seconds: number): Promise<'active' | 'idle' | 'locked'> {
  return browser.idle.queryState(seconds);
}

/** Sites of the pages in all tabs, as far as the extension may see their addresses: those of granted sites. */
export async function openSites(): Promise<Set<string>> {
  const tabs = await browser.tabs.query({});
  return new Set(tabs.flatMap(({ url }) => siteAt(url) ?? []));
}
