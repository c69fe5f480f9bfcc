import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { cors, refuse, send } from '../../../demo/answers.ts';
import { blankPng } from '../../../demo/draw.ts';
import {
  type Handler,
  type RecordedRequest,
  type RecordingServer,
  startServer,
} from '../../../demo/server.ts';
import { type Chromium, type ChromiumOptions, launchChromium } from '../drivers/chromium.ts';
import { builtExtension } from '../drivers/extension.ts';
import { until } from '../drivers/wait.ts';
import { type Popup, patternOf, popupOf } from './harness.ts';

/** Chromium with Layerkey and nothing else: each test brings its own servers. */
export interface World extends AsyncDisposable {
  browser: Chromium;
  popup(page: Page): Promise<Popup>;
}

/**
 * Starts Chromium with Layerkey.
 * @param grant URLs whose origins the prompt would have granted. Wherever a test wants to see a rule keep a credential
 * in, the origins outside belong here too: without access nothing would be sent there whatever the rule says.
 */
export async function startWorld(grant: string[], options: Partial<ChromiumOptions> = {}): Promise<World> {
  const extension = await builtExtension('chrome', { grant: [...new Set(grant.map(patternOf))] });
  const browser = await launchChromium({ extension, ...options });
  // A page that loads before the new extension listens is not heard; later starts of the browser know who does.
  await until('the listeners', () =>
    browser.evaluateInWorker(() => chrome.webRequest.onHeadersReceived.hasListeners()),
  );
  return {
    browser,
    popup: async (page) => popupOf(await browser.openPopup(page)),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** An empty page at every path: what asks is said by the test. */
export const emptyPage: Handler = (_request, response) =>
  send(response, 'text/html; charset=utf-8', '<!doctype html><title>Map</title>');

const PICTURE = blankPng(1, 1);
const FRESH = { 'Cache-Control': 'no-store' };

/**
 * A WMS that lets in whom `admits` lets in and refuses everybody else. Any method and any header of any site get an
 * answer, so that nothing but Layerkey decides what arrives.
 */
export function guardedWms(admits: (request: RecordedRequest) => boolean, challenge?: string): Handler {
  return (request, response) => {
    if (request.method === 'OPTIONS') {
      const all = { 'Access-Control-Allow-Methods': 'PUT, DELETE', 'Access-Control-Allow-Headers': '*' };
      response.writeHead(204, cors(all)).end();
    } else if (!admits(request)) refuse(response, 401, 'Sign in.', challenge);
    else answerWms(request, response);
  };
}

/** What a WMS answers to who may ask: a picture, a page about a place, or its capabilities. */
export const answerWms: Handler = (request, response) => {
  if (/request=getmap/i.test(request.url)) return send(response, 'image/png', PICTURE, FRESH);
  if (/request=getfeatureinfo/i.test(request.url)) return send(response, 'text/html', '<p>Here</p>', FRESH);
  send(response, 'text/xml', '<WMS_Capabilities version="1.3.0"/>', FRESH);
};

/** The `Authorization` of HTTP Basic (RFC 7617) in UTF-8. */
export function basicHeader(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** One port that answers `http` and `https` alike: then nothing but the scheme tells two of its addresses apart. */
export interface BothSchemes {
  plain: RecordingServer;
  tls: RecordingServer;
  http(host: string): string;
  https(host: string): string;
  close(): Promise<void>;
}

export async function startBothSchemes(handler: Handler): Promise<BothSchemes> {
  const plain = await startServer(handler);
  const tls = await startServer(handler, { tls: true });
  const sockets = new Set<Socket>();
  const front: Server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (start) => {
      // 22 is the record type of a TLS handshake (RFC 8446, section 5.1).
      const back = connect(start[0] === 22 ? tls.port : plain.port, '127.0.0.1');
      back.on('error', () => socket.destroy());
      back.write(start);
      socket.pipe(back).pipe(socket);
    });
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const { port } = front.address() as { port: number };
  return {
    plain,
    tls,
    http: (host) => `http://${host}:${port}`,
    https: (host) => `https://${host}:${port}`,
    close: async () => {
      const closing = new Promise((done) => front.close(done));
      for (const socket of sockets) socket.destroy();
      await Promise.all([closing, plain.close(), tls.close()]);
    },
  };
}

export type How = 'fetch' | 'img' | 'imgCors';

/**
 * Lets a page or frame ask for a URL and waits for the answer, so that the server has recorded the request.
 * @returns the status of a `fetch`, 200 for a picture that was drawn, 0 for what failed.
 */
export function ask(from: Page | Frame, url: string, how: How = 'fetch', method = 'GET'): Promise<number> {
  return from.evaluate(
    async ({ url, how, method }) => {
      if (how === 'fetch') {
        const body = method === 'POST' || method === 'PUT' ? { body: 'x' } : {};
        return fetch(url, { method, ...body }).then(
          (response) => response.status,
          () => 0,
        );
      }
      const image = new Image();
      if (how === 'imgCors') image.crossOrigin = 'anonymous';
      const done = new Promise<number>((resolve) => {
        image.onload = () => resolve(200);
        image.onerror = () => resolve(0);
      });
      image.src = url;
      return done;
    },
    { url, how, method },
  );
}

let asked = 0;

/** A map request of a WMS that no cache has an answer to. */
export function mapOf(base: string): string {
  asked += 1;
  return `${base}?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=a&n=${asked}`;
}

/** The way in that a user takes: method and fields by their words on screen. */
export interface Way {
  method: string;
  fields: Record<string, string>;
}

/** Signs in at a service's row as a user does, without a reload, and waits until the row says so. */
export async function signIn(popup: Popup, address: string, way: Way): Promise<void> {
  await openForm(popup, address);
  await fillForm(popup, address, way);
  await popup.row(address).press(/^Sign in$/);
  await popup.row(address).says('Signed in');
}

/** Opens the form of a new sign-in, past the offer of one that exists. */
export async function openForm(popup: Popup, address: string): Promise<void> {
  const row = popup.page.getByRole('listitem').filter({ hasText: address }).first();
  await row
    .getByRole('button', { name: /^(Sign in|Use here)/ })
    .first()
    .click();
  const another = row.getByRole('button', { name: 'Another sign-in' });
  await row.getByRole('group', { name: 'Way to sign in' }).or(another).first().waitFor();
  if (await another.isVisible()) await another.click();
}

export async function fillForm(popup: Popup, address: string, { method, fields }: Way): Promise<void> {
  const row = popup.row(address);
  await row.choose(new RegExp(`^${method}$`));
  for (const [label, text] of Object.entries(fields)) await row.fill(new RegExp(`^${label}`), text);
}

/** Takes an entry of a row's menu; opens it again where a changed view closed it. */
export async function takeEntry(popup: Popup, address: string, entry: string | RegExp): Promise<void> {
  const row = popup.page.getByRole('listitem').filter({ hasText: address }).first();
  const item = popup.page.getByRole('menuitem', { name: entry });
  await until(
    `the entry ${entry}`,
    async () => {
      if (!(await item.isVisible())) await row.locator('[aria-haspopup=menu]').click();
      await item.click({ timeout: 5000 });
      return true;
    },
    25_000,
  );
}

/** Lets the page ask for a service's capabilities, so that the popup finds it, and signs in there. */
export async function visitAndSignIn(world: World, page: Page, base: string, way: Way): Promise<void> {
  await ask(page, `${base}?SERVICE=WMS&REQUEST=GetCapabilities`);
  const popup = await world.popup(page);
  await signIn(popup, new URL(base).pathname, way);
  await popup.page.close();
}

/** The requests that carry one of the secrets anywhere, in any common writing: `GET geo.localhost:1234/path`. */
export function carriers(requests: readonly RecordedRequest[], secrets: readonly string[]): string[] {
  const written = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret, 'utf8').toString('base64').replace(/=+$/, ''),
  ]);
  return requests
    .filter((request) => {
      const text = JSON.stringify([request.url, request.headers, request.body, [...request.query]]);
      return written.some((one) => text.includes(one));
    })
    .map(textOf);
}

export function textOf(request: RecordedRequest): string {
  return `${request.method} ${request.host}${request.path}`;
}
