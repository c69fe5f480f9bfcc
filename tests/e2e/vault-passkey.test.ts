import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { addAuthenticator } from './drivers/authenticator.ts';
import { until } from './drivers/wait.ts';
import type { Popup } from './support/harness.ts';
import { fetchFrom, type Scene } from './support/scene.ts';
import { press, says, unlockOn } from './support/settings-steps.ts';
import { sharedScene } from './support/shared-scene.ts';
import { savedIn, sentence } from './support/state.ts';
import {
  carried,
  lockByButton,
  PASSPHRASE,
  passwordService,
  settingsPage,
  signInAndRemember,
  unlock,
  urlOf,
} from './support/vault-steps.ts';

const PASSWORD = 'passkey-Passwort-ß7';
const ONE = '/one/wms';

let made: Scene;
let page: Page;
let popup: Popup;

const world = sharedScene(passwordService((password) => password === PASSWORD));
beforeEach(async () => {
  made = world();
  page = await made.visit(urlOf(made, ONE));
  popup = await made.popup(page);
  await signInAndRemember(popup, ONE, PASSWORD);
  await popup.page.close();
});

/** The settings page in a tab with an authenticator, and as many passkeys in it. */
async function withPasskeys(count: number) {
  const tab = await settingsPage(made);
  const authenticator = await addAuthenticator(tab);
  for (let number = 1; number <= count; number++) {
    await press(tab, 'passkeyAdd');
    await until(`passkey ${number}`, async () => (await addedOn(tab).count()) === number);
  }
  const ids = (await authenticator.passkeys()).map(({ id }) => id);
  expect(ids).toHaveLength(count);
  return { tab, authenticator, ids };
}

const addedOn = (tab: Page) => tab.getByRole('region', { name: sentence('passkeys') }).getByRole('listitem');

/** Locks on the settings page, sees it, and opens the page for unlocking in the same tab, as the popup does in a new one. */
async function lockAndOpenUnlock(tab: Page): Promise<void> {
  await press(tab, 'lockNow');
  await says(tab, 'stateLocked', '1');
  // The control: nothing is signed now.
  expect(await carried(made, page, ONE)).toBeNull();
  await tab.goto(`chrome-extension://${made.browser.extensionId}/unlock.html`);
}

/** The page's sign-in works, and the server sees its header. */
async function isSigned(): Promise<void> {
  await until('the answer', async () => (await fetchFrom(page, urlOf(made, ONE))) === 200);
  expect(await carried(made, page, ONE)).toBe(
    `Basic ${Buffer.from(`visitor:${PASSWORD}`).toString('base64')}`,
  );
}

test('a passkey unlocks by itself, the tab closes, and the server sees the sign-in again', async () => {
  const { tab, ids } = await withPasskeys(1);
  await says(tab, 'passkeyDone');
  expect(JSON.stringify(await savedIn(made.browser))).toContain(ids[0]);
  const closed = tab.waitForEvent('close');
  await lockAndOpenUnlock(tab);
  await closed;
  await isSigned();
  popup = await made.popup(page);
  await popup.row(ONE).says('Signed in');
  // The passphrase opens as before.
  await lockByButton(popup);
  await unlock(popup, PASSPHRASE);
  await popup.row(ONE).says('Signed in');
});

test('of two passkeys each one opens', async () => {
  const { tab, authenticator, ids } = await withPasskeys(2);
  await authenticator.forget(ids[0] ?? '');
  const closed = tab.waitForEvent('close');
  await lockAndOpenUnlock(tab);
  await closed;
  await isSigned();
});

test('a passkey that was removed opens nothing, the other one does', async () => {
  const { tab, ids } = await withPasskeys(2);
  await addedOn(tab).first().getByRole('button').click();
  await says(tab, 'passkeyRemoved');
  expect(await addedOn(tab).count()).toBe(1);
  const disk = JSON.stringify(await savedIn(made.browser));
  const [kept, removed] = disk.includes(ids[0] ?? '') ? ids : ids.toReversed();
  expect(disk).toContain(kept);
  expect(disk).not.toContain(removed);
  // The authenticator has them both still; the browser is asked for the one that is left.
  const closed = tab.waitForEvent('close');
  await lockAndOpenUnlock(tab);
  await closed;
  await isSigned();
  const again = await withPasskeys(0).then(({ tab: fresh }) => fresh);
  await addedOn(again).first().getByRole('button').click();
  await until('no passkey', async () => (await addedOn(again).count()) === 0);
  expect(JSON.stringify(await savedIn(made.browser))).not.toContain(kept);
  expect(await authenticatorCanHelp(again)).toBe(false);
});

/** Whether the page for unlocking asks for a passkey at all. */
async function authenticatorCanHelp(tab: Page): Promise<boolean> {
  await lockAndOpenUnlock(tab);
  await tab.getByLabel(sentence('unlockField')).waitFor();
  return tab.getByRole('button', { name: sentence('usePasskey') }).isVisible();
}

test('a passkey that the device no longer has is refused in words, and the passphrase opens', async () => {
  const { tab, authenticator, ids } = await withPasskeys(1);
  await authenticator.forget(ids[0] ?? '');
  await lockAndOpenUnlock(tab);
  await says(tab, 'error_passkeyRefused');
  expect(await carried(made, page, ONE)).toBeNull();
  await press(tab, 'usePasskey');
  await says(tab, 'error_passkeyRefused');
  const closed = tab.waitForEvent('close');
  await unlockOn(tab);
  await closed;
  await isSigned();
});

test('an authenticator that gives no key is said in words, nothing is saved of it, and the passphrase opens', async () => {
  const tab = await settingsPage(made);
  await addAuthenticator(tab, { prf: false });
  const before = await savedIn(made.browser);
  await press(tab, 'passkeyAdd');
  await says(tab, 'error_passkeyRefused');
  expect(await addedOn(tab).count()).toBe(0);
  expect(await savedIn(made.browser)).toEqual(before);
  await press(tab, 'lockNow');
  await says(tab, 'stateLocked', '1');
  await unlockOn(tab);
  await says(tab, 'stateUnlocked', '1');
  await isSigned();
});

// That it opens the page for it and closes is seen with the toolbar's own popup, in `vault-desktop.test.ts`.
test('the popup offers the passkey only where there is one', async () => {
  popup = await made.popup(page);
  await lockByButton(popup);
  const offer = popup.page.getByRole('button', { name: sentence('usePasskey') });
  expect(await offer.count()).toBe(0);
  await unlock(popup);
  await popup.row(ONE).says('Signed in');
  const { tab } = await withPasskeys(1);
  await tab.close();
  await lockByButton(popup);
  await offer.waitFor();
});
