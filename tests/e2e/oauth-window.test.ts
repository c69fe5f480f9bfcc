import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { freePort } from '../servers/nginx.ts';
import { ACCESS_TOKEN, json, startScriptedProvider } from '../servers/scripted-provider.ts';
import { mapStage, PATH } from './support/map-stage.ts';
import { gone, windowAt } from './support/provider-pages.ts';
import { type ProviderStage, providerStage } from './support/provider-stage.ts';
import { shared } from './support/shared.ts';
import { sentence } from './support/state.ts';

/** An application that listens where its client is registered, as QGIS does. */
const startListener = () =>
  startServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Somebody else</title>');
  });

const FORMS = ['http://127.0.0.1:PORT/', 'http://localhost:PORT/callback'];

describe('registered elsewhere', () => {
  let listener: RecordingServer;
  /** Where nobody listens. */
  let application: string;
  let stage: ProviderStage;

  async function start(): Promise<ProviderStage> {
    listener = await startListener();
    application = `https://app.localhost:${await freePort()}/login/callback`;
    const forms = FORMS.map((form) => form.replace('PORT', String(listener.port)));
    return providerStage({ redirects: [...forms, `${listener.url()}/`, application] });
  }

  const world = shared(start, undefined, (used) => used.anew());
  beforeEach(() => {
    stage = world();
    listener.clear();
  });
  afterAll(() => listener?.close());

  test.each(FORMS)('registered with %s: signed in, and the port there sees nothing', async (form) => {
    const redirect = form.replace('PORT', String(listener.port));
    await stage.fillIn('oauth', { clientId: 'layerkey', redirect });
    await stage.send();
    const row = stage.popup.row(PATH);
    await row.says(sentence('waitWindow'));
    const window = await stage.logIn();
    await stage.signedIn();
    await row.says(stage.provider.user.name);
    await gone(window);
    expect(await stage.fetch()).toBe(200);
    expect(listener.requests).toEqual([]);
    // The listener would have seen it.
    await fetch(redirect);
    expect(listener.requests).toHaveLength(1);
  });

  test('registered for a web application: nothing needs to be there', async () => {
    await stage.fillIn('oauth', { clientId: 'layerkey', redirect: application });
    await stage.send();
    const window = await stage.logIn();
    await stage.popup.row(PATH).says(stage.provider.user.name);
    await gone(window);
    expect(await stage.fetch()).toBe(200);
  });

  test('another tab goes to that address as ever, and what it brings there is not taken', async () => {
    const redirect = `${listener.url()}/`;
    await stage.fillIn('oauth', { clientId: 'layerkey', redirect });
    await stage.send();
    const window = await windowAt(stage.scene.browser.context, `${stage.provider.issuer}/interaction/`);
    const tab = await stage.scene.browser.newPage(`${redirect}?code=stolen&state=guessed`);
    expect(await tab.title()).toBe('Somebody else');
    expect(listener.requests.some(({ query }) => query.get('code') === 'stolen')).toBe(true);
    expect(window.isClosed()).toBe(false);
    await stage.popup.row(PATH).says(sentence('waitWindow'));
    await window.bringToFront();
    await stage.logIn();
    await stage.signedIn();
    expect(
      listener.requests.filter(({ query }) => query.get('code') !== 'stolen' && query.has('code')),
    ).toEqual([]);
    // With the window the rule went: the address is reachable in every tab again.
    listener.clear();
    await stage.scene.browser.newPage(redirect);
    expect(listener.requests.length).toBeGreaterThan(0);
  });
});

test('registered at the provider’s own host: its pages are shown, its answer is stopped', async () => {
  await using provider = await startScriptedProvider();
  await using stage = await mapStage({ isGood: (token) => token === ACCESS_TOKEN, grant: [provider.issuer] });
  const redirect = `${provider.issuer}/`;
  let nonce = '';
  provider.answers.set('/authorize', ({ query }, response) => {
    nonce = query.get('nonce') ?? '';
    const answer = new URLSearchParams({ code: 'a-code', state: query.get('state') ?? '' });
    const page = `<title>Allow</title><a href="${redirect}?${answer}">Allow</a>`;
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
  });
  provider.answers.set('/token', async (request, response) => {
    const id_token = await provider.idToken({ name: 'Anna Map', nonce });
    return json(() => provider.tokens({ id_token }))(request, response);
  });
  await stage.fillIn('oauth', { issuer: provider.issuer, clientId: 'public', redirect });
  await stage.send();
  const window = await windowAt(stage.scene.browser.context, `${provider.issuer}/authorize`);
  await window.getByRole('link').click({ noWaitAfter: true });
  await stage.signedIn();
  await gone(window);
  expect(await stage.fetch()).toBe(200);
  expect(provider.requests.filter(({ path }) => path === '/')).toEqual([]);
});
