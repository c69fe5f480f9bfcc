import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chromium } from '../drivers/chromium.ts';
import { until } from '../drivers/wait.ts';
import { rulesIn } from './state.ts';

/** Does something with the extension as the browser's own page of extensions does it. */
async function onExtensionsPage<A>(browser: Chromium, work: (id: string) => Promise<A>): Promise<A> {
  const page = await browser.newPage('chrome://extensions');
  try {
    return await page.evaluate(work, browser.extensionId);
  } finally {
    await page.close();
  }
}

declare const chrome: typeof globalThis.chrome & {
  developerPrivate: { reload(id: string, options: object): Promise<void> };
};

/** While the extension is away nothing is signed either: what counts begins when its worker runs again. */
export async function backAgain(browser: Chromium): Promise<void> {
  await until('the worker with an empty list of rules', async () => (await rulesIn(browser)).length === 0);
}

export async function reloadItself(browser: Chromium): Promise<void> {
  const worker = await browser.worker();
  const closed = new Promise((resolve) => worker.once('close', resolve));
  await browser.evaluateInWorker(() => setTimeout(() => chrome.runtime.reload(), 0));
  await closed;
  await backAgain(browser);
}

export async function update(browser: Chromium): Promise<void> {
  const file = join(browser.extensionDir, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { version: string };
  await writeFile(file, JSON.stringify({ ...manifest, version: '0.1.1' }));
  await onExtensionsPage(browser, (id) => chrome.developerPrivate.reload(id, { failQuietly: true }));
  await backAgain(browser);
}

export async function disableAndEnable(browser: Chromium): Promise<void> {
  await onExtensionsPage(browser, async (id) => {
    await chrome.management.setEnabled(id, false);
    await chrome.management.setEnabled(id, true);
  });
}
