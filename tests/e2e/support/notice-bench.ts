import {
  type BrowserName,
  type EitherBrowser,
  type EitherOptions,
  type EitherPage,
  launchEither,
} from '../drivers/either-browser.ts';
import { builtExtension } from '../drivers/extension.ts';
import { until } from '../drivers/wait.ts';
import { allowHosts } from './firefox-harness.ts';
import { patternOf } from './harness.ts';
import { sentence } from './state.ts';

/** A web page, and the browser's id of its tab. */
export interface Tab {
  page: EitherPage;
  id: number;
}

/** The popup over one tab, used by what is on screen. */
export interface NoticePopup {
  page: EitherPage;
  text(): Promise<string>;
  /** Services below *Refuses*, by host and path. */
  refusing(): Promise<string[]>;
  /** What tells its rows apart: the site that asks and the service. */
  keys(): Promise<string[]>;
  /** Waits until the row of a service says this. */
  says(base: string, words: string): Promise<void>;
  /** What the row says; '' where there is none. */
  row(base: string): Promise<string>;
  press(base: string, word: string): Promise<void>;
  /** *Add a source*, by its address. */
  add(url: string): Promise<void>;
  /** Signs in with a password, without a reload, and waits until the row says this. */
  signIn(base: string, who: { username: string; password: string }, outcome?: string): Promise<void>;
}

/** Either browser with Layerkey and the host access that prompts would have given. */
export interface NoticeBench {
  browser: EitherBrowser;
  open(url: string): Promise<Tab>;
  /** Gives Firefox the host access that Layerkey has given back because nothing that is saved needs it. */
  allow(): Promise<void>;
  /** What the icon says over a tab. */
  badge(tab: Tab): Promise<string>;
  badgeIs(tab: Tab, text: string): Promise<void>;
  popup(tab: Tab): Promise<NoticePopup>;
  close(): Promise<void>;
}

/** @param grant URLs whose origins are allowed. */
export async function startNoticeBench(
  name: BrowserName,
  grant: readonly string[],
  options: EitherOptions = {},
): Promise<NoticeBench> {
  const extension = await builtExtension(name, { grant: [...new Set(grant.map(patternOf))] });
  const browser = await launchEither(name, extension, options);
  const tabIds = () =>
    browser.inBackground(async () => (await chrome.tabs.query({})).map(({ id }) => id ?? -1));
  // A new installation opens its first-run page some time after the start.
  // Closed before it has its texts, it can leave Chromium's whole extension process without any.
  const firstRun = await browser.pageAt(`${name === 'chrome' ? 'chrome' : 'moz'}-extension://`);
  await until('its title', () => firstRun.evaluate(() => document.querySelector('h1')?.textContent));
  await firstRun.close();
  const allow = async () => {
    if (browser.firefox) await allowHosts(browser.firefox, [...grant]);
  };
  await allow();
  const badge = ({ id }: Tab) =>
    browser.inBackground((tabId: number) => chrome.action.getBadgeText({ tabId }), id);
  return {
    browser,
    open: async (url) => {
      const before = new Set(await tabIds());
      const page = await browser.newPage(url);
      const id = (await tabIds()).find((each) => !before.has(each));
      if (id === undefined) throw new Error(`No tab of ${url}`);
      return { page, id };
    },
    allow,
    badge,
    badgeIs: (tab, text) =>
      until(`the badge "${text}"`, async () => (await badge(tab)) === text).then(
        () => undefined,
        async (error: Error) => {
          throw new Error(`${error.message}; it is "${await badge(tab)}"`);
        },
      ),
    popup: async ({ id }) => popupOf(await browser.popup(`?tab=${id}`)),
    close: browser.close,
  };
}

let marks = 0;

