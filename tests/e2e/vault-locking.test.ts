import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Chromium } from './drivers/chromium.ts';
import { until } from './drivers/wait.ts';
import { disableAndEnable, reloadItself, update } from './support/extension-life.ts';
import type { Popup } from './support/harness.ts';
import { fetchFrom, type Scene, scene } from './support/scene.ts';
import { shared } from './support/shared.ts';
import { heldIn, rulesIn, sentence } from './support/state.ts';
import {
  carried,
  lockByButton,
  passwordService,
  setSettings,
  signInAndRemember,
  signInUntilClose,
  unlock,
  urlOf,
} from './support/vault-steps.ts';

const PASSWORD = 'locking-Passwort-ß7';
const OTHER = 'until-close-Passwort-ß8';
const SAVED = '/saved/wms';
const LOOSE = '/loose/wms';

let made: Scene;
let page: Awaited<ReturnType<Scene['visit']>>;
let popup: Popup;

const world = shared(
  () => scene(passwordService((password, path) => password === (path === SAVED ? PASSWORD : OTHER))),
  async (begun) => {
    page = await begun.visit(urlOf(begun, SAVED), urlOf(begun, LOOSE));
    const first = await begun.popup(page);
    await signInAndRemember(first, SAVED, PASSWORD);
    await first.page.close();
  },
);

beforeEach(async () => {
  made = world();
  popup = await made.popup(page);
  if (!('key:' in (await heldIn(made.browser)))) await unlock(popup);
  await popup.row(SAVED).says('Signed in');
  if ((await carried(made, page, LOOSE)) === null) await signInUntilClose(popup, LOOSE, 'guest', OTHER);
  // The control of all that follows: the test sees a credential where there is one.
  expect(await carried(made, page, SAVED)).toMatch(/^Basic /);
  expect(await carried(made, page, LOOSE)).toMatch(/^Basic /);
  const held = await heldIn(made.browser);
  expect(JSON.stringify(held)).toContain(PASSWORD);
  expect(held['key:']).toMatch(/^[\w-]{43}$/);
  // Nobody chose a time: none is counted.
  expect(held).not.toHaveProperty('deadline:');
  expect(await made.browser.evaluateInWorker(() => chrome.alarms.getAll())).toEqual([]);
});
afterEach(async () => {
  for (const tab of made?.browser.context.pages() ?? []) {
    if (tab.url().startsWith('chrome-extension:')) await tab.close();
  }
});

/** The very next request of the page carries nothing, no rule is left for it, and no secret or key is held. */
async function isGone(): Promise<void> {
  expect(await carried(made, page, SAVED)).toBeNull();
  expect(JSON.stringify(await rulesIn(made.browser))).not.toContain(SAVED);
  const held = await heldIn(made.browser);
  expect(JSON.stringify(held)).not.toContain(PASSWORD);
  expect(held).not.toHaveProperty('key:');
}

/** The stored time is set to have passed, as for a computer that slept. */
const letTimePass = (browser: Chromium) =>
  browser.evaluateInWorker(() => chrome.storage.session.set({ 'deadline:': Date.now() - 1 }));

