import { readdir, readFile } from 'node:fs/promises';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { byNumber, startServer } from '../../demo/server.ts';
import { until } from './drivers/wait.ts';
import { type Stage, stage } from './support/harness.ts';

/** A proxy that passes everything on to this machine, and keeps the address of every request. */
async function startRecordingProxy() {
  const seen: URL[] = [];
  const proxy = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '');
    seen.push(url);
    const { method, headers } = incoming;
    const onward = forward(byNumber(url.href), { method: method ?? 'GET', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.once('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  // What wants a tunnel (https) is kept by its host and goes nowhere.
  proxy.on('connect', (incoming, socket) => {
    seen.push(new URL(`https://${incoming.url}`));
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    seen,
    close: () => {
      proxy.closeAllConnections();
      return new Promise((resolve) => proxy.close(resolve));
    },
  };
}

let proxy: Awaited<ReturnType<typeof startRecordingProxy>>;
let made: Stage;

beforeAll(async () => {
  proxy = await startRecordingProxy();
  made = await stage({
    args: [`--proxy-server=127.0.0.1:${proxy.port}`, '--proxy-bypass-list=<-loopback>'],
  });
});
afterAll(async () => {
  await made[Symbol.asyncDispose]();
  await proxy.close();
});

/** Chromium's own account service and updater: the browser asks them at its start, with or without an extension. */
const BROWSERS_OWN = ['accounts.google.com', 'update.googleapis.com'];

const hostsSeen = () => [...new Set(proxy.seen.map(({ host }) => host))].sort();

test('the hosts that are left out below are named nowhere in the extension', async () => {
  const folder = made.browser.extensionDir;
  for (const file of await readdir(folder, { recursive: true })) {
    if (!/\.(js|html|json)$/.test(file)) continue;
    expect(await readFile(join(folder, file), 'utf8'), file).not.toMatch(
      /accounts\.google|update\.googleapis/,
    );
  }
});

test('nothing is asked but the page and the services of the user', { timeout: 90_000 }, async () => {
  const { demo, browser } = made;
  const own = [demo.mapUrl, ...Object.values(demo.services)].map((url) => new URL(url).host);
  const first = await browser.newPage(`chrome-extension://${browser.extensionId}/welcome.html`);
  await first.getByRole('heading', { level: 1 }).waitFor();

  const page = await made.open(demo.mapUrl);
  const popup = await made.popup(page);
  const row = popup.row('/geoserver/ows');
  await row.press(/Sign in/);
  await row.fill(/^User name/, demo.credentials.username);
  await row.fill(/^Password/, demo.credentials.password);
  const before = proxy.seen.length;
  await row.press(/^Sign in$/);
  await row.says('Signed in');
  const asked = proxy.seen.slice(before).map(({ host }) => host);
  // The sign-in itself asks one service, by at least one request that the proxy sees.
  expect(asked).toContain(new URL(demo.services.wms).host);

  const tiles = popup.row('/tiles');
  await tiles.press(/Sign in/);
  await tiles.choose(/^Key$/);
  await tiles.fill(/^Key/, demo.credentials.token);
  await tiles.press('Sign in and reload');
  await tiles.says('Signed in');
  await until('the reloaded map', () => demo.log.tiles.some(({ query }) => query.has('token')));
  await row.menu('Sign out');
  await row.says('signed out');
  expect(hostsSeen().filter((host) => ![...own, ...BROWSERS_OWN].includes(host))).toEqual([]);

  // The control: a request to anybody else is seen, by name and by number, plain and in a tunnel.
  const other = await startServer((_, response) => void response.end('seen'), { host: 'other.localhost' });
  try {
    await page.evaluate(
      (urls) => Promise.allSettled(urls.map((url) => fetch(url, { mode: 'no-cors' }))),
      [other.url(), other.url('127.0.0.1'), 'https://elsewhere.example/'],
    );
    expect(hostsSeen()).toEqual(
      expect.arrayContaining([
        `other.localhost:${other.port}`,
        `127.0.0.1:${other.port}`,
        'elsewhere.example',
      ]),
    );
  } finally {
    await other.close();
  }
});
