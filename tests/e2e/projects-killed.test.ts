import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readProject } from '../../lib/project/read.ts';
import { writeProject } from '../../lib/project/write.ts';
import { project, source } from '../fakes/projects.ts';
import { type Chromium, launchChromium } from './drivers/chromium.ts';
import { builtExtension } from './drivers/extension.ts';
import { tempFolder } from './drivers/temp-folder.ts';
import { until } from './drivers/wait.ts';
import { savedIn, sentence } from './support/state.ts';

const KEY = 'K-4711-polder';

const openMap = (browser: Chromium): Promise<Page> =>
  browser.newPage(`chrome-extension://${browser.extensionId}/map.html`);
const nameOf = (page: Page) => page.getByLabel(sentence('project_name'));

/** The keys in half-filled forms of this page. */
const typedKeys = (page: Page) =>
  page.evaluate(async () => {
    const tab = await chrome.tabs.getCurrent();
    const reply = (await chrome.runtime.sendMessage({ command: 'view', tabId: tab?.id })) as {
      view?: { rows: { draft: { fields: Record<string, string> } | null }[] };
    };
    return reply.view?.rows.map(({ draft }) => draft?.fields.key) ?? [];
  });

/** What the device keeps, as text. */
const kept = async (browser: Chromium) =>
  JSON.stringify(
    Object.entries(await savedIn(browser)).filter(
      ([key]) => key === 'projects' || key.startsWith('project:'),
    ),
  );

test('a file is opened without its key, kept, found again after kill -9, and saved as a file', async () => {
  const extension = await builtExtension('chrome');
  const profile = await tempFolder('chromium');
  let browser = await launchChromium({ extension, profile });
  try {
    let page = await openMap(browser);
    await nameOf(page).waitFor();
    // The key stands in the address of the source, as somebody else's file may have it.
    const url = `https://geo.example/ows?apikey=${KEY}`;
    const clean = project({ sources: [source({ url: 'https://geo.example/ows' })] });
    const text = writeProject(clean).replace('https://geo.example/ows', url);
    expect(text).toContain(KEY);
    const file = { name: 'polder.layerkey.json', mimeType: 'application/json', buffer: Buffer.from(text) };
    await page.setInputFiles('input[type=file]', file);
    await page.getByText(sentence('project_moved', 'geo.example')).waitFor();
    expect(await nameOf(page).inputValue()).toBe('Polder');
    await page.getByText(sentence('project_saved'), { exact: true }).waitFor();
    await until('the key to stand in a form', async () => (await typedKeys(page)).includes(KEY) || undefined);

    await nameOf(page).fill('Dikes');
    await nameOf(page).press('Enter');
    await page.getByText(sentence('project_changed'), { exact: true }).waitFor();
    await until('the change to be kept', async () => (await kept(browser)).includes('Dikes') || undefined);
    await browser.kill();

    browser = await launchChromium({ extension, profile });
    page = await openMap(browser);
    await until('the project', async () => (await nameOf(page).inputValue()) === 'Dikes' || undefined);
    await page.getByText(sentence('project_changed'), { exact: true }).waitFor();
    expect(await kept(browser)).toContain('geo.example/ows');
    expect(await kept(browser)).not.toContain(KEY);

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: sentence('project_save'), exact: true }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('Dikes.layerkey.json');
    const saved = await readFile(await download.path(), 'utf8');
    expect(readProject(saved)).toEqual({ project: { ...clean, name: 'Dikes' }, found: [] });
    await page.getByText(sentence('project_saved'), { exact: true }).waitFor();

    // Loaded again, and in a second tab: the same here, and there one of its own.
    await page.reload();
    await until('the project', async () => (await nameOf(page).inputValue()) === 'Dikes' || undefined);
    const second = await openMap(browser);
    await second.getByRole('button', { name: sentence('project_recent') }).click();
    await second.getByRole('menuitem', { name: /^Dikes/ }).waitFor();
    expect(await nameOf(second).inputValue()).toBe('');
  } finally {
    await browser.close();
  }
});
