import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Handler } from '../../demo/server.ts';
import { until } from './drivers/wait.ts';
import { sharedScene } from './support/shared-scene.ts';
import { sentence } from './support/state.ts';

const PASSWORD = 'polder-7 <dijk> & "zee"';
const KEY = 'tulip-4711';
const SIGNED = `Basic ${btoa(`anna:${PASSWORD}`)}`;

/** A WMS that lets Anna in, and tiles for a key. */
const answer: Handler = ({ headers, url = '' }, response) => {
  const isIn = url.startsWith('/tiles')
    ? new URL(url, 'http://x').searchParams.get('key') === KEY
    : headers.authorization === SIGNED;
  response
    .writeHead(isIn ? 200 : 401, {
      ...{ 'content-type': 'image/png', 'access-control-allow-origin': '*' },
      'www-authenticate': 'Basic realm="maps"',
    })
    .end(isIn ? 'png' : '');
};

const on = sharedScene(answer);

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const authentication = (uri: string) => `<!DOCTYPE qgis_authentication>
<qgis_authentication>
  <configurations>
    <AuthMethodConfig name="City" id="c1ty4nn" uri="${uri}" method="Basic" version="2">
      <Config realm="maps" username="anna" password="${escaped(PASSWORD)}"/>
    </AuthMethodConfig>
    <AuthMethodConfig name="Card" id="c4rdc4r" uri="" method="PKI-Paths" version="2">
      <Config certpath="/x"/>
    </AuthMethodConfig>
  </configurations>
</qgis_authentication>
`;
const connections = (url: string) => `<!DOCTYPE connections>
<qgsXYZTilesConnections version="1.0">
    <xyztiles name="Streets" url="${url}/tiles/{z}/{x}/{y}.png?key=${KEY}" zmin="3" zmax="17" authcfg="" username="" password="" tilePixelRatio="0" referer="" http-header:referer=""/>
    <xyztiles name="Parcels" url="${url}/parcels/{z}/{x}/{y}.png" zmin="0" zmax="19" authcfg="c1ty4nn" username="" password="" tilePixelRatio="0"/>
</qgsXYZTilesConnections>
`;

/** Drops files on the page, as from the desktop. */
async function drop(page: Page, files: Record<string, string>): Promise<void> {
  const data = await page.evaluateHandle((given: Record<string, string>) => {
    const transfer = new DataTransfer();
    for (const [name, text] of Object.entries(given)) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const own = (name: string) => on().browser.newPage(`chrome-extension://${on().browser.extensionId}/${name}`);

/** Downloads what the panel writes; the file's bytes as they are on disk. */
async function written(page: Page): Promise<string> {
  const waiting = page.waitForEvent('download');
  await press(page, sentence('exchange_download'));
  return readFile(await (await waiting).path(), 'utf8');
}

/** Imports all three; the panel goes, and the table has them. */
async function bringIn(page: Page): Promise<void> {
  await press(page, sentence('exchange_import', '3'));
  await page.getByRole('heading', { name: sentence('exchange_importTitle') }).waitFor({ state: 'detached' });
  await page.getByRole('rowheader', { name: 'Parcels' }).waitFor();
}

test('files of QGIS are dropped, signed in with on the map, and written for QGIS again', async () => {
  const { service } = on();
  const page = await own('options.html');
  page.setDefaultTimeout(15_000);
  await page.getByRole('heading', { name: sentence('sources_empty') }).waitFor();
  const files = {
    'auth.xml': authentication(`${service.url()}/parcels`),
    'tiles.xml': connections(service.url()),
  };
  await drop(page, files);
  await page.getByText(sentence('exchange_clientCertificate')).waitFor();
  await page.getByText(sentence('exchange_keyMoved', 'key')).waitFor();
  expect(await page.locator('body').innerText()).not.toMatch(/tulip-4711|polder-7/);
  expect(service.requests).toEqual([]);
  await bringIn(page);

  // Taken back, and brought in once more.
  await press(page, sentence('sources_undo'));
  await page.getByRole('heading', { name: sentence('sources_empty') }).waitFor();
  await drop(page, files);
  await bringIn(page);
  expect(await page.locator('body').innerText()).not.toMatch(/tulip-4711|polder-7/);

  // The map's own requests carry what QGIS had.
  const map = await own('map.html');
  const tiles = [`${service.url()}/parcels/3/1/2.png`, `${service.url()}/tiles/3/1/2.png`];
  const say = (command: object) =>
    map.evaluate(async (message: object) => {
      const tab = await chrome.tabs.getCurrent();
      return chrome.runtime.sendMessage({ tabId: tab?.id, ...message });
    }, command);
  await until(
    'the worker',
    async () => ((await say({ command: 'look' })) as { ok: boolean }).ok || undefined,
  );
  await say({ command: 'mapServices', services: tiles.map((url) => ({ url })) });
  for (const tile of tiles) {
    await until(`${tile} signed in`, async () =>
      (await map.evaluate(
        (url: string) => fetch(url, { credentials: 'omit' }).then(({ status }) => status),
        tile,
      )) === 200
        ? true
        : undefined,
    );
  }
  await map.close();

  // Dropped again, everything is known and nothing would be changed.
  await drop(page, files);
  await page.getByText(sentence('exchange_known', '3')).waitFor();
  await press(page, sentence('close'));

  await press(page, sentence('sources_export'));
  const plain = await written(page);
  expect(plain).toContain('authcfg="c1ty4nn"');
  expect(plain).toContain('zmin="3"');
  expect(plain).not.toContain(KEY);
  await page.getByLabel(sentence('exchange_withSecrets')).check();
  await page.getByText(sentence('exchange_connectionsReadable')).waitFor();
  expect(await written(page)).toContain(`/tiles/{z}/{x}/{y}.png?key=${KEY}"`);

  await page
    .getByRole('group', { name: sentence('exchange_what') })
    .getByText(sentence('exchange_signIns'), { exact: true })
    .click();
  await page.getByLabel(sentence('exchange_withSecrets')).check();
  await page.getByText(sentence('exchange_signInsReadable')).waitFor();
  const clear = await written(page);
  expect(clear).toContain('id="c1ty4nn"');
  expect(clear).toContain(`password="${escaped(PASSWORD).replaceAll('>', '&gt;')}"`);
  await page.getByLabel(sentence('exchange_newPassword')).fill('a long one of its own');
  const encrypted = await written(page);
  expect(encrypted).toMatch(/<qgis_authentication hash="[0-9a-f]{32}"/);
  expect(encrypted).not.toContain('anna');
});
