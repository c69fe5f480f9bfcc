import type { Page } from 'playwright-core';
import { type Demo, type DemoOptions, startDemo } from '../../../demo/demo.ts';
import { type Chromium, type ChromiumOptions, launchChromium } from '../drivers/chromium.ts';
import { builtExtension } from '../drivers/extension.ts';
import { sentence } from './state.ts';

/** A running demo, and Chromium with Layerkey built and exactly the host access that the prompts would have given. */
export interface Stage extends AsyncDisposable {
  demo: Demo;
  browser: Chromium;
  /** Opens a page and waits until its network is quiet. */
  open(url: string): Promise<Page>;
  popup(page: Page): Promise<Popup>;
}

/** The popup, used by what is on screen. */
export interface Popup {
  page: Page;
  /** One service's row, by a part of its address. */
  row(address: string): Row;
}

interface Row {
  text(): Promise<string>;
  /** Presses a button or menu entry of this row, by its words. */
  press(name: string | RegExp): Promise<void>;
  /** Fills a field of the row's form, by its label. */
  fill(label: string | RegExp, text: string): Promise<void>;
  /** Chooses a method of the form, by its label. */
  choose(method: string | RegExp): Promise<void>;
  /** Opens the row's menu (the status word, or *more*) and takes an entry. */
  menu(entry: string | RegExp): Promise<void>;
  /** Waits until the row says this. */
  says(text: string | RegExp): Promise<void>;
}

export interface StageOptions extends Partial<ChromiumOptions>, DemoOptions {
  /** URLs whose origins are granted beside the demo's own. */
  grant?: string[];
  /** Grants nothing of the demo either. */
  bare?: boolean;
}

/** The match pattern of exactly one URL's origin, as a prompt grants it. */
export function patternOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${protocol}//${hostname}:${port || (protocol === 'https:' ? '443' : '80')}/*`;
}

/** Starts the demo and Chromium. */
export async function stage(options: StageOptions = {}): Promise<Stage> {
  const demo = await startDemo(options);
  const urls = options.bare ? [] : [demo.mapUrl, ...Object.values(demo.services)];
  const grant = [...new Set([...urls, ...(options.grant ?? [])].map(patternOf))];
  const extension = options.extension ?? (await builtExtension('chrome', { grant }));
  const browser = await launchChromium({ ...options, extension });
  return {
    demo,
    browser,
    open: async (url) => {
      const page = await browser.context.newPage();
      page.setDefaultTimeout(25_000);
      await page.goto(url, { waitUntil: 'networkidle' });
      return page;
    },
    popup: async (page) => popupOf(await browser.openPopup(page)),
    [Symbol.asyncDispose]: async () => {
      await browser.close().catch(() => undefined);
      await demo.close();
    },
  };
}

/** The popup's page, wrapped. */
export async function popupOf(page: Page): Promise<Popup> {
  page.setDefaultTimeout(25_000);
  await page.setViewportSize({ width: 380, height: 580 });
  await page.getByRole('banner').waitFor();
  return { page, row: (address) => rowOf(page, address) };
}

function rowOf(page: Page, address: string): Row {
  const row = page.getByRole('listitem').filter({ hasText: address }).first();
  return {
    text: () => row.innerText(),
    press: (name) => row.getByRole('button', { name }).first().click(),
    fill: (label, text) =>
      row.getByLabel(label, { exact: true }).and(page.locator('input:not([type=radio])')).first().fill(text),
    choose: async (method) => {
      const radio = row.getByRole('radio', { name: method }).first();
      const more = row.getByRole('button', { name: sentence('moreWays') });
      await radio.or(more).first().waitFor({ state: 'attached' });
      if ((await radio.count()) === 0) await more.click();
      await radio.check({ force: true });
    },
    menu: async (entry) => {
      await row.locator('[aria-haspopup=menu]').click();
      await page.getByRole('menuitem', { name: entry }).click();
    },
    says: (text) =>
      row
        .filter({ hasText: text })
        .waitFor()
        .catch(async () => {
          throw new Error(`the row of ${address} says: ${await page.locator('body').innerText()}`);
        }),
  };
}

/** Waits until a client page (`tests/servers/clients`) says that a layer is in a state. */
export async function layerIs(page: Page, id: string, state: 'shown' | 'refused'): Promise<void> {
  await page
    .waitForFunction(([id, state]) => window.layerStates?.()[id] === state, [id, state] as const)
    .catch(async () => {
      throw new Error(
        `${id} is not ${state}: ${JSON.stringify(await page.evaluate(() => window.layerStates?.()))}`,
      );
    });
}
