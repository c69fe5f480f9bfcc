import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { basicOf } from '../../demo/answers.ts';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { until } from './drivers/wait.ts';
import { installedAnew } from './support/chromium-anew.ts';
import type { Popup } from './support/harness.ts';
import { fetchFrom, type Scene, scene } from './support/scene.ts';
import { entriesOf } from './support/settings-steps.ts';
import { shared } from './support/shared.ts';
import { rulesIn, savedIn, sentence } from './support/state.ts';
import {
  carried,
  lockByButton,
  passwordService,
  signInAndRemember,
  signInUntilClose,
  unlock,
  urlOf,
} from './support/vault-steps.ts';
import { emptyPage } from './support/world.ts';

const PASSWORD = 'returning-Passwort-ß7';
const NEW_PASSWORD = 'returning-Passwort-neu-ß8';
const ONE = '/one/wms';
const TWO = '/two/wms';
const THREE = '/three/wms';
const basic = (user: string, password = PASSWORD) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

let made: Scene;
let otherSite: RecordingServer;
let evil: RecordingServer;
let accepted: string;
let page: Page;
let popup: Popup;

async function start(): Promise<Scene> {
  otherSite = await startServer(emptyPage, { host: 'other.localhost' });
  evil = await startServer(
    passwordService(() => true),
    { host: 'evil.localhost' },
  );
  const begun = await scene(
    passwordService((password) => password === accepted),
    { grant: [otherSite.url(), evil.url()] },
  );
  const end = begun[Symbol.asyncDispose];
  return Object.assign(begun, {
    [Symbol.asyncDispose]: async () => {
      await end();
      await Promise.all([otherSite.close(), evil.close()]);
    },
  });
}

const world = shared(start, undefined, ({ browser }) => installedAnew(browser));
beforeEach(() => {
  accepted = PASSWORD;
  made = world();
  for (const server of [made.service, otherSite, evil]) server.clear();
});

/** The other site's page, which asks for a service once it is there. */
async function visitOther(path: string): Promise<Page> {
  const other = await made.browser.newPage(otherSite.url());
  await other.evaluate((url) => fetch(url).then((answer) => answer.text()), urlOf(made, path));
  return other;
}

/** Who was tried where, with which password, in order of arrival. */
const attempts = () =>
  made.service.requests.flatMap((request) => {
    const given = basicOf(request);
    return given ? [`${given.username}:${given.password} at ${request.path}`] : [];
  });

/** Who asked without the page having asked: the extension itself. */
const unsigned = () => made.service.requests.filter(({ headers }) => headers.authorization === undefined);

async function openPopup(over: Page): Promise<void> {
  await popup?.page.close().catch(() => undefined);
  popup = await made.popup(over);
}

