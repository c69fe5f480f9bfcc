import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { until } from './drivers/wait.ts';
import type { Popup } from './support/harness.ts';
import type { Scene } from './support/scene.ts';
import { diskOf, entriesOf, press, says, unlockOn } from './support/settings-steps.ts';
import { sharedScene } from './support/shared-scene.ts';
import { heldIn, rulesIn, savedIn, sentence } from './support/state.ts';
import {
  carried,
  lockByButton,
  PASSPHRASE,
  passwordService,
  settingsPage,
  signInAndRemember,
  signInUntilClose,
  unlock,
  urlOf,
} from './support/vault-steps.ts';

const PASSWORD = 'settings-Passwort-ß7';
const NEW_PASSWORD = 'settings-Passwort-neu-ß8';
const NEW_PASSPHRASE = 'four other words, ünïcödé';
const ONE = '/one/wms';
const TWO = '/two/wms';
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

let made: Scene;
let page: Page;
let popup: Popup;
let accepted: string;

const world = sharedScene(passwordService((password) => password === accepted));
beforeEach(async () => {
  accepted = PASSWORD;
  made = world();
  page = await made.visit(urlOf(made, ONE), urlOf(made, TWO));
  popup = await made.popup(page);
});

const entryCount = async () => Object.keys(await entriesOf(made)).length;

async function fillNewPassphrase(tab: Page, passphrase: string): Promise<void> {
  await tab.getByLabel(sentence('passphraseNew')).fill(passphrase);
  await tab.getByLabel(sentence('passphraseAgain')).fill(passphrase);
}

describe('the passphrase', () => {
  test('is changed without a word of the entries: the old one opens no more, the new one does', async () => {
    await signInAndRemember(popup, ONE, PASSWORD);
    const [before, entries] = [await diskOf(made), await entriesOf(made)];
    expect(Object.keys(entries)).toHaveLength(1);
    const tab = await settingsPage(made);
    await press(tab, 'passphraseChange');
    await tab.getByLabel(sentence('passphraseCurrent')).fill('not the passphrase');
    await fillNewPassphrase(tab, NEW_PASSPHRASE);
    await press(tab, 'passphraseChangeYes');
    await says(tab, 'error_wrongPassphrase');
    expect(await entriesOf(made)).toEqual(entries);
    await tab.getByLabel(sentence('passphraseCurrent')).fill(PASSPHRASE);
    await press(tab, 'passphraseChangeYes');
    await says(tab, 'passphraseChanged');
    expect(await entriesOf(made)).toEqual(entries);
    // The control: what wraps the key did change.
    expect(await diskOf(made)).not.toBe(before);
    await press(tab, 'lockNow');
    await says(tab, 'stateLocked', '1');
    await unlockOn(tab, PASSPHRASE);
    await says(tab, 'error_wrongPassphrase');
    expect(await carried(made, page, ONE)).toBeNull();
    await unlockOn(tab, NEW_PASSPHRASE);
    await says(tab, 'stateUnlocked', '1');
    await popup.row(ONE).says('Signed in');
    expect(await carried(made, page, ONE)).toBe(basic('visitor', PASSWORD));
  });

  test('is set in the settings first; then remembering asks for none', async () => {
    const tab = await settingsPage(made);
    await press(tab, 'passphraseSetUp');
    await fillNewPassphrase(tab, 'short');
    await press(tab, 'passphraseSet');
    await says(tab, 'error_shortPassphrase');
    expect(await savedIn(made.browser)).toEqual({});
    await fillNewPassphrase(tab, PASSPHRASE);
    await press(tab, 'passphraseSet');
    await says(tab, 'stateUnlocked', '0');
    await popup.page.bringToFront();
    await signInAndRemember(popup, ONE, PASSWORD, null);
    expect(await entryCount()).toBe(1);
    await lockByButton(popup);
    expect(await carried(made, page, ONE)).toBeNull();
    await unlock(popup);
    await popup.row(ONE).says('Signed in');
  });

  test('wrong ones cost a growing time, which a stopped worker does not shorten', async () => {
    await signInAndRemember(popup, ONE, PASSWORD);
    await lockByButton(popup);
    const button = () => popup.page.locator('.vault-bar button[type=submit]');
    const wrong = async () => {
      await unlock(popup, 'not the passphrase');
      await popup.page.locator('.vault-bar [role=alert]').waitFor();
    };
    for (const _ of [1, 2, 3]) {
      await wrong();
      expect(await button().innerText()).toBe(sentence('unlock'));
      await popup.page.getByLabel(sentence('unlockField')).fill('');
    }
    await wrong();
    await popup.page.getByText(/^Wait [12] s$/).waitFor();
    // Neither Enter nor a command of our own pages gets past it, the right passphrase neither.
    const command = { command: 'unlock', passphrase: PASSPHRASE };
    const answer = await popup.page.evaluate((asked) => chrome.runtime.sendMessage(asked), command);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'passphraseWait' } });
    await made.browser.stopWorker();
    await popup.page.close();
    popup = await made.popup(page);
    await popup.page.getByRole('button', { name: sentence('unlock'), exact: true }).waitFor();
    // The fifth costs more than the fourth: the new worker knows of those before.
    await wrong();
    await popup.page.getByText(/^Wait [34] s$/).waitFor();
    expect(await carried(made, page, ONE)).toBeNull();
    await popup.page.getByRole('button', { name: sentence('unlock'), exact: true }).waitFor();
    await unlock(popup, PASSPHRASE);
    await popup.row(ONE).says('Signed in');
    expect(await carried(made, page, ONE)).toBe(basic('visitor', PASSWORD));
  });
});

