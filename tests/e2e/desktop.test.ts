import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Demo, startDemo } from '../../demo/demo.ts';
import type { CdpPage } from './drivers/cdp-page.ts';
import { type Desktop, launchDesktop } from './drivers/desktop.ts';
import { builtExtension } from './drivers/extension.ts';
import { until } from './drivers/wait.ts';
import { patternOf } from './support/harness.ts';

/**
 * The unmodified build as a person uses it: a click on the toolbar icon, typing, and the browser's own permission
 * prompt, which closes the popup. Each test continues the one before.
 */
describe('the toolbar popup and the native permission prompt', () => {
  let demo: Demo;
  let desktop: Desktop;
  let map: Page;

  beforeAll(async () => {
    demo = await startDemo();
    desktop = await launchDesktop({ extension: await builtExtension('chrome') });
    map = await desktop.context.newPage();
    await map.goto(demo.mapUrl, { waitUntil: 'networkidle' });
  });
  afterAll(async () => {
    await desktop?.close();
    await demo?.close();
  });

  const rowOf = (path: string) => `[data-row$="${path}"]`;
  const granted = () =>
    desktop.evaluateInWorker(async () => (await chrome.permissions.getAll()).origins ?? []);
  const says = (popup: CdpPage, path: string, text: string) =>
    until(
      `"${text}" in the row`,
      async () => (await popup.text(rowOf(path))).includes(text) || undefined,
    ).catch(async () => {
      throw new Error(`no "${text}" in: ${await popup.text('body')}`);
    });

  async function typeIn(popup: CdpPage, password: string): Promise<void> {
    const row = rowOf('/geoserver/ows');
    await popup.waitForSelector(`${row} [data-field=password]`);
    await popup.fill(`${row} [data-field=username]`, demo.credentials.username);
    await popup.fill(`${row} [data-field=password]`, password);
  }

  test('a fresh install holds no host; the click alone lets the popup read the page', async () => {
    expect(await granted()).toEqual([]);
    const popup = await desktop.openActionPopup('icon', map);
    await popup.waitForSelector(rowOf('/geoserver/ows'));
    await says(popup, '/geoserver/ows', 'Sign in');
    await popup.click(`${rowOf('/geoserver/ows')} button`);
    await typeIn(popup, demo.credentials.password);
    demo.clearLog();
    await popup.press('Enter');
    await popup.waitForClose();
  });

  test('a no: nothing was sent, the popup comes back with the form as it was left', async () => {
    await desktop.promptShown();
    await desktop.denyPrompt();
    const popup = await desktop.actionPopup();
    await says(popup, '/geoserver/ows', 'was not allowed to reach');
    expect(await granted()).toEqual([]);
    expect(demo.log.wms).toEqual([]);
    await popup.waitForSelector(`${rowOf('/geoserver/ows')} [data-field=password]`);
    const typed = await popup.evaluate(
      () => document.querySelector<HTMLInputElement>('[data-field=username]')?.value,
    );
    expect(typed).toBe(demo.credentials.username);
  });

  test('a yes: the worker finishes alone, the page is reloaded, the layer is there, the popup says so', async () => {
    const before = await desktop.actionPopup();
    await typeIn(before, demo.credentials.password);
    await before.press('Enter');
    await desktop.promptShown();
    await desktop.allowPrompt();
    await map.locator('[data-layer="wms"][data-state="shown"]').waitFor();
    const popup = await desktop.actionPopup();
    await says(popup, '/geoserver/ows', 'Signed in');
    expect((await granted()).sort()).toEqual([patternOf(demo.services.wms), patternOf(demo.mapUrl)].sort());
    const own = demo.log.wms.filter(({ headers }) => headers.referer === undefined);
    const attempts = own.filter(({ headers }) => headers.authorization !== undefined);
    expect(attempts.length).toBe(1);
  });

  test('watching asks for all sites; giving them back keeps the single ones and the sign-in', async () => {
    const single = (await granted()).sort();
    const popup = await desktop.actionPopup();
    await popup.click('.popup-foot .link:last-of-type');
    await popup.click('.foot-panel .button.next');
    await desktop.promptShown();
    await desktop.allowPrompt();
    await until('all sites', async () => (await granted()).includes('*://*/*') || undefined);
    const after = await desktop.actionPopup();
    await after.waitForSelector('.notice .button.next');
    await after.click('.notice .button.next');
    await until('the single sites', async () => {
      const now = (await granted()).sort();
      return JSON.stringify(now) === JSON.stringify(single) || undefined;
    });
    await says(after, '/geoserver/ows', 'Signed in');
    await map.reload();
    await map.locator('[data-layer="wms"][data-state="shown"]').waitFor();
  });

  test('what is no longer needed is given back', async () => {
    const popup = await desktop.actionPopup();
    await popup.click(`${rowOf('/geoserver/ows')} [aria-haspopup=menu]`);
    await popup.waitForSelector('[role=menu]');
    await popup.evaluate(() => {
      const items = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
      items.find((item) => item.textContent === 'Stop using here')?.click();
    });
    await until('all hosts given back', async () => (await granted()).length === 0 || undefined);
    await map.reload();
    await map.locator('[data-layer="wms"][data-state="refused"]').waitFor();
  });
});
