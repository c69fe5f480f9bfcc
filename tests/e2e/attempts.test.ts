import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { basicOf, cors } from '../../demo/answers.ts';
import type { Handler, RecordedRequest } from '../../demo/server.ts';
import { until } from './drivers/wait.ts';
import { addSource, fetchFrom, type Scene } from './support/scene.ts';
import { sharedScene } from './support/shared-scene.ts';
import { rulesIn, savedIn, sentence } from './support/state.ts';

const PASSWORD = 'the-right-password';
const KEY = 'the-right-key-77';
const CAPABILITIES =
  '<?xml version="1.0"?><WMS_Capabilities><Capability><Layer><Name>parcels</Name></Layer></Capability></WMS_Capabilities>';

/** Requests that are answered only when a test says so. */
const held: (() => void)[] = [];

/** `/basic`, and a key service for each path, which says how it treats the key. */
const service: Handler = (request, response) => {
  const { path, query } = request;
  const reply = (status: number, headers: Record<string, string> = {}) => {
    response.writeHead(status, cors({ 'Content-Type': 'text/xml', 'Cache-Control': 'no-store', ...headers }));
    response.end(status === 200 ? CAPABILITIES : 'no');
  };
  const passwordReply = () => {
    if (basicOf(request)?.password === PASSWORD) reply(200);
    else reply(401, { 'WWW-Authenticate': 'Basic realm="maps"' });
  };
  const keyIn = (name: string) => reply(query.get(name) === KEY ? 200 : 403);
  if (path === '/basic/wms') passwordReply();
  else if (path === '/slow/wms' && request.headers.authorization) held.push(passwordReply);
  else if (path === '/slow/wms') passwordReply();
  else if (path === '/code/wms') keyIn('code');
  else if (path === '/token/wms') keyIn('token');
  else if (path === '/never/wms') reply(403);
  else if (path === '/busy/wms') reply(query.has('key') ? 429 : 403);
  else reply(404);
};

const base = '?SERVICE=WMS&REQUEST=GetCapabilities';
const urlOf = (made: Scene, path: string) => `${made.service.url()}${path}${base}`;
const passwords = (made: Scene, path: string) =>
  made.service.requests
    .filter((request) => request.path === path)
    .flatMap((request) => basicOf(request)?.password ?? []);
/** The name that each request gave the key, or `-` for none, in order of arrival. */
const namesTried = (made: Scene, path: string) =>
  made.service.requests
    .filter((request) => request.path === path)
    .map(({ query }: RecordedRequest) => [...query].find(([, value]) => /-key-/.test(value))?.[0] ?? '-');

