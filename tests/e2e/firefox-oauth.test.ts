import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { cors, send } from '../../demo/answers.ts';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { type IdentityProvider, startIdentityProvider } from '../servers/identity-provider.ts';
import { builtExtension, readManifest } from './drivers/extension.ts';
import type { Firefox } from './drivers/firefox.ts';
import type { FirefoxPage } from './drivers/firefox-page.ts';
import { until } from './drivers/wait.ts';
import { installedAnew } from './support/firefox-anew.ts';
import {
  askIn,
  chooseWay,
  type FirefoxPopup,
  launchBuilt,
  popupOver,
  rulesIn,
  savedIn,
} from './support/firefox-harness.ts';
import { shared } from './support/shared.ts';
import { sentence } from './support/state.ts';
import { mapOf } from './support/world.ts';

const PATH = '/oauth/wms';
const SECRET = 'the-secret-of-the-introspecting-server-01';

/** Where Firefox waits for a provider's answer: a host for each add-on, named after the SHA-1 of its id. */
async function browserRedirect(): Promise<string> {
  const id = (await readManifest(await builtExtension('firefox'))).browser_specific_settings?.gecko?.id ?? '';
  return `https://${createHash('sha1').update(id).digest('hex')}.extensions.allizom.org/`;
}

let listener: RecordingServer;
let provider: IdentityProvider;
let service: RecordingServer;
let site: RecordingServer;
let firefox: Firefox;
let page: FirefoxPage;
let popup: FirefoxPopup;

