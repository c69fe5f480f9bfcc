import { argon2id } from 'hash-wasm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { idleFor, lockComputer, unlockComputer } from './drivers/away.ts';
import { launchDesktop } from './drivers/desktop.ts';
import type { BrowserName } from './drivers/either-browser.ts';
import { launchFirefox } from './drivers/firefox.ts';
import { pressAltShift } from './drivers/firefox-shortcut.ts';
import { type ProbeServer, startProbeServer } from './drivers/probe-server.ts';
import { screenOf } from './drivers/screen.ts';
import { startVaultBench, type VaultBench } from './drivers/vault-bench.ts';
import { type Happened, readHappened, vaultProbe } from './drivers/vault-probe.ts';
import { until } from './drivers/wait.ts';

/** Facts about the browsers that the vault and its locking stand on. One that changes turns red here first. */

const after: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of after.splice(0).reverse()) await end();
});

describe.each<BrowserName>(['chrome', 'firefox'])('platform for the vault: %s', (name) => {
  let bench: VaultBench;
  let server: ProbeServer;

  beforeAll(async () => {
    server = await startProbeServer();
    bench = await startVaultBench(name, [`${server.origin}/*`]);
  });
  afterAll(async () => {
    await bench?.close();
    await server?.close();
  });

  /** Waits in a page for an event: the background is not woken by that. */
  const happens = (what: string, is: (one: Happened) => boolean) =>
    until(what, async () => (await bench.page.evaluate(readHappened)).find(is));
  const alarmOf = (alarm: string) => (one: Happened) =>
    one.name === 'alarm' && (one.detail as { name: string }).name === alarm;
  const life = () => bench.inBackground(() => (globalThis as unknown as { life: number }).life);

  test('idle and alarms come without a word at installation, tabs would not', async () => {
    expect(await bench.warnings(['alarms', 'idle', 'storage'])).toEqual([]);
    expect(await bench.warnings(['tabs'])).toHaveLength(1);
  });

  test('queryState answers in the background, for 15 seconds and more', async () => {
    const ask = (seconds: number) =>
      bench.inBackground(async (n: number) => {
        try {
          return String(await chrome.idle.queryState(n));
        } catch (error) {
          return String(error);
        }
      }, seconds);
    expect(await ask(3600)).toBe('active');
    await expect(ask(14).catch(String)).resolves.toContain('at least 15');
  });

  test('an alarm for a time gone by rings at once, one in a second is not put off', async () => {
    await bench.inBackground(async () => {
      await chrome.alarms.create('past', { when: Date.now() - 60_000 });
      await chrome.alarms.create('soon', { when: Date.now() + 1000 });
    });
    await happens('the alarm of the past', alarmOf('past'));
    await happens('the alarm of a second', alarmOf('soon'));
  });

  test('an alarm wakes a background that ended', async () => {
    const before = await life();
    await bench.inBackground(() => chrome.alarms.create('wake', { when: Date.now() + 4000 }));
    await bench.endBackground();
    expect((await happens('the alarm', alarmOf('wake'))).life).not.toBe(before);
  });

  test('storage.local.getKeys names the keys alone', async () => {
    const keys = await bench.inBackground(async () => {
      await chrome.storage.local.set({ 'vault:1': 'x', 'vault:2': 'y' });
      return chrome.storage.local.getKeys();
    });
    expect(keys).toEqual(expect.arrayContaining(['vault:1', 'vault:2']));
  });

  test('Argon2id runs in the background', async () => {
    const salt = Array.from({ length: 16 }, (_, i) => i);
    const cost = { parallelism: 1, iterations: 3, memorySize: 65_536, hashLength: 32 };
    const derived = await bench.inBackground(
      (given: { salt: number[] }) => {
        const { hashwasm } = globalThis as unknown as { hashwasm: { argon2id: typeof argon2id } };
        return hashwasm.argon2id({ ...given, salt: new Uint8Array(given.salt) } as never) as Promise<unknown>;
      },
      { ...cost, password: 'pässword', salt, outputType: 'hex' },
    );
    expect(derived).toBe(
      await argon2id({ ...cost, password: 'pässword', salt: new Uint8Array(salt), outputType: 'hex' }),
    );
  });

  test('a tab shows its address where its site is granted, from loading on, and nowhere else', async () => {
    const [ours, foreign] = [`${server.origin}/ours`, `${server.localhost}/foreign`];
    await bench.newPage(ours);
    await bench.newPage(foreign);
    const urls = await bench.inBackground(async () => (await chrome.tabs.query({})).map(({ url }) => url));
    expect(urls).toContain(ours);
    expect(urls).not.toContain(foreign);
    type Tab = { change: { status?: string; url?: string }; url?: string };
    await happens('the loading of our page, with its address', (one) => {
      if (one.name !== 'tab') return false;
      const { change, url } = one.detail as Tab;
      return change.status === 'loading' && change.url === ours && url === ours;
    });
    expect(JSON.stringify(await bench.page.evaluate(readHappened))).not.toContain(foreign);
  });

  // Last, because the page is gone then.
  test('alarms do not outlive a reload of an unpacked extension', async () => {
    await bench.inBackground(() => chrome.alarms.create('later', { delayInMinutes: 60 }));
    expect(await bench.inBackground(async () => (await chrome.alarms.getAll()).length)).toBe(1);
    const before = await life();
    await bench.reloadExtension();
    await until('a new life', async () => (await life()) !== before);
    expect(await bench.inBackground(() => chrome.alarms.getAll())).toEqual([]);
  });
});

