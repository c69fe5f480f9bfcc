import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  type BrowserName,
  type EitherBrowser,
  type EitherPage,
  launchEither,
} from './drivers/either-browser.ts';
import { builtExtension } from './drivers/extension.ts';
import { until } from './drivers/wait.ts';
import { patternOf } from './support/harness.ts';
import {
  choose,
  colourWms,
  lineOf,
  marks,
  offerFrom,
  picturesOf,
  shows,
  signInOpen,
  treeOf,
} from './support/map-page-desk.ts';
import { openOwn, pressWord } from './support/own-pages.ts';
import { isFineOn } from './support/screens.ts';

const PASSWORD = 'Polder-7 dijk';
const [RED, BLUE, GREEN] = ['#cc0000', '#0000cc', '#00aa00'];

/** Signs out of the service in the popup that belongs to the map's tab. */
async function signOutInPopup(browser: EitherBrowser, map: EitherPage): Promise<void> {
  const tab = await map.evaluate(async () => (await chrome.tabs.getCurrent())?.id);
  const popup = await browser.popup(`?tab=${tab}`);
  await until('the menu of the sign-in', () =>
    popup.evaluate(() => document.querySelector('.status-button') !== null || undefined),
  );
  await popup.click('.status-button');
  await pressWord(popup, 'Sign out');
  await until('the word about it', () =>
    popup.evaluate(() => /signed out/i.test(document.body.innerText) || undefined),
  );
  await popup.close();
}

describe.each<BrowserName>(['chrome', 'firefox'])('the map page: %s', (name) => {
  test('protected layers come and go with the sign-in, and their eyes stay as they were', async () => {
    const closed = await colourWms('svc.localhost', 'Protected', { red: RED, blue: BLUE }, PASSWORD);
    const open = await colourWms('open.localhost', 'Open', { green: GREEN });
    /** Pictures that the map asked for before somebody was signed in, or after. */
    const unsigned = () =>
      ['red', 'blue'].flatMap((layer) =>
        picturesOf(closed, layer).filter(({ headers }) => headers.authorization === undefined),
      );
    const grant = [closed.url(), open.url()].map(patternOf);
    const browser = await launchEither(name, await builtExtension(name, { grant }));
    try {
      const map = await openOwn(browser, 'map.html');
      await until('the page', () =>
        map.evaluate(() => document.querySelector('.panel-tools button') !== null || undefined),
      );
      // Nothing was asked by itself.
      expect([...closed.requests, ...open.requests]).toEqual([]);
      await offerFrom(map, `${open.url()}/wms`);
      await choose(map, 'green');
      await shows(map, GREEN);

      // What refuses asks for a sign-in in place, and then shows what it has.
      await offerFrom(map, `${closed.url()}/wms`);
      await signInOpen(map, 'anna', PASSWORD);
      await choose(map, 'red', 'blue');
      await marks(map, '', '', '', '');
      await shows(map, RED);
      expect((await treeOf(map)).map((line) => line.name)).toEqual(['Protected', 'red', 'blue', 'green']);

      // The eye of one is closed: what lies under it is seen.
      await map.click(`${lineOf('red')} .eye`);
      await shows(map, BLUE);
      const eyes = [true, false, true, true];
      expect((await treeOf(map)).map(({ eye }) => eye)).toEqual(eyes);

      await signOutInPopup(browser, map);
      await shows(map, GREEN);
      await marks(map, '', 'Sign in Sign in again', 'Sign in Sign in again', '');
      expect((await treeOf(map)).map(({ eye }) => eye)).toEqual(eyes);

      // Signed in again at a layer: exactly what was open is drawn, and of what is hidden nobody asks.
      const red = picturesOf(closed, 'red').length;
      await map.click(`${lineOf('blue')} .layer-mark button`);
      await signInOpen(map, 'anna', PASSWORD);
      await shows(map, BLUE);
      expect((await treeOf(map)).map(({ eye }) => eye)).toEqual(eyes);
      expect(picturesOf(closed, 'red')).toHaveLength(red);
      expect(unsigned()).toEqual([]);

      // Loaded again: undrawn at first, then what was open, each with the sign-in.
      await until('the project is kept', () =>
        map.evaluate(async () => {
          const { view } = await chrome.runtime.sendMessage({ command: 'projects' });
          return view.length === 1 || undefined;
        }),
      );
      closed.clear();
      await map.reload();
      await shows(map, BLUE);
      expect((await treeOf(map)).map(({ eye }) => eye)).toEqual(eyes);
      expect(picturesOf(closed, 'red')).toEqual([]);
      expect(unsigned()).toEqual([]);
      if (browser.chromium) await looks(browser.chromium.context.pages().at(-1) as Page);
    } finally {
      await browser.close();
      await Promise.all([closed.close(), open.close()]);
    }
  });
});

/** No barrier that axe knows, in light and dark. */
async function looks(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1100, height: 720 });
  await isFineOn(page, 'map');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('.panel-tools button').first().click();
  await page.getByLabel('Address of a service').waitFor();
  await isFineOn(page, 'map-add-dark');
}
