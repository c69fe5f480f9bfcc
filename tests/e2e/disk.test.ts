import { afterEach, describe, expect, test } from 'vitest';
import { cors } from '../../demo/answers.ts';
import type { Handler } from '../../demo/server.ts';
import { searchProfile } from './drivers/profile-search.ts';
import { until } from './drivers/wait.ts';
import type { Popup } from './support/harness.ts';
import { fetchFrom, type Scene, scene } from './support/scene.ts';
import { heldIn } from './support/state.ts';

const SECRETS = {
  password: 'Pässwort&#%+Zwölf✓',
  key: 'QryKey+7f/3a=91c2',
  header: 'hdr-4410.ae19-77bd',
  first: 'first-part-81c0',
  second: 'second-part-55e9',
  cached: 'cached-key-0b3d71',
};
/** As Basic sends it (RFC 7617), so that its base64 is searched for as a whole too. */
const ALL = [...Object.values(SECRETS), `visitor:${SECRETS.password}`];
const NOT_CACHED = ALL.filter((secret) => secret !== SECRETS.cached);

const CAPABILITIES =
  '<?xml version="1.0"?><WMS_Capabilities><Capability><Layer><Name>parcels</Name></Layer></Capability></WMS_Capabilities>';

/** One way to sign in each; only `/cached` may be kept by the browser. */
const services: Handler = ({ path, query, headers }, response) => {
  const basic = `Basic ${Buffer.from(`visitor:${SECRETS.password}`).toString('base64')}`;
  const letIn: Record<string, boolean> = {
    '/basic/wms': headers.authorization === basic,
    '/query/wms': query.get('token') === SECRETS.key,
    '/header/wms': headers['x-api-key'] === SECRETS.header,
    '/pair/wms': query.get('app_id') === SECRETS.first && query.get('app_code') === SECRETS.second,
    '/cached/wms': query.get('token') === SECRETS.cached,
  };
  const isIn = letIn[path] ?? false;
  const kept = path === '/cached/wms' && isIn ? 'max-age=3600' : 'no-store';
  response.writeHead(isIn ? 200 : 401, cors({ 'Content-Type': 'text/xml', 'Cache-Control': kept }));
  response.end(isIn ? CAPABILITIES : 'no');
};

const urlOf = (made: Scene, name: string) =>
  `${made.service.url()}/${name}/wms?SERVICE=WMS&REQUEST=GetCapabilities`;

async function signIn(
  popup: Popup,
  path: string,
  method: RegExp,
  fields: Record<string, string>,
): Promise<void> {
  const row = popup.row(`/${path}/wms`);
  await row.press('Sign in');
  // Another sign-in of this host is offered first.
  const another = popup.page.getByRole('button', { name: 'Another sign-in' });
  if (await another.isVisible()) await another.click();
  await row.choose(method);
  for (const [label, text] of Object.entries(fields)) await row.fill(new RegExp(`^${label}`), text);
  await row.press(/^Sign in$/);
  await row.says('Signed in');
}

/** Signs in with everything through the popup, and lets the page use it all. */
async function useAll(made: Scene): Promise<void> {
  const names = ['basic', 'query', 'header', 'pair', 'cached'];
  const page = await made.visit(...names.map((name) => urlOf(made, name)));
  const popup = await made.popup(page);
  await signIn(popup, 'basic', /^Password/, { 'User name': 'visitor', Password: SECRETS.password });
  await signIn(popup, 'query', /^Key$/, { Key: SECRETS.key });
  await signIn(popup, 'header', /^Header/, { 'Header name': 'X-Api-Key', Value: SECRETS.header });
  await signIn(popup, 'pair', /^Two-part/, {
    'Name of the first part': 'app_id',
    'First part': SECRETS.first,
    'Name of the second part': 'app_code',
    'Second part': SECRETS.second,
  });
  await signIn(popup, 'cached', /^Key$/, { Key: SECRETS.cached });
  for (const name of names) {
    expect(await fetchFrom(page, urlOf(made, name)), name).toBe(200);
    expect(await page.evaluate((url) => fetch(url).then(({ status }) => status), urlOf(made, name))).toBe(
      200,
    );
  }
}

describe('nothing readable on disk', () => {
  let made: Scene | undefined;
  afterEach(async () => {
    await made?.[Symbol.asyncDispose]();
  });

  test('after signing in in every way: while the browser runs, and after it was closed', {
    timeout: 120_000,
  }, async () => {
    made = await scene(services);
    const { browser } = made;
    await useAll(made);
    // The control: the same search finds what is really written.
    await browser.evaluateInWorker(
      (text) => chrome.storage.local.set({ 'test:marker': text }),
      'planted-marker-1',
    );
    await until(
      'the planted text on disk',
      async () => (await searchProfile(browser.profileDir, ['planted-marker-1'])).length > 0,
    );

    expect(await searchProfile(browser.profileDir, NOT_CACHED)).toEqual([]);
    await browser.close();
    expect(await searchProfile(browser.profileDir, NOT_CACHED)).toEqual([]);
    expect(await searchProfile(browser.profileDir, ['planted-marker-1'])).not.toEqual([]);
    // The documented limit: a key that a service takes in its URL is kept by the HTTP cache with the answer, and only there.
    const cached = await searchProfile(browser.profileDir, [SECRETS.cached]);
    expect(cached.length).toBeGreaterThan(0);
    expect(cached.filter(({ file }) => !/(^|\/)Cache\//.test(file))).toEqual([]);
  });

  test('after kill -9, with a form half typed', { timeout: 120_000 }, async () => {
    made = await scene(services);
    const { browser } = made;
    await useAll(made);
    const page = await made.visit(`${made.service.url()}/other/wms?SERVICE=WMS&REQUEST=GetCapabilities`);
    const popup = await made.popup(page);
    const row = popup.row('/other/wms');
    await row.press('Sign in');
    await popup.page.getByRole('button', { name: 'Another sign-in' }).click();
    await row.choose(/^Password/);
    await row.fill(/^Password/, 'half-typed-secret');
    await until('the half-typed form in memory', async () =>
      JSON.stringify(await heldIn(browser)).includes('half-typed-secret'),
    );
    // The control: a plain field of a page like this one, as no form of Layerkey has it, does reach the disk.
    const plain = await browser.newPage(`chrome-extension://${browser.extensionId}/popup.html?tab=0`);
    await plain.evaluate(() =>
      document.body.append(Object.assign(document.createElement('input'), { id: 'plain' })),
    );
    await plain.locator('#plain').fill('plain-typed-text');
    // Leaving a page makes the browser keep what stood in it.
    for (const each of [plain, popup.page]) await each.goto('about:blank');
    await until(
      'the plain field on disk',
      async () => (await searchProfile(browser.profileDir, ['plain-typed-text'])).length > 0,
    );
    await browser.kill();
    expect(await searchProfile(browser.profileDir, [...NOT_CACHED, 'half-typed-secret'])).toEqual([]);
    expect(await searchProfile(browser.profileDir, ['plain-typed-text'])).not.toEqual([]);
  });
});
