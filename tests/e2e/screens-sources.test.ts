import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import { LONG_NAMES, row, signedInRow, view } from '../components/fixtures.ts';
import { manySources, sourcesView } from '../components/sources-fixtures.ts';
import { type Chromium, launchChromium } from './drivers/chromium.ts';
import { builtExtension } from './drivers/extension.ts';
import { isFineOn } from './support/screens.ts';
import { sentence } from './support/state.ts';

const WMS = 'https://geo.example.com/geoserver/ows';
const ROWS = view(
  [
    signedInRow({ key: `https://maps.city.example ${WMS}` }),
    row({ key: `https://map.layerkey.invalid ${WMS}`, next: 'useHere' }),
    ...LONG_NAMES.rows.map((each, at) => ({
      ...each,
      key: `${each.origins.at(-1)?.replace('/*', '')} ${at}`,
    })),
  ],
  { siteName: null },
);

/** The screens of the sources page, from views as the worker makes them: no barrier that axe knows, nothing wider than its window. */
describe('screens of the sources page', () => {
  let browser: Chromium;
  beforeAll(async () => {
    browser = await launchChromium({ extension: await builtExtension('chrome', { grant: [] }) });
  });
  afterAll(async () => browser?.close());

  async function opened(sources: SourcesView, colorScheme: 'light' | 'dark'): Promise<Page> {
    const page = await browser.context.newPage();
    page.setDefaultTimeout(15_000);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme });
    await page.addInitScript(
      ([all, rows]) => {
        let id = '';
        const answered = async ({ command, sourceId }: { command: string; sourceId?: string }) => {
          id = sourceId ?? id;
          const own = { ...rows, rows: rows.rows.map((each) => ({ ...each, sourceId: id })) };
          return { ok: true, view: ['look', 'view', 'showSource'].includes(command) ? own : all };
        };
        Object.assign(chrome.runtime, { sendMessage: answered });
      },
      [sources, ROWS] as const,
    );
    await page.goto(`chrome-extension://${browser.extensionId}/options.html`);
    return page;
  }
  test.each(['light', 'dark'] as const)('a few sources, and the details of one, %s', async (colorScheme) => {
    const undo = { what: 'removed' as const, count: 1, origins: [] };
    const page = await opened(sourcesView({ undo, testing: { done: 12, of: 40 } }), colorScheme);
    await page.getByRole('row', { name: /Cadastre/ }).click();
    await page.getByRole('heading', { name: sentence('ownMap') }).waitFor();
    await isFineOn(page, `sources-details-${colorScheme}`);
    if (colorScheme === 'light') {
      await page.getByRole('tab', { name: sentence('diagnostics_accounts') }).click();
      await isFineOn(page, 'sources-sign-ins');
    }
    await page.close();
  });

  test.each(['light', 'dark'] as const)('200 sources with long names, by site, %s', async (colorScheme) => {
    const page = await opened(manySources(200), colorScheme);
    await page.getByRole('row').nth(3).getByRole('checkbox').check();
    await page.getByRole('button', { name: sentence('sources_allow') }).click();
    await page.getByText(sentence('sources_groupSite'), { exact: true }).click();
    await isFineOn(page, `sources-many-${colorScheme}`);
    if (colorScheme === 'light') {
      await page.setViewportSize({ width: 700, height: 800 });
      await page.getByRole('row').nth(3).click();
      await page.getByRole('heading', { name: sentence('ownMap') }).waitFor();
      await isFineOn(page, 'sources-narrow');
    }
    await page.close();
  });

  test('the first source', async () => {
    const page = await opened(sourcesView({ sources: [], signIns: [], sites: [] }), 'light');
    await page.getByRole('button', { name: sentence('addSource') }).click();
    await page.getByLabel(sentence('sources_addField')).fill(`${WMS}?apikey=abcdefgh12345`);
    await page.getByText(sentence('sources_leftOut')).waitFor();
    await isFineOn(page, 'sources-add');
    await page.close();
  });
});