describe('what is saved goes, what is kept until the browser closes stays', () => {
  test('the button', async () => {
    await lockByButton(popup);
    await isGone();
    expect(await carried(made, page, LOOSE)).toMatch(/^Basic /);
    await unlock(popup);
    await popup.row(SAVED).says('Signed in');
    expect(await carried(made, page, SAVED)).toMatch(/^Basic /);
  });

  test('after a time without use: a worker that wakes finds the time over', async () => {
    await setSettings(made, { lockAfterMinutes: 15 });
    await letTimePass(made.browser);
    await made.browser.stopWorker();
    const again = await made.popup(page);
    await again.row(SAVED).says('Locked');
    await isGone();
    expect(await carried(made, page, LOOSE)).toMatch(/^Basic /);
    await setSettings(made, { lockAfterMinutes: null });
  });

  test('after a time without use: a worker that is awake looks whether the time is over', async () => {
    await setSettings(made, { lockAfterMinutes: 15 });
    const over = await made.browser.evaluateInWorker(async () => {
      const deadline = Date.now() + 5000;
      await chrome.storage.session.set({ 'deadline:': deadline });
      return deadline;
    });
    await made.browser.stopWorker();
    // It wakes before its time, and no alarm will wake it again.
    await made.browser.evaluateInWorker(() => chrome.alarms.clearAll());
    expect(await heldIn(made.browser)).toHaveProperty('key:');
    expect(await carried(made, page, SAVED)).toMatch(/^Basic /);
    await until('the time to be over', () => Date.now() > over);
    const again = await made.popup(page);
    await again.row(SAVED).says('Locked');
    await isGone();
    await setSettings(made, { lockAfterMinutes: null });
  });

  test('after a time without use: the alarm wakes the worker', async () => {
    await setSettings(made, { lockAfterMinutes: 5 });
    const alarms = await made.browser.evaluateInWorker(() => chrome.alarms.getAll());
    expect(alarms.map(({ name }) => name)).toEqual(['lock']);
    await letTimePass(made.browser);
    await made.browser.evaluateInWorker(() => chrome.alarms.create('lock', { when: Date.now() + 1500 }));
    await made.browser.stopWorker();
    // Nobody touches the extension: the page alone goes on asking.
    await until(
      'a request that carries nothing',
      async () => {
        made.service.clear();
        await fetchFrom(page, urlOf(made, SAVED));
        return made.service.requests[0]?.headers.authorization === undefined;
      },
      15_000,
    );
    await isGone();
    await setSettings(made, { lockAfterMinutes: null });
  });

  test('nobody chose a time: none is counted', async () => {
    expect(await heldIn(made.browser)).not.toHaveProperty('deadline:');
    expect(await made.browser.evaluateInWorker(() => chrome.alarms.getAll())).toEqual([]);
  });
});

test('a shared computer: everything ends, and nothing is offered to be remembered', async () => {
  await setSettings(made, { sharedComputer: true });
  expect(await heldIn(made.browser)).toHaveProperty('deadline:');
  await letTimePass(made.browser);
  await made.browser.stopWorker();
  const again = await made.popup(page);
  await again.row(LOOSE).says(sentence('hint_endedByItself'));
  await isGone();
  expect(await carried(made, page, LOOSE)).toBeNull();
  expect(JSON.stringify(await heldIn(made.browser))).not.toContain(OTHER);
  await again.row(LOOSE).press('Sign in again');
  expect(await again.row(LOOSE).text()).toContain(sentence('sharedComputerKeeps'));
  expect(await again.page.getByRole('radio', { name: sentence('remember') }).count()).toBe(0);
  await setSettings(made, { sharedComputer: false });
});

test.each([
  ['reload of the extension', reloadItself],
  ['update of the extension', update],
  ['disable and enable', disableAndEnable],
])('%s: locked', async (_, happen) => {
  await happen(made.browser);
  // The browser brings the rules back with the extension; its worker, which starts with it, removes them first.
  await until(
    'a request that carries nothing',
    async () => (await carried(made, page, SAVED)) === null,
    3000,
  );
  await isGone();
  const again = await made.popup(page);
  await again.row(SAVED).says('Locked');
  await unlock(again);
  await again.row(SAVED).says('Signed in');
  expect(await carried(made, page, SAVED)).toMatch(/^Basic /);
});

test('a browser that was killed: locked', async () => {
  await made.browser.kill();
  await made.restart();
  page = await made.visit(urlOf(made, SAVED));
  await isGone();
  popup = await made.popup(page);
  await popup.row(SAVED).says('Locked');
  await popup.row(LOOSE).says(sentence('hint_signedOutByRestart'));
});
