import { builtExtension, readManifest } from '../drivers/extension.ts';
import { type Firefox, type FirefoxOptions, launchFirefox } from '../drivers/firefox.ts';
import type { FirefoxPage } from '../drivers/firefox-page.ts';
import { until } from '../drivers/wait.ts';
import { sentence } from './state.ts';
import type { How, Way } from './world.ts';

/** Presses *Enter* in the field that was filled last (WebDriver, sections 15.8 and 17.4.2). */
export async function pressEnter({ marionette }: Firefox): Promise<void> {
  const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value: '\uE007' }));
  await marionette.send('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
}

/** Words on screen: a part of them in any case, or a pattern. */
type Words = string | RegExp;

/** The popup in Firefox, used by what is on screen. */
export interface FirefoxPopup {
  page: FirefoxPage;
  /** Everything that can be read. */
  text(): Promise<string>;
  /** Presses a button that belongs to no row, by its words. */
  press(name: Words): Promise<void>;
  /** One service's row, by a part of its address. */
  row(address: string): FirefoxRow;
}

interface FirefoxRow {
  text(): Promise<string>;
  /** Presses a button of this row, by its words. */
  press(name: Words): Promise<void>;
  /** Fills a field of the row's form, by its label. */
  fill(label: string, text: string): Promise<void>;
  /** What stands in a field. */
  value(label: string): Promise<string>;
  /** Chooses a method of the form, or ticks a box, by its label. */
  choose(label: Words): Promise<void>;
  /** Opens the row's menu and takes an entry. */
  menu(entry: Words): Promise<void>;
  /** Waits until the row says this. */
  says(text: Words): Promise<void>;
}

/** Starts Firefox with what `wxt build -b firefox` made, unchanged: host access comes from clicks alone. */
export async function launchBuilt(options: Partial<FirefoxOptions> = {}): Promise<Firefox> {
  return launchFirefox({ ...options, extension: options.extension ?? (await builtExtension('firefox')) });
}

/** The popup over a page, as a click on the toolbar button opens it. */
export async function popupOver(firefox: Firefox, page: FirefoxPage): Promise<FirefoxPopup> {
  return popupOf(await firefox.openPopup(page));
}

async function popupOf(page: FirefoxPage): Promise<FirefoxPopup> {
  await page.waitForSelector('header');
  return {
    page,
    text: () => page.text('body'),
    press: async (name) => page.click(await marked(page, { roles: ['button'], name })),
    row: (address) => rowOf(page, address),
  };
}

function rowOf(page: FirefoxPage, address: string): FirefoxRow {
  const text = () => page.evaluate<string>(readRow, address);
  const inRow = (what: Sought) => marked(page, { ...what, address });
  return {
    text,
    press: async (name) => page.click(await inRow({ roles: ['button'], name })),
    fill: async (label, value) => page.fill(await inRow({ roles: ['field'], name: label }), value),
    value: async (label) =>
      page.evaluate<string>(
        (selector: string) => document.querySelector<HTMLInputElement>(selector)?.value ?? '',
        await inRow({ roles: ['field'], name: label }),
      ),
    choose: async (name) => page.click(await inRow({ roles: ['label'], name })),
    menu: async (name) => {
      await page.click(await inRow({ roles: ['menu'], name: '' }));
      await page.click(await inRow({ roles: ['menuitem'], name }));
    },
    says: async (words) => {
      const found = async () => {
        const now = await text();
        return typeof words === 'string' ? now.toLowerCase().includes(words.toLowerCase()) : words.test(now);
      };
      await until(`the row of ${address} to say ${words}`, found).catch(async (error: Error) => {
        throw new Error(`${error.message}. On screen: ${await page.text('body')}`);
      });
    },
  };
}

/** Runs in the popup: the row's words, one piece of text a line. */
function readRow(address: string): string {
  const rows = [...document.querySelectorAll<HTMLElement>('li.row')];
  const row = rows.find(({ textContent }) => textContent?.includes(address));
  if (row === undefined) return '';
  const pieces = [];
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) pieces.push(walker.currentNode.textContent);
  return pieces.join('\n');
}

interface Sought {
  roles: ('button' | 'field' | 'label' | 'menu' | 'menuitem')[];
  name: Words;
  address?: string;
}

let marks = 0;
const newMark = () => {
  marks += 1;
  return `seen-${marks}`;
};
const selectorOf = (mark: string) => `[data-seen="${mark}"]`;

