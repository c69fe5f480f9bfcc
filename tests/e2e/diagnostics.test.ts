import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Popup, type Stage, stage } from './support/harness.ts';
import { isFineOn } from './support/screens.ts';
import { foundIn } from './support/secret-search.ts';
import { heldIn, rulesIn, savedIn, sentence } from './support/state.ts';

/** Somebody signed in with a password and with a key looks at the diagnostics, and copies them. */
describe('the diagnostics page', () => {
  let on: Stage;
  let map: Page;
  let popup: Popup;
  let page: Page;

  beforeAll(async () => {
    on = await stage();
    map = await on.open(on.demo.mapUrl);
    popup = await on.popup(map);
    const { username, password, token } = on.demo.credentials;
    const wms = popup.row('/geoserver/ows');
    await wms.press(/^Sign in/);
    await wms.fill('User name', username);
    await wms.fill('Password', password);
    await wms.press(/^Sign in$/);
    await wms.says('Signed in');
    const tiles = popup.row('tiles.localhost');
    await tiles.press(/^Sign in/);
    await tiles.choose('Key');
    await tiles.fill('Key', token);
    await tiles.press(/^Sign in$/);
    await tiles.says('Signed in');
  });
  afterAll(async () => on?.[Symbol.asyncDispose]());

  const secrets = () => {
    const { username, password, token } = on.demo.credentials;
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    return [username, password, token, basic];
  };
  const hostOf = (service: 'wms' | 'tiles') => new URL(on.demo.services[service]).host;
  const table = (name: string) => page.getByRole('table', { name });

  test("the popup's menu leads there", async () => {
    const opened = on.browser.context.waitForEvent('page');
    await popup.page.getByRole('button', { name: sentence('menu'), exact: true }).click();
    await popup.page.getByRole('menuitem', { name: sentence('diagnostics') }).click();
    page = await opened;
    page.setDefaultTimeout(25_000);
    await page.getByRole('heading', { level: 1, name: sentence('diagnostics') }).waitFor();
    await table(sentence('diagnostics_rules')).waitFor();
  });

  test('the rules of each source, their values masked', async () => {
    const rules = table(sentence('diagnostics_rules')).getByRole('row');
    const password = await rules.filter({ hasText: hostOf('wms') }).innerText();
    expect(password).toContain('authorization: •••');
    expect(password).toContain(`|${new URL(on.demo.services.wms).origin}/geoserver/ows[/?|]`);
    expect(password).toContain(new URL(on.demo.mapUrl).hostname);
    expect(await rules.filter({ hasText: hostOf('tiles') }).innerText()).toContain('token=•••');
  });

  test('who is signed in where, what is allowed, what runs', async () => {
    const signIns = await table(sentence('diagnostics_accounts')).innerText();
    for (const host of [hostOf('wms'), hostOf('tiles')]) expect(signIns).toContain(host);
    const granted = await page.getByRole('region', { name: sentence('diagnostics_permissions') }).innerText();
    expect(granted).toContain(new URL(on.demo.services.wms).hostname);
    expect(granted).toContain('declarativeNetRequestWithHostAccess');
    const versions = page.getByRole('region', { name: sentence('diagnostics_versions') });
    expect(await versions.innerText()).toMatch(/Chrom\w+ \d{3}/);
    expect(await table(sentence('diagnostics_events')).innerText()).toContain(
      sentence('event_workerStarted'),
    );
  });

  test('the copied text has no secret in it; where they are held, the same search finds them', async () => {
    await page.getByRole('button', { name: sentence('diagnostics_copy') }).click();
    await page
      .getByRole('status')
      .filter({ hasText: sentence('copied') })
      .waitFor();
    const copied = await pasted();
    expect(copied).toMatch(/^Versions\n {2}Layerkey \d/);
    for (const words of ['sets authorization: •••', 'adds token=•••', hostOf('wms'), 'workerStarted'])
      expect(copied).toContain(words);
    expect(foundIn(copied, secrets())).toEqual([]);
    expect(foundIn(await page.content(), secrets())).toEqual([]);
    // Control.
    const held = [await rulesIn(on.browser), await heldIn(on.browser), await savedIn(on.browser)];
    expect(foundIn(JSON.stringify(held), secrets()).sort()).toEqual([...new Set(secrets())].sort());
  });

  /** What stands in the clipboard, as it is pasted somewhere. */
  async function pasted(): Promise<string> {
    const elsewhere = await on.browser.newPage(on.demo.mapUrl);
    await elsewhere.bringToFront();
    await elsewhere.evaluate(() => {
      const field = document.createElement('textarea');
      field.id = 'pasted';
      document.body.replaceChildren(field);
      field.focus();
    });
    await elsewhere.keyboard.press('Control+V');
    const text = await elsewhere.locator('#pasted').inputValue();
    await elsewhere.close();
    return text;
  }

  test.each(['light', 'dark'] as const)('on screen, %s', async (colorScheme) => {
    await page.bringToFront();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 1000, height: 1300 });
    await isFineOn(page, `diagnostics-${colorScheme}`);
    await page.setViewportSize({ width: 420, height: 900 });
    await isFineOn(page, `diagnostics-narrow-${colorScheme}`);
  });

  test('by the keyboard: the copying, then the text', async () => {
    await page.reload();
    await page.getByRole('button', { name: sentence('diagnostics_copy') }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page
      .getByRole('status')
      .filter({ hasText: sentence('copied') })
      .waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.getByLabel(sentence('diagnostics_text')).inputValue()).toContain('Rules by source');
  });

  test('a sign-in elsewhere is seen without a reload', async () => {
    popup = await on.popup(map);
    const row = popup.row('places.localhost');
    await row.press(/^Sign in/);
    await row.choose('Header');
    await row.fill('Header name', 'X-Api-Key');
    await row.fill('Value', on.demo.credentials.apiKey);
    await row.press(/^Sign in$/);
    const rules = table(sentence('diagnostics_rules')).getByRole('row');
    const shown = rules.filter({ hasText: 'places.localhost' });
    await shown.waitFor();
    expect(await shown.innerText()).toMatch(/x-api-key: •••/i);
    expect(foundIn(await page.content(), [on.demo.credentials.apiKey])).toEqual([]);
  });
});
