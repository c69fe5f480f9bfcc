import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from './drivers/wait.ts';
import { type Stage, stage } from './support/harness.ts';

/** What the demo's own panel says of each layer: a picture without a single mark is *blank*. */
const states = (page: Awaited<ReturnType<Stage['open']>>) =>
  page.evaluate(() => (window as unknown as { layerStates: () => Record<string, string> }).layerStates());

/** Waits until every protected picture came, and came blank. */
async function allBlank(page: Awaited<ReturnType<Stage['open']>>): Promise<void> {
  await until('blank pictures alone', async () => {
    const { wms, wms2, tiles } = await states(page);
    return [wms, wms2, tiles].every((state) => state === 'blank');
  });
}

describe('cached anonymous answers are not shown as the result of signing in', () => {
  let made: Stage;
  beforeAll(async () => {
    made = await stage({ blankTiles: true });
  });
  afterAll(() => made[Symbol.asyncDispose]());

  test('blank pictures that the browser may keep for an hour', { timeout: 120_000 }, async () => {
    const { demo } = made;
    const page = await made.open(demo.mapUrl);
    await allBlank(page);
    const pictures = () => [...demo.log.tiles, ...demo.log.wms].map(({ url }) => url);
    const kept = new Set(pictures());
    expect(kept.size).toBeGreaterThan(1);

    // The control: without a sign-in the kept blank pictures are what a reload shows, and nobody is asked for them.
    demo.clearLog();
    await page.reload({ waitUntil: 'networkidle' });
    await allBlank(page);
    expect(pictures().filter((url) => kept.has(url))).toEqual([]);

    const popup = await made.popup(page);
    const wms = popup.row('/geoserver/ows');
    // A service that answers everybody with 200 counts as open; it can be signed in to all the same.
    await popup.page.locator('summary').click();
    await wms.press(/Sign in/);
    await wms.choose(/^Password/);
    await wms.fill(/^User name/, demo.credentials.username);
    await wms.fill(/^Password/, demo.credentials.password);
    demo.clearLog();
    await wms.press('Sign in and reload');
    await wms.says('Signed in');
    await until('the countries on the map', async () => (await states(page)).wms === 'shown');
    // The page itself asked for the very pictures that the browser had, all of them with the password.
    const asked = demo.log.wms.filter(({ url, headers }) => /getmap/i.test(url) && headers.origin);
    expect(asked.filter(({ url }) => kept.has(url)).length).toBeGreaterThan(0);
    expect(asked.filter(({ headers }) => !headers.authorization)).toEqual([]);
  });
});
