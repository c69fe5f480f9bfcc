import { beforeEach, describe, expect, test } from 'vitest';
import { basicOf, cors } from '../../demo/answers.ts';
import type { Handler } from '../../demo/server.ts';
import { until } from './drivers/wait.ts';
import { disableAndEnable, reloadItself, update } from './support/extension-life.ts';
import type { Popup } from './support/harness.ts';
import { fetchFrom, type Scene } from './support/scene.ts';
import { sharedScene } from './support/shared-scene.ts';
import { heldIn, rulesIn, savedIn, sentence } from './support/state.ts';

const PASSWORD = 'lifecycle-Passwort-ß7';
const CAPABILITIES =
  '<?xml version="1.0"?><WMS_Capabilities><Capability><Layer><Name>parcels</Name></Layer></Capability></WMS_Capabilities>';

/** A WMS that asks for a password, and says of each request in its log whether one came. */
const service: Handler = (request, response) => {
  const isIn = basicOf(request)?.password === PASSWORD;
  const challenge = isIn ? {} : { 'WWW-Authenticate': 'Basic realm="maps"' };
  response.writeHead(
    isIn ? 200 : 401,
    cors({ 'Content-Type': 'text/xml', 'Cache-Control': 'no-store', ...challenge }),
  );
  response.end(isIn ? CAPABILITIES : 'no');
};

const PATH = '/lifecycle/wms';
const urlOf = (made: Scene) => `${made.service.url()}${PATH}?SERVICE=WMS&REQUEST=GetCapabilities`;

/** What the next request of the page carried, as the server saw it; null where it carried nothing. */
async function carried(made: Scene, page: Awaited<ReturnType<Scene['visit']>>): Promise<string | null> {
  made.service.clear();
  await fetchFrom(page, urlOf(made));
  // While an extension reloads, the browser may end a request: then it is made again.
  const [request] = made.service.requests;
  return request ? (request.headers.authorization ?? null) : carried(made, page);
}

async function signIn(popup: Popup): Promise<void> {
  const row = popup.row(PATH);
  await row.press(/Sign in/);
  await row.fill(/^User name/, 'visitor');
  await row.fill(/^Password/, PASSWORD);
  await row.press(/^Sign in$/);
  await row.says('Signed in');
}

describe('locked means gone', () => {
  let made: Scene;
  let page: Awaited<ReturnType<Scene['visit']>>;
  let popup: Popup;
  const world = sharedScene(service);
  beforeEach(async () => {
    made = world();
    page = await made.visit(urlOf(made));
    popup = await made.popup(page);
    await signIn(popup);
    // The control of all that follows: the test sees a credential where there is one.
    expect(await carried(made, page)).toMatch(/^Basic /);
    expect(await rulesIn(made.browser)).not.toEqual([]);
  });

  test.each([
    ['reload of the extension', reloadItself],
    ['update of the extension', update],
    ['disable and enable', disableAndEnable],
  ])('%s', async (_, happen) => {
    const { browser } = made;
    await happen(browser);
    // The browser brings the rules back with the extension; its worker, which starts with it, removes them first.
    await until('a request that carries nothing', async () => (await carried(made, page)) === null, 3000);
    for (let again = 0; again < 3; again++) expect(await carried(made, page)).toBeNull();
    expect(await rulesIn(browser)).toEqual([]);
    expect(JSON.stringify(await heldIn(browser))).not.toContain(PASSWORD);
    const again = await made.popup(page);
    await again.row(PATH).says('Sign in again');
    expect(Object.keys(await savedIn(browser)).some((key) => key.startsWith('source:'))).toBe(true);
  });

  test('the death of the worker changes nothing', async () => {
    await made.browser.stopWorker();
    expect(await carried(made, page)).toMatch(/^Basic /);
    const again = await made.popup(page);
    await again.row(PATH).says('Signed in');
    expect(await carried(made, page)).toMatch(/^Basic /);
  });

  test('sign out', async () => {
    await popup.row(PATH).menu('Sign out');
    await popup.row(PATH).says('signed out');
    expect(await popup.row(PATH).text()).toContain(sentence('signedOutNote'));
    expect(await carried(made, page)).toBeNull();
    expect(await rulesIn(made.browser)).toEqual([]);
    expect(JSON.stringify(await heldIn(made.browser))).not.toContain(PASSWORD);
  });

  test('stop using here', async () => {
    await popup.row(PATH).menu('Stop using here');
    await popup.row(PATH).says(/^((?!Signed in).)*$/s);
    expect(await carried(made, page)).toBeNull();
    expect(await rulesIn(made.browser)).toEqual([]);
  });

  test('remove', async () => {
    await popup.row(PATH).menu('Details');
    await popup.row(PATH).press('Remove…');
    await popup.row(PATH).press('Remove');
    await until('nothing to be saved', async () =>
      Object.keys(await savedIn(made.browser)).every((key) => key === 'version'),
    );
    expect(await carried(made, page)).toBeNull();
    expect(await rulesIn(made.browser)).toEqual([]);
    expect(JSON.stringify(await heldIn(made.browser))).not.toContain(PASSWORD);
  });

  test('pause and resume', async () => {
    await popup.row(PATH).menu('Pause');
    await popup.row(PATH).says(sentence('hint_paused'));
    expect(await carried(made, page)).toBeNull();
    await popup.row(PATH).press('Resume');
    await popup.row(PATH).says('Signed in');
    expect(await carried(made, page)).toMatch(/^Basic /);
  });

  test('a browser that was closed: the source is there, signed out, and the popup says why', async () => {
    await made.restart();
    page = await made.visit(urlOf(made));
    expect(await carried(made, page)).toBeNull();
    expect(await rulesIn(made.browser)).toEqual([]);
    popup = await made.popup(page);
    await popup.row(PATH).says(sentence('hint_signedOutByRestart'));
    await popup.row(PATH).press('Sign in again');
    // Who it was is filled in; the password alone is asked for.
    expect(await popup.page.getByLabel('User name').inputValue()).toBe('visitor');
    await popup.row(PATH).fill(/^Password/, PASSWORD);
    await popup.row(PATH).press(/^Sign in$/);
    await popup.row(PATH).says('Signed in');
    expect(await carried(made, page)).toMatch(/^Basic /);
  });
});
