import { expect } from 'vitest';
import type { Chromium } from '../drivers/chromium.ts';
import { backAgain } from './extension-life.ts';
import { heldIn, savedIn } from './state.ts';

/**
 * As after the installation, in a browser that goes on: nothing is saved, held or signed, no alarm is set, no site has a
 * cookie, and the extension starts. Every page is closed but the first, empty one. What the manifest grants stays granted.
 */
export async function installedAnew(browser: Chromium): Promise<void> {
  const [first, ...others] = browser.context.pages();
  expect(first?.url()).toBe('about:blank');
  for (const page of others) await page.close();
  await browser.context.clearCookies();
  const worker = await browser.worker();
  const closed = new Promise((resolve) => worker.once('close', resolve));
  await worker.evaluate(async () => {
    await chrome.alarms.clearAll();
    await chrome.storage.local.clear();
    await chrome.storage.session.clear();
    setTimeout(() => chrome.runtime.reload(), 0);
  });
  await closed;
  await backAgain(browser);
  expect(await savedIn(browser)).toEqual({});
  expect(
    Object.keys(await heldIn(browser)).filter((key) => /^(account|credential|row|key|deadline):/.test(key)),
  ).toEqual([]);
  expect(await browser.evaluateInWorker(() => chrome.alarms.getAll())).toEqual([]);
}
