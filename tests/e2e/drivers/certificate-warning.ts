import type { Page } from 'playwright-core';
import type { FirefoxPage } from './firefox-page.ts';
import { until } from './wait.ts';

/** *Advanced* and *Proceed to ... (unsafe)* on Chromium's own warning, which stands where `url` was opened. */
export async function proceedInChromium(page: Page, url: string): Promise<void> {
  // The navigation ends with the certificate's error, and then the warning is drawn.
  await page.goto(url).catch(() => undefined);
  await page.click('#details-button');
  await page.click('#proceed-link');
  await page.waitForURL(url);
}

/** *Advanced...* and *Proceed to ... (Risky)* on Firefox's own warning, which stands where `url` was opened. */
export async function proceedInFirefox(page: FirefoxPage, url: string): Promise<void> {
  await page.navigate(url).catch(() => undefined);
  for (const button of ['advanced-button', 'exception-button'])
    await until(button, () => page.evaluate(pressOnCard, button));
  await until(url, () => page.evaluate(() => !document.querySelector('net-error-card')));
}

/** The card keeps its buttons in a shadow tree, and the last one is disabled for a second so that nobody clicks by mistake. */
function pressOnCard(id: string): boolean {
  const card = document.querySelector('net-error-card')?.shadowRoot;
  const button = card?.querySelector<HTMLButtonElement>(`#${id}`);
  if (!button || button.disabled) return false;
  button.click();
  return true;
}