describe('after unlocking', { timeout: 120_000 }, () => {
  test('each account is asked once, and only for the sites that are open', async () => {
    page = await made.visit(urlOf(made, ONE), urlOf(made, THREE));
    await openPopup(page);
    await signInAndRemember(popup, ONE, PASSWORD);
    // One account for two services: *Use your sign-in*.
    await popup.row(THREE).press(/^(Sign in|Use here)/);
    await popup.row(THREE).press(/^Use$/);
    await popup.row(THREE).says('Signed in');
    await openPopup(await visitOther(TWO));
    await signInUntilClose(popup, TWO, 'bob', PASSWORD);
    await popup.row(TWO).menu(sentence('remember'));
    await until('both entries', async () => Object.keys(await entriesOf(made)).length === 2);

    await made.restart();
    page = await made.visit();
    await openPopup(page);
    made.service.clear();
    await unlock(popup);
    await popup.row(ONE).says('Signed in');
    await popup.row(THREE).says('Signed in');
    const [first] = attempts();
    expect([ONE, THREE].map((path) => `visitor:${PASSWORD} at ${path}`)).toContain(first);
    // Nothing else came meanwhile: neither for the site that is not open nor by the page, which was not reloaded.
    expect(attempts()).toEqual([first]);
    expect(unsigned()).toEqual([]);
    expect(JSON.stringify(await rulesIn(made.browser))).not.toContain(TWO);
    for (const path of [ONE, THREE]) expect(await carried(made, page, path)).toBe(basic('visitor'));

    made.service.clear();
    const other = await visitOther(TWO);
    await openPopup(other);
    await popup.row(TWO).says('Signed in');
    // The page may have asked before the answer was there; Layerkey itself asked once.
    const own = made.service.requests.filter(({ headers }) => headers.referer === undefined);
    expect(own.map(({ headers }) => headers.authorization)).toEqual([basic('bob')]);
    expect(await carried(made, other, TWO)).toBe(basic('bob'));
    await other.close();
    // Each of them once: more pages of the sites ask no more.
    made.service.clear();
    const more = await made.browser.newPage(otherSite.url());
    await openPopup(more);
    await popup.row(TWO).says('Signed in');
    expect(made.service.requests).toEqual([]);
  });

  test('a page that was opened before its account was asked about is told to be reloaded, and is not', async () => {
    page = await made.visit(urlOf(made, ONE));
    await openPopup(page);
    await signInAndRemember(popup, ONE, PASSWORD);
    await made.restart();
    page = await made.visit(urlOf(made, ONE));
    await page.evaluate(() => Object.assign(window, { isTheSame: true }));
    await openPopup(page);
    await popup.row(ONE).says('Locked');
    await unlock(popup);
    await popup.row(ONE).says('Signed in');
    await popup.row(ONE).says(sentence('hint_reloadToSee'));
    expect(await page.evaluate(() => 'isTheSame' in window)).toBe(true);
    // The control: a reload is seen so.
    await page.reload();
    expect(await page.evaluate(() => 'isTheSame' in window)).toBe(false);
    await popup.row(ONE).says(sentence('hint_remembered'));
  });

  test('a password that the server changed: one failed attempt, and none at the next unlocking', async () => {
    page = await made.visit(urlOf(made, ONE));
    await openPopup(page);
    await signInAndRemember(popup, ONE, PASSWORD);
    accepted = NEW_PASSWORD;
    await made.restart();
    page = await made.visit();
    await openPopup(page);
    made.service.clear();
    await unlock(popup);
    await popup.row(ONE).says('Not accepted');
    await popup.row(ONE).says(sentence('explain_passwordNotAccepted', new URL(made.service.url()).host));
    // The control: this one was counted.
    expect(attempts()).toEqual([`visitor:${PASSWORD} at ${ONE}`]);
    expect(await carried(made, page, ONE)).toBeNull();
    made.service.clear();
    await lockByButton(popup);
    await unlock(popup);
    await popup.row(ONE).says('Not accepted');
    await made.restart();
    page = await made.visit(urlOf(made, ONE));
    await openPopup(page);
    await unlock(popup);
    await popup.row(ONE).says('Not accepted');
    expect(attempts()).toEqual([]);
    // Signed in anew it is remembered anew.
    await popup.row(ONE).press('Sign in again');
    await popup.row(ONE).fill(/^Password/, NEW_PASSWORD);
    await popup.row(ONE).press(/^Sign in$/);
    await popup.row(ONE).says('Signed in');
    made.service.clear();
    await lockByButton(popup);
    await unlock(popup);
    await popup.row(ONE).says('Signed in');
    expect(attempts()).toEqual([`visitor:${NEW_PASSWORD} at ${ONE}`]);
  });
});

test('a source that was led to another server while it was locked: changed, and nothing goes there', {
  timeout: 120_000,
}, async () => {
  page = await made.visit(urlOf(made, ONE));
  await openPopup(page);
  await signInAndRemember(popup, ONE, PASSWORD);
  await lockByButton(popup);
  const before = await savedIn(made.browser);
  const led = JSON.stringify(before).replaceAll(made.service.url(), evil.url());
  expect(led).not.toBe(JSON.stringify(before));
  const editTo = async (records: Record<string, unknown>) => {
    await made.browser.evaluateInWorker((items) => chrome.storage.local.set(items), records);
    await made.browser.stopWorker();
    await openPopup(page);
    evil.clear();
    made.service.clear();
    await unlock(popup);
  };
  await editTo(JSON.parse(led) as Record<string, unknown>);
  await popup.row(new URL(evil.url()).host).says('Changed');
  expect(evil.requests).toEqual([]);
  expect(attempts()).toEqual([]);
  const there = `${evil.url()}${ONE}?SERVICE=WMS&REQUEST=GetCapabilities`;
  await fetchFrom(page, there);
  expect(evil.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  expect(await carried(made, page, ONE)).toBeNull();
  // The control: put back as it was, the same unlocking signs in at its own server.
  await lockByButton(popup);
  await editTo(before);
  await popup.row(new URL(made.service.url()).host).says('Signed in');
  expect(attempts()).toEqual([`visitor:${PASSWORD} at ${ONE}`]);
  expect(evil.requests).toEqual([]);
  expect(await carried(made, page, ONE)).toBe(basic('visitor'));
});