/** Is this token good, by the provider's own word (RFC 7662)? */
async function isActive(token: string): Promise<boolean> {
  const answer = await fetch(`${provider.issuer}/token/introspection`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`maps:${SECRET}`).toString('base64')}` },
    body: new URLSearchParams({ token }),
  });
  return ((await answer.json()) as { active: boolean }).active;
}

const tokenIn = (authorization = '') => /^Bearer (\S+)$/.exec(authorization)?.[1];

/** One browser and one provider for all. */
async function start(): Promise<AsyncDisposable> {
  listener = await startServer((_, response) => send(response, 'text/html', '<title>Somebody else</title>'));
  const redirect = await browserRedirect();
  provider = await startIdentityProvider({
    asksConsent: true,
    clients: [
      {
        client_id: 'layerkey',
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirect, `${listener.url()}/`],
        grant_types: ['authorization_code', 'refresh_token'],
      },
      { client_id: 'maps', client_secret: SECRET, redirect_uris: [redirect] },
    ],
  });
  service = await startServer(
    async ({ headers }, response) => {
      const token = tokenIn(headers.authorization);
      const common = cors({ 'Content-Type': 'text/xml', 'Cache-Control': 'no-store' });
      if (token && (await isActive(token))) response.writeHead(200, common).end('<WMS_Capabilities/>');
      else response.writeHead(401, { ...common, 'WWW-Authenticate': 'Bearer realm="Maps"' }).end('no');
    },
    { host: 'svc.localhost' },
  );
  site = await startServer(
    (_, response) => send(response, 'text/html', '<!doctype html><title>Map</title>'),
    { host: 'site.localhost' },
  );
  firefox = await launchBuilt();
  return {
    [Symbol.asyncDispose]: async () => {
      await firefox.close().catch(() => undefined);
      await Promise.all([listener.close(), provider.close(), service.close(), site.close()]);
    },
  };
}

shared(start, async () => {
  page = await firefox.newPage(site.url());
});

beforeEach(async () => {
  await installedAnew(firefox);
  await windowGone();
  provider.requests.length = 0;
  listener.clear();
  expect(await ask()).toBe(401);
  popup = await popupOver(firefox, page);
});

const ask = () => askIn(page, mapOf(`${service.url()}${PATH}`));

/** Opens the row's form and types in what a user knows of the provider. */
async function fillForm(redirect?: string): Promise<void> {
  const row = popup.row(PATH);
  await row.press(/^Sign in/);
  await row.says(sentence('cancel'));
  await chooseWay(row, sentence('method_oauth'));
  await popup.page.fill('[data-field=issuer]', provider.issuer);
  await popup.page.fill('[data-field=clientId]', 'layerkey');
  if (redirect === undefined) return;
  await row.press(sentence('redirectOther'));
  await popup.page.fill('[data-field=redirect]', redirect);
}

const providerPage = () => firefox.pageAt(`${provider.issuer}/interaction/`);

/** What the user does at the provider: name and password, then *Allow*. */
async function logIn(): Promise<void> {
  const window = await providerPage();
  await window.fill('[name=username]', provider.user.username);
  await window.fill('[name=password]', provider.user.password);
  await window.click('button[value=go]');
  await window.waitForSelector('#consent');
  // The window closes under the click.
  await window.click('button[value=go]').catch(async (error) => {
    if ((await firefox.addresses()).some((url) => url.startsWith(provider.issuer))) throw error;
  });
}

/** No window of the provider, and none that goes where its answer goes, is open. */
const windowGone = () =>
  until('the window to close', async () => {
    const left = [provider.issuer, listener.url()];
    const open = (await firefox.addresses()).filter((url) => left.some((one) => url.startsWith(one)));
    return open.length === 0;
  });

async function isSignedIn(): Promise<string> {
  await popup.row(PATH).says(sentence('status_signedIn'));
  await popup.row(PATH).says(provider.user.name);
  await windowGone();
  service.clear();
  expect(await ask()).toBe(200);
  const token = tokenIn(service.requests.at(-1)?.headers.authorization) ?? '';
  expect(await isActive(token)).toBe(true);
  return token;
}

describe('an identity provider in Firefox', () => {
  test('by the browser’s own window: signed in, who it is, the token arrives, and ends with the sign-out', async () => {
    await fillForm();
    expect(
      await popup.page.evaluate(`return [...document.querySelectorAll('input')].map((each) => each.value)`),
    ).toContain(await browserRedirect());
    await popup.row(PATH).press(/^Sign in$/);
    await popup.row(PATH).says(sentence('waitWindow'));
    await logIn();
    const token = await isSignedIn();

    await popup.row(PATH).menu(sentence('menuSignOut'));
    await until('the token to end', async () => !(await isActive(token)));
    service.clear();
    expect(await ask()).toBe(401);
    expect(service.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(provider.requests).toContain('POST /token/revocation');
  });

  test('in a window of our own for another program’s address: the port there sees nothing', async () => {
    await fillForm(`${listener.url()}/`);
    await popup.row(PATH).press(/^Sign in$/);
    await popup.row(PATH).says(sentence('waitWindow'));
    await logIn();
    await isSignedIn();
    expect(listener.requests).toEqual([]);
    // The rule went with the window, and the listener would have seen it.
    const control = await firefox.newPage(`${listener.url()}/?control`);
    expect(listener.requests.map(({ url }) => url)).toContain('/?control');
    await control.close();
  });

  test.each(['the browser’s', 'our'])('Cancel closes %s window, and the next try works', async (whose) => {
    await fillForm(whose === 'our' ? `${listener.url()}/` : undefined);
    await popup.row(PATH).press(/^Sign in$/);
    await providerPage();
    await popup.row(PATH).press(sentence('cancel'));
    await windowGone();
    await popup.row(PATH).press(/^Sign in$/);
    await logIn();
    await isSignedIn();
  });

  test.each(['the browser’s', 'our'])(
    'closing %s window is no failure: the form waits as it was',
    async (whose) => {
      await fillForm(whose === 'our' ? `${listener.url()}/` : undefined);
      await popup.row(PATH).press(/^Sign in$/);
      await popup.row(PATH).says(sentence('waitWindow'));
      await (await providerPage()).close();
      await popup.row(PATH).says(new RegExp(`^${sentence('signIn')}$`, 'm'));
      const { issuer, clientId, failures } = await popup.page.evaluate<Record<string, string | number>>(
        () => ({
          issuer: document.querySelector<HTMLInputElement>('[data-field=issuer]')?.value ?? '',
          clientId: document.querySelector<HTMLInputElement>('[data-field=clientId]')?.value ?? '',
          failures: document.querySelectorAll('[role=alert], [aria-invalid=true]').length,
        }),
      );
      expect({ issuer, clientId, failures }).toEqual({
        issuer: provider.issuer,
        clientId: 'layerkey',
        failures: 0,
      });
      expect(await rulesIn(firefox)).toEqual([]);
      expect(await savedIn(firefox)).toEqual({});
      expect(provider.requests).not.toContain('POST /token');
      // And it works.
      await popup.row(PATH).press(/^Sign in$/);
      await logIn();
      await isSignedIn();
      expect(listener.requests).toEqual([]);
    },
  );
});
