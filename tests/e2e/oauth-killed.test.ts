import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { until } from './drivers/wait.ts';
import { stopQuietly } from './support/moved-clock.ts';
import { windowAt } from './support/provider-pages.ts';
import { type RenewalStage, renewalStage, SERVICE } from './support/renewal-stage.ts';
import { shared } from './support/shared.ts';
import { savedIn, sentence } from './support/state.ts';
import { unlock } from './support/vault-steps.ts';
import { isWhole, stateOf } from './support/whole-state.ts';

const DESKTOP = 'http://127.0.0.1:7070/';
let stage: RenewalStage;
/** Pages that were there before. */
let known: Set<Page>;
/** The form was filled in before. */
let isTyped: boolean;

const world = shared(() => renewalStage({ redirects: [DESKTOP] }));
beforeEach(() => {
  stage = world();
});

/** As just started, in the same browser. */
async function anew(): Promise<void> {
  await stage.anew();
  known = new Set(browser().context.pages());
  isTyped = false;
}

const browser = () => stage.scene.browser;
const row = () => stage.popup.row(SERVICE);
const field = (name: string) => stage.popup.page.locator(`[data-field=${name}]`);

/** The windows that a person could still see of a sign-in. */
function leftOpen(): string[] {
  const others = browser()
    .context.pages()
    .filter((page) => !known.has(page));
  return others.map((page) => page.url()).filter((url) => !url.startsWith('chrome-extension:'));
}

/** The form, filled in or as it was left, and sent off; then the provider's login page. */
async function toLoginPage(how: 'browser' | 'own window'): Promise<Page> {
  await browser().context.clearCookies();
  const redirect = how === 'browser' ? {} : { redirect: DESKTOP };
  if (!isTyped) await stage.fillIn('oauth', { clientId: 'layerkey', ...redirect });
  isTyped = true;
  await stage.send();
  return windowAt(browser().context, `${stage.provider.issuer}/interaction/`);
}

/** Nobody is signed in, nothing is kept, no window is left; the row says what happened, and the form is as it was typed. */
async function isTold(): Promise<void> {
  const { added, held, accounts } = await isWhole(browser());
  expect([added, [...held], accounts]).toEqual([[], [], []]);
  await stage.reopen();
  expect([await field('issuer').inputValue(), await field('clientId').inputValue()]).toEqual([
    stage.provider.issuer,
    'layerkey',
  ]);
  await until('no window to be left open', () => leftOpen().length === 0, 5000);
  const said = await stage.popup.page.getByRole('alert').allInnerTexts();
  expect(said.join(' ')).not.toBe('');
  // No question of the browser was open.
  expect(said).not.toContain(sentence('error_intentExpired', new URL(stage.url).host));
}

/** What this worker writes to the disk never arrives there. */
async function stopSaving(): Promise<void> {
  await browser().evaluateInWorker(() => {
    chrome.storage.local.set = () => new Promise(() => {});
  });
}

describe.each(['browser', 'own window'] as const)('the worker ends while somebody signs in: %s', (how) => {
  // Each of these goes on with what the one before left.
  let begun: RenewalStage | undefined;
  beforeEach(async () => {
    if (begun !== stage) await anew();
    begun = stage;
  });

  test.each([
    ['between code and token', '/token', 'request'],
    ['when the provider has made the token', '/token', 'answer'],
    // The service, where a new token is tried first, asks the provider about it.
    ['between token and save', '/token/introspection', 'request'],
  ] as const)('%s', async (_, path, at) => {
    const hold = stage.provider.hold(path, at);
    await toLoginPage(how);
    await stage.logIn();
    await hold.held;
    await browser().stopWorker();
    hold.release();
    await isTold();
  });

  test('between the credential and its account', async () => {
    await stopSaving();
    await toLoginPage(how);
    await stage.logIn();
    // The control: it is held, and nobody owns it.
    await until('the credential', async () => (await stateOf(browser())).held.size > 0);
    expect((await stateOf(browser())).accounts).toEqual([]);
    await browser().stopWorker();
    await isTold();
  });

  test('while the provider’s page is open', async () => {
    await toLoginPage(how);
    await browser().stopWorker();
    await isTold();
  });

  test('the next time it works', async () => {
    await toLoginPage(how);
    await stage.logIn();
    await row().says(sentence('tokenRenews'));
    expect((await stage.next()).status).toBe(200);
    expect((await isWhole(browser())).held.size).toBe(1);
    expect(leftOpen()).toEqual([]);
  });
});

