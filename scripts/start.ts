/**
 * The demo: builds the extension, starts the demo services on loopback and opens Chromium with both. Without a display
 * it plays the same walk headless, and says per layer what was seen before and after.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from '../demo/demo.ts';
import { launchChromium } from '../tests/e2e/drivers/chromium.ts';
import { builtExtension } from '../tests/e2e/drivers/extension.ts';
import { type Popup, stage } from '../tests/e2e/support/harness.ts';

const PICTURES = join(import.meta.dirname, '../.artifacts/demo');

console.log('Building the extension ...');
execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
if (hasDisplay) await show();
else process.exitCode = (await play()) ? 0 : 1;

/** Opens a window and stays until it is closed. */
async function show(): Promise<void> {
  const demo = await startDemo();
  const browser = await launchChromium({ extension: await builtExtension('chrome'), headless: false });
  const map = await browser.newPage(demo.mapUrl);
  await map.bringToFront();
  const { username, password, token, apiKey } = demo.credentials;
  console.log(`
The map is open at ${demo.mapUrl}: four layers are refused. Click Layerkey's icon in the toolbar
(or press Alt+Shift+L) and sign in:
  WMS        user ${username}, password ${password}
  XYZ tiles  key ${token}
  OGC API    header X-Api-Key, value ${apiKey}
Close the window to end the demo.`);
  await new Promise((resolve) => browser.context.once('close', resolve));
  await demo.close();
}

/** Plays the walk without a display. @returns whether every protected layer went from refused to shown. */
async function play(): Promise<boolean> {
  console.log(
    'No display here: playing the demo headless. What the permission prompt would ask is granted beforehand.',
  );
  await using on = await stage();
  const map = await on.open(on.demo.mapUrl);
  const before = await layers(map);
  const popup = await on.popup(map);
  await popup.row('/geoserver/ows').says('Sign in');
  await picture(map, popup, 'before');
  await signInEverywhere(popup, on.demo);
  await map.waitForFunction(() => {
    const states = Object.values(window.layerStates?.() ?? {});
    return states.length > 0 && states.every((state) => state === 'shown');
  });
  const after = await layers(map);
  await picture(map, popup, 'after');

  const rows = Object.keys(before).map((layer) => ({ layer, before: before[layer], after: after[layer] }));
  console.table(rows);
  console.log(`Screenshots: ${PICTURES}`);
  return rows.every(
    ({ layer, before, after }) => after === 'shown' && (layer === 'open' || before === 'refused'),
  );
}

async function signInEverywhere(popup: Popup, { credentials }: Demo): Promise<void> {
  const wms = popup.row('/geoserver/ows');
  await wms.press(/^Sign in/);
  await wms.fill('User name', credentials.username);
  await wms.fill('Password', credentials.password);
  await wms.press('Sign in and reload');
  await wms.says('Signed in');

  const second = popup.row('/geoserver/graticule/ows');
  await second.press(/^Sign in/);
  await second.press('Use and reload');
  await second.says('Signed in');

  const tiles = popup.row('tiles.localhost');
  await tiles.press(/^Sign in/);
  await tiles.choose('Key');
  await tiles.fill('Key', credentials.token);
  await tiles.press('Sign in and reload');
  await tiles.says('Signed in');

  const places = popup.row('places.localhost');
  await places.press(/^Sign in/);
  await places.choose('Header');
  await places.fill('Header name', 'X-Api-Key');
  await places.fill('Value', credentials.apiKey);
  await places.press('Sign in and reload');
  await places.says('Signed in');
}

/** The state of each layer once none is waited for; while the page is reloaded there are none. */
async function layers(map: Page): Promise<Record<string, string>> {
  await map.waitForFunction(() => {
    const states = Object.values(window.layerStates?.() ?? {});
    return states.length > 0 && !states.includes('waiting');
  });
  return map.evaluate(() => window.layerStates());
}

async function picture(map: Page, popup: Popup, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await map.screenshot({ path: join(PICTURES, `map-${name}.png`) });
  await popup.page.screenshot({ path: join(PICTURES, `popup-${name}.png`) });
}
