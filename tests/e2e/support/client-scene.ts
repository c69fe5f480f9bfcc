import type { Page } from 'playwright-core';
import { type Demo, startDemo } from '../../../demo/demo.ts';
import { type ClientPages, startPages } from '../../servers/pages.ts';
import type { Popup } from './harness.ts';
import { fillForm, openForm, startWorld, type Way, type World } from './world.ts';

export const password = 'Lòngitude-7:4';
export const token = 'tk-5c1e0b7a94';
export const apiKey = 'ak-2f8d63e1b0';

/** How a user signs in to the demo's services. */
export const PASSWORD: Way = { method: 'Password', fields: { 'User name': 'visitor', Password: password } };
export const TOKEN: Way = { method: 'Key', fields: { Key: token } };
export const API_KEY: Way = { method: 'Header', fields: { 'Header name': 'X-Api-Key', Value: apiKey } };

/** Pages made with map libraries, and services on other origins for them to show. */
export interface ClientScene {
  pages: ClientPages;
  demo: Demo;
  /** A new browser with access to the demo's services, these URLs, and the pages' site; the servers forget the past. */
  browserFor(...urls: string[]): Promise<World>;
  /** Closes the browsers and whatever else a test left here. */
  after: (() => PromiseLike<unknown>)[];
  endTest(): Promise<void>;
  close(): Promise<void>;
}

export async function startClientScene(): Promise<ClientScene> {
  const [pages, demo] = await Promise.all([startPages(), startDemo()]);
  Object.assign(demo.credentials, { password, token, apiKey });
  const after: ClientScene['after'] = [];
  return {
    pages,
    demo,
    after,
    browserFor: async (...urls) => {
      const world = await startWorld([pages.origin(), ...Object.values(demo.services), ...urls]);
      after.push(() => world[Symbol.asyncDispose]());
      demo.clearLog();
      pages.server.clear();
      return world;
    },
    endTest: async () => {
      for (const end of after.splice(0).reverse()) await end();
    },
    close: async () => {
      await Promise.all([pages.close(), demo.close()]);
    },
  };
}

export async function open(world: World, url: string): Promise<Page> {
  const page = await world.browser.newPage(url);
  page.setDefaultTimeout(25_000);
  return page;
}

/** Signs in at a row as a user does: past *Check* where the browser did not tell that the service refuses. */
export async function signInAt(
  popup: Popup,
  address: string,
  way: Way,
  button: 'Sign in' | 'Sign in and reload',
): Promise<void> {
  const row = popup.row(address);
  await row.says(/Check|Sign in/);
  if ((await row.text()).includes('Check')) {
    await row.press('Check');
    await row.says('Sign in');
  }
  await openForm(popup, address);
  await fillForm(popup, address, way);
  await row.press(new RegExp(`^${button}$`));
  await row.says('Signed in');
}
