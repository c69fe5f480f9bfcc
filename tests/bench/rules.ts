import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../e2e/drivers/chromium.ts';
import { buildWorkerSide } from './build.ts';
import { median, ms, msWithSpread, table } from './figures.ts';
import { resourceUrls } from './resource-urls.ts';
import type { WorkerSide } from './worker-side.ts';

/** What `worker-side.ts` leaves in its worker. */
declare const workerSide: WorkerSide;

/** What happens in the worker: rule updates, the browser's limit, recognising requests. */
export async function benchWorker(): Promise<string> {
  const browser = await launchChromium({ extension: await buildWorkerSide() });
  try {
    const rows: string[][] = [];
    // A source is three rules: 332 of them are the 1,000 rules of the figure.
    for (const count of [100, 332, 1000]) {
      const { rules, first, times } = await browser.evaluateInWorker((n) => workerSide.update(n, 40), count);
      const totals = times.map(({ total }) => total);
      const compile = median(times.map((each) => each.compile));
      const inBrowser = median(times.map((each) => each.browser));
      const diff = median(totals) - compile - inBrowser;
      rows.push([
        `one source changes, ${count} signed in (${rules} rules)`,
        msWithSpread(totals),
        `compiling ${ms(compile)}, comparing ${ms(diff)}, the browser ${ms(inBrowser)}; all at once at first: ${ms(first)}`,
        rules <= 1000 ? '< 30 ms' : '',
      ]);
    }
    rows.push(...(await limits(browser)));
    const urls = resourceUrls(10_000);
    const recognised = await browser.evaluateInWorker((list) => workerSide.recognise(list, 15), urls);
    const [cold = 0, ...warm] = recognised.times;
    rows.push([
      `recognising ${urls.length} resource URLs (${recognised.found} are map requests)`,
      msWithSpread(warm),
      `the very first time in a new worker ${ms(cold)}`,
      '< 20 ms',
    ]);
    return table(['in the worker', 'median (quartiles)', 'of which', 'target'], rows);
  } finally {
    await browser.close();
  }
}

async function limits(browser: Awaited<ReturnType<typeof launchChromium>>): Promise<string[][]> {
  const install = (count: number) => browser.evaluateInWorker((n) => workerSide.install(n), count);
  const most = Math.floor((5000 - 2) / 3);
  const full = await install(most);
  const over = await install(most + 34);
  const messages = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../public/_locales/en/messages.json'), 'utf8'),
  ) as Record<string, { message: string }>;
  return [
    [
      `sources signed in at once: ${most} (${full.rules} rules, ${full.refused} refused)`,
      ms(full.ms),
      'the browser takes 5,000 session rules; a source is three, and two guard all',
      'at least 1,000',
    ],
    [
      `beyond it: ${most + 34} sources (${over.rules} rules stand, ${over.refused} sources refused)`,
      ms(over.ms),
      `each refused one says: “${messages.error_tooManyRules?.message}”`,
      'refused in words, the rest stands',
    ],
  ];
}
