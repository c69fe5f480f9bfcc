import type { Page } from 'playwright-core';
import { type Demo, startDemo } from '../../../demo/demo.ts';
import { type ClientPages, startPages } from '../../servers/pages.ts';
import { installedAnew } from './chromium-anew.ts';
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
  /**
   * A browser as after the installation with access to the demo's services, these URLs, and the pages' site; the servers
   * forget the past. With URLs of a test's own it is a new one, else the same for all tests.
   */
  browserFor(...urls: string[]): Promise<World>;
  /** What a test leaves to be closed at its end. */
  after: (() => PromiseLike<unknown>)[];
  /** Closes that; a test that failed takes the common browser along. */
  endTest(hasFailed: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startClientScene(): Promise<ClientScene> {
  const [pages, demo] = await Promise.all([startPages(), startDemo()]);
  Object.assign(demo.credentials, { password, token, apiKey });
  const after: ClientScene['after'] = [];
  const start = (urls: string[]) => startWorld([pages.origin(), ...Object.values(demo.services), ...urls]);
  let common: World | undefined;
  const end = async () => {
    const ending = common;
    common = undefined;
    await ending?.[Symbol.asyncDispose]();
  };

  async function commonWorld(): Promise<World> {
    if (common === undefined) {
      common = await start([]);
      return common;
    }
    await installedAnew(common.browser);
    await forgetAnswers(common);
    return common;
  }

  async function ownWorld(urls: string[]): Promise<World> {
    const world = await start(urls);
    after.push(() => world[Symbol.asyncDispose]());
    return world;
  }

  return {
    pages,
    demo,
    after,
    browserFor: async (...urls) => {
      const world = await (urls.length === 0 ? commonWorld() : ownWorld(urls));
      demo.clearLog();
      pages.server.clear();
      return world;
    },
    endTest: async (hasFailed) => {
      for (const close of after.splice(0).reverse()) await close();
      if (hasFailed) await end();
    },
    close: async () => {
      await end();
      await Promise.all([pages.close(), demo.close()]);
    },
  };
}

/** Empties the browser's cache: the next page has its answers from the servers. */
async function forgetAnswers({ browser }: World): Promise<void> {
  const [page] = browser.context.pages();
  if (!page) throw new Error('The browser has no page');
  const session = await browser.context.newCDPSession(page);
  await session.send('Network.clearBrowserCache');
  await session.detach();
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