describe('accounts are not locked', () => {
  let made: Scene;
  const world = sharedScene(service);
  beforeEach(() => {
    made = world();
  });
  afterEach(() => {
    for (const answer of held.splice(0)) answer();
  });

  /** The popup on a page that asked for these, with the server's log emptied; one row's form open. */
  async function formOf(path: string) {
    const page = await made.visit(urlOf(made, path));
    const popup = await made.popup(page);
    const row = popup.row(path);
    await row.press(/Sign in/);
    return { page, popup, row };
  }

  test('a wrong password is sent exactly once, the right one once more, and Enter twice is one sign-in', async () => {
    const path = '/basic/wms';
    const { page, popup, row } = await formOf(path);
    await row.fill(/^User name/, 'visitor');
    await row.fill(/^Password/, 'wrong-password');
    expect(passwords(made, path)).toEqual([]);
    const field = popup.page
      .getByLabel('Password', { exact: true })
      .and(popup.page.locator('[type=password]'));
    await field.evaluate((input: HTMLInputElement) => {
      input.form?.requestSubmit();
      input.form?.requestSubmit();
    });
    await row.says(sentence('error_passwordRefused', new URL(made.service.url()).host));
    expect(passwords(made, path)).toEqual(['wrong-password']);
    expect(await rulesIn(made.browser)).toEqual([]);
    expect(await savedIn(made.browser)).toEqual({});
    // The form is kept, and nothing goes out until the user sends it again.
    expect(await field.inputValue()).toBe('wrong-password');
    await fetchFrom(page, urlOf(made, path));
    expect(passwords(made, path)).toEqual(['wrong-password']);

    await row.fill(/^Password/, PASSWORD);
    await popup.page.keyboard.press('Enter');
    await popup.page.keyboard.press('Enter');
    await row.says('Signed in');
    await until('the page to be loaded again', () => page.evaluate(() => document.title === 'Ready'));
    const afterReload = passwords(made, path).slice(1);
    // One attempt, then what the reloaded page itself asks for.
    expect(afterReload.length).toBeGreaterThan(0);
    expect(new Set(afterReload)).toEqual(new Set([PASSWORD]));
  });

  test('the attempt itself is one request', async () => {
    const path = '/basic/wms';
    const { row } = await formOf(path);
    await row.fill(/^User name/, 'visitor');
    await row.fill(/^Password/, PASSWORD);
    await row.press(/^Sign in$/);
    await row.says('Signed in');
    expect(passwords(made, path)).toEqual([PASSWORD]);
  });

  test.each([
    { path: '/code/wms', key: KEY, tried: ['-', 'code'], says: 'Signed in' },
    { path: '/token/wms', key: KEY, tried: ['-', 'code', 'key', 'token'], says: 'Signed in' },
    { path: '/never/wms', key: 'the-wrong-key-1', tried: ['-', 'code', 'key', 'token'], says: 'keyRefused' },
    { path: '/busy/wms', key: 'the-wrong-key-1', tried: ['-', 'code', 'key'], says: 'tooManyRequests' },
  ])('the name of a key at $path is looked for once each, in order', async ({ path, key, tried, says }) => {
    const { row } = await formOf(path);
    await row.choose(/^Key$/);
    expect(await row.text()).toContain('code, key, token');
    await row.fill(/^Key/, key);
    made.service.clear();
    await row.press(/^Sign in$/);
    const host = new URL(made.service.url()).host;
    await row.says(says === 'Signed in' ? says : sentence(`error_${says}`, host));
    expect(namesTried(made, path)).toEqual(tried);
    if (says !== 'Signed in') expect(await savedIn(made.browser)).toEqual({});
  });

  test("a name in the page's own address comes first, and never more than four are tried", async () => {
    const path = '/never/wms';
    const page = await made.visit(`${urlOf(made, path)}&apikey=&subscription-key=`);
    const popup = await made.popup(page);
    await popup.row(path).press(/Sign in/);
    await popup.row(path).choose(/^Key$/);
    await popup.row(path).fill(/^Key/, 'the-wrong-key-1');
    made.service.clear();
    await popup.row(path).press(/^Sign in$/);
    await popup.row(path).says(sentence('error_keyRefused', new URL(made.service.url()).host));
    const tried = namesTried(made, path);
    expect(tried[0]).toBe('-');
    expect(tried.slice(1)).toHaveLength(4);
    expect(new Set(tried).size).toBe(5);
    expect(tried.slice(1, 3).sort()).toEqual(['apikey', 'subscription-key']);
  });

  test('the name that was found is kept: a second sign-in sends the key once', async () => {
    const path = '/token/wms';
    const { row } = await formOf(path);
    await row.choose(/^Key$/);
    await row.fill(/^Key/, KEY);
    await row.press(/^Sign in$/);
    await row.says('Signed in');
    const words = Object.entries(await savedIn(made.browser)).filter(([name]) =>
      name.startsWith('keyVault:'),
    );
    expect(words).toEqual([
      [expect.any(String), expect.objectContaining({ method: 'key', parameter: 'token' })],
    ]);
    await row.menu('Sign out');
    await row.says('Sign in again');
    made.service.clear();
    await row.press('Sign in again');
    await row.fill(/^Key/, KEY);
    await row.press(/^Sign in$/);
    await row.says('Signed in');
    expect(namesTried(made, path).filter((name) => name !== '-')).toEqual(['token']);
  });

  test("nothing is asked of a service before the user's click", async () => {
    const path = '/token/wms';
    const page = await made.visit();
    const popup = await made.popup(page);
    await addSource(popup, urlOf(made, path));
    await popup.row(path).says('Check');
    expect(made.service.requests).toEqual([]);
    await popup.row(path).press('Check');
    await popup.row(path).says('Sign in');
    // The control: the click is seen, as one request without anything.
    expect(namesTried(made, path)).toEqual(['-']);
  });

  test('a worker that is stopped in the middle of an attempt does not send the password again', async () => {
    const path = '/slow/wms';
    const { page, row } = await formOf(path);
    await row.fill(/^User name/, 'visitor');
    await row.fill(/^Password/, PASSWORD);
    await row.press(/^Sign in$/);
    await until('the password on its way', () => held.length === 1);
    await made.browser.stopWorker();
    const again = await made.popup(page);
    await again.row(path).says(sentence('error_interrupted', new URL(made.service.url()).host));
    expect(passwords(made, path)).toEqual([PASSWORD]);
    expect(await rulesIn(made.browser)).toEqual([]);
    // What was typed is still there: the next click is the user's.
    expect(await again.page.locator('[type=password]').inputValue()).toBe(PASSWORD);
  });

  test('*Cancel* while the service thinks: its late yes changes nothing', async () => {
    const path = '/slow/wms';
    const { row } = await formOf(path);
    await row.fill(/^User name/, 'visitor');
    await row.fill(/^Password/, PASSWORD);
    await row.press(/^Sign in$/);
    await until('the password on its way', () => held.length === 1);
    await row.says(sentence('waitSignIn', new URL(made.service.url()).host));
    await row.press('Cancel');
    for (const answer of held.splice(0)) answer();
    // The worker answers the next question after what it had to do.
    await row.says(/^(?!.*Signing in)/s);
    expect(await savedIn(made.browser)).toEqual({});
    expect(await rulesIn(made.browser)).toEqual([]);
    expect(passwords(made, path)).toEqual([PASSWORD]);
  });
});
