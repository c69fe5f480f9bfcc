import type { BrowserContext, Page } from 'playwright-core';
import { until } from '../drivers/wait.ts';

/** What a person types and clicks in the login pages of `tests/servers/login-pages.ts`. */
export interface Person {
  username: string;
  password: string;
  /** Where the provider asks whether the client may. */
  consent?: 'allow' | 'refuse';
}

/** The window in which a provider shows its pages, as soon as one of them is there. */
export function windowAt(context: BrowserContext, address: string): Promise<Page> {
  return until(`a page of ${address}`, () =>
    context.pages().find((page) => !page.isClosed() && page.url().startsWith(address)),
  );
}

/** Signs in at a provider's login page, which is open or about to be. @returns the window, gone or with the next page. */
export async function logIn(context: BrowserContext, issuer: string, person: Person): Promise<Page> {
  const window = await windowAt(context, `${issuer}/interaction/`);
  await window.locator('[name=username]').fill(person.username);
  await window.locator('[name=password]').fill(person.password);
  await press(window, 'go');
  if (person.consent) {
    await window.locator('#consent').waitFor();
    await press(window, person.consent === 'allow' ? 'go' : 'refuse');
  }
  return window;
}

/** A button of the provider's page; the window may close before the click is reported done. */
export async function press(window: Page, button: 'go' | 'refuse'): Promise<void> {
  await window
    .locator(`button[value=${button}]`)
    .click({ noWaitAfter: true })
    .catch((error: unknown) => {
      if (!window.isClosed()) throw error;
    });
}

/** Waits until a window is gone. */
export async function gone(window: Page): Promise<void> {
  if (!window.isClosed()) await window.waitForEvent('close', { timeout: 25_000 });
}
