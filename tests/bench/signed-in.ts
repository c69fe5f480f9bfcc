import type { Page } from 'playwright-core';
import type { Command, Reply } from '../../lib/messages/protocol.ts';
import { type Chromium, launchChromium } from '../e2e/drivers/chromium.ts';
import { grantedCopy } from '../e2e/drivers/extension.ts';
import { until } from '../e2e/drivers/wait.ts';
import { patternOf } from '../e2e/support/harness.ts';
import { localRecords, type ManySources, sessionRecords } from './many-sources.ts';

/** Chromium with Layerkey, which may reach these origins. */
export async function withLayerkey(layerkey: string, urls: string[]): Promise<Chromium> {
  return launchChromium({ extension: await grantedCopy(layerkey, [...new Set(urls.map(patternOf))]) });
}

/** Sends a command as the popup would. */
export function sendFrom(popup: Page, command: Command): Promise<Reply> {
  return popup.evaluate((message) => chrome.runtime.sendMessage(message) as Promise<Reply>, command);
}

/**
 * Makes Layerkey what it would be after signing in to all of these: the records are written in its own form, its worker
 * is ended, reads them when it wakes up again, and installs the rules.
 * @returns how many session rules stand.
 */
export async function signInTo(browser: Chromium, many: ManySources): Promise<number> {
  await browser.evaluateInWorker(
    async ({ local, session }) => {
      await chrome.storage.local.set(local);
      await chrome.storage.session.set(session);
    },
    { local: localRecords(many), session: sessionRecords(many) },
  );
  await browser.stopWorker();
  const rules = () => chrome.declarativeNetRequest.getSessionRules();
  return until('the rules', async () => (await browser.evaluateInWorker(rules)).length);
}
