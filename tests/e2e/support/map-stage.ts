import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { cors } from '../../../demo/answers.ts';
import {
  type Handler,
  type RecordedRequest,
  type RecordingServer,
  startServer,
} from '../../../demo/server.ts';
import { readManifest } from '../drivers/extension.ts';
import { installedAnew } from './chromium-anew.ts';
import type { Popup } from './harness.ts';
import { fetchFrom, type Scene, type SceneOptions, scene } from './scene.ts';
import { rulesIn, savedIn, sentence } from './state.ts';

/** Path of every service here. */
export const PATH = '/oauth/wms';
const QUERY = 'SERVICE=WMS&REQUEST=GetCapabilities';

/** A map that a service with tokens refuses, and the popup over it. */
export interface MapStage extends AsyncDisposable {
  scene: Scene;
  page: Page;
  popup: Popup;
  /** The page's request to its service. */
  url: string;
  /** Further services, in the order of `hosts`. */
  others: RecordingServer[];
  urlAt(server: RecordingServer): string;
  /** What the page's next request to its service is answered. */
  fetch(): Promise<number>;
  /** What is installed and saved; compare with {@link before}. */
  kept(): Promise<unknown>;
  before: unknown;
  /** Opens the form of the row, chooses a way to sign in, types. Fields by name; choices by value. */
  fillIn(method: string, fields: Readonly<Record<string, string>>, address?: string): Promise<void>;
  /** *Sign in*, without reload. */
  send(address?: string): Promise<void>;
  /** Waits until a row has the status *Signed in*; the words alone also stand in folded parts of a form. */
  signedIn(address?: string): Promise<void>;
  /** As just started, in the same browser: nobody is signed in anywhere, nothing is saved, the page and the popup are new. */
  anew(): Promise<void>;
}

export interface MapOptions extends SceneOptions {
  /** Where the service looks for a token (default: `Authorization: Bearer`). */
  tokenIn?: (request: RecordedRequest) => string | undefined;
  isGood: (token: string) => boolean | Promise<boolean>;
  /** Further services behind the same provider, for which the page asks too. */
  hosts?: readonly string[];
}

/** Where Chromium waits for a provider's answer; its id for the extension is made of the key in the manifest. */
export async function browserRedirect(): Promise<string> {
  const { key = '' } = await readManifest(join(import.meta.dirname, '../../../.output/chrome-mv3'));
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  const id = [...digest].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
  return `https://${id}.chromiumapp.org/`;
}

export const bearerIn = ({ headers }: RecordedRequest): string | undefined =>
  /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];

/** Starts the services, Chromium with their origins and those of `grant`, the page and the popup. */
export async function mapStage(options: MapOptions): Promise<MapStage> {
  const { tokenIn = bearerIn, isGood, hosts = [], grant = [] } = options;
  const service: Handler = async (request, response) => {
    const headers = cors({ 'Access-Control-Allow-Headers': '*', 'Cache-Control': 'no-store' });
    const token = tokenIn(request);
    if (request.method === 'OPTIONS') response.writeHead(204, headers).end();
    else if (token !== undefined && (await isGood(token)))
      response.writeHead(200, { ...headers, 'Content-Type': 'text/xml' }).end('<WMS_Capabilities/>');
    else response.writeHead(401, { ...headers, 'WWW-Authenticate': 'Bearer realm="Maps"' }).end('no');
  };
  const others = await Promise.all(hosts.map((host) => startServer(service, { host })));
  const urlAt = (server: RecordingServer) => `${server.url()}${PATH}?${QUERY}`;
  const made = await scene(service, { ...options, grant: [...grant, ...others.map((each) => each.url())] });
  const open = async () => {
    const page = await made.visit(urlAt(made.service), ...others.map(urlAt));
    return { page, popup: await made.popup(page), before: await kept() };
  };
  const here = made.service.url().slice('http://'.length);
  const kept = async () => ({ rules: await rulesIn(made.browser), saved: await savedIn(made.browser) });
  const stage: MapStage = {
    ...(await open()),
    scene: made,
    url: urlAt(made.service),
    others,
    urlAt,
    fetch: () => fetchFrom(stage.page, urlAt(made.service)),
    kept,
    fillIn: async (method, fields, address = here) => {
      await stage.popup.row(address).press(/^Sign in/);
      await chooseMethod(stage.popup, method);
      await typeIn(stage.popup, fields);
    },
    send: (address = here) => stage.popup.row(address).press(/^Sign in$/),
    signedIn: async (address = here) => {
      const status = sentence('statusMenu', sentence('status_signedIn'), address.split('/')[0] ?? '');
      const { page } = stage.popup;
      await page
        .getByRole('button', { name: status })
        .waitFor()
        .catch(async () => {
          throw new Error(`Not signed in: ${await page.locator('body').innerText()}`);
        });
    },
    anew: async () => {
      await installedAnew(made.browser);
      for (const each of [made.service, ...others]) each.clear();
      Object.assign(stage, await open());
    },
    [Symbol.asyncDispose]: async () => {
      await made[Symbol.asyncDispose]();
      await Promise.all(others.map((each) => each.close()));
    },
  };
  return stage;
}

export async function chooseMethod({ page }: Popup, method: string): Promise<void> {
  const way = page.getByRole('radio', { name: sentence(`method_${method}`), exact: true });
  if ((await way.count()) === 0) await page.getByRole('button', { name: sentence('moreWays') }).click();
  await way.check({ force: true });
}

/** Fills fields in, unfolding the rare ones; the browser's own address gives way to another one with a click. */
export async function typeIn({ page }: Popup, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(fields)) {
    const field = page.locator(`[data-field=${name}]`);
    if (name === 'redirect' && (await field.count()) === 0)
      await page.getByRole('button', { name: sentence('redirectOther') }).click();
    else if (!(await field.isVisible()))
      await page.getByText(sentence('moreFields'), { exact: true }).click();
    if (await field.evaluate((element) => element.tagName === 'SELECT')) await field.selectOption(text);
    else await field.fill(text);
  }
}
