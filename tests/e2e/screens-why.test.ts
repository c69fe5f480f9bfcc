import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';
import { makeCertificates } from '../servers/certificates.ts';
import { startTlsServer, type TlsServer } from '../servers/tls-server.ts';
import type { Popup } from './support/harness.ts';
import { isFineOn } from './support/screens.ts';
import { sentence } from './support/state.ts';
import { ask, basicHeader, emptyPage, guardedWms, signIn, startWorld, type World } from './support/world.ts';

const CHALLENGE = 'Basic realm="Maps", charset="UTF-8"';
const WAY = { method: 'Password', fields: { 'User name': 'visitor', Password: 'pw-5c02' } };
const map = (service: string, layer: string) =>
  `${service}?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=${layer}`;

/** Why layers are missing, on screen, in light and dark. */
describe.each(['light', 'dark'] as const)('screens of what went wrong, %s', (colorScheme) => {
  let password = 'pw-5c02';
  let geo: RecordingServer;
  let untrusted: TlsServer;
  let maps: RecordingServer;
  let world: World;
  let page: Page;
  let popup: Popup;
  const city = () => `${geo.url('geo.localhost')}/geoserver/ows`;
  const fine = (name: string) => isFineOn(popup.page, `why-${name}-${colorScheme}`);

  beforeAll(async () => {
    const wms = guardedWms(
      ({ headers }) => headers.authorization === basicHeader('visitor', password),
      CHALLENGE,
    );
    const service: Handler = (request, response) => {
      const isSignedIn = request.headers.authorization === basicHeader('visitor', password);
      if (request.path.startsWith('/windows/'))
        response.writeHead(401, { 'WWW-Authenticate': ['Negotiate', 'NTLM'] }).end();
      else if (isSignedIn && request.url.includes('LAYERS=Sewers'))
        response.writeHead(403, { 'Access-Control-Allow-Origin': '*' }).end();
      else wms(request, response);
    };
    geo = await startServer(service);
    maps = await startServer(emptyPage);
    untrusted = await startTlsServer((await makeCertificates()).of('selfSigned'), service);
    world = await startWorld([maps.url('maps.localhost'), city(), untrusted.url('gis.localhost')]);
    page = await world.browser.newPage(maps.url('maps.localhost'));
    await ask(page, map(city(), 'Roads'));
    popup = await world.popup(page);
    await popup.page.emulateMedia({ colorScheme });
    await signIn(popup, '/geoserver/ows', WAY);
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await Promise.all([geo?.close(), maps?.close(), untrusted?.close()]);
  });

  test('signed in, and one layer is kept back', async () => {
    await ask(page, map(city(), 'Sewers'));
    const host = new URL(city()).host;
    const words = sentence('explain_noAccessLayer', host, 'visitor', 'Sewers');
    await popup.row('/geoserver/ows').says(words);
    await fine('no-access');
    await popup.row('/geoserver/ows').press(/^Copy for the administrator/);
    await popup.row('/geoserver/ows').says(sentence('copied'));
    await popup.row('/geoserver/ows').menu('Details');
    await fine('details');
    await popup.page.keyboard.press('Escape');
  });

  test('a certificate that nobody trusts; Windows sign-in', async () => {
    await ask(page, map(`${untrusted.url('gis.localhost')}/arcgis/ows`, 'Parcels'));
    await ask(page, map(`${geo.url('geo.localhost')}/windows/ows`, 'Plans'));
    const { host } = new URL(untrusted.url('gis.localhost'));
    await popup.row('/arcgis/ows').says(sentence('explain_certificateUnknownIssuer', host));
    await popup.row('/windows/ows').says('uses Windows sign-in');
    await popup.page.setViewportSize({ width: 380, height: 700 });
    await fine('certificate');
    await popup.page.getByRole('button', { name: sentence('hideWarning') }).click();
    await fine('hide');
    await popup.page.keyboard.press('Escape');
    await popup.page.setViewportSize({ width: 380, height: 580 });
  });

  test('a password that is not accepted any more, and its form', async () => {
    password = 'changed-on-the-server';
    await ask(page, map(city(), 'Roads'));
    await popup.row('/geoserver/ows').says(sentence('status_notAccepted'));
    await fine('not-accepted');
    await popup.row('/geoserver/ows').press(/^Sign in again/);
    await fine('again');
  });
});
