import { MAP_HOST } from '../map-site.ts';
import type { ChangedMessage, Command, Reply, ViewOf } from '../messages/protocol.ts';
import { patternOf } from '../permissions/patterns.ts';
import { providerPatterns } from '../permissions/provider.ts';
import { browser, isFirefox } from './browser.ts';

/** Sends one command to the worker and waits for its answer. Never throws: a lost worker is a failure reply. */
export async function send<C extends Command>(command: C): Promise<Reply<ViewOf<C['command']>>> {
  try {
    return (await browser.runtime.sendMessage(command)) as Reply<ViewOf<C['command']>>;
  } catch {
    return { ok: false, failure: { code: 'unknown', values: [] } };
  }
}

/** Sends one command in this very tick without waiting: what comes next may close the page. */
export function post(command: Command): void {
  void send(command);
}

/**
 * Asks the browser for host access. Must be called in the click itself: Firefox counts only the click's own tick
 * as the user's act.
 * @param origins Match patterns, `https://geo.example.com/*`.
 * @returns true where the user said yes, or had before.
 */
export async function requestOrigins(origins: string[]): Promise<boolean> {
  try {
    return await browser.permissions.request({ origins });
  } catch {
    return false;
  }
}

/** Whether this browser's host patterns name ports. */
export const portsInPatterns = !isFirefox;

/** Host patterns that signing in with a provider's form needs. */
export const patternsOfForm = (fields: Readonly<Record<string, string>>): string[] =>
  providerPatterns(fields, portsInPatterns);

/** Host patterns of addresses; what is none is left out. */
export function patternsOfServices(urls: readonly string[]): string[] {
  const origins = urls.flatMap((url) => URL.parse(url)?.origin ?? []).filter((origin) => origin !== 'null');
  return [...new Set(origins.map((origin) => patternOf(origin, !isFirefox)))];
}

/** In one click: gives match patterns back and keeps others that the browser would take along. */
export async function swapOrigins(remove: string[], keep: string[]): Promise<void> {
  await browser.permissions.remove({ origins: remove });
  await browser.permissions.request({ origins: keep });
}

/** True where the browser would not ask for these match patterns. */
export function hasOrigins(origins: string[]): Promise<boolean> {
  return browser.permissions.contains({ origins });
}

/**
 * Calls back whenever the worker says that the view changed.
 * @param options.answers true in the popup alone: the answer tells the worker that what waits is seen, so that it need
 * neither open the popup nor call by the badge.
 * @returns a function that stops it.
 */
export function onChanged(callback: () => void, options = { answers: false }): () => void {
  const listener = (message: unknown) => {
    if ((message as Partial<ChangedMessage> | null)?.event !== 'changed') return undefined;
    callback();
    return options.answers ? Promise.resolve(true) : undefined;
  };
  browser.runtime.onMessage.addListener(listener);
  return () => browser.runtime.onMessage.removeListener(listener);
}

/** The tab that this popup is about: the active one, or `?tab=` where the popup stands in a tab of its own. */
export async function currentTabId(): Promise<number> {
  const named = new URLSearchParams(location.search).get('tab');
  if (named !== null && /^\d+$/.test(named)) return Number(named);
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? 0;
}

/** The tab that this page itself stands in. */
export async function ownTabId(): Promise<number> {
  return (await browser.tabs.getCurrent())?.id ?? 0;
}

/** A sentence of `public/_locales` in the user's language; `values` fill $1, $2, ... Our own map is called by its name. */
export function translate(key: string, ...values: string[]): string {
  const named = values.map((value) => (value === MAP_HOST ? browser.i18n.getMessage('ownMap') : value));
  return browser.i18n.getMessage(key, named);
}

/** The language tag of the user's browser, for `lang` and number formats. */
export function locale(): string {
  return browser.i18n.getUILanguage();
}

/**
 * Opens one of our own pages in a tab.
 * @param opener The tab that comes back to the front when the new one closes.
 */
export function openPage(path: string, opener?: number): Promise<void> {
  return openTab(browser.runtime.getURL(path), opener);
}

/**
 * Opens an address of the web in a tab; does nothing where it is not http or https.
 * @param opener The tab that comes back to the front when the new one closes.
 */
export async function openAddress(url: string, opener?: number): Promise<void> {
  if (/^https?:\/\//i.test(url)) await openTab(url, opener);
}

async function openTab(url: string, opener?: number): Promise<void> {
  const plain = () => browser.tabs.create({ url });
  // A tab in another window opens none here.
  await (opener === undefined ? plain() : browser.tabs.create({ url, openerTabId: opener }).catch(plain));
}

/**
 * Copies a text. Must be called in the click itself: only there the browser lets a page write to the clipboard.
 * @returns false where the browser does not let us.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Closes the popup. */
export function closeSelf(): void {
  window.close();
}

/** Closes the tab that this page stands in. `window.close()` does not in Firefox: no script opened the tab. */
export async function closeTab(): Promise<void> {
  const tab = await browser.tabs.getCurrent();
  if (tab?.id !== undefined) await browser.tabs.remove(tab.id);
}

/** Offers a text as a file to download. */
export function saveFile(name: string, text: string, type = 'application/json'): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // The browser has taken the file by the next turn at the earliest; until then the address must stay.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
