import { beforeEach, expect, test } from 'vitest';
import { until } from './drivers/wait.ts';
import type { Popup } from './support/harness.ts';
import type { Scene } from './support/scene.ts';
import { sharedScene } from './support/shared-scene.ts';
import { heldIn, rulesIn, savedIn, sentence } from './support/state.ts';
import {
  carried,
  lockByButton,
  PASSPHRASE,
  passwordService,
  signInAndRemember,
  unlock,
  urlOf,
} from './support/vault-steps.ts';

const PASSWORD = 'vault-Passwort-ß7';
const ONE = '/one/wms';

let made: Scene;
let page: Awaited<ReturnType<Scene['visit']>>;
let popup: Popup;

const world = sharedScene(passwordService((password) => password === PASSWORD));
beforeEach(async () => {
  made = world();
  page = await made.visit(urlOf(made, ONE));
  popup = await made.popup(page);
});

test('remembered, the browser closed, one passphrase later signed in again without a click', async () => {
  await signInAndRemember(popup, ONE, PASSWORD);
  expect(await carried(made, page, ONE)).toMatch(/^Basic /);
  await made.restart();
  page = await made.visit(urlOf(made, ONE));
  expect(await carried(made, page, ONE)).toBeNull();
  popup = await made.popup(page);
  await popup.row(ONE).says('Locked');
  made.service.clear();
  await unlock(popup);
  await popup.row(ONE).says('Signed in');
  await popup.row(ONE).says(sentence('hint_reloadToSee'));
  // The worker asked once, and the page was not reloaded by itself.
  expect(made.service.requests).toHaveLength(1);
  expect(await carried(made, page, ONE)).toMatch(/^Basic /);
});

test('lock now: the very next request carries nothing; unlocked, it does again', async () => {
  await signInAndRemember(popup, ONE, PASSWORD);
  expect(await carried(made, page, ONE)).toMatch(/^Basic /);
  await lockByButton(popup);
  expect(await carried(made, page, ONE)).toBeNull();
  expect(await rulesIn(made.browser)).toEqual([]);
  await popup.row(ONE).says('Locked');
  await unlock(popup, 'not the passphrase');
  await popup.page.getByText(sentence('error_wrongPassphrase')).waitFor();
  expect(await carried(made, page, ONE)).toBeNull();
  await unlock(popup, PASSPHRASE);
  await popup.row(ONE).says('Signed in');
  expect(await carried(made, page, ONE)).toMatch(/^Basic /);
});

test('no passphrase is held once it did its work', async () => {
  await signInAndRemember(popup, ONE, PASSWORD);
  await lockByButton(popup);
  await unlock(popup, 'not the passphrase');
  await popup.page.getByText(sentence('error_wrongPassphrase')).waitFor();
  await unlock(popup, PASSPHRASE);
  await popup.row(ONE).says('Signed in');
  const held = JSON.stringify(await heldIn(made.browser));
  // The control: what has to be held is found.
  expect(held).toContain(PASSWORD);
  expect(held).not.toContain(PASSPHRASE);
  expect(held).not.toContain('not the passphrase');
});

test('what is on disk names the source and the kind, and no secret', async () => {
  await signInAndRemember(popup, ONE, PASSWORD);
  await until('the entry', async () =>
    Object.keys(await savedIn(made.browser)).some((key) => key.startsWith('vault:')),
  );
  const disk = JSON.stringify(await savedIn(made.browser));
  // The control: the search finds what is open to reading.
  expect(disk).toContain(ONE);
  expect(disk).not.toContain(PASSWORD);
  expect(disk).not.toContain(PASSPHRASE);
});
