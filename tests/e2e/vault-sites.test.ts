import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { cdpTargets } from './drivers/cdp.ts';
import { openCdpPage } from './drivers/cdp-page.ts';
import { builtExtension } from './drivers/extension.ts';
import { answerPrompt, waitForPrompt } from './drivers/native-prompt.ts';
import { type Screen, screenOf } from './drivers/screen.ts';
import { until } from './drivers/wait.ts';
import { startDisplay } from './drivers/xvfb.ts';
import { type Popup, patternOf } from './support/harness.ts';
import { type Scene, scene } from './support/scene.ts';
import { entriesOf, press, says, siteOn } from './support/settings-steps.ts';
import { accessIn, rulesIn, savedIn, sentence } from './support/state.ts';
import {
  carried,
  lockByButton,
  passwordService,
  setPassphrase,
  settingsPage,
  unlock,
  urlOf,
} from './support/vault-steps.ts';
import { emptyPage } from './support/world.ts';

const PASSWORD = 'sites-Passwort-ß7';
const ONE = '/one/wms';
const TWO = '/two/wms';
const basic = (user: string) => `Basic ${Buffer.from(`${user}:${PASSWORD}`).toString('base64')}`;

let display: Awaited<ReturnType<typeof startDisplay>>;
let screen: Screen;
let made: Scene;
let otherSite: RecordingServer;
let page: Page;
let other: Page;

/** The unmodified build and the browser's own prompt: only host access that was given so can be given back. */
beforeEach(async () => {
  display = await startDisplay(1280, 900);
  screen = screenOf(display.name, 1280, 900);
  otherSite = await startServer(emptyPage, { host: 'other.localhost' });
  made = await scene(
    passwordService((password) => password === PASSWORD),
    {
      extension: await builtExtension('chrome'),
      ...{ display: display.name, headless: false },
      args: ['--window-position=0,0', '--window-size=1280,900', '--remote-debugging-port=0'],
    },
  );
  page = await made.visit(urlOf(made, ONE), urlOf(made, TWO));
  other = await made.browser.newPage(otherSite.url());
  // The browser lists what was read to its end.
  await other.evaluate((url) => fetch(url).then((answer) => answer.text()), urlOf(made, ONE));
});
afterEach(async () => {
  await made?.[Symbol.asyncDispose]();
  await otherSite?.close();
  await display?.stop();
});

/** The popup over a page that the user has clicked the icon on. */
async function popupOver(over: Page): Promise<Popup> {
  await over.bringToFront();
  const address = `chrome-extension://${made.browser.extensionId}/popup.html`;
  await screen.key('alt+shift+l');
  const target = await until('the toolbar popup', async () =>
    (await cdpTargets(made.browser.profileDir)).find(({ url }) => url === address),
  );
  const clicked = await openCdpPage(target);
  await clicked.waitForSelector('li.row');
  await screen.key('Escape');
  await clicked.waitForClose();
  return made.popup(over);
}

/** Signs in and remembers it; a prompt comes where something is still to be allowed. */
async function remember(popup: Popup, path: string, user: string, prompt: boolean): Promise<void> {
  const row = popup.row(path);
  await row.press(/^(Sign in|Use here)/);
  const another = popup.page.getByRole('button', { name: sentence('anotherSignIn') });
  if (await another.isVisible()) await another.click();
  await row.choose(/^Password/);
  await row.fill(/^User name/, user);
  await row.fill(/^Password/, PASSWORD);
  await popup.page.getByRole('radio', { name: sentence('remember') }).click();
  const needsPassphrase = popup.page.getByLabel(sentence('passphraseNew'));
  if (await needsPassphrase.isVisible()) await setPassphrase(popup, 'correct horse battery');
  await row.press(/^Sign in$/);
  if (prompt) {
    await waitForPrompt(screen);
    await answerPrompt(screen, 'allow');
  }
  await row.says('Signed in');
}

const access = async () => (await accessIn(made.browser)).sort();
const patterns = (...servers: RecordingServer[]) => servers.map((server) => patternOf(server.url())).sort();
const grantsOf = async (site: string) =>
  Object.keys(await savedIn(made.browser)).filter((key) => key.startsWith('grant:') && key.endsWith(site));