describe('what is remembered', () => {
  test('remembered later, kept until the browser closes, remembered again: on disk and off it', async () => {
    await signInUntilClose(popup, ONE, 'visitor', PASSWORD);
    expect(await entryCount()).toBe(0);
    await popup.row(ONE).menu(sentence('remember'));
    await popup.page.getByLabel(sentence('passphraseNew')).fill(PASSPHRASE);
    await popup.page.getByLabel(sentence('passphraseAgain')).fill(PASSPHRASE);
    await popup.page.getByRole('button', { name: sentence('passphraseSet') }).click();
    await until('the entry', async () => (await entryCount()) === 1);
    await popup.row(ONE).says(sentence('passphraseMade'));
    await popup.row(ONE).press(/^Close$/);
    await popup.row(ONE).menu(sentence('menuForgetSaved'));
    await until('no entry', async () => (await entryCount()) === 0);
    // The lock is not about it any more.
    await lockByButton(popup);
    expect(await carried(made, page, ONE)).toBe(basic('visitor', PASSWORD));
    // Remembered again while locked, it asks for the passphrase first.
    await popup.row(ONE).menu(sentence('remember'));
    const step = popup.page.getByRole('region', { name: sentence('remember') });
    await step.getByText(sentence('unlockToRemember')).waitFor();
    await step.getByLabel(sentence('unlockField')).fill(PASSPHRASE);
    await step.getByLabel(sentence('unlockField')).press('Enter');
    await until('the entry', async () => (await entryCount()) === 1);
    await lockByButton(popup);
    expect(await carried(made, page, ONE)).toBeNull();
  });

  test('a password that is changed: after a restart the server gets the new one', async () => {
    await signInAndRemember(popup, ONE, PASSWORD);
    const before = await entriesOf(made);
    accepted = NEW_PASSWORD;
    await popup.row(ONE).menu(sentence('menuChangePassword'));
    await popup.row(ONE).fill(/^Password/, NEW_PASSWORD);
    await popup.row(ONE).press(/^Change password$/);
    await until(
      'another entry',
      async () => JSON.stringify(await entriesOf(made)) !== JSON.stringify(before),
    );
    await popup.row(ONE).says('Signed in');
    await made.restart();
    page = await made.visit();
    popup = await made.popup(page);
    made.service.clear();
    await unlock(popup);
    await popup.row(ONE).says('Signed in');
    const sent = made.service.requests.flatMap(({ headers }) => headers.authorization ?? []);
    expect(sent).toEqual([basic('visitor', NEW_PASSWORD)]);
    expect(await carried(made, page, ONE)).toBe(basic('visitor', NEW_PASSWORD));
  });

  test('deleted altogether: no key and no entry is left, the sources stay, signed out', async () => {
    await signInAndRemember(popup, ONE, PASSWORD);
    await signInUntilClose(popup, TWO, 'guest', PASSWORD);
    const vaultKeys = async () =>
      Object.keys(await savedIn(made.browser)).filter((key) => /^(vault|unlocking)/.test(key));
    const others = async () =>
      Object.entries(await savedIn(made.browser)).filter(([key]) => /^(source|grant|account)/.test(key));
    expect((await vaultKeys()).length).toBeGreaterThan(1);
    const sources = await others();
    const tab = await settingsPage(made);
    await press(tab, 'deleteAll');
    await says(tab, 'deleteAllAsk', '1');
    expect(await carried(made, page, ONE)).toBe(basic('visitor', PASSWORD));
    await press(tab, 'deleteAllYes');
    await says(tab, 'deletedAll');
    expect(await vaultKeys()).toEqual([]);
    expect(await others()).toEqual(sources);
    expect(await carried(made, page, ONE)).toBeNull();
    expect(JSON.stringify(await rulesIn(made.browser))).not.toContain(ONE);
    expect(await heldIn(made.browser)).not.toHaveProperty('key:');
    await popup.row(ONE).says('Sign in again');
    await popup.row(ONE).says(sentence('hint_signedOut'));
    // What was kept until the browser closes has nothing to do with it.
    expect(await carried(made, page, TWO)).toBe(basic('guest', PASSWORD));
    await made.restart();
    page = await made.visit(urlOf(made, ONE));
    popup = await made.popup(page);
    await popup.row(ONE).says('Sign in again');
    expect(await popup.page.getByLabel(sentence('unlockField')).count()).toBe(0);
  });
});
