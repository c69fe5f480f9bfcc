import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Popup, type Stage, stage } from './support/harness.ts';

const PICTURES = join(import.meta.dirname, '../../.artifacts/screens');

/** Every screen in light and dark: no barrier that axe knows, nothing wider than its window; a picture of each to look at. */
describe.each(['light', 'dark'] as const)('screens, %s', (colorScheme) => {
  let on: Stage;
  let popup: Popup;

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    on = await stage();
    popup = await on.popup(await on.open(on.demo.mapUrl));
    await popup.page.emulateMedia({ colorScheme });
    await popup.row('/geoserver/ows').says('Sign in');
  });
  afterAll(async () => on?.[Symbol.asyncDispose]());

  async function isFineOn(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  }

  test('the popup with services that refuse', () => isFineOn(popup.page, 'popup'));

  test('at 200 % zoom', async () => {
    await popup.page.setViewportSize({ width: 190, height: 290 });
    await isFineOn(popup.page, 'popup-zoomed');
    await popup.page.setViewportSize({ width: 380, height: 580 });
  });

  test('the form, by keyboard alone', async () => {
    await popup.row('/geoserver/ows').press(/^Sign in/);
    await popup.page.keyboard.type('visitor');
    await popup.page.keyboard.press('Tab');
    await popup.page.keyboard.type('wrong');
    await popup.page.keyboard.press('Enter');
    await popup.row('/geoserver/ows').says('did not accept');
    await isFineOn(popup.page, 'popup-refused');
  });

  test('signed in, with its menu and details', async () => {
    const row = popup.row('/geoserver/ows');
    await row.fill('Password', on.demo.credentials.password);
    await row.press(/^Sign in$/);
    await row.says('Signed in');
    await isFineOn(popup.page, 'popup-signed-in');
    await row.menu('Details');
    await isFineOn(popup.page, 'popup-details');
  });

  test('a page without map services', async () => {
    const empty = await on.popup(await on.open(`${on.demo.services.open}/nothing`));
    await empty.page.emulateMedia({ colorScheme });
    await empty.page.getByText('No map services seen on this page yet').waitFor();
    await isFineOn(empty.page, 'popup-empty');
  });

  test('the first-run page', async () => {
    const page = await on.browser.context.newPage();
    await page.emulateMedia({ colorScheme });
    await page.goto(`chrome-extension://${on.browser.extensionId}/welcome.html`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await isFineOn(page, 'welcome');
  });
});