const told = (events: Happened[], name: Happened['name']) =>
  events.filter((one) => one.name === name).map(({ detail }) => detail);

test('Chromium with windows: locked, idle and in use are told, and wake the worker; so does the command', async () => {
  const desktop = await launchDesktop({ extension: await vaultProbe('chrome') });
  after.push(desktop.close);
  const screen = screenOf(desktop.display, 1280, 900);
  const page = await desktop.newPage(`chrome-extension://${desktop.extensionId}/page.html`);
  const query = () => desktop.evaluateInWorker(() => chrome.idle.queryState(15));
  let heard = 0;
  /** Waits for the next event that says so; the computer's slowness may put others between. */
  const hears = (word: string) =>
    until(
      word,
      async () => {
        const at = told(await page.evaluate(readHappened), 'idle').indexOf(word, heard);
        if (at >= 0) heard = at + 1;
        return at >= 0;
      },
      30_000,
    );
  const useIt = () => screen.click(640, 500);

  await useIt();
  await desktop.evaluateInWorker(() => chrome.idle.setDetectionInterval(15));
  expect(await query()).toBe('active');
  await lockComputer(desktop.display);
  await hears('locked');
  expect(await query()).toBe('locked');
  await unlockComputer(desktop.display);
  await useIt();
  await hears('active');

  await desktop.stopWorker();
  await lockComputer(desktop.display);
  await hears('locked');
  await unlockComputer(desktop.display);
  await useIt();
  await hears('active');

  await hears('idle');
  expect(await query()).toBe('idle');
  await useIt();
  await hears('active');

  await page.bringToFront();
  await desktop.stopWorker();
  await page.bringToFront();
  await screen.key('alt+shift+k');
  await until('the command', async () =>
    told(await page.evaluate(readHappened), 'command').includes('lock-now'),
  );
});

test('Firefox: idle and in use are told, and wake the background; so does the command', async () => {
  const firefox = await launchFirefox({ extension: await vaultProbe('firefox') });
  after.push(firefox.close);
  const page = await firefox.openExtensionPage('page.html');
  const events = () => page.evaluate(readHappened);
  const query = () => firefox.evaluateInBackground(() => chrome.idle.queryState(60));

  await idleFor(firefox, 0);
  expect(await query()).toBe('active');
  await idleFor(firefox, 58);
  await until('idle', async () => told(await events(), 'idle').at(-1) === 'idle');
  await idleFor(firefox, 90);
  expect(await query()).toBe('idle');
  await idleFor(firefox, 0);
  await until('active', async () => told(await events(), 'idle').at(-1) === 'active');

  await firefox.stopBackground();
  await idleFor(firefox, 58);
  await until('idle again', async () => told(await events(), 'idle').at(-1) === 'idle');

  await firefox.stopBackground();
  await pressAltShift(firefox, 'K');
  await until('the command', async () => told(await events(), 'command').includes('lock-now'));
});
