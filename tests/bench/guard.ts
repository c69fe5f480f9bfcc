import type { Page } from 'playwright-core';
import { startServer } from '../../demo/server.ts';
import { type Chromium, launchChromium } from '../e2e/drivers/chromium.ts';
import { grantedCopy } from '../e2e/drivers/extension.ts';
import { until } from '../e2e/drivers/wait.ts';
import { popupOf } from '../e2e/support/harness.ts';
import { ask, emptyPage, signIn } from '../e2e/support/world.ts';
import { type KeyPair, makeCertificates } from '../servers/certificates.ts';
import { LOCKS_AT, type LockingServer, startLockingServer } from '../servers/locking-server.ts';
import { median, ms, table } from './figures.ts';
import { sendFrom } from './signed-in.ts';

const RUNS = 20;
const TILES = 60;
/** The password is changed once so many tiles were looked at. */
const ANSWERED = 12;
/** How long an answer takes, in ms: always the same, the worst case; or anything between, as servers do. */
const DELAYS: readonly Delay[] = [
  [30, 30],
  [100, 100],
  [300, 300],
  [50, 500],
];
const PATH = '/geo/ows';

type Delay = readonly [from: number, to: number];

interface Run {
  failures: number;
  /** From the first refusal until the last request of the page that still carried the password, in ms. */
  last: number;
}

/**
 * How many failed authentications reach a server whose password is changed while a map loads 60 tiles. Each request that
 * arrives is counted, even if the browser gives it up before it is answered.
 */
export async function benchGuard(layerkey: string): Promise<string> {
  const site = await startServer(emptyPage, { host: 'site.localhost' });
  const certificate = (await makeCertificates(['svc.localhost'])).of('good');
  const grant = ['http://svc.localhost/*', 'https://svc.localhost/*', 'http://site.localhost/*'];
  const extension = await grantedCopy(layerkey, grant);
  const browser = await launchChromium({ extension, ignoreCertificateErrors: true });
  try {
    const rows: string[][] = [];
    for (const delay of DELAYS) {
      rows.push(await rowOf(browser, site.url(), delay));
      rows.push(await rowOf(browser, site.url(), delay, certificate));
    }
    const head = [
      `password changed while ${TILES} tiles load, ${RUNS} runs`,
      'failed authentications, least / median / most',
      `an account that locks at ${LOCKS_AT} would be locked`,
      'the last one after the first, median',
    ];
    return table(head, rows);
  } finally {
    await browser.close();
    await site.close();
  }
}

async function rowOf(browser: Chromium, site: string, delay: Delay, http2?: KeyPair): Promise<string[]> {
  const options = { username: 'visitor', password: '', host: 'svc.localhost', ...(http2 ? { http2 } : {}) };
  await using server = await startLockingServer(options);
  const page = await browser.newPage(site);
  const runs: Run[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await oneRun(browser, page, server, delay));
  await page.close();
  const failures = runs.map((each) => each.failures);
  const locked = failures.filter((count) => count >= LOCKS_AT).length;
  return [
    `${http2 ? 'HTTP/2' : 'HTTP/1.1'}, an answer takes ${[...new Set(delay)].join(' to ')} ms`,
    `${Math.min(...failures)} / ${median(failures)} / ${Math.max(...failures)}`,
    `in ${locked} of ${RUNS}`,
    ms(median(runs.map(({ last }) => last))),
  ];
}

async function oneRun(browser: Chromium, page: Page, server: LockingServer, delay: Delay): Promise<Run> {
  const base = server.url() + PATH;
  const address = new URL(base).host;
  server.setDelay(0);
  server.setPassword('old');
  server.clear();
  await page.goto(page.url());
  await ask(page, `${base}?SERVICE=WMS&REQUEST=GetCapabilities`);
  const first = await popupOf(await browser.openPopup(page));
  await signIn(first, address, {
    method: 'Password',
    fields: { 'User name': 'visitor', Password: 'old' },
  });
  await first.page.close();
  await page.bringToFront();

  server.clear();
  server.setDelay(...delay);
  await page.evaluate(showTiles, { base, count: TILES });
  await until('the first tiles', () => server.asked.length >= ANSWERED);
  server.setPassword('new');
  await until('the question', () => server.asked.some(({ byPage }) => !byPage), 5000).catch(() => undefined);
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  const refused = server.asked.filter(({ byPage, status }) => byPage && status === 401);
  const result = {
    failures: server.failures(),
    last: (refused.at(-1)?.at ?? 0) - (refused[0]?.at ?? 0),
  };
  const popup = await popupOf(await browser.openPopup(page));
  const tabId = await browser.tabId(page);
  await sendFrom(popup.page, { command: 'remove', tabId, key: `${new URL(page.url()).origin} ${base}` });
  await popup.page.close();
  return result;
}

/** Runs in the page. */
function showTiles({ base, count }: { base: string; count: number }): void {
  for (let n = 0; n < count; n++) {
    const src = `${base}?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=roads&n=${n}`;
    document.body.append(Object.assign(new Image(), { src }));
  }
}
