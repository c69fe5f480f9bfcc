import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Popup, type Stage, stage } from './support/harness.ts';
import { isFineOn as isFine } from './support/screens.ts';
import { sentence } from './support/state.ts';
import { lockByButton, setPassphrase, settingsPage, unlock } from './support/vault-steps.ts';

/** Every screen in light and dark: no barrier that axe knows, nothing wider than its window; a picture of each to look at. */
describe.each(['light', 'dark'] as const)('screens, %s', (colorScheme) => {
  let on: Stage;
  let popup: Popup;

  beforeAll(async () => {
    on = await stage();
    popup = await on.popup(await on.open(on.demo.mapUrl));
    await popup.page.emulateMedia({ colorScheme });
    await popup.row('/geoserver/ows').says('Sign in');
  });
  afterAll(async () => on?.[Symbol.asyncDispose]());

  const isFineOn = (page: Page, name: string) => isFine(page, `${name}-${colorScheme}`);

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

  test('remembering for the first time: the passphrase', async () => {
    const row = popup.row('/tiles');
    await row.press(/^Sign in/);
    await row.choose(/^Key$/);
    await row.fill(/^Key/, on.demo.credentials.token);
    await popup.page.getByRole('radio', { name: sentence('remember') }).click();
    await popup.page.getByLabel(sentence('passphraseNew')).fill('tulip-garden-nineteen');
    await popup.page.getByText(/Somebody with a copy/).waitFor();
    await isFineOn(popup.page, 'popup-passphrase');
    await setPassphrase(popup, 'tulip-garden-nineteen');
    await row.press(/^Sign in$/);
    await row.says('Signed in');
  });

  test('locked, and a wrong passphrase', async () => {
    await lockByButton(popup);
    await popup.row('/tiles').says('Locked');
    await isFineOn(popup.page, 'popup-locked');
    await unlock(popup, 'something else');
    await popup.page.getByText(sentence('error_wrongPassphrase')).waitFor();
    await isFineOn(popup.page, 'popup-wrong-passphrase');
  });

  test('the settings page, locked and unlocked', async () => {
    const page = await settingsPage(on);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 1000, height: 1300 });
    await page.getByText('tiles.localhost').first().waitFor();
    await isFineOn(page, 'settings-locked');
    await page.getByLabel(sentence('unlockField')).fill('tulip-garden-nineteen');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: sentence('backupMake') }).waitFor();
    await isFineOn(page, 'settings');
    await page.setViewportSize({ width: 420, height: 900 });
    await isFineOn(page, 'settings-narrow');
  });

  test('the page that unlocks', async () => {
    await lockByButton(popup);
    const page = await on.browser.newPage(`chrome-extension://${on.browser.extensionId}/unlock.html`);
    await page.emulateMedia({ colorScheme });
    await page.getByLabel(sentence('unlockField')).waitFor();
    await isFineOn(page, 'unlock');
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
