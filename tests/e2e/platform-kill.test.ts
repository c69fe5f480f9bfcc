import { afterEach, expect, test } from 'vitest';
import { type Chromium, launchChromium } from './drivers/chromium.ts';
import { launchFirefox } from './drivers/firefox.ts';
import { vaultProbe } from './drivers/vault-probe.ts';

/**
 * What the vault's writes stand on: one `storage.local.set` of several keys is written whole or not at all, and what
 * was confirmed outlives `kill -9`. With SOAK in the environment many more kills.
 */
const KILLS = process.env.SOAK ? 40 : 3;

const after: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of after.splice(0).reverse()) await end();
});

type Pair = { a?: number; b?: number };
const readPair = () => chrome.storage.local.get(['a', 'b']) as Promise<Pair>;
const writePair = (n: number) => chrome.storage.local.set({ a: n, b: n });

/** Sets both keys again and again in a page, and kills the browser once so many were confirmed. @returns how many. */
async function killAmongWrites(chromium: Chromium, confirmations: number): Promise<number> {
  const page = await chromium.newPage(`chrome-extension://${chromium.extensionId}/page.html`);
  let confirmed = 0;
  const enough = new Promise<void>((resolve) => {
    const count = (n: number) => {
      confirmed = n;
      if (n >= confirmations) resolve();
    };
    void page.exposeFunction('confirmed', count).then(() =>
      page
        .evaluate(async () => {
          const { confirmed: tell } = globalThis as unknown as { confirmed(n: number): void };
          for (let n = 1; ; n++) {
            // Long enough that one write is many blocks of the file.
            await chrome.storage.local.set({ a: n, padding: 'x'.repeat(50_000), b: n });
            tell(n);
          }
        })
        .catch(() => undefined),
    );
  });
  await enough;
  await chromium.kill();
  return confirmed;
}

test(
  'Chromium killed right after a write has both keys, and no alarm outlives that',
  async () => {
    const extension = await vaultProbe('chrome');
    let chromium = await launchChromium({ extension });
    after.push(() => chromium.close());
    for (let n = 1; n <= KILLS; n++) {
      await chromium.evaluateInWorker(() => chrome.alarms.create('later', { delayInMinutes: 60 }));
      await chromium.evaluateInWorker(writePair, n);
      await chromium.kill();
      chromium = await launchChromium({ extension, profile: chromium.profileDir });
      expect(await chromium.evaluateInWorker(readPair)).toEqual({ a: n, b: n });
      expect(await chromium.evaluateInWorker(() => chrome.alarms.getAll())).toEqual([]);
    }
  },
  KILLS * 20_000,
);

test(
  'Chromium killed among many writes has both keys of one write, the last confirmed or a later one',
  async () => {
    const extension = await vaultProbe('chrome');
    let chromium = await launchChromium({ extension });
    after.push(() => chromium.close());
    for (let round = 0; round < KILLS; round++) {
      const confirmed = await killAmongWrites(chromium, 1 + Math.floor(Math.random() * 200));
      chromium = await launchChromium({ extension, profile: chromium.profileDir });
      const { a, b } = await chromium.evaluateInWorker(readPair);
      expect(b).toBe(a);
      expect(a).toBeGreaterThanOrEqual(confirmed);
    }
  },
  KILLS * 20_000,
);

test(
  'Firefox killed right after a write has both keys',
  async () => {
    const extension = await vaultProbe('firefox');
    let firefox = await launchFirefox({ extension });
    after.push(() => firefox.close());
    for (let n = 1; n <= Math.ceil(KILLS / 3); n++) {
      await firefox.evaluateInBackground(writePair, n);
      await firefox.kill();
      firefox = await launchFirefox({ extension, profile: firefox.profileDir });
      expect(await firefox.evaluateInBackground(readPair)).toEqual({ a: n, b: n });
    }
  },
  KILLS * 30_000,
);
