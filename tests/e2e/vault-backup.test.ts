import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launchDesktop } from './drivers/desktop.ts';
import { builtExtension } from './drivers/extension.ts';
import { until } from './drivers/wait.ts';
import { type Popup, patternOf, popupOf } from './support/harness.ts';
import { fetchFrom, type Scene } from './support/scene.ts';
import { diskOf, entriesOf, press, says, siteOn, unlockOn } from './support/settings-steps.ts';
import { sharedScene } from './support/shared-scene.ts';
import { accessIn, rulesIn, savedIn, sentence } from './support/state.ts';
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

const PASSWORD = 'backup-Passwort-ß7';
const [HEADER, GUEST] = ['visitor', 'guest'].map(
  (user) => `Basic ${Buffer.from(`${user}:${PASSWORD}`).toString('base64')}`,
) as [string, string];
const NEW_PASSPHRASE = 'four other words, ünïcödé';
const ONE = '/one/wms';
const TWO = '/two/wms';

let made: Scene;
let page: Page;
let popup: Popup;
const after: (() => Promise<void>)[] = [];

const world = sharedScene(passwordService((password) => password === PASSWORD));
beforeEach(async () => {
  made = world();
  page = await made.visit(urlOf(made, ONE), urlOf(made, TWO));
  popup = await made.popup(page);
  await signInAndRemember(popup, ONE, PASSWORD);
});
afterEach(async () => {
  for (const end of after.splice(0).reverse()) await end();
});

/** The file that the button downloads. */
async function backupFrom(tab: Page): Promise<string> {
  const download = tab.waitForEvent('download');
  await press(tab, 'backupMake');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^layerkey-backup-\d{4}-\d\d-\d\d\.json$/);
  await says(tab, 'backupMade');
  return readFile(await file.path(), 'utf8');
}

/** Chooses a file and types its passphrase; the form stays open where that fails. */
async function restore(tab: Page, text: string, passphrase: string): Promise<void> {
  const chosen = tab.getByLabel(sentence('restoreFile'));
  if (!(await chosen.isVisible())) await press(tab, 'restore');
  await chosen.setInputFiles({
    name: 'backup.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  await tab.getByLabel(sentence('restorePassphrase')).fill(passphrase);
  await press(tab, 'restoreYes');
}

/** One character of the last text in the file is another. */
function damaged(text: string): string {
  const at = text.lastIndexOf('"') - 4;
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}

/** What is no backup, cut off, or damaged, and a wrong passphrase: one sentence each, and the disk stays as it is. */
async function refusesBadFiles(tab: Page, text: string, disk: () => Promise<string>): Promise<void> {
  const before = await disk();
  const bad: [file: string, passphrase: string, code: string][] = [
    [text, 'not the passphrase', 'error_backupPassphrase'],
    [damaged(text), PASSPHRASE, 'error_backupUnreadable'],
    [text.slice(0, -9), PASSPHRASE, 'error_backupUnreadable'],
    ['', PASSPHRASE, 'error_backupUnreadable'],
    ['{"type":"FeatureCollection","features":[]}', PASSPHRASE, 'error_backupUnreadable'],
  ];
  for (const [file, passphrase, code] of bad) {
    await restore(tab, file, passphrase);
    await says(tab, code);
    expect(await tab.getByRole('alert').count()).toBe(1);
    expect(await disk()).toBe(before);
  }
}

test('the file holds nothing readable, and opens in another browser with its passphrase alone', {
  timeout: 120_000,
}, async () => {
  const text = await backupFrom(await settingsPage(made));
  // The control: the same search finds what is open to reading on disk.
  const disk = await diskOf(made);
  for (const readable of [ONE, 'visitor', 'svc.localhost']) expect(disk).toContain(readable);
  const secrets = [PASSWORD, PASSPHRASE, HEADER, 'visitor', ONE, 'svc.localhost', 'site.localhost'];
  for (const secret of secrets) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('base64url').slice(0, -2));
  }

  // Another computer: the unmodified build, no host access.
  const desktop = await launchDesktop({ extension: await builtExtension('chrome') });
  after.push(desktop.close);
  const tab = await desktop.newPage(`chrome-extension://${desktop.extensionId}/settings.html`);
  tab.setDefaultTimeout(10_000);
  await says(tab, 'stateNone');
  await refusesBadFiles(tab, text, async () => JSON.stringify(await savedIn(desktop)));
  expect(await savedIn(desktop)).toEqual({});
  await restore(tab, text, PASSPHRASE);
  await says(tab, 'restored');
  await says(tab, 'stateUnlocked', '1');
  const site = siteOn(tab, new URL(made.site.url()).host);
  expect(await site.innerText()).toContain(ONE);
  expect(await accessIn(desktop)).toEqual([]);
  expect(await rulesIn(desktop)).toEqual([]);
  await press(tab, 'lockNow');
  await says(tab, 'stateLocked', '1');
  await unlockOn(tab);
  await says(tab, 'stateUnlocked', '1');

  const map = await desktop.newPage(made.site.url());
  made.service.clear();
  expect(await fetchFrom(map, urlOf(made, ONE))).toBe(401);
  await desktop.openActionPopup('icon', map);
  await desktop.dismiss();
  const there = await popupOf(await desktop.openPopup(map));
  await there.row(ONE).says('saved on this device');
  // Nothing was asked of a service that the user has not allowed here.
  expect(made.service.requests.flatMap(({ headers }) => headers.authorization ?? [])).toEqual([]);
  await there.row(ONE).press('Try again');
  await desktop.promptShown();
  await desktop.allowPrompt();
  await there.row(ONE).says('Signed in');
  expect((await accessIn(desktop)).sort()).toEqual(
    [made.service.url(), made.site.url()].map(patternOf).sort(),
  );
  made.service.clear();
  expect(await fetchFrom(map, urlOf(made, ONE))).toBe(200);
  expect(made.service.requests.map(({ headers }) => headers.authorization)).toEqual([HEADER]);
});

