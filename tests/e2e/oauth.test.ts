import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cors } from '../../demo/answers.ts';
import type { Handler } from '../../demo/server.ts';
import { type IdentityProvider, startIdentityProvider } from '../servers/identity-provider.ts';
import { until } from './drivers/wait.ts';
import type { Popup } from './support/harness.ts';
import { fetchFrom, type Scene, scene } from './support/scene.ts';
import { sentence } from './support/state.ts';

const PATH = '/oauth/wms';
const SECRET = 'the-secret-of-the-introspecting-server-01';

/** The id that Chromium makes of the key in the manifest. */
async function extensionId(): Promise<string> {
  const file = join(import.meta.dirname, '../../.output/chrome-mv3/manifest.json');
  const { key } = JSON.parse(await readFile(file, 'utf8')) as { key: string };
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}

let provider: IdentityProvider;
let made: Scene;
let page: Page;
let popup: Popup;
const urlOf = (scene: Scene) => `${scene.service.url()}${PATH}?SERVICE=WMS&REQUEST=GetCapabilities`;

/** A WMS that asks the provider about every token (RFC 7662). */
const service: Handler = async (request, response) => {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  const answer = token && (await introspect(token));
  const headers = cors({ 'Content-Type': 'text/xml', 'Cache-Control': 'no-store' });
  if (answer) response.writeHead(200, headers).end('<WMS_Capabilities/>');
  else response.writeHead(401, { ...headers, 'WWW-Authenticate': 'Bearer realm="Maps"' }).end('no');
};

async function introspect(token: string): Promise<boolean> {
  const answer = await fetch(`${provider.issuer}/token/introspection`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`maps:${SECRET}`).toString('base64')}` },
    body: new URLSearchParams({ token }),
  });
  return ((await answer.json()) as { active: boolean }).active;
}

async function logIn(context: BrowserContext): Promise<void> {
  const window = await until('the provider’s page', () =>
    context.pages().find((each) => each.url().startsWith(`${provider.issuer}/interaction/`)),
  );
  await window.locator('[name=username]').fill(provider.user.username);
  await window.locator('[name=password]').fill(provider.user.password);
  await window.locator('button[value=go]').click();
  await window.locator('#consent').waitFor();
  await window.locator('button[value=go]').click();
}

beforeEach(async () => {
  const redirect = `https://${await extensionId()}.chromiumapp.org/`;
  provider = await startIdentityProvider({
    clients: [
      {
        client_id: 'layerkey',
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirect, 'http://127.0.0.1:7070/'],
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token'],
      },
      {
        client_id: 'maps',
        client_secret: SECRET,
        redirect_uris: [redirect],
        grant_types: ['authorization_code'],
      },
    ],
  });
  made = await scene(service, { grant: [provider.issuer, 'http://127.0.0.1:7070/'] });
  page = await made.visit(urlOf(made));
  popup = await made.popup(page);
});
afterEach(async () => {
  await made?.[Symbol.asyncDispose]();
  await provider?.close();
});

async function fillForm(): Promise<void> {
  const row = popup.row(PATH);
  await row.press(/^Sign in/);
  const more = popup.page.getByRole('button', { name: sentence('moreWays') });
  if ((await popup.page.getByRole('radio', { name: sentence('method_oauth') }).count()) === 0)
    await more.click();
  await popup.page.getByRole('radio', { name: sentence('method_oauth') }).check({ force: true });
  await popup.page.locator('[data-field=issuer]').fill(provider.issuer);
  await popup.page.locator('[data-field=clientId]').fill('layerkey');
}

test('by the browser’s own flow: signed in, who it is, and the token arrives', async () => {
  await fillForm();
  await popup.row(PATH).press(/^Sign in$/);
  await logIn(made.browser.context);
  await popup.row(PATH).says('Signed in');
  await popup.row(PATH).says(provider.user.name);
  expect(await fetchFrom(page, urlOf(made))).toBe(200);
});
