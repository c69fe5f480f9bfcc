import { browser, GUARD_ALARM, isFirefox, LOCK_ALARM, RENEWAL_ALARM } from './browser.ts';
import { siteAsking } from './own-pages.ts';
import { listenWithAccess } from './web-request.ts';

/** Who sent a message, as far as it decides whether we listen. */
export interface Sender {
  id: string | undefined;
  url: string | undefined;
  /** 0 for a page of its own; undefined for a popup. */
  frameId: number | undefined;
}

/** Origin of this extension's own pages, with the slash behind it. */
export const ownOrigin = (): string => browser.runtime.getURL('');

export const ownId = (): string => browser.runtime.id;

/** Answers messages; `handle` returns undefined for those that are not for us. */
export function onCommand(handle: (message: unknown, sender: Sender) => Promise<unknown> | undefined): void {
  browser.runtime.onMessage.addListener(
    (message: unknown, sender: { id?: string; url?: string; frameId?: number }) =>
      handle(message, { id: sender.id, url: sender.url, frameId: sender.frameId }),
  );
}

/** The user, or the browser's own settings page, gave or took host access. */
export function onPermissionsChanged(added: () => void, removed: () => void): void {
  browser.permissions.onAdded.addListener(added);
  browser.permissions.onRemoved.addListener(removed);
}

export function onInstalled(callback: (first: boolean) => void): void {
  browser.runtime.onInstalled.addListener(({ reason }) => callback(reason === 'install'));
}

/** A tab leaves its page, has its new one, or is closed. */
export function onTabs(callbacks: {
  leaves: (tabId: number) => void;
  loaded: (tabId: number) => void;
  closed: (tabId: number) => void;
}): void {
  browser.tabs.onUpdated.addListener((tabId, change) => {
    if (change.status === 'loading') callbacks.leaves(tabId);
    if (change.status === 'complete') callbacks.loaded(tabId);
  });
  browser.tabs.onRemoved.addListener(callbacks.closed);
}

/** A sign-in is due for renewal. */
export function onRenewalDue(callback: () => void): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === RENEWAL_ALARM) callback();
  });
}

/** An account that was paused is to be looked at again; and the computer has a network again, or has none. */
export function onGuardSignals(callbacks: {
  due: (accountId: string) => void;
  network: (online: boolean) => void;
}): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name.startsWith(GUARD_ALARM)) callbacks.due(name.slice(GUARD_ALARM.length));
  });
  self.addEventListener('online', () => callbacks.network(true));
  self.addEventListener('offline', () => callbacks.network(false));
}

/** What ends sign-ins without a command from a page. */
export function onLockSignals(callbacks: {
  /** The alarm of `lockAlarm`. */
  alarm: () => void;
  /** The computer was locked. Firefox never tells. */
  computerLocked: () => void;
  /** Somebody is back after a while, or went. */
  useChanged: () => void;
  /** The keyboard command *Lock saved sign-ins*. */
  shortcut: () => void;
}): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === LOCK_ALARM) callbacks.alarm();
  });
  browser.idle.onStateChanged.addListener((state) =>
    state === 'locked' ? callbacks.computerLocked() : callbacks.useChanged(),
  );
  browser.commands.onCommand.addListener((name) => {
    if (name === 'lock-now') callbacks.shortcut();
  });
}

/** A server's or a proxy's question for a password, before the browser asks the user. */
export interface AuthQuestion {
  /** The request's, as `watchRequests` tells it. */
  id: string;
  url: string;
  method: string;
  isProxy: boolean;
  site: string | undefined;
}

/** Lets `suppress` decide which of the browser's own login dialogs stay away; the page then gets its refusal. */
export function onAuthQuestion(suppress: (question: AuthQuestion) => Promise<boolean>): void {
  type Details = {
    requestId: string;
    url: string;
    method: string;
    isProxy: boolean;
    tabId: number;
    initiator?: string;
    originUrl?: string;
  };
  type Answer = (response: { cancel?: boolean }) => void;
  // The callback form works in both browsers; a returned object is ignored and the request hangs.
  const listener = (details: Details, answer?: Answer) => {
    suppress({
      id: details.requestId,
      url: details.url,
      method: details.method.toLowerCase(),
      isProxy: details.isProxy,
      site: siteAsking(details.initiator ?? details.originUrl, details.tabId),
    }).then(
      (cancel) => answer?.(cancel ? { cancel } : {}),
      () => answer?.({}),
    );
    return undefined;
  };
  type Event = {
    addListener(
      listener: (details: Details, answer?: Answer) => undefined,
      filter: object,
      extra: string[],
    ): void;
    removeListener(listener: unknown): void;
  };
  const event = browser.webRequest.onAuthRequired as unknown as Event;
  listenWithAccess({
    add: () => event.addListener(listener, { urls: ['<all_urls>'] }, ['asyncBlocking']),
    remove: () => event.removeListener(listener),
  });
}

/**
 * What the two browsers can do: match patterns take a port in Chromium; rules a condition on the page on top; and there giving back all sites takes
 * every single site along.
 */
export const capabilities = {
  portsInPatterns: !isFirefox,
  topDomains: !isFirefox,
  allSitesTakeSingleOnes: !isFirefox,
  /** Firefox does not tell extensions when the computer locks. */
  tellsComputerLocked: !isFirefox,
};