async function popupOf(page: EitherPage): Promise<NoticePopup> {
  await until('the popup', () => page.evaluate(() => document.querySelector('header') !== null));
  const text = () => page.evaluate(() => document.body.innerText);
  const row = (base: string) => page.evaluate(rowText, base);
  const says = async (base: string, words: string) => {
    await until(`"${words}" in the row of ${base}`, async () => (await row(base)).includes(words)).catch(
      async (error: Error) => {
        throw new Error(`${error.message}. On screen: ${await text()}`);
      },
    );
  };
  const press = async (base: string, word: string) => {
    marks += 1;
    const mark = `pressed-${marks}`;
    await until(`${word} of ${base}`, () => page.evaluate(markButton, { base, word, mark })).catch(
      async (error: Error) => {
        throw new Error(`${error.message}. On screen: ${await text()}`);
      },
    );
    await page.click(`[data-pressed="${mark}"]`);
  };
  return {
    page,
    text,
    row,
    refusing: () =>
      page.evaluate(() =>
        [...document.querySelectorAll('[aria-labelledby=group-refuses] li.row')].map(
          (each) =>
            `${each.querySelector('.host')?.textContent}${each.querySelector('.host + p')?.textContent}`,
        ),
      ),
    keys: () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('li.row')].map(({ dataset }) => dataset.row ?? ''),
      ),
    says,
    press,
    add: async (url) => {
      await until('Add a source', () => page.evaluate(markAnywhere, sentence('addSource')));
      await page.click('[data-pressed=anywhere]');
      await page.fill('.foot-panel input', url);
      await page.click('.foot-panel [type=submit]');
    },
    signIn: async (base, { username, password }, outcome = sentence('status_signedIn')) => {
      await press(base, sentence('next_signIn'));
      const form = `li.row[data-row$=" ${base}"]`;
      const asked = { form, word: sentence('method_basic'), another: sentence('anotherSignIn') };
      const opened = () => until('the form', () => page.evaluate(wayOf, asked));
      const first = await opened();
      if (first === 'offer') await press(base, asked.another);
      if ((first === 'offer' ? await opened() : first) === 'other')
        await page.click(`${form} [data-pressed=way]`);
      await page.fill(`${form} [data-field=username]`, username);
      await page.fill(`${form} [data-field=password]`, password);
      await press(base, sentence('signIn'));
      await says(base, outcome);
    },
  };
}

/** Runs in the popup. */
function rowText(base: string): string {
  const rows = [...document.querySelectorAll<HTMLElement>('li.row')];
  return rows.find((row) => row.dataset.row?.endsWith(` ${base}`))?.textContent ?? '';
}

/** Runs in the popup. */
function markAnywhere(word: string): boolean {
  const found = [...document.querySelectorAll('button')].find(
    ({ textContent }) => textContent?.trim() === word,
  );
  found?.setAttribute('data-pressed', 'anywhere');
  return found !== undefined;
}

/** Runs in the popup. */
function markButton({ base, word, mark }: { base: string; word: string; mark: string }): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('li.row')];
  const row = rows.find((each) => each.dataset.row?.endsWith(` ${base}`));
  const buttons = [...(row?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
  const found = buttons.find((button) => button.textContent?.trim() === word && !button.disabled);
  // Open services are folded.
  found?.closest('details')?.setAttribute('open', '');
  found?.setAttribute('data-pressed', mark);
  return found !== undefined;
}

/**
 * Runs in the popup: whether the form asks for a password at once, or a sign-in that exists is offered first; else marks the word
 * that makes it ask for a password.
 */
function wayOf(asked: {
  form: string;
  word: string;
  another: string;
}): 'password' | 'offer' | 'other' | null {
  const inRow = document.querySelector(asked.form);
  if (inRow?.querySelector('[data-field=username]')) return 'password';
  const words = [...(inRow?.querySelectorAll('fieldset label span') ?? [])];
  const found = words.find(({ textContent }) => textContent === asked.word);
  found?.setAttribute('data-pressed', 'way');
  if (found) return 'other';
  const buttons = [...(inRow?.querySelectorAll('button') ?? [])];
  return buttons.some(({ textContent }) => textContent?.trim() === asked.another) ? 'offer' : null;
}
