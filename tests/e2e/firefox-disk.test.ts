import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cors, send } from '../../demo/answers.ts';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';
import type { Firefox } from './drivers/firefox.ts';
import type { FirefoxPage } from './drivers/firefox-page.ts';
import { searchProfile } from './drivers/profile-search.ts';
import { until } from './drivers/wait.ts';
import { askIn, heldIn, launchBuilt, popupOver, visitAndSignIn } from './support/firefox-harness.ts';
import { answerWms, type Way } from './support/world.ts';

const SECRETS = {
  password: 'Pässwort&#%+Zwölf✓',
  key: 'QryKey+7f/3a=91c2',
  header: 'hdr-4410.ae19-77bd',
  cached: 'cached-key-0b3d71',
};
/** As Basic sends it (RFC 7617), so that its base64 is searched for as a whole too. */
const ALL = [...Object.values(SECRETS), `visitor:${SECRETS.password}`];
const NOT_CACHED = ALL.filter((secret) => secret !== SECRETS.cached);
const PLANTED = 'planted-marker-1';

const WAYS: Record<string, Way> = {
  '/basic/wms': { method: 'Password', fields: { 'User name': 'visitor', Password: SECRETS.password } },
  '/query/wms': { method: 'Key', fields: { Key: SECRETS.key } },
  '/header/wms': { method: 'Header', fields: { 'Header name': 'X-Api-Key', Value: SECRETS.header } },
  '/cached/wms': { method: 'Key', fields: { Key: SECRETS.cached } },
};

/** One way to sign in each; only `/cached` may be kept by the browser. */
const service: Handler = (request, response) => {
  const { path, query, headers } = request;
  const letIn: Record<string, boolean> = {
    '/basic/wms':
      headers.authorization === `Basic ${Buffer.from(`visitor:${SECRETS.password}`).toString('base64')}`,
    '/query/wms': query.get('token') === SECRETS.key,
    '/header/wms': headers['x-api-key'] === SECRETS.header,
    '/cached/wms': query.get('token') === SECRETS.cached,
  };
  if (!letIn[path]) response.writeHead(401, cors({ 'Cache-Control': 'no-store' })).end('no');
  else if (path !== '/cached/wms') answerWms(request, response);
  else send(response, 'text/xml', '<WMS_Capabilities version="1.3.0"/>', { 'Cache-Control': 'max-age=3600' });
};

describe('nothing readable on disk, in Firefox', () => {
  let svc: RecordingServer;
  let site: RecordingServer;
  let firefox: Firefox;
  let page: FirefoxPage;

  const found = (...secrets: string[]) => searchProfile(firefox.profileDir, secrets);

  beforeEach(async () => {
    svc = await startServer(service, { host: 'svc.localhost' });
    site = await startServer(
      (_, response) => send(response, 'text/html', '<!doctype html><title>Map</title>'),
      {
        host: 'site.localhost',
      },
    );
    // The session file is written every 15 seconds otherwise: here at once, so that what it takes is seen.
    firefox = await launchBuilt({ prefs: { 'browser.sessionstore.interval': 200 } });
    page = await firefox.newPage(site.url());
    for (const [path, way] of Object.entries(WAYS))
      await visitAndSignIn(firefox, page, svc.url() + path, way);
    for (const path of Object.keys(WAYS)) {
      expect(await askIn(page, `${svc.url()}${path}?SERVICE=WMS&REQUEST=GetCapabilities`), path).toBe(200);
    }
    // The control: the same search finds what is really written.
    await firefox.evaluateInBackground(
      (text: string) => chrome.storage.local.set({ 'test:marker': text }),
      PLANTED,
    );
    await until('the planted text on disk', async () => (await found(PLANTED)).length > 0);
  });
  afterEach(async () => {
    await firefox?.close().catch(() => undefined);
    await Promise.all([svc?.close(), site?.close()]);
  });

  test('while it runs, and after it was closed', async () => {
    expect(await found(...NOT_CACHED)).toEqual([]);
    await firefox.close();
    expect(await found(...NOT_CACHED)).toEqual([]);
    expect(await found(PLANTED)).not.toEqual([]);
    // The documented limit: a key that a service takes in its URL is kept by the HTTP cache with the answer.
    const cached = await found(SECRETS.cached);
    expect(cached.length).toBeGreaterThan(0);
    expect(cached.filter(({ file }) => !file.startsWith('cache2/'))).toEqual([]);
  });

  test('after kill -9, with a form half typed', async () => {
    const path = '/other/wms';
    await askIn(page, `${svc.url()}${path}?SERVICE=WMS&REQUEST=GetCapabilities`);
    const popup = await popupOver(firefox, page);
    const row = popup.row(path);
    await row.press(/^Sign in/);
    await row.press('Another sign-in');
    await row.choose(/^Password$/);
    await row.fill('User name', 'half-typed-name');
    await row.fill('Password', 'half-typed-secret');
    await until('the half-typed form in memory', async () =>
      JSON.stringify(await heldIn(firefox)).includes('half-typed-secret'),
    );
    // The control: what stands in a plain field of a page reaches the session file.
    const plain = await firefox.newPage(`${site.url()}/plain`);
    await plain.evaluate(() =>
      document.body.append(Object.assign(document.createElement('input'), { id: 'plain' })),
    );
    await plain.fill('#plain', 'plain-typed-text');
    await until('the plain field on disk', async () => (await found('plain-typed-text')).length > 0, 30_000);
    await firefox.kill();
    expect(await found(...NOT_CACHED, 'half-typed-secret')).toEqual([]);
    const typed = await found('plain-typed-text');
    expect(typed.some(({ encoding }) => encoding.includes('compressed'))).toBe(true);
  });
});