test('restored into an open vault: what the file holds comes back, the rest and the passphrase stay', {
  timeout: 120_000,
}, async () => {
  let tab = await settingsPage(made);
  const text = await backupFrom(tab);
  await press(tab, 'passphraseChange');
  await tab.getByLabel(sentence('passphraseCurrent')).fill(PASSPHRASE);
  await tab.getByLabel(sentence('passphraseNew')).fill(NEW_PASSPHRASE);
  await tab.getByLabel(sentence('passphraseAgain')).fill(NEW_PASSPHRASE);
  await press(tab, 'passphraseChangeYes');
  await says(tab, 'passphraseChanged');
  await tab.close();
  await popup.row(ONE).menu(sentence('menuSignOut'));
  await popup.row(ONE).says(sentence('signedOutSaved'));
  await popup.page.close();
  popup = await made.popup(page);
  await signInUntilClose(popup, TWO, 'guest', PASSWORD);
  await popup.row(TWO).menu(sentence('remember'));
  await until('the one entry', async () => Object.keys(await entriesOf(made)).length === 1);
  expect(await carried(made, page, ONE)).toBeNull();
  const [two] = Object.entries(await entriesOf(made));

  tab = await settingsPage(made);
  await refusesBadFiles(tab, text, () => diskOf(made));
  await restore(tab, text, PASSPHRASE);
  await says(tab, 'restored');
  await popup.row(ONE).says('Signed in');
  expect(await carried(made, page, ONE)).toBe(HEADER);
  expect(await carried(made, page, TWO)).toBe(GUEST);
  const entries = await entriesOf(made);
  expect(Object.keys(entries)).toHaveLength(2);
  expect(entries[two?.[0] ?? '']).toBe(two?.[1]);
  await popup.page.bringToFront();
  await lockByButton(popup);
  for (const path of [ONE, TWO]) expect(await carried(made, page, path)).toBeNull();
  // The passphrase of the file was for the file.
  await unlock(popup, PASSPHRASE);
  await says(popup.page, 'error_wrongPassphrase');
  await unlock(popup, NEW_PASSPHRASE);
  for (const path of [ONE, TWO]) await popup.row(path).says('Signed in');
  expect(await carried(made, page, ONE)).toBe(HEADER);
  expect(await carried(made, page, TWO)).toBe(GUEST);
});
