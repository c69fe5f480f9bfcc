import { beforeEach, describe, expect, test } from 'vitest';
import { send } from '../../demo/answers.ts';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import type { Firefox } from './drivers/firefox.ts';
import type { FirefoxPage } from './drivers/firefox-page.ts';
import { pressAltShift } from './drivers/firefox-shortcut.ts';
import { until } from './drivers/wait.ts';
import {
  askIn,
  disableAndEnable,
  type FirefoxPopup,
  heldIn,
  launchBuilt,
  popupOver,
  pressEnter,
  reloadExtension,
  rulesIn,
  savedIn,
} from './support/firefox-harness.ts';
import { shared } from './support/shared.ts';
import { sentence } from './support/state.ts';
import { PASSPHRASE, passwordService } from './support/vault-steps.ts';
import { mapOf } from './support/world.ts';

const PASSWORD = 'firefox-Passwort-ß7';
const HEADER = `Basic ${Buffer.from(`visitor:${PASSWORD}`).toString('base64')}`;
const PATH = '/one/wms';
const UNLOCK = '[data-passphrase="unlock"]';

let svc: RecordingServer;
let site: RecordingServer;
let firefox: Firefox;
let page: FirefoxPage;
let popup: FirefoxPopup;

async function start(): Promise<AsyncDisposable> {
  svc = await startServer(
    passwordService((password) => password === PASSWORD),
    { host: 'svc.localhost' },
  );
  site = await startServer(
    (_, response) => send(response, 'text/html', '<!doctype html><title>Map</title>'),
    { host: 'site.localhost' },
  );
  firefox = await launchBuilt();
  return {
    [Symbol.asyncDispose]: async () => {
      await firefox.close().catch(() => undefined);
      await Promise.all([svc.close(), site.close()]);
    },
  };
}

shared(start, async () => {
  page = await firefox.newPage(site.url());
  await askIn(page, mapOf(`${svc.url()}${PATH}`));
  popup = await popupOver(firefox, page);
  await signInAndRemember();
});

beforeEach(async () => {
  await reopenPopup();
  await popup.row(PATH).says('Signed in');
  // The control of all that follows.
  expect(await carried()).toBe(HEADER);
  const held = await heldIn(firefox);
  expect(JSON.stringify(held)).toContain(PASSWORD);
  expect(held).toHaveProperty('key:');
  // Nobody chose a time: none is counted.
  expect(held).not.toHaveProperty('deadline:');
});

async function signInAndRemember(): Promise<void> {
  const row = popup.row(PATH);
  await row.press(/^Sign in/);
  await row.choose(/^Password$/);
  await row.fill('User name', 'visitor');
  await row.fill('Password', PASSWORD);
  await row.choose(sentence('remember'));
  await popup.page.fill('[data-passphrase="next"]', PASSPHRASE);
  await popup.page.fill('[data-passphrase="again"]', PASSPHRASE);
  await popup.press(sentence('passphraseSet'));
  await row.says(sentence('passphraseMade'));
  await row.press(/^Sign in$/);
  await row.says('Signed in');
}

/** What the page's next request carried, as the server saw it; null for nothing. */
async function carried(): Promise<string | null> {
  svc.clear();
  await askIn(page, mapOf(`${svc.url()}${PATH}`));
  const [request] = svc.requests.filter(({ method }) => method === 'GET');
  if (!request) throw new Error('The page has asked for nothing');
  return request.headers.authorization ?? null;
}

/** The very next request carries nothing, no rule is left, and no secret or key is held; on disk it still is. */
async function isGone(): Promise<void> {
  expect(await carried()).toBeNull();
  expect(await rulesIn(firefox)).toEqual([]);
  const held = await heldIn(firefox);
  expect(JSON.stringify(held)).not.toContain(PASSWORD);
  expect(held).not.toHaveProperty('key:');
  const saved = await savedIn(firefox);
  expect(Object.keys(saved).filter((key) => key.startsWith('vault:'))).toHaveLength(1);
  expect(JSON.stringify(saved)).not.toContain(PASSWORD);
}

async function reopenPopup(): Promise<void> {
  // Pages of the extension go with it.
  await popup.page.close().catch(() => undefined);
  popup = await popupOver(firefox, page);
}

