import { beforeEach, describe, expect, test } from 'vitest';
import { type Demo, startDemo } from '../../demo/demo.ts';
import type { Firefox } from './drivers/firefox.ts';
import type { FirefoxPage } from './drivers/firefox-page.ts';
import { until } from './drivers/wait.ts';
import { installedAnew } from './support/firefox-anew.ts';
import { accessIn, launchBuilt } from './support/firefox-harness.ts';
import { shared } from './support/shared.ts';
import { sentence } from './support/state.ts';

const ADDON = 'layerkey@layerkey.invalid';

/** Opens the popup by the toolbar button's own action. */
const OPEN = `
const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
const { extension } = WebExtensionPolicy.getByID(arguments[0]);
ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);`;

/** Runs code in the popup's page (`content`), which is no tab and has no handle. */
const IN_POPUP = `
const popup = document.querySelector('.webextension-popup-browser');
if (!popup) return null;
const [code] = arguments;
const name = 'popup:' + Math.random();
const answer = new Promise((resolve) => popup.messageManager.addMessageListener(name, ({ data }) => resolve(data)));
const script = '(async () => { const value = await (async () => {' + code + '})().catch(String);' +
  'sendAsyncMessage(' + JSON.stringify(name) + ', value); })()';
popup.messageManager.loadFrameScript('data:,' + encodeURIComponent(script), false);
// A popup that closes meanwhile never answers.
return Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 3000, null))]);`;

const PROMPT_TEXT = `
const prompt = document.getElementById('addon-webext-permissions-notification');
return PopupNotifications.panel.state === 'open' ? prompt.textContent + prompt.getAttribute('label') : null;`;

/** The popup and the permission prompt as Firefox really shows them; everywhere else the tests' Firefox says yes by itself. */
describe("Firefox's own permission prompt", () => {
  let demo: Demo;
  let firefox: Firefox;
  let map: FirefoxPage;

  async function start(): Promise<AsyncDisposable> {
    demo = await startDemo();
    firefox = await launchBuilt({ prefs: { 'extensions.webextOptionalPermissionPrompts': true } });
    return {
      [Symbol.asyncDispose]: async () => {
        await firefox.close().catch(() => undefined);
        await demo.close();
      },
    };
  }

  shared(start, undefined, async () => {
    await map.close();
    await installedAnew(firefox);
    // What was let in before is not drawn from the cache.
    await firefox.chrome('Services.cache2.clear();');
    demo.clearLog();
  });
  beforeEach(async () => {
    map = await firefox.newPage(demo.mapUrl);
    for (const id of ['wms', 'wms2', 'tiles', 'features']) await refused(id);
  });

  const refused = (id: string) => map.waitForSelector(`[data-layer="${id}"][data-state="refused"]`);
  const inPopup = (code: string) => firefox.chrome<unknown>(IN_POPUP, code);
  const popupSays = async (words: string) =>
    until(`the popup to say ${words}`, async () =>
      String(await inPopup('return content.document.body.textContent;')).includes(words),
    );
  const answer = (button: 'button' | 'secondaryButton') =>
    firefox.chrome(`PopupNotifications.panel.firstElementChild[arguments[0]].click();`, button);
  const hidePopup = () =>
    firefox.chrome(`document.querySelector('.webextension-popup-browser').closest('panel').hidePopup();`);

  /** Signs in to the WMS up to the prompt. */
  async function askedByPrompt(): Promise<void> {
    await firefox.chrome(OPEN, ADDON);
    await popupSays('/geoserver/ows');
    const inRow = (work: string) =>
      inPopup(`const row = [...content.document.querySelectorAll('li.row')]
        .find(({ textContent }) => textContent.includes('/geoserver/ows')); ${work}`);
    await inRow(`row.querySelector('button').click();`);
    await popupSays('User name');
    for (const [field, text] of Object.entries({
      username: 'visitor',
      password: demo.credentials.password,
    })) {
      await inRow(`const field = row.querySelector('[data-field=${field}]');
        field.focus(); field.setUserInput(${JSON.stringify(text)});`);
    }
    // A click that counts as the user's.
    await inRow(`const hand = content.windowUtils.setHandlingUserInput(true);
      try { row.querySelector('button[type=submit]').click(); } finally { hand.destruct(); }`);
    const text = await until('the prompt', () => firefox.chrome<string | null>(PROMPT_TEXT));
    expect(text).toContain('Layerkey');
    expect(await accessIn(firefox)).toEqual([]);
  }

  test('allowed: the page is reloaded with its layer, and the list is read anew', async () => {
    await askedByPrompt();
    await answer('button');
    await popupSays('visitor');
    await map.waitForSelector('[data-layer="wms"][data-state="shown"]');
    expect(await accessIn(firefox)).toEqual(['http://geo.localhost/*', 'http://maps.localhost/*']);
    await popupSays('places.localhost');
  });

  test('allowed after the popup was closed: the popup comes back with the result', async () => {
    await askedByPrompt();
    await hidePopup();
    await answer('button');
    await popupSays('visitor');
    await map.waitForSelector('[data-layer="wms"][data-state="shown"]');
    await popupSays('places.localhost');
  });

  test('denied after the popup was closed: it comes back, says so, and the form is kept', async () => {
    await askedByPrompt();
    await hidePopup();
    await answer('secondaryButton');
    await popupSays(sentence('error_permissionNotGiven', 'geo.localhost'));
    const kept = await inPopup(`return content.document.querySelector('[data-field=password]').value;`);
    expect(kept).toBe(demo.credentials.password);
    expect(await accessIn(firefox)).toEqual([]);
    expect(demo.log.wms.filter(({ headers }) => headers.authorization)).toEqual([]);
  });
});
