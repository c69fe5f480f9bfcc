import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { fetchFrom, type Scene, scene } from './support/scene.ts';
import { rulesIn, savedIn, sentence } from './support/state.ts';

/** A provider that is found by its name, at a stand-in on this machine. Each test continues the one before. */
const KEY = 'pasted-key-4711';
const HOST = 'api.maptiler.com';
const PAGE = 'https://cloud.maptiler.com/account/keys/';

let provider: RecordingServer;
let made: Scene;
const tiles = () => `https://${HOST}:${provider.port}/maps/streets`;
const keys = () => provider.requests.map(({ query }) => query.getAll('key').join());

beforeAll(async () => {
  provider = await startServer(
    ({ url, query }, response) => {
      const isIn = query.getAll('key').join() === KEY && [...query.keys()].join() === 'key';
      const cors = { 'access-control-allow-origin': '*' };
      if (url.startsWith('/account')) response.writeHead(200, { 'content-type': 'text/html' }).end('Keys');
      else if (!isIn) response.writeHead(403, { ...cors, 'content-type': 'text/plain' }).end('Invalid key');
      else response.writeHead(200, { ...cors, 'content-type': 'image/png' }).end(Buffer.from(PNG, 'base64'));
    },
    { tls: true },
  );
  made = await scene((_, response) => void response.writeHead(404).end(), {
    grant: [tiles()],
    ignoreCertificateErrors: true,
    hostResolverRules: `MAP cloud.maptiler.com:443 127.0.0.1:${provider.port}, MAP ${HOST} 127.0.0.1`,
  });
});
afterAll(async () => {
  await made?.[Symbol.asyncDispose]();
  await provider?.close();
});

/** One white point. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEANl9ngAAAAABJRU5ErkJggg==';

/** The popup with MapTiler picked from the list by keys alone. */
async function picked() {
  const popup = await made.popup(await made.visit());
  await popup.page
    .getByRole('button', { name: sentence('addSource') })
    .first()
    .click();
  const field = popup.page.getByRole('combobox');
  await field.pressSequentially('mapt');
  await popup.page.getByRole('option', { name: 'MapTiler Cloud' }).waitFor();
  await field.press('ArrowDown');
  await field.press('Enter');
  await popup.page.getByText(sentence('providerAddress', 'MapTiler Cloud')).waitFor();
  return { popup, field };
}

test('its page for keys opens in a tab', async () => {
  const { popup } = await picked();
  const opened = made.browser.context.waitForEvent('page');
  await popup.page.getByRole('button', { name: sentence('getKey', 'MapTiler Cloud') }).click();
  const page = await opened;
  await page.waitForURL(PAGE);
  await page.close();
});

test('a map of it is added and signed in with the key alone: no name is tried that is not its own', async () => {
  const { popup, field } = await picked();
  await field.fill(`${tiles()}/{z}/{x}/{y}.png`);
  await field.press('Enter');
  const row = popup.row(HOST);
  await row.press(/^Check/);
  await row.says(sentence('hint_refusesAccess'));
  await row.press(/^Sign in/);
  await row.says('Layerkey sends the key as key.');
  provider.clear();
  await row.fill('Key', KEY);
  await row.press(/^Sign in$/);
  await row.says('Signed in');
  // Once without it: whether the service is open by now.
  expect(keys()).toEqual(['', KEY]);
  expect(await rulesIn(made.browser)).not.toEqual([]);
  expect(JSON.stringify(await savedIn(made.browser))).not.toContain(KEY);

  const map = await made.visit();
  expect(await fetchFrom(map, `${tiles()}/3/4/2.png`)).toBe(200);
  expect(keys()).toEqual(['', KEY, KEY]);
});
