import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Handler } from '../../demo/server.ts';
import type { Popup } from './support/harness.ts';
import { typeIn } from './support/map-stage.ts';
import { type Scene, scene } from './support/scene.ts';
import { isFineOn } from './support/screens.ts';
import { sentence } from './support/state.ts';

/** The forms of the systems that people have, each at a service of its kind, in light and dark. */
const SERVICES = {
  arcgis: 'arcgis.localhost/server/rest/services/Roads/MapServer?f=json',
  geomapfish: 'city.localhost/maps/mapserv_proxy?SERVICE=WMS&REQUEST=GetCapabilities',
  isogeo: 'isogeo.localhost/resources/search?q=rivers',
  geodi: 'geodi.localhost/GeodiExportHandler?op=ExportQueryResult&ReportID=GeoJSON&wsName=Kent',
};
type System = keyof typeof SERVICES;
const hosts = Object.values(SERVICES).map((url) => url.slice(0, url.indexOf('/')));

const FILE = {
  name: 'client_secrets.json',
  mimeType: 'application/json',
  buffer: Buffer.from(
    JSON.stringify({ installed: { client_id: 'maps', redirect_uris: ['http://localhost'] } }),
  ),
};

const ARCGIS = { currentVersion: 11.1, authInfo: { isTokenBasedSecurity: true } };
const PORTAL = { functionalities: {}, is_intranet: false, login_type: 'local', two_factor_enable: true };

const answers: Handler = ({ path, host }, response) => {
  const json = (body: object) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (path.endsWith('/rest/info')) {
    const tokenServicesUrl = `http://${host}/server/tokens/`;
    json({ ...ARCGIS, authInfo: { ...ARCGIS.authInfo, tokenServicesUrl } });
  } else if (path.endsWith('/loginuser')) json(PORTAL);
  else response.writeHead(path.includes('mapserv_proxy') ? 403 : 401).end();
};

let stage: Scene;
let popup: Popup;
beforeAll(async () => {
  stage = await scene(answers, { names: hosts });
  const urls = Object.values(SERVICES).map((url) => {
    const [name = ''] = url.split('/');
    return stage.service.url(name) + url.slice(name.length);
  });
  popup = await stage.popup(await stage.visit(...urls));
});
afterAll(async () => stage?.[Symbol.asyncDispose]());

async function open(system: System) {
  const { host } = new URL(stage.service.url(SERVICES[system].split('/')[0]));
  await popup.row(host).press(/^Sign in/);
  const way = popup.page.getByRole('radio', { name: sentence(`method_${system}`), exact: true });
  expect(await way.isChecked()).toBe(true);
  return popup.row(host);
}

async function fine(name: string, height = 780): Promise<void> {
  const { page } = popup;
  await page.setViewportSize({ width: 380, height });
  await page.locator('form.panel').first().scrollIntoViewIfNeeded();
  for (const colorScheme of ['light', 'dark'] as const) {
    // Colours that are on their way from one scheme to the other are none.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await isFineOn(page, `system-${name}-${colorScheme}`);
  }
}
const close = () => popup.page.getByRole('button', { name: sentence('cancel'), exact: true }).click();

test('ArcGIS: a server of its own, looked up', async () => {
  const row = await open('arcgis');
  await row.says(sentence('found_arcgisStandalone'));
  await typeIn(popup, { username: 'anna' });
  await fine('arcgis');
  await close();
});

test('GeoMapFish: what the portal tells, and two ways in', async () => {
  const row = await open('geomapfish');
  await row.says(sentence('found_portalTwoFactor'));
  await fine('geomapfish', 900);
  await typeIn(popup, { way: 'login' });
  await fine('geomapfish-login', 900);
  await close();
});

test('Isogeo: its file', async () => {
  const row = await open('isogeo');
  await fine('isogeo');
  await popup.page.locator('input[type=file]').setInputFiles(FILE);
  await row.says('client_secrets.json');
  await fine('isogeo-loaded');
  await close();
});

test('GEODI: a password, a trusted client', async () => {
  const row = await open('geodi');
  await fine('geodi');
  await typeIn(popup, { way: 'trusted', validatorFrom: 'computed' });
  await row.says(sentence('note_validatorSecretHolder'));
  await fine('geodi-trusted', 1200);
});

test('all the ways there are', async () => {
  await popup.page.getByRole('button', { name: sentence('moreWays') }).click();
  await fine('ways', 1300);
});
