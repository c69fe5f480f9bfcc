import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { launchChromium } from './drivers/chromium.ts';
import { launchDesktop } from './drivers/desktop.ts';
import { grantedCopy } from './drivers/extension.ts';
import { launchFirefox } from './drivers/firefox.ts';
import { PROBE_ID, probeExtension } from './drivers/probe-extension.ts';
import { startProbeServer } from './drivers/probe-server.ts';
import { searchProfile } from './drivers/profile-search.ts';
import { tempFolder } from './drivers/temp-folder.ts';
import { until } from './drivers/wait.ts';

const after: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of after.splice(0).reverse()) await end();
});

async function server() {
  const started = await startProbeServer();
  after.push(started.close);
  return started;
}

type Log = { name: string; origins?: string[] }[];
const readLog = () => (globalThis as unknown as { log: Log }).log;
const grantedOrigins = async () => (await chrome.permissions.getAll()).origins ?? [];

test('a test build never gets all sites', async () => {
  await expect(grantedCopy(await probeExtension('chrome'), ['*://*/*'])).rejects.toThrow('exact origins');
  await expect(grantedCopy(await probeExtension('chrome'), ['<all_urls>'])).rejects.toThrow('exact origins');
});

describe('Chromium', () => {
  test('has exactly the granted origins, binds the popup to its tab, and asks nothing for them', async () => {
    const { origin, port } = await server();
    const chromium = await launchChromium({ extension: await probeExtension('chrome', [`${origin}/*`]) });
    after.push(chromium.close);
    expect(chromium.extensionId).toBe(PROBE_ID);
    const page = await chromium.newPage(`${origin}/one`);
    await chromium.newPage(`${origin}/two`);
    const popup = await chromium.openPopup(page);
    const tab = Number(new URL(popup.url()).searchParams.get('tab'));
    expect(await chromium.evaluateInWorker(async (id: number) => (await chrome.tabs.get(id)).url, tab)).toBe(
      `${origin}/one`,
    );
    const contains = (pattern: string) =>
      chromium.evaluateInWorker((one: string) => chrome.permissions.contains({ origins: [one] }), pattern);
    expect(await contains(`${origin}/*`)).toBe(true);
    expect(await contains(`http://127.0.0.1:${port + 1}/*`)).toBe(false);
    await popup.fill('#origins', `${origin}/*`);
    await popup.click('#ask');
    await until('the answer', async () => (await popup.textContent('#answer')) === 'true');
  });

  test('loses its worker, reloads its extension, and is killed', async () => {
    const profile = await tempFolder('chromium');
    const chromium = await launchChromium({ extension: await probeExtension('chrome'), profile });
    const mark = () =>
      chromium.evaluateInWorker(() => {
        const here = globalThis as unknown as { mark?: boolean };
        const had = here.mark ?? false;
        here.mark = true;
        return had;
      });
    expect(await mark()).toBe(false);
    expect(await mark()).toBe(true);
    await chromium.stopWorker();
    expect(await mark()).toBe(false);
    await chromium.reloadExtension();
    expect(await mark()).toBe(false);
    await chromium.evaluateInWorker(() => chrome.storage.local.set({ planted: 'kept-through-the-kill' }));
    await until(
      'the planted value on disk',
      async () => (await searchProfile(profile, ['kept-through-the-kill'])).length > 0,
    );
    await chromium.kill();
    const again = await launchChromium({ extension: chromium.extensionDir, profile });
    after.push(again.close);
    const { planted } = await again.evaluateInWorker(() => chrome.storage.local.get());
    expect(planted).toBe('kept-through-the-kill');
  });
});

