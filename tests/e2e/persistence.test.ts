import { beforeEach, describe, expect, test } from 'vitest';
import { basicOf, cors } from '../../demo/answers.ts';
import type { Handler } from '../../demo/server.ts';
import { until } from './drivers/wait.ts';
import type { Popup } from './support/harness.ts';
import { fetchFrom, type Scene } from './support/scene.ts';
import { sharedScene } from './support/shared-scene.ts';
import { heldIn, rulesIn, savedIn, sentence } from './support/state.ts';

const PASSWORD = 'kept-in-memory-only';
const CAPABILITIES =
  '<?xml version="1.0"?><WMS_Capabilities><Capability><Layer><Name>parcels</Name></Layer></Capability></WMS_Capabilities>';

const service: Handler = (request, response) => {
  const isIn = basicOf(request)?.password === PASSWORD;
  const challenge = isIn ? {} : { 'WWW-Authenticate': 'Basic realm="maps"' };
  response.writeHead(
    isIn ? 200 : 401,
    cors({ 'Content-Type': 'text/xml', 'Cache-Control': 'no-store', ...challenge }),
  );
  response.end(isIn ? CAPABILITIES : 'no');
};

const urlOf = (made: Scene, path: string) =>
  `${made.service.url()}${path}?SERVICE=WMS&REQUEST=GetCapabilities`;

describe('what is saved', () => {
  let made: Scene;
  let page: Awaited<ReturnType<Scene['visit']>>;
  let popup: Popup;
  const world = sharedScene(service);
  beforeEach(async () => {
    made = world();
    page = await made.visit(urlOf(made, '/one/wms'), urlOf(made, '/two/wms'));
    popup = await made.popup(page);
  });

  async function signIn(path: string): Promise<void> {
    const row = popup.row(path);
    await row.press(/Sign in/);
    const another = row.press('Another sign-in');
    await Promise.race([another, row.says('User name')]);
    await row.fill(/^User name/, `visitor${path.length}${path[1]}`);
    await row.fill(/^Password/, PASSWORD);
    await row.press(/^Sign in$/);
    await row.says('Signed in');
  }

  /** Changes what is on disk behind the worker's back, as a fault or another version would, and lets it start again. */
  async function edit(change: (saved: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
    const changed = change(await savedIn(made.browser));
    await popup.page.close();
    await made.browser.evaluateInWorker((items) => chrome.storage.local.set(items), changed);
    await made.browser.stopWorker();
    popup = await made.popup(page);
  }

  test('a record that does not validate is set aside and told; the others work', async () => {
    await signIn('/one/wms');
    await signIn('/two/wms');
    const before = await savedIn(made.browser);
    const [broken] = Object.entries(before).find(([, value]) =>
      JSON.stringify(value).includes('/two/wms'),
    ) ?? [''];
    expect(broken).toMatch(/^source:/);
    await edit(() => ({ [broken]: { ...(before[broken] as object), urls: ['not an address'] } }));
    await popup.page.getByText(sentence('error_recordsSetAside', '1')).waitFor();
    await popup.row('/one/wms').says('Signed in');
    expect(await fetchFrom(page, urlOf(made, '/one/wms'))).toBe(200);
    // Not lost: it is kept apart, as it was.
    const after = await savedIn(made.browser);
    expect(after[broken]).toBeUndefined();
    expect(after[`aside:${broken}`]).toMatchObject({ urls: ['not an address'] });
    // And nothing is sent for it.
    await until(
      'the rule of the broken record to go',
      async () => !JSON.stringify(await rulesIn(made.browser)).includes('/two/wms'),
    );
    expect(await fetchFrom(page, urlOf(made, '/two/wms'))).toBe(401);
  });

  test('what a newer version saved is refused and stays as it is', async () => {
    await signIn('/one/wms');
    await edit((saved) => ({ ...saved, version: 999, 'future:thing': { new: true } }));
    const before = await savedIn(made.browser);
    expect(before.version).toBe(999);
    await popup.page.getByText(sentence('error_newerData')).waitFor();
    const row = popup.row('/two/wms');
    await row.press(/Sign in/);
    await row.choose(/^Password/);
    await row.fill(/^User name/, 'visitor');
    await row.fill(/^Password/, PASSWORD);
    await row.press(/^Sign in$/);
    await row.says(sentence('error_newerData'));
    expect(await savedIn(made.browser)).toEqual(before);
  });

  test('the worker may die between any two steps', { timeout: 90_000 }, async () => {
    const row = () => popup.row('/one/wms');
    const dieAndReopen = async () => {
      await made.browser.stopWorker();
      await popup.page.close();
      popup = await made.popup(page);
    };
    await dieAndReopen();
    await row().press(/Sign in/);
    await row().fill(/^User name/, 'visitor');
    await row().fill(/^Password/, PASSWORD);
    await until('the draft in memory', async () =>
      JSON.stringify(await heldIn(made.browser)).includes(PASSWORD),
    );
    await dieAndReopen();
    // The half-typed form stands open again, as it was left.
    expect(await popup.page.getByLabel('User name').inputValue()).toBe('visitor');
    expect(await popup.page.locator('[type=password]').inputValue()).toBe(PASSWORD);
    await row().press(/^Sign in$/);
    await row().says('Signed in');
    await dieAndReopen();
    await row().says('Signed in');
    expect(await fetchFrom(page, urlOf(made, '/one/wms'))).toBe(200);
    await row().menu('Pause');
    await row().says(sentence('hint_paused'));
    await dieAndReopen();
    await row().says(sentence('hint_paused'));
    expect(await fetchFrom(page, urlOf(made, '/one/wms'))).toBe(401);
    await row().press('Resume');
    await row().says('Signed in');
    await dieAndReopen();
    await row().menu('Sign out');
    await row().says('signed out');
    await dieAndReopen();
    await row().says('Sign in again');
    expect(await rulesIn(made.browser)).toEqual([]);
    expect(JSON.stringify(await heldIn(made.browser))).not.toContain(PASSWORD);
  });

  test("a worker that waits for the browser's prompt goes on waiting after its death", async () => {
    // A service whose origin is not granted: headless, the browser's prompt is never answered.
    const { addSource } = await import('./support/scene.ts');
    await addSource(popup, `https://who:pass-4711@geo.example/wms?SERVICE=WMS&REQUEST=GetCapabilities`);
    const row = () => popup.row('geo.example');
    await row().press(/^Sign in$/);
    await row().says(sentence('waitPermission'));
    await made.browser.stopWorker();
    await popup.page.close();
    popup = await made.popup(page);
    await row().says(sentence('waitPermission'));
    await row().press('Cancel');
    await until(
      'nothing to wait',
      async () => !JSON.stringify(await heldIn(made.browser)).includes('pass-4711'),
    );
    expect(await savedIn(made.browser)).toEqual({});
  });
});
