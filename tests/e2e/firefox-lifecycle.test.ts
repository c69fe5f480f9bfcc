import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { basicOf, cors, send } from '../../demo/answers.ts';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';
import type { Firefox } from './drivers/firefox.ts';
import type { FirefoxPage } from './drivers/firefox-page.ts';
import { until } from './drivers/wait.ts';
import {
  accessIn,
  allowHosts,
  askIn,
  disableAndEnable,
  disallowHosts,
  heldIn,
  launchBuilt,
  popupOver,
  reloadExtension,
  rulesIn,
  savedIn,
  signInAt,
} from './support/firefox-harness.ts';
import { answerWms, carriers, mapOf, type Way } from './support/world.ts';

const PASSWORD = 'lifecycle-Passwort-ß7';
const WAY: Way = { method: 'Password', fields: { 'User name': 'visitor', Password: PASSWORD } };

let accepted = PASSWORD;
let target = '';

/** Pages at `/page`; `/moved/CODE` sends on whoever carries a secret; a WMS that asks for the password elsewhere. */
const service: Handler = (request, response) => {
  const { path, headers, query } = request;
  const [, code] = /^\/moved\/(\d+)/.exec(path) ?? [];
  if (path === '/page') return send(response, 'text/html', '<!doctype html><title>Page</title>');
  if (code && (headers.authorization || headers['x-api-key'] || query.has('apikey'))) {
    response.writeHead(Number(code), cors({ Location: `${target}/target?SERVICE=WMS` })).end();
  } else if (basicOf(request)?.password === accepted) answerWms(request, response);
  else {
    // Asked by its own site, a service that names a challenge opens the browser's dialog.
    const challenge = query.has('quiet') ? {} : { 'WWW-Authenticate': 'Basic realm="maps"' };
    send(response, 'text/plain', 'no', { 'Cache-Control': 'no-store', ...challenge }, 401);
  }
};

