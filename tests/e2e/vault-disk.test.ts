import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { basicOf, cors } from '../../demo/answers.ts';
import type { Handler } from '../../demo/server.ts';
import { searchProfile } from './drivers/profile-search.ts';
import { tempFolder } from './drivers/temp-folder.ts';
import { until } from './drivers/wait.ts';
import type { Popup } from './support/harness.ts';
import { fetchFrom, type Scene, scene } from './support/scene.ts';
import { heldIn, sentence } from './support/state.ts';
import {
  lockByButton,
  PASSPHRASE,
  setPassphrase,
  settingsPage,
  unlock,
  urlOf,
} from './support/vault-steps.ts';

const USER = 'visiteuse-hélène';
const SECRETS = {
  password: 'Pässwort&#%+Zwölf✓',
  key: 'QryKey+7f/3a=91c2',
  header: 'hdr-4410.ae19-77bd',
};
const NEXT_PASSPHRASE = 'une autre phrase de passe ✓ 2';
/** Typed and not sent, one for each page. */
const HALF_TYPED = {
  popup: 'half-typed-in-popup',
  settings: 'half-typed-in-settings',
  unlock: 'half-typed-alone',
};
/** As Basic sends it (RFC 7617), so that its base64 is searched for as a whole too. */
const TEXTS = [
  ...Object.values(SECRETS),
  `${USER}:${SECRETS.password}`,
  PASSPHRASE,
  NEXT_PASSPHRASE,
  ...Object.values(HALF_TYPED),
];
const PATHS = { password: '/basic/wms', key: '/query/wms', header: '/header/wms' };
const PLAIN = 'plain-typed-text';

const service: Handler = (request, response) => {
  const letIn: Record<string, boolean> = {
    [PATHS.password]: basicOf(request)?.password === SECRETS.password,
    [PATHS.key]: request.query.get('token') === SECRETS.key,
    [PATHS.header]: request.headers['x-api-key'] === SECRETS.header,
  };
  const isIn = letIn[request.path] ?? false;
  response.writeHead(isIn ? 200 : 401, cors({ 'Content-Type': 'text/xml', 'Cache-Control': 'no-store' }));
  response.end(isIn ? '<WMS_Capabilities><Capability><Layer/></Capability></WMS_Capabilities>' : 'no');
};

let made: Scene;
let page: Page;
let popup: Popup;

beforeEach(async () => {
  made = await scene(service);
});
afterEach(() => made[Symbol.asyncDispose]());

async function remember(
  path: string,
  method: RegExp,
  fields: Record<string, string>,
  passphrase?: string,
): Promise<void> {
  const row = popup.row(path);
  await row.press('Sign in');
  const another = popup.page.getByRole('button', { name: 'Another sign-in' });
  if (await another.isVisible()) await another.click();
  await row.choose(method);
  for (const [label, text] of Object.entries(fields)) await row.fill(new RegExp(`^${label}`), text);
  await popup.page.getByRole('radio', { name: sentence('remember') }).click();
  if (passphrase) await setPassphrase(popup, passphrase);
  await row.press(/^Sign in$/);
  await row.says('Signed in');
}

async function allWork(): Promise<void> {
  for (const path of Object.values(PATHS)) {
    await popup.row(path).says('Signed in');
    expect(await fetchFrom(page, urlOf(made, path)), path).toBe(200);
  }
}

/** The data key, while the vault is open: as it is held, and its bytes. */
async function dataKey(): Promise<[string, Uint8Array]> {
  const held = await heldIn(made.browser);
  const key = String(held['key:']);
  expect(key).toMatch(/^[\w-]{43}$/);
  return [key, Buffer.from(key, 'base64url')];
}

async function changePassphrase(settings: Page): Promise<void> {
  await settings.getByRole('button', { name: sentence('passphraseChange') }).click();
  await settings.getByLabel(sentence('passphraseCurrent')).fill(PASSPHRASE);
  await settings.getByLabel(sentence('passphraseNew')).fill(NEXT_PASSPHRASE);
  await settings.getByLabel(sentence('passphraseAgain')).fill(NEXT_PASSPHRASE);
  await settings.getByRole('button', { name: sentence('passphraseChangeYes') }).click();
  await settings.getByText(sentence('passphraseChanged')).waitFor();
}

/** @returns the folder that holds the file alone. */
async function makeBackup(settings: Page): Promise<string> {
  const [file] = await Promise.all([
    settings.waitForEvent('download'),
    settings.getByRole('button', { name: sentence('backupMake') }).click(),
  ]);
  const folder = await tempFolder('backup');
  await copyFile(await file.path(), join(folder, file.suggestedFilename()));
  return folder;
}

