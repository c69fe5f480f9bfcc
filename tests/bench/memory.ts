import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startServer } from '../../demo/server.ts';
import { unwrapWithPassphrase } from '../../lib/vault/wrap.ts';
import { type Chromium, launchChromium } from '../e2e/drivers/chromium.ts';
import { until } from '../e2e/drivers/wait.ts';
import { type Popup, popupOf } from '../e2e/support/harness.ts';
import { savedIn, sentence } from '../e2e/support/state.ts';
import { passwordService } from '../e2e/support/vault-steps.ts';
import { table } from './figures.ts';
import { countIn, familyOf, kindOf, type Wanted } from './process-memory.ts';
import { withLayerkey } from './signed-in.ts';

const PATH = '/one/wms';
const USER = 'visitor';
const PASSWORD = 'mem-Passw0rd-4711-quux';
const PASSPHRASE = 'memory horse battery staple 0815';
const LATER_MS = 30_000;

/**
 * What stays in the memory of the browser's processes after locking. Nothing can wipe a string of JavaScript: this says how
 * much of it is still found, and is no promise.
 */
export async function benchMemory(layerkey: string): Promise<string> {
  const service = await startServer(
    passwordService((password) => password === PASSWORD),
    { host: 'svc.localhost' },
  );
  const site = await startServer(
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Map</title>');
    },
    { host: 'site.localhost' },
  );
  let browser = await withLayerkey(layerkey, [service.url(), site.url()]);
  const open = async (): Promise<Page> => {
    const page = await browser.newPage(site.url());
    await use(page, `${service.url()}${PATH}`);
    return page;
  };
  try {
    const page = await open();
    await inPopup(browser, page, remember);
    const wanted = await wantedIn(browser);
    const first = await aroundLocking(browser, page, `${service.url()}${PATH}`, wanted);
    const { extensionDir: extension, profileDir: profile } = browser;
    await browser.close();
    browser = await launchChromium({ extension, profile });
    const again = await open();
    await inPopup(browser, again, unlock);
    const second = await aroundLocking(browser, again, `${service.url()}${PATH}`, wanted);
    const names = [...wanted.keys()];
    return [
      'Copies found in the memory of all processes of the browser. Typed key by key; the popup was closed after each step.\n',
      table(['typed, remembered and used', ...names], first),
      '',
      table(['browser started again, unlocked and used', ...names], second),
    ].join('\n');
  } finally {
    await browser.close();
    await Promise.all([service.close(), site.close()]);
  }
}

/** Before and after locking, some time later, and without the worker. */
async function aroundLocking(
  browser: Chromium,
  page: Page,
  url: string,
  wanted: Wanted,
): Promise<string[][]> {
  await use(page, url);
  const rows = [['before it is locked', ...(await copies(browser, wanted))]];
  await inPopup(browser, page, async ({ page: popup }) => {
    await popup.getByRole('button', { name: sentence('lockNow') }).click();
    await popup.getByLabel(sentence('unlockField')).waitFor();
  });
  await use(page, url);
  rows.push(['right after it was locked', ...(await copies(browser, wanted))]);
  await new Promise((resolve) => setTimeout(resolve, LATER_MS));
  rows.push([`${LATER_MS / 1000} s later`, ...(await copies(browser, wanted))]);
  await browser.stopWorker();
  rows.push(['after its worker was ended', ...(await copies(browser, wanted))]);
  return rows;
}

async function use(page: Page, url: string): Promise<void> {
  const asked = `${url}?SERVICE=WMS&REQUEST=GetCapabilities`;
  await page.evaluate(
    (target) => fetch(target, { cache: 'no-store' }).then((answer) => answer.text()),
    asked,
  );
}

async function inPopup(
  browser: Chromium,
  page: Page,
  work: (popup: Popup) => Promise<unknown>,
): Promise<void> {
  const popup = await popupOf(await browser.openPopup(page));
  await popup.page.bringToFront();
  await work(popup);
  await popup.page.close();
}

/** As a hand types: the driver's own messages never hold the whole text. */
async function type(page: Page, label: string | RegExp, text: string): Promise<void> {
  await page.getByLabel(label).and(page.locator('input:not([type=radio])')).first().pressSequentially(text);
}

async function remember({ page, row }: Popup): Promise<void> {
  await row(PATH).press(/^Sign in/);
  await type(page, /^User name/, USER);
  await type(page, /^Password/, PASSWORD);
  await page.getByRole('radio', { name: sentence('remember') }).click();
  await type(page, sentence('passphraseNew'), PASSPHRASE);
  await type(page, sentence('passphraseAgain'), PASSPHRASE);
  await page.getByRole('button', { name: sentence('passphraseSet') }).click();
  await page.getByText(sentence('passphraseMade')).waitFor();
  await row(PATH).press(/^Sign in$/);
  await row(PATH).says('Signed in');
}

async function unlock({ page, row }: Popup): Promise<void> {
  await type(page, sentence('unlockField'), PASSPHRASE);
  await page.getByLabel(sentence('unlockField')).press('Enter');
  await row(PATH).says('Signed in');
}

/** The data key is opened here, from the disk: asking the worker for it would leave copies. */
async function wantedIn(browser: Chromium): Promise<Wanted> {
  const vault = await until(
    'the vault',
    async () => (await savedIn(browser)).vault as { passphrase: string },
  );
  const key = Buffer.from((await unwrapWithPassphrase(vault.passphrase, PASSPHRASE)) ?? []);
  const text = (secret: string) => [Buffer.from(secret), Buffer.from(secret, 'utf16le')];
  return new Map([
    ['password', text(PASSWORD)],
    ['as Basic sends it', text(Buffer.from(`${USER}:${PASSWORD}`).toString('base64'))],
    ['passphrase', text(PASSPHRASE)],
    ['data key, bytes', [key]],
    ['data key, base64url', text(key.toString('base64url'))],
  ]);
}

/** For each that is wanted: how often it is found, and in which processes. */
async function copies(browser: Chromium, wanted: Wanted): Promise<string[]> {
  const lock = await readlink(join(browser.profileDir, 'SingletonLock'));
  const found = familyOf(Number(lock.split('-').at(-1))).map((pid) => ({
    kind: kindOf(pid),
    counts: countIn(pid, wanted),
  }));
  return [...wanted.keys()].map((name) => {
    const byKind = Map.groupBy(found, ({ kind }) => kind);
    const parts = [...byKind].flatMap(([kind, list]) => {
      const sum = list.reduce((total, { counts }) => total + (counts.get(name) ?? 0), 0);
      return sum > 0 ? [`${kind} ${sum}`] : [];
    });
    return parts.join(', ') || '0';
  });
}
