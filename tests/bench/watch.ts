import { readFileSync } from 'node:fs';
import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { until } from '../e2e/drivers/wait.ts';
import { patternOf } from '../e2e/support/harness.ts';
import { bareExtension } from './build.ts';
import { change, median, ms, msWithSpread, table } from './figures.ts';
import { manySources, pathOf } from './many-sources.ts';
import { plainBrowser } from './plain-browser.ts';
import { familyOf, kindOf } from './process-memory.ts';
import { type Loopback, startLoopback } from './service.ts';
import { signInTo, withLayerkey } from './signed-in.ts';

const ROUNDS = 9;
const TILES = 1000;
/** Tiles asked for together, as a map asks when it is moved. */
const TOGETHER = 50;
/** What the kernel counts the time of a process in (`getconf CLK_TCK`, proc_pid_stat(5)). */
const TICK_MS = 10;

interface Side {
  name: string;
  page: Page;
  profile: string;
  /** Ends the worker, and waits until it has ended. */
  sleep(): Promise<void>;
  /** How often the worker was started so far. */
  starts(): number;
  /** Milliseconds until all tiles were there, and of processor time: of the whole browser, of the extension. */
  times: number[];
  whole: number[];
  extension: number[];
  wakeUps: number[];
  close(): Promise<unknown>;
}

/**
 * What it costs to watch 1,000 tile requests on a site that is allowed: processor time, wake-ups of the worker, and time. The
 * worker is asleep when a round begins.
 */
export async function benchWatch(layerkey: string): Promise<string> {
  const loopback = await startLoopback();
  const { service, site } = loopback;
  const sides: Side[] = [];
  try {
    sides.push(await plain(loopback, 'no extension', ''));
    const bare = await bareExtension(service, pathOf(0), [service, site].map(patternOf));
    sides.push(await plain(loopback, 'a bare extension, one static header rule', bare));
    for (const count of [0, 1]) sides.push(await watching(loopback, layerkey, count));
    for (let round = -1; round < ROUNDS; round++) {
      for (let turn = 0; turn < sides.length; turn++) {
        const side = sides[(turn + round + 1) % sides.length];
        if (side) await takeTurn(side, service + pathOf(0), round);
      }
    }
    return report(sides);
  } finally {
    for (const side of sides) await side.close();
    await loopback.close();
  }
}

async function takeTurn(side: Side, url: string, round: number): Promise<void> {
  await side.sleep();
  const before = await processorTime(side.profile);
  const starts = side.starts();
  const time = await side.page.evaluate(showTiles, { url, round, tiles: TILES, together: TOGETHER });
  const after = await processorTime(side.profile);
  if (round < 0) return;
  side.times.push(time);
  side.whole.push(after.whole - before.whole);
  side.extension.push(after.extension - before.extension);
  side.wakeUps.push(side.starts() - starts);
}

/** Runs in the page. @returns milliseconds until all are there. */
async function showTiles({
  url,
  round,
  tiles,
  together,
}: {
  url: string;
  round: number;
  tiles: number;
  together: number;
}) {
  const start = performance.now();
  for (let from = 0; from < tiles; from += together) {
    const shown = Array.from({ length: together }, (_, n) => {
      const tile = new Image();
      tile.src = `${url}?SERVICE=WMS&REQUEST=GetMap&LAYERS=roads&round=${round}&n=${from + n}`;
      return new Promise((done) => {
        tile.onload = done;
        tile.onerror = done;
      });
    });
    await Promise.all(shown);
  }
  return performance.now() - start;
}

/** Processor time so far, in ms: of all processes of a browser, and of its extension's. */
async function processorTime(profile: string): Promise<{ whole: number; extension: number }> {
  const lock = await readlink(join(profile, 'SingletonLock'));
  let whole = 0;
  let extension = 0;
  for (const pid of familyOf(Number(lock.split('-').at(-1)))) {
    const time = timeOf(pid);
    whole += time;
    if (kindOf(pid) === 'extension') extension += time;
  }
  return { whole, extension };
}

/** `utime` and `stime` of proc_pid_stat(5); 0 for a process that has ended. */
function timeOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}

async function plain({ site }: Loopback, name: string, extension: string): Promise<Side> {
  const { context, profile } = await plainBrowser(extension);
  const page = await context.newPage();
  await page.goto(site);
  return {
    ...{ name, page, profile, ...noFigures() },
    sleep: async () => undefined,
    starts: () => 0,
    close: () => context.close(),
  };
}

/** Layerkey, which may reach site and service. @param signedIn how many sources are signed in. */
async function watching({ service, site }: Loopback, layerkey: string, signedIn: number): Promise<Side> {
  const browser = await withLayerkey(layerkey, [service, site]);
  if (signedIn > 0) await signInTo(browser, manySources(signedIn, service, site, 'basic'));
  const page = await browser.newPage(site);
  const popup = await browser.openPopup(page);
  const session = await popup.context().newCDPSession(popup);
  let starts = 0;
  let status = '';
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { runningStatus } of versions) {
      if (runningStatus === 'running' && status !== 'running') starts += 1;
      status = runningStatus;
    }
  });
  await session.send('ServiceWorker.enable');
  await page.bringToFront();
  return {
    name: `Layerkey, allowed there, ${signedIn === 0 ? 'nobody signed in' : 'signed in'}`,
    ...{ page, profile: browser.profileDir, ...noFigures() },
    sleep: async () => {
      await session.send('ServiceWorker.stopAllWorkers');
      await until('no worker', () => status === 'stopped');
    },
    starts: () => starts,
    close: () => browser.close(),
  };
}

const noFigures = () => ({ times: [], whole: [], extension: [], wakeUps: [] });

function report(sides: readonly Side[]): string {
  const bare = sides[1];
  const rows = sides.map((side) => {
    const against = side.whole.map((time, round) => time / (bare?.whole[round] ?? Number.NaN));
    return [
      side.name,
      msWithSpread(side.times),
      msWithSpread(side.whole),
      side === bare ? '' : change(median(against)),
      ms(median(side.extension)),
      String(median(side.wakeUps)),
    ];
  });
  const head = [
    `${TILES} tiles, ${ROUNDS} rounds`,
    'until all are there',
    'processor time, the whole browser',
    'against the bare extension',
    "of it the extension's process",
    'wake-ups of the worker',
  ];
  return table(head, rows);
}
