import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Chromium } from '../drivers/chromium.ts';
import { grantedCopy } from '../drivers/extension.ts';
import { until } from '../drivers/wait.ts';

const OUTPUT = join(import.meta.dirname, '../../../.output/chrome-mv3');

/** What time it is for the worker: kept in the session's memory, which it reads before it looks at the clock. */
const WORKER_CLOCK = `
const real = Date.now.bind(Date);
let ahead = 0;
Date.now = () => real() + ahead;
globalThis.moveClock = async (ms) => { ahead = ms; await chrome.storage.session.set({ clock: ms }); };
chrome.storage.session.get('clock').then(({ clock = 0 }) => { ahead ||= clock; });
`;

declare const moveClock: (ms: number) => Promise<void>;

/** A copy of the build whose worker has a clock that can be moved; with exactly these origins granted. */
export async function extensionWithClock(grant: string[]): Promise<string> {
  const copy = await grantedCopy(OUTPUT, grant);
  const worker = join(copy, 'background.js');
  await writeFile(join(copy, 'clock.js'), WORKER_CLOCK);
  await writeFile(worker, `import './clock.js';\n${await readFile(worker, 'utf8')}`);
  return copy;
}

/** The clock of this process, in which the servers run, and of the worker. The browser's own goes on as it is. */
export interface MovedClock extends Disposable {
  /** The time for the worker and the servers, in ms since the epoch. */
  now(): number;
  /** @param browser null while it is closed. */
  forward(browser: Chromium | null, ms: number): Promise<void>;
  /** A browser that was started again has forgotten it. */
  tell(browser: Chromium): Promise<void>;
}

export function movedClock(): MovedClock {
  const real = Date.now;
  let ahead = 0;
  const now = () => real() + ahead;
  Date.now = now;
  const tell = (browser: Chromium) => browser.evaluateInWorker((ms) => moveClock(ms), ahead);
  return {
    now,
    forward: async (browser, ms) => {
      ahead += ms;
      if (browser) await tell(browser);
    },
    tell,
    [Symbol.dispose]: () => {
      Date.now = real;
    },
  };
}

/** The alarm of the renewals as the browser keeps it, in ms since the epoch; null where there is none. */
export function alarmIn(browser: Chromium): Promise<number | null> {
  return browser.evaluateInWorker(async () => (await chrome.alarms.get('renew'))?.scheduledTime ?? null);
}

/** The moment of the alarm has come, or comes again: one that is set for the past rings at once. */
export async function ring(browser: Chromium): Promise<void> {
  await browser.evaluateInWorker(() => chrome.alarms.create('renew', { when: 1 }));
}

/** Time passes until the moment that the alarm stands for, and it rings. @throws where none is set for that long. */
export async function passUntilAlarm(clock: MovedClock, browser: Chromium): Promise<void> {
  const at = await until('the alarm', () => alarmIn(browser));
  await clock.forward(browser, Math.max(0, at - clock.now()));
  await ring(browser);
}

/** Ends the worker without opening or closing anything, which would wake it again. @returns its status from then on. */
export async function stopQuietly(page: Page): Promise<() => string> {
  const session = await page.context().newCDPSession(page);
  let status = '';
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { runningStatus } of versions) status = runningStatus;
  });
  await session.send('ServiceWorker.enable');
  await until('a running worker', () => status === 'running');
  await session.send('ServiceWorker.stopAllWorkers');
  await until('no worker', () => status === 'stopped');
  return () => status;
}