/** One site with two sign-ins, and another one with its own for the first service; all remembered, all seen to work. */
async function bothSites(): Promise<void> {
  const popup = await popupOver(page);
  await remember(popup, ONE, 'ann', true);
  await remember(popup, TWO, 'bob', false);
  await popup.page.close();
  const second = await popupOver(other);
  await remember(second, ONE, 'cem', true);
  await second.page.close();
  expect(await carried(made, page, ONE)).toBe(basic('ann'));
  expect(await carried(made, page, TWO)).toBe(basic('bob'));
  expect(await carried(made, other, ONE)).toBe(basic('cem'));
  expect(await access()).toEqual(patterns(made.service, made.site, otherSite));
  expect(Object.keys(await entriesOf(made))).toHaveLength(3);
}

/** The first site is forgotten: its sign-ins and host access are gone, those of the other site are not. */
async function firstIsForgotten(): Promise<void> {
  await until(
    'the access to be given back',
    async () => !(await access()).includes(patternOf(made.site.url())),
  );
  expect(await access()).toEqual(patterns(made.service, otherSite));
  expect(await grantsOf(made.site.url())).toEqual([]);
  expect(await grantsOf(otherSite.url())).toHaveLength(1);
  expect(Object.keys(await entriesOf(made))).toHaveLength(1);
  for (const path of [ONE, TWO]) expect(await carried(made, page, path)).toBeNull();
  expect(JSON.stringify(await rulesIn(made.browser))).not.toContain(TWO);
  expect(await carried(made, other, ONE)).toBe(basic('cem'));
  // Lock and unlock bring back nothing of it.
  const popup = await popupOver(other);
  await lockByButton(popup);
  expect(await carried(made, other, ONE)).toBeNull();
  await unlock(popup, 'correct horse battery');
  await popup.row(ONE).says('Signed in');
  expect(await carried(made, other, ONE)).toBe(basic('cem'));
  expect(await carried(made, page, ONE)).toBeNull();
}

describe('*Forget this site*', { timeout: 120_000 }, () => {
  test('in the popup', async () => {
    await bothSites();
    const popup = await popupOver(page);
    await popup.page.getByRole('button', { name: sentence('menu'), exact: true }).click();
    await popup.page.getByRole('menuitem', { name: sentence('forgetSite') }).click();
    await press(popup.page, 'forgetSiteYes');
    await popup.row(ONE).says(/Use here|Sign in/);
    await popup.page.close();
    await firstIsForgotten();
  });

  test('in the settings', async () => {
    await bothSites();
    const tab = await settingsPage(made);
    const site = siteOn(tab, new URL(made.site.url()).host);
    await site.getByRole('button', { name: sentence('forgetSite') }).click();
    await says(tab, 'forgetSiteAsk', new URL(made.site.url()).host);
    await site.getByRole('button', { name: sentence('forgetSiteYes') }).click();
    await site.waitFor({ state: 'detached' });
    expect(await siteOn(tab, new URL(otherSite.url()).host).innerText()).toContain('cem');
    await tab.close();
    await firstIsForgotten();
  });
});

test('*Stop using here* in the settings: this service on this site, and nothing else', {
  timeout: 120_000,
}, async () => {
  await bothSites();
  const tab = await settingsPage(made);
  const row = siteOn(tab, new URL(made.site.url()).host).getByRole('listitem').filter({ hasText: ONE });
  await row.getByRole('button').click();
  await row.waitFor({ state: 'detached' });
  await tab.close();
  expect(await carried(made, page, ONE)).toBeNull();
  expect(await carried(made, page, TWO)).toBe(basic('bob'));
  expect(await carried(made, other, ONE)).toBe(basic('cem'));
  expect(await access()).toEqual(patterns(made.service, made.site, otherSite));
});

test('*Use here*: a remembered sign-in reaches another site by the user’s word alone, and is remembered for it', {
  timeout: 120_000,
}, async () => {
  const popup = await popupOver(page);
  await remember(popup, ONE, 'ann', true);
  await popup.page.close();
  const second = await popupOver(other);
  const row = second.row(ONE);
  await row.says(sentence('hint_savedForOtherSite', new URL(made.site.url()).host));
  expect(await carried(made, other, ONE)).toBeNull();
  await row.press('Use here');
  await row.press(/^Use$/);
  await waitForPrompt(screen);
  expect(await carried(made, other, ONE)).toBeNull();
  await answerPrompt(screen, 'allow');
  await row.says('Signed in');
  expect(await carried(made, other, ONE)).toBe(basic('ann'));
  expect(Object.keys(await entriesOf(made))).toHaveLength(1);
  await lockByButton(second);
  for (const each of [page, other]) expect(await carried(made, each, ONE)).toBeNull();
  await unlock(second, 'correct horse battery');
  await row.says('Signed in');
  for (const each of [page, other]) expect(await carried(made, each, ONE)).toBe(basic('ann'));
});
