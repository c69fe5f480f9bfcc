import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { addAuthenticator } from './drivers/authenticator.ts';
import { lockComputer, unlockComputer } from './drivers/away.ts';
import { cdpTargets } from './drivers/cdp.ts';
import { openCdpPage } from './drivers/cdp-page.ts';
import { type Screen, screenOf } from './drivers/screen.ts';
import { until } from './drivers/wait.ts';
import { startDisplay } from './drivers/xvfb.ts';
import { fetchFrom, type Scene, scene } from './support/scene.ts';
import { press, says, unlockOn } from './support/settings-steps.ts';
import { shared } from './support/shared.ts';
import { heldIn, rulesIn, savedIn, sentence } from './support/state.ts';
import {
  carried,
  passwordService,
  settingsPage,
  signInAndRemember,
  unlock,
  urlOf,
} from './support/vault-steps.ts';

const PASSWORD = 'desktop-Passwort-ß7';
const ONE = '/one/wms';
const [WIDTH, HEIGHT] = [1280, 900];

let display: Awaited<ReturnType<typeof startDisplay>>;
let screen: Screen;
let made: Scene;
let page: Page;

/** Chromium with windows: without, it sees no lock of the computer and hears no shortcut. */
async function start(): Promise<AsyncDisposable> {
  display = await startDisplay(WIDTH, HEIGHT);
  screen = screenOf(display.name, WIDTH, HEIGHT);
  const size = ['--window-position=0,0', `--window-size=${WIDTH},${HEIGHT}`, '--remote-debugging-port=0'];
  made = await scene(
    passwordService((password) => password === PASSWORD),
    { display: display.name, headless: false, args: size },
  );
  return {
    [Symbol.asyncDispose]: async () => {
      await made[Symbol.asyncDispose]();
      await display.stop();
    },
  };
}

shared(start, async () => {
  page = await made.visit(urlOf(made, ONE));
  const popup = await made.popup(page);
  await signInAndRemember(popup, ONE, PASSWORD);
  await popup.page.close();
});

beforeEach(async () => {
  await page.bringToFront();
  // The control of all that follows.
  expect(await carried(made, page, ONE)).toMatch(/^Basic /);
  expect(JSON.stringify(await heldIn(made.browser))).toContain(PASSWORD);
});

/** Waits for the lock without touching the extension: the page alone goes on asking. Then everything is gone. */
async function becomesLocked(): Promise<void> {
  const asked = async () => {
    made.service.clear();
    await fetchFrom(page, urlOf(made, ONE));
    return made.service.requests[0]?.headers.authorization;
  };
  await until('a request that carries nothing', async () => (await asked()) === undefined);
  expect(await carried(made, page, ONE)).toBeNull();
  expect(await rulesIn(made.browser)).toEqual([]);
  await until('no key and no secret', async () => {
    const held = await heldIn(made.browser);
    return !('key:' in held) && !JSON.stringify(held).includes(PASSWORD);
  });
}

/** Unlocks in the popup: the control that it was the lock and nothing else. */
async function unlocksAgain(): Promise<void> {
  const again = await made.popup(page);
  await again.row(ONE).says('Locked');
  await unlock(again);
  await again.row(ONE).says('Signed in');
  await again.page.close();
  expect(await carried(made, page, ONE)).toMatch(/^Basic /);
}

/** As the browser does with an idle one; the page is in front again afterwards. */
async function stopWorker(): Promise<void> {
  await made.browser.stopWorker();
  await page.bringToFront();
}

describe("the computer's lock", () => {
  test('locks', async () => {
    await lockComputer(display.name);
    await becomesLocked();
    await unlockComputer(display.name);
    await unlocksAgain();
  });

  test('locks where the worker is stopped', async () => {
    await stopWorker();
    await lockComputer(display.name);
    await becomesLocked();
    await unlockComputer(display.name);
    await unlocksAgain();
  });

  test('does nothing where the user does not want it', async () => {
    const tab = await settingsPage(made);
    const choice = tab.getByRole('checkbox', { name: sentence('lockWithComputer') });
    expect(await choice.isChecked()).toBe(true);
    await choice.click();
    const isOn = async () => (await savedIn(made.browser)).settings as { lockWithComputer: boolean };
    await until('the saved setting', async () => (await isOn()).lockWithComputer === false);
    await page.bringToFront();
    // Whatever the browser tells of the computer's use; Layerkey hears it, too.
    await made.browser.evaluateInWorker(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      chrome.idle.onStateChanged.addListener((state) => heard.push(state));
    });
    const hears = (what: string, is: (state: string) => boolean) =>
      until(what, async () => {
        const heard = await made.browser.evaluateInWorker(() => Reflect.get(globalThis, 'heard') as string[]);
        return is(heard.at(-1) ?? '');
      });
    await lockComputer(display.name);
    await hears('the lock', (state) => state === 'locked');
    // A command is answered after what it would have begun.
    await tab.reload();
    await says(tab, 'stateUnlocked', '1');
    expect(await carried(made, page, ONE)).toMatch(/^Basic /);
    await unlockComputer(display.name);
    await hears('the end of the lock', (state) => state !== 'locked');
    // The control: the same lock, wanted.
    await tab.getByRole('checkbox', { name: sentence('lockWithComputer') }).click();
    await until('the saved setting', async () => (await isOn()).lockWithComputer);
    await tab.close();
    await page.bringToFront();
    await lockComputer(display.name);
    await becomesLocked();
    await unlockComputer(display.name);
    await unlocksAgain();
  });
});

describe('Alt+Shift+K', () => {
  test.each([
    ['locks', async () => page.bringToFront()],
    ['locks where the worker is stopped', stopWorker],
  ])('%s', async (_, before) => {
    await before();
    await screen.key('alt+shift+k');
    await becomesLocked();
    await unlocksAgain();
  });
});

test('the toolbar popup opens the page for the passkey in a tab and closes', async () => {
  const settings = await settingsPage(made);
  await addAuthenticator(settings);
  await press(settings, 'passkeyAdd');
  await says(settings, 'passkeyDone');
  await press(settings, 'lockNow');
  await says(settings, 'stateLocked', '1');
  await settings.close();
  expect(await carried(made, page, ONE)).toBeNull();
  await page.bringToFront();
  await screen.key('alt+shift+l');
  const address = `chrome-extension://${made.browser.extensionId}/popup.html`;
  const target = await until('the popup', async () =>
    (await cdpTargets(made.browser.profileDir)).find(({ url }) => url === address),
  );
  const toolbarPopup = await openCdpPage(target);
  const button = '.vault-bar .buttons button[type=button]:not(.link)';
  expect(await toolbarPopup.text(button)).toBe(sentence('usePasskey'));
  const opened = made.browser.context.waitForEvent('page');
  await toolbarPopup.click(button);
  await toolbarPopup.waitForClose();
  const tab = await opened;
  await tab.waitForURL(`chrome-extension://${made.browser.extensionId}/unlock.html`);
  await says(tab, 'unlockPasskey');
  // Nobody answers for the passkey here: the browser's dialog, which keeps all keys from the page, is sent away.
  await until('the end of the dialog', async () => {
    await screen.key('Escape');
    return tab.getByText(sentence('error_passkeyRefused')).isVisible();
  });
  // The passphrase opens there, too, and the tab goes.
  const done = tab.waitForEvent('close');
  await unlockOn(tab);
  await done;
  await until('the answer', async () => (await fetchFrom(page, urlOf(made, ONE))) === 200);
  expect(await carried(made, page, ONE)).toMatch(/^Basic /);
});
