import type { Page } from 'playwright-core';
import { patternOf } from '../e2e/support/harness.ts';
import { bareExtension } from './build.ts';
import { change, median, medianRange, ms, quantile, table } from './figures.ts';
import { manySources, pathOf } from './many-sources.ts';
import { plainBrowser } from './plain-browser.ts';
import { type Loopback, startLoopback } from './service.ts';
import { signInTo, withLayerkey } from './signed-in.ts';

const ROUNDS = 240;
const WARM_UP = 24;
/** Requests of one side in one round, one after the other. */
const BATCH = 8;

/** One browser that takes its turn. */
interface Side {
  name: string;
  page: Page;
  url: string;
  /** Whether the server must see a credential. */
  signs: boolean;
  target: string;
  /** Milliseconds a request took, by round. */
  times: number[];
  close(): Promise<unknown>;
}

/**
 * The time of a `fetch` from a page to a service of another origin on this machine. Every side is a browser of its own;
 * all of them take turns in each round, in an order that moves on, and are compared within the round.
 */
export async function benchRequests(layerkey: string): Promise<string> {
  const loopback = await startLoopback();
  const sides: Side[] = [];
  try {
    sides.push(await plainSide(loopback, 'no extension', false));
    sides.push(await plainSide(loopback, 'a bare extension, one static header rule', true));
    // What two browsers that do the same differ by: nothing below it means anything.
    sides.push(await plainSide(loopback, 'the same once more', true));
    for (const method of ['basic', 'key'] as const) {
      for (const count of [1, 100, 1000]) sides.push(await layerkeySide(loopback, layerkey, method, count));
    }
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      for (let turn = 0; turn < sides.length; turn++) {
        const side = sides[(turn + round + WARM_UP) % sides.length];
        if (side) await takeTurn(side, loopback, round);
      }
    }
    return report(sides);
  } finally {
    for (const side of sides) await side.close();
    await loopback.close();
  }
}

async function takeTurn(side: Side, loopback: Loopback, round: number): Promise<void> {
  loopback.counted();
  const time = await side.page.evaluate(fetchAll, { url: side.url, round, batch: BATCH });
  const { all, signed } = loopback.counted();
  if (all !== BATCH || signed !== (side.signs ? BATCH : 0)) {
    throw new Error(`${side.name}: ${signed} of ${all} requests were signed`);
  }
  if (round >= 0) side.times.push(time);
}

/** Runs in the page. @returns milliseconds a request. */
async function fetchAll({
  url,
  round,
  batch,
}: {
  url: string;
  round: number;
  batch: number;
}): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < batch; n++) {
    await (await fetch(`${url}?SERVICE=WMS&REQUEST=GetMap&round=${round}&n=${n}`)).arrayBuffer();
  }
  return (performance.now() - start) / batch;
}

/** Chromium with one bare extension or none. */
async function plainSide(loopback: Loopback, name: string, bare: boolean): Promise<Side> {
  const { service, site } = loopback;
  const extension = bare ? await bareExtension(service, pathOf(0), [service, site].map(patternOf)) : '';
  const { context } = await plainBrowser(extension);
  const page = await context.newPage();
  await page.goto(site);
  const url = service + pathOf(0);
  return { name, page, url, signs: bare, target: '', times: [], close: () => context.close() };
}

async function layerkeySide(
  { service, site }: Loopback,
  layerkey: string,
  method: 'basic' | 'key',
  count: number,
): Promise<Side> {
  const browser = await withLayerkey(layerkey, [service, site]);
  const rules = await signInTo(browser, manySources(count, service, site, method));
  const page = await browser.newPage(site);
  return {
    name: `Layerkey, ${count === 1 ? '1 source' : `${count} sources`} (${rules} rules), ${method === 'basic' ? 'header' : 'query'}`,
    page,
    url: service + pathOf(count >> 1),
    signs: true,
    target: method === 'key' || count === 1 ? '' : count === 100 ? 'within 3 %' : 'within 5 %',
    times: [],
    close: () => browser.close(),
  };
}

function report(sides: readonly Side[]): string {
  const bare = sides[1]?.times ?? [];
  const rows = sides.map(({ name, times, target }) => {
    const ratios = times.map((time, round) => time / (bare[round] ?? Number.NaN));
    const more = median(times.map((time, round) => time - (bare[round] ?? Number.NaN)));
    const [low, high] = medianRange(ratios);
    return [
      name,
      `${ms(median(times))} (${ms(quantile(times, 0.25))} to ${ms(quantile(times, 0.75))})`,
      times === bare ? '' : `${change(median(ratios))} (${change(low)} to ${change(high)})`,
      times === bare ? '' : `${more < 0 ? '−' : '+'}${Math.abs(more * 1000).toFixed(0)} µs`,
      target,
    ];
  });
  const head = [
    'side',
    'a request, median (quartiles)',
    'against the bare extension, median (95 %)',
    'that is',
    'target',
  ];
  return `${ROUNDS} rounds of ${BATCH} requests a side, round robin\n\n${table(head, rows)}`;
}
