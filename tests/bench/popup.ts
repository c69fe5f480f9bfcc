import type { Page } from 'playwright-core';
import type { Chromium } from '../e2e/drivers/chromium.ts';
import { msWithSpread, table } from './figures.ts';
import { manySources } from './many-sources.ts';
import { REFUSED_PATH, startLoopback } from './service.ts';
import { signInTo, withLayerkey } from './signed-in.ts';

const RUNS = 15;

/** How long the popup takes to show something, and to show the page's services. The worker runs, the files are warm. */
export async function benchPopup(layerkey: string): Promise<string> {
  const loopback = await startLoopback();
  const { service, site } = loopback;
  const rows: string[][] = [];
  try {
    for (const saved of [0, 10, 100]) {
      const browser = await withLayerkey(layerkey, [service, site]);
      try {
        if (saved > 0) await signInTo(browser, manySources(saved, service, site, 'basic'));
        const page = await browser.newPage(site);
        await page.evaluate((url) => fetch(url), `${service}${REFUSED_PATH}?SERVICE=WMS&REQUEST=GetMap`);
        const times = await openings(browser, page);
        rows.push([
          saved === 0 ? 'nothing saved' : `${saved} sources signed in on this site`,
          msWithSpread(times.map(({ paint }) => paint)),
          msWithSpread(times.map(({ list }) => list)),
          '< 100 ms to first paint',
        ]);
      } finally {
        await browser.close();
      }
    }
  } finally {
    await loopback.close();
  }
  return table(['popup, warm', 'first paint, median (quartiles)', 'services shown', 'target'], rows);
}

async function openings(browser: Chromium, page: Page): Promise<Shown[]> {
  const tab = await browser.tabId(page);
  const times: Shown[] = [];
  for (let run = -3; run < RUNS; run++) {
    const popup = await browser.context.newPage();
    await popup.addInitScript(noteFirstRow);
    await popup.goto(`chrome-extension://${browser.extensionId}/popup.html?tab=${tab}`);
    const shown = await popup.evaluate(whenShown);
    if (run >= 0) times.push(shown);
    await popup.close();
  }
  return times;
}

interface Shown {
  /** Milliseconds since the popup was asked for. */
  paint: number;
  list: number;
}

interface Noted {
  firstRow: Promise<number>;
}

/** Runs before the popup's own script. */
function noteFirstRow(): void {
  (globalThis as unknown as Noted).firstRow = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('li')) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now()));
    }).observe(document, { childList: true, subtree: true });
  });
}

/** Runs in the popup. */
async function whenShown(): Promise<Shown> {
  const list = await (globalThis as unknown as Noted).firstRow;
  const paint = await new Promise<number>((resolve) => {
    new PerformanceObserver((entries) => {
      const first = entries.getEntriesByName('first-contentful-paint')[0];
      if (first) resolve(first.startTime);
    }).observe({ type: 'paint', buffered: true });
  });
  return { paint, list };
}