/** A page of ours of its own, in which a passphrase is typed and left standing. */
async function halfType(page: Page, text: string): Promise<void> {
  await page.getByLabel(sentence('unlockField')).fill(text);
  // The control: a plain field beside it, as no form of Layerkey has it, does reach the disk.
  await page.evaluate(() =>
    document.body.append(Object.assign(document.createElement('input'), { id: 'plain' })),
  );
  await page.locator('#plain').fill(PLAIN);
  // Leaving a page makes the browser keep what stood in it.
  await page.goto('about:blank');
}

/** Remembers in every way, uses, locks, unlocks on each page, changes the passphrase, makes a backup. */
async function useAll(): Promise<{ secrets: (string | Uint8Array)[]; backup: string }> {
  const { browser } = made;
  page = await made.visit(...Object.values(PATHS).map((path) => urlOf(made, path)));
  popup = await made.popup(page);
  const basic = { 'User name': USER, Password: SECRETS.password };
  await remember(PATHS.password, /^Password/, basic, PASSPHRASE);
  await remember(PATHS.key, /^Key$/, { Key: SECRETS.key });
  await remember(PATHS.header, /^Header/, { 'Header name': 'X-Api-Key', Value: SECRETS.header });
  await allWork();
  const secrets = [...TEXTS, ...(await dataKey())];
  await lockByButton(popup);
  await unlock(popup);
  await allWork();
  const settings = await settingsPage(made);
  await changePassphrase(settings);
  const backup = await makeBackup(settings);
  await settings
    .getByRole('button', { name: sentence('lockNow') })
    .first()
    .click();
  await settings.getByLabel(sentence('unlockField')).waitFor();
  const alone = await browser.newPage(`chrome-extension://${browser.extensionId}/unlock.html`);
  const closed = alone.waitForEvent('close');
  await unlock({ page: alone } as Popup, NEXT_PASSPHRASE);
  await closed;
  await popup.page.bringToFront();
  await allWork();
  // The same data key under another passphrase.
  expect((await dataKey())[0]).toBe(secrets.at(-2));
  await lockByButton(popup);
  const another = await browser.newPage(`chrome-extension://${browser.extensionId}/unlock.html`);
  await halfType(another, HALF_TYPED.unlock);
  await halfType(settings, HALF_TYPED.settings);
  await halfType(popup.page, HALF_TYPED.popup);
  popup = await made.popup(page);
  await unlock(popup, NEXT_PASSPHRASE);
  await allWork();
  return { secrets, backup };
}

const found = (...secrets: (string | Uint8Array)[]) => searchProfile(made.browser.profileDir, secrets);
const isSaved = ({ file }: { file: string }) => file.includes('Local Extension Settings');

describe('nothing readable on disk, remembered', () => {
  test.each([
    ['closed', () => made.browser.close()],
    ['killed', () => made.browser.kill()],
  ])('while the browser runs, and after it was %s', { timeout: 120_000 }, async (_, end) => {
    const { secrets, backup } = await useAll();
    // The control: the same search finds what is saved readable, and what stood in a plain field.
    await until('the plain field on disk', async () => (await found(PLAIN)).length > 0);
    expect(await found(...secrets)).toEqual([]);
    await end();
    expect(await found(...secrets)).toEqual([]);
    for (const readable of [USER, PATHS.password, PATHS.key, PATHS.header]) {
      expect((await found(readable)).some(isSaved), readable).toBe(true);
    }
    expect(await found(PLAIN)).not.toEqual([]);
    // The backup: not even who signs in where.
    expect(await searchProfile(backup, [...secrets, USER, PATHS.password])).toEqual([]);
    expect(await searchProfile(backup, ['layerkey-backup'])).not.toEqual([]);
  });

  test('control: a secret and a key that are saved as they are are found', async () => {
    const { browser } = made;
    const key = Buffer.alloc(32, 'fb0a', 'hex');
    await browser.evaluateInWorker(
      ({ secret, text, numbers }) => chrome.storage.local.set({ 'vault:abc1234': { secret }, text, numbers }),
      { secret: SECRETS.password, text: key.toString('base64url'), numbers: [...key] },
    );
    const both = () => found(SECRETS.password, key);
    await until('both on disk', async () => (await both()).length >= 3);
    await browser.kill();
    const finds = (await both()).filter(isSaved);
    expect(finds.map(({ encoding }) => encoding.replace(' (compressed)', ''))).toEqual(
      expect.arrayContaining(['utf-8', 'base64url, alignment 0', 'numbers']),
    );
  });
});