/** Finds an element by its words, waiting for it, and marks it. @returns the selector of the mark. */
async function marked(page: FirefoxPage, { roles, name, address }: Sought): Promise<string> {
  const mark = newMark();
  const [source, flags] =
    typeof name === 'string' ? [name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i'] : [name.source, name.flags];
  await until(`${roles} ${name} of ${address ?? 'the popup'}`, () =>
    page.evaluate<boolean>(markElement, { mark, roles, source, flags, address }),
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}. On screen: ${await page.text('body')}`);
  });
  return selectorOf(mark);
}

/** Runs in the popup. */
function markElement(sought: {
  mark: string;
  roles: string[];
  source: string;
  flags: string;
  address?: string;
}): boolean {
  const words = new RegExp(sought.source, sought.flags);
  const rows = [...document.querySelectorAll<HTMLElement>('li.row')];
  const root = sought.address
    ? rows.find(({ textContent }) => textContent?.includes(sought.address ?? ''))
    : document.body;
  const selectors: Record<string, string> = {
    button: 'button:not([role=menuitem])',
    field: 'input:not([type=radio]):not([type=checkbox])',
    label: 'label:has(input[type=radio]), label:has(input[type=checkbox])',
    menu: '[aria-haspopup=menu]',
    menuitem: '[role=menuitem]',
  };
  const labelOf = (element: HTMLElement) => {
    const label = (element as HTMLInputElement).labels?.[0]?.firstChild?.textContent;
    return (label ?? element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
  };
  const selector = sought.roles.map((role) => selectors[role]).join(', ');
  const found = [...(root?.querySelectorAll<HTMLElement>(selector) ?? [])].find((element) => {
    const name = labelOf(element);
    const whole = sought.roles.includes('field') && sought.flags === 'i';
    return words.test(name) && (!whole || name.length === sought.source.replaceAll('\\', '').length);
  });
  found?.setAttribute('data-seen', sought.mark);
  return found !== undefined;
}

/** Lets a page ask for a URL and waits for the answer: the status of a `fetch`, 200 for a picture, 0 for what failed. */
export function askIn(page: FirefoxPage, url: string, how: How = 'fetch', method = 'GET'): Promise<number> {
  return page.evaluate<number>(
    async (url: string, how: string, method: string) => {
      if (how === 'fetch') {
        const body = method === 'POST' || method === 'PUT' ? { body: 'x' } : {};
        return fetch(url, { method, ...body }).then(
          (response) => response.status,
          () => 0,
        );
      }
      const image = new Image();
      if (how === 'imgCors') image.crossOrigin = 'anonymous';
      const done = new Promise<number>((resolve) => {
        image.onload = () => resolve(200);
        image.onerror = () => resolve(0);
      });
      image.src = url;
      return done;
    },
    url,
    how,
    method,
  );
}

/** Shows a URL in a frame and takes the frame away again. */
export function frameIn(page: FirefoxPage, url: string): Promise<void> {
  return page.evaluate<void>(async (url: string) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    frame.remove();
  }, url);
}

/** Chooses a way to sign in by its words; those that a service rarely needs are folded at first. */
export async function chooseWay(row: FirefoxRow, method: string): Promise<void> {
  const isOffered = (await row.text()).split('\n').some((line) => line.trim() === method);
  if (!isOffered) await row.press(sentence('moreWays'));
  await row.choose(new RegExp(`^${method}$`));
}

/** Signs in at a service's row as a user does, without a reload, past the offer of a sign-in that exists. */
export async function signInAt(
  popup: FirefoxPopup,
  address: string,
  way: Way,
  outcome = 'Signed in',
): Promise<void> {
  const row = popup.row(address);
  await row.press(/^(Sign in|Use here)/);
  await row.says(/Way to sign in|Cancel|Another sign-in/);
  if ((await row.text()).includes('Another sign-in')) await row.press('Another sign-in');
  await chooseWay(row, way.method);
  for (const [label, text] of Object.entries(way.fields)) await row.fill(label, text);
  await row.press(/^Sign in$/);
  await row.says(outcome);
}

/** Lets the page ask for a service's capabilities, so that the popup finds it, and signs in there. */
export async function visitAndSignIn(
  firefox: Firefox,
  page: FirefoxPage,
  base: string,
  way: Way,
): Promise<void> {
  await askIn(page, `${base}?SERVICE=WMS&REQUEST=GetCapabilities`);
  const popup = await popupOver(firefox, page);
  await signInAt(popup, new URL(base).pathname, way);
  await popup.page.close();
}

/** The pattern that Firefox grants for a URL: its patterns take no port. */
export function hostPattern(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}

/** What the browser does when the user allows hosts, without the user: for what no button of Layerkey asks for. */
export const allowHosts = (firefox: Firefox, urls: string[]) => changeHosts(firefox, 'add', urls);

/** What Firefox's own page of add-ons does when the user takes hosts back. */
export const disallowHosts = (firefox: Firefox, urls: string[]) => changeHosts(firefox, 'remove', urls);

async function changeHosts(firefox: Firefox, how: 'add' | 'remove', urls: string[]): Promise<void> {
  await firefox.chrome(
    `const [id, how, origins] = arguments;
     const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
     const permissions = { permissions: [], origins, data_collection: [] };
     return ExtensionPermissions[how](id, permissions, WebExtensionPolicy.getByID(id).extension);`,
    await addonId(),
    how,
    [...new Set(urls.map(hostPattern))],
  );
}

/** *Reload* of the page `about:debugging`. */
export const reloadExtension = (firefox: Firefox) => onAddon(firefox, 'await addon.reload();');

export const disableAndEnable = (firefox: Firefox) =>
  onAddon(firefox, 'await addon.disable(); await addon.enable();');

async function onAddon(firefox: Firefox, work: string): Promise<void> {
  await firefox.chrome(
    `const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
     return (async (id) => {
       const addon = await AddonManager.getAddonByID(id);
       ${work}
       await WebExtensionPolicy.getByID(id).extension.promiseBackgroundStarted?.();
     })(arguments[0]);`,
    await addonId(),
  );
}

async function addonId(): Promise<string | undefined> {
  return (await readManifest(await builtExtension('firefox'))).browser_specific_settings?.gecko?.id;
}

export const rulesIn = (firefox: Firefox) =>
  firefox.evaluateInBackground(() => chrome.declarativeNetRequest.getSessionRules());

export const savedIn = (firefox: Firefox): Promise<Record<string, unknown>> =>
  firefox.evaluateInBackground(() => chrome.storage.local.get(null));

export const heldIn = (firefox: Firefox): Promise<Record<string, unknown>> =>
  firefox.evaluateInBackground(() => chrome.storage.session.get(null));

export const accessIn = async (firefox: Firefox): Promise<string[]> =>
  (await firefox.evaluateInBackground(async () => (await chrome.permissions.getAll()).origins ?? [])).sort();