/** What Firefox does to the extension, and what others try with it. One browser; each test signs in where it must. */
describe('locked means gone, in Firefox', () => {
  let svc: RecordingServer;
  let other: RecordingServer;
  let site: RecordingServer;
  let firefox: Firefox;
  let page: FirefoxPage;
  const url = () => `${svc.url()}/life/wms`;

  beforeAll(async () => {
    svc = await startServer(service, { host: 'svc.localhost' });
    other = await startServer(answerWms, { host: 'other.localhost' });
    site = await startServer(
      (_, response) => send(response, 'text/html', '<!doctype html><title>Map</title>'),
      {
        host: 'site.localhost',
      },
    );
    target = other.url();
    firefox = await launchBuilt();
    page = await firefox.newPage(site.url());
  });
  afterAll(async () => {
    await firefox?.close().catch(() => undefined);
    await Promise.all([svc?.close(), other?.close(), site?.close()]);
  });
  beforeEach(() => {
    accepted = PASSWORD;
    for (const server of [svc, other]) server.clear();
  });

  /** What the page's next request carried, as the server saw it. */
  async function carried(base = url()): Promise<string | undefined> {
    svc.clear();
    await askIn(page, mapOf(base));
    expect(svc.requests).toHaveLength(1);
    return svc.requests[0]?.headers.authorization;
  }

  /** A signed-in service, seen to be signed: the control of all that follows. */
  async function signedIn(): Promise<void> {
    if ((await carried()) === undefined) await signInFrom(page);
    expect(await carried()).toMatch(/^Basic /);
    expect(await rulesIn(firefox)).not.toEqual([]);
  }

  async function signInFrom(from: FirefoxPage): Promise<void> {
    const popup = await popupOver(firefox, from);
    await signInAt(popup, '/life/wms', WAY);
    await popup.page.close();
  }

  async function expectGone(): Promise<void> {
    expect(await carried()).toBeUndefined();
    expect(await rulesIn(firefox)).toEqual([]);
    expect(JSON.stringify(await heldIn(firefox))).not.toContain(PASSWORD);
    expect(Object.keys(await savedIn(firefox)).some((key) => key.startsWith('source:'))).toBe(true);
  }

  /** The row's words, read in a popup that is closed again. */
  async function rowSays(words: string | RegExp): Promise<void> {
    const popup = await popupOver(firefox, page);
    await popup.row('/life/wms').says(words);
    await popup.page.close();
  }

  test('a background page that stops changes nothing', async () => {
    await signedIn();
    await firefox.stopBackground();
    expect(await carried()).toMatch(/^Basic /);
    await rowSays('Signed in');
    expect(await carried()).toMatch(/^Basic /);
  });

  test.each([
    ['reload of the extension', reloadExtension],
    ['disable and enable', disableAndEnable],
  ])('%s', async (_, happen) => {
    await signedIn();
    await happen(firefox);
    await expectGone();
    await rowSays('Sign in again');
  });

  test('rules without the marker of this browser session are removed at the next start', async () => {
    await signedIn();
    await firefox.evaluateInBackground(async () => {
      const held = Object.keys(await chrome.storage.session.get(null));
      await chrome.storage.session.remove(held);
    });
    await firefox.stopBackground();
    expect(await carried()).toMatch(/^Basic /);
    await until('the rules to be gone', async () => (await rulesIn(firefox)).length === 0);
    await expectGone();
  });

  test('host access that the user takes back signs out, rules first', async () => {
    await signedIn();
    expect(await accessIn(firefox)).toEqual(['http://site.localhost/*', 'http://svc.localhost/*']);
    await disallowHosts(firefox, [svc.url()]);
    await until('the rules to be gone', async () => (await rulesIn(firefox)).length === 0);
    await expectGone();
    await rowSays('The browser no longer allows Layerkey here');
  });

  test('commands of a web page or a content script are not heard', async () => {
    await signedIn();
    const tabId = await firefox.tabId(page);
    const key = `${site.url()} ${url()}`;
    const commands = ['view', 'signOut', 'remove'].map((command) => ({
      command,
      tabId,
      ...(command === 'view' ? {} : { key }),
    }));
    // A web page has no way to speak to an extension at all, nor to open its pages.
    expect(await page.evaluate(() => 'browser' in window || 'chrome' in window)).toBe(false);
    expect(await askIn(page, `${firefox.extensionOrigin}/popup.html`)).toBe(0);
    const answers = await firefox.evaluateInBackground(
      async ({ tabId, commands }) => {
        const [done] = await chrome.scripting.executeScript({
          target: { tabId },
          args: [commands],
          func: (all: object[]) =>
            Promise.all(
              all.map((command) =>
                chrome.runtime.sendMessage(command).then(
                  (answer: unknown) => answer ?? 'nothing',
                  () => 'nothing',
                ),
              ),
            ),
        });
        return done?.result;
      },
      { tabId, commands },
    );
    expect(answers).toEqual(['nothing', 'nothing', 'nothing']);
    expect(await carried()).toMatch(/^Basic /);
    // The control: the very same from the popup.
    const popup = await popupOver(firefox, page);
    const replies = await popup.page.evaluate<{ ok: boolean }[]>(
      (all: object[]) => Promise.all(all.slice(0, 2).map((command) => chrome.runtime.sendMessage(command))),
      commands,
    );
    expect(replies.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await carried()).toBeUndefined();
    await popup.page.close();
  });

  test.each([
    { way: WAY, secret: 'visitor:lifecycle' },
    {
      way: { method: 'Header', fields: { 'Header name': 'X-Api-Key', Value: 'hk-moved' } },
      secret: 'hk-moved',
    },
    { way: { method: 'Key', fields: { Key: 'qk-moved', 'Name of the key': 'apikey' } }, secret: 'qk-moved' },
  ])('the check follows no redirect: $way.method', async ({ way, secret }) => {
    for (const code of [302, 307]) {
      const path = `/moved/${code}/wms`;
      await askIn(page, `${svc.url()}${path}?SERVICE=WMS&REQUEST=GetCapabilities`);
      svc.clear();
      const popup = await popupOver(firefox, page);
      await allowHosts(firefox, [other.url()]);
      await signInAt(popup, path, way, 'sends on to other.localhost');
      const password = secret.startsWith('visitor') ? `visitor:${PASSWORD}` : secret;
      expect(carriers(svc.requests, [password])).toHaveLength(1);
      expect(other.requests).toEqual([]);
      await popup.row(path).press('Cancel');
      await popup.page.close();
      await page.url();
    }
    // The control: that server is there.
    await askIn(page, `${other.url()}/target?SERVICE=WMS`);
    expect(other.requests).toHaveLength(1);
  });

  test('a password that is wrong by now: no dialog, the page goes on; elsewhere the dialog comes', async () => {
    const own = await firefox.newPage(`${svc.url()}/page`);
    await askIn(own, `${mapOf(url())}&quiet=`);
    await signInFrom(own);
    expect(await askIn(own, mapOf(url()))).toBe(200);
    accepted = 'another by now';
    expect(await askIn(own, mapOf(url()))).toBe(0);
    expect(await askIn(own, mapOf(url()), 'img')).toBe(0);
    // The one question of Layerkey's own is answered before its page ends.
    await until('not accepted', () =>
      firefox.evaluateInBackground(async () => {
        const held = Object.values(await chrome.storage.session.get(null)) as { status?: string }[];
        return held.some(({ status }) => status === 'notAccepted');
      }),
    );
    await firefox.stopBackground();
    expect(await askIn(own, mapOf(url()))).toBe(0);
    // The control: what Layerkey does not sign gets the browser's own question.
    await own.evaluate((unsigned: string) => {
      const heard = window as unknown as { heard?: number };
      void fetch(unsigned).then(({ status }) => {
        heard.heard = status;
      });
    }, `${svc.url()}/unsigned/wms`);
    const { send: command } = firefox.marionette;
    const asked = await until('the dialog', () => command<{ value: string }>('WebDriver:GetAlertText'));
    expect(asked.value).toMatch(/sign in/i);
    await command('WebDriver:DismissAlert');
    await until('the refusal', () =>
      own.evaluate(() => (window as unknown as { heard?: number }).heard === 401),
    );
    await own.close();
    await page.url();
  });

  test('a source edited in storage is not signed in at its new address', async () => {
    await signedIn();
    const moved = `${svc.url()}/manager`;
    const edit = () =>
      firefox.evaluateInBackground(
        async ({ from, to }) => {
          const all = await chrome.storage.local.get(null);
          const entries = Object.entries(all).filter(([, record]) => JSON.stringify(record).includes(from));
          const text = JSON.stringify(Object.fromEntries(entries)).replaceAll(from, to);
          await chrome.storage.local.set(JSON.parse(text) as object);
        },
        { from: url(), to: moved },
      );
    const saved = () =>
      firefox.evaluateInBackground(async () => JSON.stringify(await chrome.storage.local.get(null)));
    // A background page that is still at work may write down once more what it knows.
    await until('the edited source to be what is saved', async () => {
      await edit();
      await firefox.stopBackground();
      const now = await saved();
      return now.includes(moved) && !now.includes(`"${url()}"`);
    });
    const popup = await popupOver(firefox, page);
    await popup.row('/manager').says('Changed');
    for (const path of ['', '/wms']) expect(await carried(moved + path)).toBeUndefined();
    // Confirmed by the user, it is signed in there after one proof.
    svc.clear();
    await popup.row('/manager').press('Confirm address');
    await popup.row('/manager').says('Signed in');
    expect(carriers(svc.requests, [`visitor:${PASSWORD}`])).toHaveLength(1);
    expect(await carried(moved)).toMatch(/^Basic /);
    await popup.page.close();
  });
});