test('the worker ends while somebody signs in: a popup that is open all the time says so, too', async () => {
  await anew();
  const hold = stage.provider.hold('/token', 'request');
  await toLoginPage('browser');
  await stage.logIn();
  await hold.held;
  const waiting = stage.popup.page.getByText(sentence('waitSignIn', new URL(stage.url).host));
  await waiting.waitFor();
  await browser().stopWorker();
  await waiting.waitFor({ state: 'hidden', timeout: 5000 });
  expect(await field('issuer').inputValue()).toBe(stage.provider.issuer);
  hold.release();
});

describe('the worker ends while it renews', () => {
  beforeEach(anew);

  test('before the provider looked at it: the alarm is still set, and the next one renews', async () => {
    await stage.signIn();
    const first = await stage.only();
    const hold = stage.provider.hold('/token', 'request');
    await stage.untilAlarm();
    await hold.held;
    await stopQuietly(stage.popup.page);
    hold.release();
    const { popup } = stage;
    // Nothing else may wake the worker for hours.
    expect(await popup.page.evaluate(() => chrome.alarms.get('renew'))).toBeTruthy();
    await popup.page.evaluate(() => chrome.alarms.create('renew', { when: 1 }));
    const second = await stage.renewed(first);
    expect(await stage.next()).toEqual({ token: second.accessToken, status: 200 });
    await isWhole(browser());
  });

  test('between the vault and the memory: the new token is taken from the vault', async () => {
    await stage.signIn('remember');
    const first = await stage.only();
    const vault = JSON.stringify(await savedIn(browser()));
    await browser().evaluateInWorker(() => {
      const set = chrome.storage.session.set.bind(chrome.storage.session);
      const isLast = (items: object) => Object.keys(items).some((key) => key.startsWith('credential:'));
      chrome.storage.session.set = (items: object) => (isLast(items) ? new Promise(() => {}) : set(items));
    });
    await stage.untilAlarm();
    await until('the vault to be written', async () => JSON.stringify(await savedIn(browser())) !== vault);
    // The control: the memory still has what is used up now.
    expect(await stage.only()).toEqual(first);
    await browser().stopWorker();
    const second = await stage.renewed(first);
    expect(await stage.next()).toEqual({ token: second.accessToken, status: 200 });
    expect(stage.tokenRequests()).toBe(2);
    await stage.untilAlarm();
    const third = await stage.renewed(second);
    expect(await stage.next()).toEqual({ token: third.accessToken, status: 200 });
    await isWhole(browser());
  });

  test('when the provider has changed the token: signed in again, or asked to, never half', async () => {
    await stage.signIn();
    const hold = stage.provider.hold('/token', 'answer');
    await stage.untilAlarm();
    await hold.held;
    await browser().stopWorker();
    hold.release();
    // The only copy of the new one is lost, and the old one used twice ends the session (RFC 9700, 4.14.2).
    await until('no rule', async () => (await stateOf(browser())).added.length === 0);
    await isWhole(browser());
    await stage.reopen();
    await browser().context.clearCookies();
    await row().press(sentence('next_signInAgain'));
    await stage.logIn();
    await row().says(sentence('tokenRenews'));
    expect((await stage.next()).status).toBe(200);
  });
});

describe('the browser is killed', () => {
  beforeEach(anew);

  test('while the provider’s window is open: as if nothing had been asked', async () => {
    await toLoginPage('own window');
    await browser().kill();
    await stage.restart();
    const { added, accounts } = await isWhole(browser());
    expect([added, accounts]).toEqual([[], []]);
    expect(
      Object.keys(await savedIn(browser())).filter((key) => /^(grant|source|account)/.test(key)),
    ).toEqual([]);
    await stage.signIn();
    expect((await stage.next()).status).toBe(200);
  });

  test('while it renews what is remembered: unlocked, it goes on or asks to sign in again', async () => {
    await stage.signIn('remember');
    const hold = stage.provider.hold('/token', 'answer');
    await stage.untilAlarm();
    await hold.held;
    await browser().kill();
    hold.release();
    await stage.restart();
    await unlock(stage.popup);
    await isWhole(browser());
    await browser().context.clearCookies();
    await row().press(sentence('next_signInAgain'));
    await stage.logIn();
    await row().says(sentence('tokenRenews'));
    expect((await stage.next()).status).toBe(200);
  });
});
