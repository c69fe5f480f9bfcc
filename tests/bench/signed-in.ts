import type { Page } from 'playwright-core';
import type { Command, Reply } from '../../lib/messages/protocol.ts';
import { type Chromium, launchChromium } from '../e2e/drivers/chromium.ts';
import { grantedCopy } from '../e2e/drivers/extension.ts';
import { patternOf } from '../e2e/harness.ts';
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
 * is ended and reads them when it starts again; one *Resume* makes it install the rules.
 * @returns how many session rules stand.
 */
export async function signInTo(browser: Chromium, page: Page, many: ManySources): Promise<number> {
  await browser.evaluateInWorker(
    async ({ local, session }) => {
      await chrome.storage.local.set(local);
      await chrome.storage.session.set(session);
    },
    { local: localRecords(many), session: sessionRecords(many) },
  );
  const tabId = await browser.tabId(page);
  await browser.stopWorker();
  const popup = await browser.context.newPage();
  await popup.goto(`chrome-extension://${browser.extensionId}/popup.html?tab=${tabId}`);
  const [first] = many.saved.grants;
  const [source] = many.saved.sources;
  const reply = await sendFrom(popup, { command: 'look', tabId });
  if (!reply.ok) throw new Error(`Layerkey says: ${JSON.stringify(reply)}`);
  await sendFrom(popup, { command: 'resume', tabId, key: `${first?.site} ${source?.urls[0]}` });
  const rules = await popup.evaluate(() => chrome.declarativeNetRequest.getSessionRules());
  await popup.close();
  return rules.length;
}
