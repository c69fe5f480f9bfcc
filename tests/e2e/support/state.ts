import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chromium } from '../drivers/chromium.ts';

const messages = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../public/_locales/en/messages.json'), 'utf8'),
) as Record<string, { message: string }>;

/** A sentence as the user reads it, from the English texts, with `$1`, `$2`, ... filled in. */
export function sentence(key: string, ...values: string[]): string {
  const text = messages[key]?.message;
  if (text === undefined) throw new Error(`There is no text ${key}`);
  return text.replace(/\$(\d)/g, (_, number) => values[Number(number) - 1] ?? '');
}

/** The session rules that the browser has now, as it gives them. */
export function rulesIn(browser: Chromium): Promise<chrome.declarativeNetRequest.Rule[]> {
  return browser.evaluateInWorker(() => chrome.declarativeNetRequest.getSessionRules());
}

/** All that is saved, on disk. */
export function savedIn(browser: Chromium): Promise<Record<string, unknown>> {
  return browser.evaluateInWorker(() => chrome.storage.local.get(null));
}

/** All that is kept in memory until the browser closes. */
export function heldIn(browser: Chromium): Promise<Record<string, unknown>> {
  return browser.evaluateInWorker(() => chrome.storage.session.get(null));
}

/** The host patterns that Layerkey holds. */
export async function accessIn(browser: Chromium): Promise<string[]> {
  return (await browser.evaluateInWorker(() => chrome.permissions.getAll())).origins ?? [];
}