describe('Chromium on a desktop', () => {
  test('the popup, the native prompt, and what the extension is told', async () => {
    const { origin, localhost } = await server();
    const desktop = await launchDesktop({ extension: await probeExtension('chrome') });
    after.push(desktop.close);
    await desktop.newPage(`${origin}/map`);
    const asked = `${origin}/* ${localhost}/*`;
    const log = () => desktop.evaluateInWorker(readLog);
    const granted = () => desktop.evaluateInWorker(grantedOrigins);
    async function ask(how: 'icon' | 'shortcut', origins: string) {
      const popup = await desktop.openActionPopup(how);
      await popup.fill('#origins', origins);
      await popup.click('#ask');
      return popup;
    }
    /** Opens the popup as the worker does, as soon as no prompt is in the way, and closes it again. */
    async function reopen() {
      const opened = () =>
        desktop.evaluateInWorker(() =>
          chrome.action.openPopup().then(
            () => true,
            () => false,
          ),
        );
      await until('the popup to reopen', opened);
      const popup = await desktop.actionPopup();
      expect(await popup.text('h1')).toBe('Probe');
      await desktop.dismiss();
      await popup.waitForClose();
    }

    // Opened by a real click, the popup has activeTab: the page can be read without any host permission.
    const first = await desktop.openActionPopup('icon');
    const title = await desktop.evaluateInWorker(async () => {
      const [tab] = await chrome.tabs.query({ active: true });
      const [answer] = await chrome.scripting.executeScript({
        target: { tabId: tab?.id ?? -1 },
        func: () => document.title,
      });
      return answer?.result;
    });
    expect(title).toBe('page');
    const picture = join(await tempFolder('pictures'), 'desktop.png');
    await desktop.screenshotDesktop(picture);
    expect(existsSync(picture)).toBe(true);
    await desktop.dismiss();
    await first.waitForClose();

    // Denied: the popup is gone, the message posted in the same tick arrived, and nobody is told the answer.
    const denied = await ask('shortcut', asked);
    await desktop.promptShown();
    await denied.waitForClose();
    expect(
      await desktop.evaluateInWorker(() =>
        chrome.action.openPopup().then(
          () => 'opened',
          (e: Error) => e.message,
        ),
      ),
    ).toContain('active browser window');
    await desktop.denyPrompt();
    expect((await log()).map(({ name }) => name)).toEqual(['message']);
    expect(await granted()).toEqual([]);
    await reopen();

    // Allowed: the worker is told, with the ports, and can reopen the popup.
    await ask('icon', asked);
    await desktop.allowPrompt();
    await until('onAdded', async () => (await log()).some(({ name }) => name === 'added'));
    expect((await granted()).toSorted()).toEqual([`${origin}/*`, `${localhost}/*`].toSorted());
    await reopen();

    // Giving all sites back takes the specific origins along; asked again, they come back without a prompt.
    await ask('shortcut', '*://*/*');
    await desktop.allowPrompt();
    await until('all sites', async () => (await granted()).includes('*://*/*'));
    await desktop.evaluateInWorker(() => chrome.permissions.remove({ origins: ['*://*/*'] }));
    expect(await granted()).toEqual([]);
    const silent = await ask('shortcut', asked);
    await until('the silent answer', async () => (await silent.text('#answer')) === 'true');
    expect((await granted()).length).toBe(2);
  });
});

describe('Firefox', () => {
  test('installs the extension, binds the popup to its tab, clicks as a user does, and keeps specific origins', async () => {
    const { origin, port } = await server();
    const firefox = await launchFirefox({ extension: await probeExtension('firefox') });
    after.push(firefox.close);
    const page = await firefox.newPage(`${origin}/one`);
    await firefox.newPage(`${origin}/two`);
    const popup = await firefox.openPopup(page);
    const granted = () => firefox.evaluateInBackground(grantedOrigins);
    const titleOf = () =>
      firefox.evaluateInBackground(
        (tabId: number) =>
          chrome.scripting.executeScript({ target: { tabId }, func: () => document.title }).then(
            ([answer]) => answer?.result,
            () => 'not readable',
          ),
        tab,
      );
    const tab = await firefox.tabId(page);
    expect(await titleOf()).toBe('page');
    await page.reload();
    expect(await titleOf()).toBe('not readable');

    async function ask(origins: string) {
      await popup.reload();
      await popup.fill('#origins', origins);
      await popup.click('#ask');
      await until(`the answer for ${origins}`, async () => (await popup.text('#answer')) === 'true');
    }
    await ask('http://127.0.0.1/*');
    expect(await granted()).toEqual(['http://127.0.0.1/*']);
    expect(new URL(await popup.url()).searchParams.get('tab')).toBe(String(tab));
    expect(
      await firefox.evaluateInBackground(async (id: number) => (await chrome.tabs.get(id)).url, tab),
    ).toBe(`${origin}/one`);

    // A pattern with a port is granted and matches nothing; without the port nothing with it is contained.
    const contains = (pattern: string) =>
      firefox.evaluateInBackground((one: string) => chrome.permissions.contains({ origins: [one] }), pattern);
    expect(await contains(`http://127.0.0.1:${port}/*`)).toBe(false);

    await ask('*://*/*');
    await firefox.evaluateInBackground(() => chrome.permissions.remove({ origins: ['*://*/*'] }));
    expect(await granted()).toEqual(['http://127.0.0.1/*']);

    await firefox.evaluateInBackground(() => {
      (globalThis as unknown as { mark?: boolean }).mark = true;
    });
    await firefox.stopBackground();
    expect(await firefox.evaluateInBackground(() => 'mark' in globalThis)).toBe(false);
  });

  test('is killed, and the extension finds its storage again', async () => {
    const profile = await tempFolder('firefox');
    const extension = await probeExtension('firefox');
    const firefox = await launchFirefox({ extension, profile });
    await firefox.evaluateInBackground(() => chrome.storage.local.set({ planted: 'kept-through-the-kill' }));
    await until(
      'the planted value on disk',
      async () => (await searchProfile(profile, ['kept-through-the-kill'])).length > 0,
    );
    await firefox.kill();
    const again = await launchFirefox({ extension, profile });
    after.push(again.close);
    const { planted } = await again.evaluateInBackground(() => chrome.storage.local.get());
    expect(planted).toBe('kept-through-the-kill');
  });
});
