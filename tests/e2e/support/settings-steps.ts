import type { Page } from 'playwright-core';
import type { Scene } from './scene.ts';
import { savedIn, sentence } from './state.ts';
import { PASSPHRASE } from './vault-steps.ts';

/** Presses a button of one of our own pages, by its words; the first where there are several. */
export async function press(page: Page, key: string, ...values: string[]): Promise<void> {
  await page
    .getByRole('button', { name: sentence(key, ...values), exact: true })
    .first()
    .click();
}

/** Waits until one of our own pages says this. */
export async function says(page: Page, key: string, ...values: string[]): Promise<void> {
  await page
    .getByText(sentence(key, ...values))
    .first()
    .waitFor()
    .catch(async () => {
      throw new Error(`no "${sentence(key, ...values)}" in: ${await page.locator('body').innerText()}`);
    });
}

/** Types the passphrase into the one field of `unlock.html` or the settings page, and presses Enter. */
export async function unlockOn(page: Page, passphrase = PASSPHRASE): Promise<void> {
  const field = page.getByLabel(sentence('unlockField'));
  await field.fill(passphrase);
  await field.press('Enter');
}

/** The part of a site on the settings page. */
export function siteOn(page: Page, host: string) {
  return page.getByRole('region', { name: sentence('siteVault', host) });
}

/** All that is saved, as text: the same text means the same bytes. */
export async function diskOf({ browser }: Scene): Promise<string> {
  return JSON.stringify(Object.entries(await savedIn(browser)).toSorted());
}

/** The sealed entries alone, by their names. */
export async function entriesOf({ browser }: Scene): Promise<Record<string, unknown>> {
  const saved = await savedIn(browser);
  return Object.fromEntries(Object.entries(saved).filter(([name]) => name.startsWith('vault:')));
}
