import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Demo, startDemo } from '../../demo/demo.ts';
import { type Desktop, launchDesktop } from './drivers/desktop.ts';
import { builtExtension } from './drivers/extension.ts';
import { until } from './drivers/wait.ts';
import { type Popup, patternOf, popupOf } from './support/harness.ts';
import { fetchFrom } from './support/scene.ts';
import { accessIn, heldIn, rulesIn, savedIn, sentence } from './support/state.ts';

const PATH = '/geoserver/ows';

/** The unmodified build, with the browser's own prompt. Each test continues the one before. */
describe('least privilege', () => {
  let demo: Demo;
  let desktop: Desktop;
  let map: Page;
  let popup: Popup;

  beforeAll(async () => {
    demo = await startDemo();
    desktop = await launchDesktop({ extension: await builtExtension('chrome') });
    map = await desktop.context.newPage();
    await map.goto(demo.mapUrl, { waitUntil: 'networkidle' });
  });
  afterAll(async () => {
    await desktop?.close();
    await demo?.close();
  });

  /** The two patterns that one sign-in needs. */
  const exactly = () => [demo.services.wms, demo.mapUrl].map(patternOf).sort();
  const access = async () => (await accessIn(desktop)).sort();

  async function openPopup(): Promise<void> {
    await popup?.page.close();
    popup = await popupOf(await desktop.openPopup(map));
    await popup.page.bringToFront();
  }

  async function signIn(): Promise<void> {
    const row = popup.row(PATH);
    await row.press(/Sign in/);
    await row.fill(/^User name/, demo.credentials.username);
    await row.fill(/^Password/, demo.credentials.password);
    await row.press(/^Sign in$/);
  }

  test('the manifest asks for no host, and private windows are out', async () => {
    const manifest = JSON.parse(
      await readFile(join(desktop.extensionDir, 'manifest.json'), 'utf8'),
    ) as object;
    expect(manifest).not.toHaveProperty('host_permissions');
    expect(manifest).not.toHaveProperty('content_scripts');
    expect(manifest).toMatchObject({ incognito: 'not_allowed', optional_host_permissions: ['*://*/*'] });
    expect(await access()).toEqual([]);
    expect(await desktop.evaluateInWorker(() => chrome.extension.isAllowedIncognitoAccess())).toBe(false);
  });

  test('without a click on it Layerkey reads no page; with one, this page alone', async () => {
    await openPopup();
    await popup.page.getByText(sentence('error_pageNotReadable')).waitFor();
    await popup.page.close();
    const clicked = await desktop.openActionPopup('icon', map);
    await clicked.waitForSelector(`[data-row$="${PATH}"]`);
    await desktop.dismiss();
    await clicked.waitForClose();
    expect(await access()).toEqual([]);
    await openPopup();
    await popup.row(PATH).says('Sign in');
    // Another page that nobody clicked on stays closed to it.
    const other = await desktop.newPage(demo.mapUrl);
    const unread = await popupOf(await desktop.openPopup(other));
    await unread.page.getByText(sentence('error_pageNotReadable')).waitFor();
    await unread.page.close();
    await other.close();
  });

  test('a sign-in asks for the service and the site, and for nothing else', async () => {
    await signIn();
    await desktop.promptShown();
    expect(await access()).toEqual([]);
    await desktop.allowPrompt();
    await popup.row(PATH).says('Signed in');
    expect(await access()).toEqual(exactly());
  });

  test('*Stop using here* gives both back', async () => {
    await openPopup();
    await popup.row(PATH).menu('Stop using here');
    await until('the access to be given back', async () => (await access()).length === 0);
    expect(await rulesIn(desktop)).toEqual([]);
  });

  test('*Remove* gives both back', async () => {
    await openPopup();
    // The sign-in itself is still there, and is offered again.
    await popup.row(PATH).press(/Sign in|Use here/);
    await popup.row(PATH).press(/^Use$/);
    await popup.row(PATH).says('Signed in');
    expect(await access()).toEqual(exactly());
    await popup.row(PATH).menu('Details');
    await popup.row(PATH).press('Remove…');
    await popup.row(PATH).press('Remove');
    await until('the access to be given back', async () => (await access()).length === 0);
    expect(Object.keys(await savedIn(desktop)).filter((key) => key !== 'version')).toEqual([]);
  });

  test('access that the user takes back ends the sign-in at once, and the row says why', async () => {
    await openPopup();
    await signIn();
    await popup.row(PATH).says('Signed in');
    const url = `${demo.services.wms}?SERVICE=WMS&REQUEST=GetCapabilities`;
    expect(await fetchFrom(map, url)).toBe(200);
    // As the browser's own settings page does it.
    await desktop.evaluateInWorker(
      (origins) => chrome.permissions.remove({ origins }),
      [patternOf(demo.services.wms)],
    );
    await popup.row(PATH).says(sentence('hint_permissionMissing'));
    expect(await fetchFrom(map, url)).toBe(401);
    expect(await rulesIn(desktop)).toEqual([]);
    const held = await heldIn(desktop);
    expect(JSON.stringify(held)).not.toContain(demo.credentials.password);
    expect(Object.keys(held).filter((key) => key.startsWith('credential:'))).toEqual([]);
  });

  test('a wrong password leaves no access behind once the form is given up', async () => {
    const row = popup.row('/ogcapi');
    await row.press(/Sign in/);
    await row.choose(/^Header/);
    await row.fill(/^Header name/, 'X-Api-Key');
    await row.fill(/^Value/, 'wrong-key');
    await row.press(/^Sign in$/);
    await desktop.promptShown();
    await desktop.allowPrompt();
    await row.says(sentence('error_headerRefused', new URL(demo.services.features).host));
    expect(await access()).toContain(patternOf(demo.services.features));
    await row.press('Cancel');
    await until(
      'the access to be given back',
      async () => !(await access()).includes(patternOf(demo.services.features)),
    );
  });
});