/** Opens with the passphrase; the worker asks the service once, and the page stays as it is. */
async function unlocksWithOneRequest(): Promise<void> {
  await popup.row(PATH).says('Locked');
  await page.evaluate(() => void Object.assign(window, { isTheSame: true }));
  await popup.page.waitForSelector(UNLOCK);
  await popup.page.fill(UNLOCK, 'not the passphrase');
  await pressEnter(firefox);
  await until('the refusal', async () => (await popup.text()).includes(sentence('error_wrongPassphrase')));
  expect(await carried()).toBeNull();
  await popup.page.fill(UNLOCK, PASSPHRASE);
  svc.clear();
  await pressEnter(firefox);
  await popup.row(PATH).says('Signed in');
  expect(svc.requests.map(({ headers }) => headers.authorization)).toEqual([HEADER]);
  expect(await page.evaluate(() => 'isTheSame' in window)).toBe(true);
  expect(await carried()).toBe(HEADER);
}

/** Presses what has these words, on a page of the extension. */
async function choose(on: FirefoxPage, words: string): Promise<void> {
  const mark = (text: string) => {
    const labels = [...document.querySelectorAll<HTMLElement>('label')];
    const found = labels.find(({ textContent }) => textContent === text);
    found?.setAttribute('data-chosen', 'yes');
    return found !== undefined;
  };
  await until(words, () => on.evaluate<boolean>(mark, words));
  await on.click('[data-chosen="yes"]');
}

/** Chooses in the settings when the sign-ins lock by themselves, and waits until time is counted, or no more. */
async function lockWhen(words: string, isCounted: boolean): Promise<void> {
  const settings = await firefox.openExtensionPage('settings.html');
  await choose(settings, words);
  await until('the time', async () => 'deadline:' in (await heldIn(firefox)) === isCounted);
  await settings.close();
}

/** *Also after 5 minutes without use*, and the stored time set to have passed, as for a computer that slept. */
async function letTimePass(): Promise<void> {
  await lockWhen(sentence('lockAfter', '5'), true);
  await firefox.evaluateInBackground(() => chrome.storage.session.set({ 'deadline:': Date.now() - 1 }));
}

/** As it was before: only when the browser closes. */
const countNoTime = () => lockWhen(sentence('lockOnClose'), false);

describe('saved sign-ins in Firefox', { timeout: 90_000 }, () => {
  test('the button locks, the passphrase opens', async () => {
    await popup.press(sentence('lockNow'));
    await popup.row(PATH).says('Locked');
    await isGone();
    await unlocksWithOneRequest();
  });

  test.each([
    ['reload of the extension', reloadExtension],
    ['disable and enable', disableAndEnable],
  ])('%s locks', async (_, happen) => {
    await happen(firefox);
    await isGone();
    await reopenPopup();
    await unlocksWithOneRequest();
  });

  test('a background page that stops and comes back locks nothing', async () => {
    await firefox.stopBackground();
    expect(await carried()).toBe(HEADER);
    await reopenPopup();
    await popup.row(PATH).says('Signed in');
    expect(await carried()).toBe(HEADER);
  });

  test('the time without use is over while the background page is stopped', async () => {
    await letTimePass();
    await firefox.stopBackground();
    await reopenPopup();
    await popup.row(PATH).says('Locked');
    await isGone();
    await unlocksWithOneRequest();
    await countNoTime();
  });

  test('the time without use is over: the alarm wakes the background page', async () => {
    await letTimePass();
    await firefox.evaluateInBackground(() => chrome.alarms.create('lock', { when: Date.now() + 1500 }));
    await firefox.stopBackground();
    await until('a request that carries nothing', async () => (await carried()) === null);
    await isGone();
    await reopenPopup();
    await unlocksWithOneRequest();
    await countNoTime();
  });

  test.each([
    ['locks', async () => undefined],
    ['locks where the background page is stopped', () => firefox.stopBackground()],
  ])('Alt+Shift+K %s', async (_, before) => {
    await before();
    await pressAltShift(firefox, 'K');
    await until('a request that carries nothing', async () => (await carried()) === null);
    await until('the key to be gone', async () => !('key:' in (await heldIn(firefox))));
    await isGone();
    await reopenPopup();
    await unlocksWithOneRequest();
  });

  test('the settings say what Firefox cannot, and offer none of it', async () => {
    const settings = await firefox.openExtensionPage('settings.html');
    const text = () => settings.text('body');
    await until('the settings', async () => (await text()).includes(sentence('stateUnlocked', '1')));
    const words = await text();
    expect(words).toContain(sentence('lockWithComputerNot'));
    expect(words).toContain(sentence('passkeysNot'));
    expect(words).not.toContain(sentence('passkeyAdd'));
    const boxes = () =>
      [...document.querySelectorAll('label:has([type=checkbox])')].map((label) => label.textContent);
    // The control: the box that is there is found.
    expect(await settings.evaluate<string[]>(boxes)).toEqual([
      sentence('sharedComputer'),
      sentence('noticeEverywhere'),
    ]);
    await settings.close();
  });
});
