import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Chromium } from './drivers/chromium.ts';
import type { BrowserName } from './drivers/either-browser.ts';
import { until } from './drivers/wait.ts';
import {
  type CertifiedStage,
  certifiedStage,
  ELSEWHERE,
  type Path,
  TOKEN,
} from './support/certified-stage.ts';
import { sentence } from './support/state.ts';
import { basicHeader, type Way } from './support/world.ts';

const PASSWORD = 'pw-57c0e2';
const BASIC = basicHeader('visitor', PASSWORD);
const withPassword = (Password: string): Way => ({
  method: 'Password',
  fields: { 'User name': 'visitor', Password },
});

/** The certificate is good when the page is opened, and one that nobody trusts from then on. */
describe.each<BrowserName>(['chrome', 'firefox'])('a certificate that is not trusted: %s', (name) => {
  let stage: CertifiedStage;
  beforeAll(async () => {
    stage = await certifiedStage(name, BASIC);
    stage.distrust();
  });
  afterAll(() => stage?.stop());

  const sent = (path: Path) => stage.signed(path).map(({ headers }) => headers.authorization);
  const trySignIn = async (path: Path, way: Way) => {
    await stage.fill(path, way);
    await stage.press(path, /^Sign in$/);
  };

  test('a password is not sent, and the row says why', async () => {
    await stage.openForm('/plain/ows');
    await trySignIn('/plain/ows', withPassword(PASSWORD));
    await stage.says('/plain/ows', sentence('error_certificateProblem', stage.host));
    expect(stage.service.requests).toEqual([]);
  });

  test('once the user went on in a tab, it is sent once, and the map is signed in', async () => {
    await stage.accept();
    const heard = stage.chromium && (await listen(stage.chromium));
    await trySignIn('/plain/ows', withPassword(PASSWORD));
    await stage.signedIn('/plain/ows');
    expect(sent('/plain/ows')).toEqual([BASIC]);
    expect(await stage.ask('/plain/ows')).toBe(200);
    expect(sent('/plain/ows')).toEqual([BASIC, BASIC]);
    if (heard) await heardNoSecret(heard);
  });

  // Firefox's background needs none.
  if (name !== 'chrome') return;
  describe('asked in a hidden document', () => {
    let chromium: Chromium;
    /** The worker itself got nothing through. */
    const expectByDocument = async (path: string) => {
      const arrived = stage.service.requests.map((request) => request.path).filter((one) => one === path);
      expect((await askedByDocument(chromium)).filter((one) => one === path)).toEqual(arrived);
    };
    beforeEach(async () => {
      chromium = stage.chromium as Chromium;
      stage.service.clear();
      await chromium.evaluateInWorker(noteDocuments);
    });

    test('it carries what it is given, and nothing of a rule', async () => {
      await stage.menu('/plain/ows', /Change password/);
      await stage.fillField('/plain/ows', 'Password', 'a wrong one');
      await stage.press('/plain/ows', /^Change password$/);
      await stage.says('/plain/ows', sentence('error_passwordRefused', stage.host));
      expect(sent('/plain/ows')).toEqual([basicHeader('visitor', 'a wrong one')]);
      await expectByDocument('/plain/ows');
      await stage.press('/plain/ows', /^Cancel$/);
    });

    test('it follows no redirect, and it is known where that leads', async () => {
      await stage.openForm('/moved/ows');
      await trySignIn('/moved/ows', withPassword(PASSWORD));
      await stage.says('/moved/ows', sentence('error_redirected', stage.host, ELSEWHERE));
      await expectByDocument('/moved/ows');
      await stage.press('/moved/ows', /^Cancel$/);
    });

    test('the challenge of a refusal is known', async () => {
      await stage.openForm('/windows/ows');
      await trySignIn('/windows/ows', withPassword(PASSWORD));
      await stage.says('/windows/ows', sentence('error_windowsSignIn', stage.host));
      await expectByDocument('/windows/ows');
      await stage.press('/windows/ows', /^Cancel$/);
    });

    test('it ends, and the document goes, when the worker is stopped', async () => {
      await stage.openForm('/silent/ows');
      await trySignIn('/silent/ows', withPassword(PASSWORD));
      await until('the request', () => stage.waiting.size === 1);
      await chromium.stopWorker();
      await until('the request to end', () => stage.waiting.size === 0);
      await until('the document to be gone', async () => (await documentsOf(chromium)).length === 0);
      expect(sent('/silent/ows')).toEqual([BASIC]);
    });

    test('identity providers are asked so, too, and hear nothing of an origin', async () => {
      await stage.openForm('/provider/ows');
      await trySignIn('/provider/ows', {
        method: sentence('method_clientCredentials'),
        fields: {
          Issuer: stage.service.url(),
          'Client ID': 'robot',
          'Client secret': 'robot-secret-40ea',
        },
      });
      await stage.signedIn('/provider/ows');
      const [request, ...more] = stage.service.requests.filter(({ path }) => path === '/token');
      expect(more).toEqual([]);
      expect(request?.method).toBe('POST');
      expect(request?.headers).not.toHaveProperty('origin');
      expect(new URLSearchParams(request?.body).get('grant_type')).toBe('client_credentials');
      expect(sent('/provider/ows')).toEqual([`Bearer ${TOKEN}`]);
      await expectByDocument('/token');
      // No document is kept for the next time.
      await until('the document to be gone', async () => (await documentsOf(chromium)).length === 0);
    });

    test('its page commands nothing where somebody opens it', async () => {
      const page = await chromium.newPage(`chrome-extension://${chromium.extensionId}/offscreen.html`);
      const send = (message: object) =>
        page.evaluate(
          (command) => chrome.runtime.sendMessage(command).catch(() => 'nobody') as Promise<unknown>,
          message,
        );
      expect(await send({ command: 'settings' })).not.toMatchObject({ ok: true });
      await page.goto(page.url().replace('offscreen', 'welcome'));
      expect(await send({ command: 'settings' })).toMatchObject({ ok: true });
      await page.close();
    });
  });
});

/** Runs in the worker: notes which requests a document without a tab makes, Layerkey's hidden one. */
function noteDocuments(): void {
  const noted: string[] = [];
  Object.assign(globalThis, { noted });
  chrome.webRequest.onSendHeaders.addListener(
    ({ frameId, tabId, url }) => {
      if (tabId === -1 && frameId === 0) noted.push(new URL(url).pathname);
    },
    { urls: ['https://*/*'] },
  );
}

const documentsOf = (chromium: Chromium) =>
  chromium.evaluateInWorker(() =>
    chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT' as chrome.runtime.ContextType] }),
  );

const askedByDocument = (chromium: Chromium) =>
  chromium.evaluateInWorker(() => (globalThis as unknown as { noted: string[] }).noted);

/** Another page of Layerkey, which keeps all that can be heard there. */
async function listen(chromium: Chromium) {
  const page = await chromium.newPage(`chrome-extension://${chromium.extensionId}/popup.html?tab=0`);
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    const keep = (message: unknown) => void heard.push(JSON.stringify(message));
    chrome.runtime.onMessage.addListener(keep);
    chrome.runtime.onConnect.addListener((port) => port.onMessage.addListener(keep));
    navigator.serviceWorker.addEventListener('message', ({ data }) => keep(data));
    navigator.serviceWorker.startMessages();
  });
  return {
    page,
    chromium,
    all: () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard),
  };
}

async function heardNoSecret({ page, chromium, all }: Awaited<ReturnType<typeof listen>>): Promise<void> {
  // Control: it hears what is said to every page, and what is said on the way that a document is asked.
  await chromium.evaluateInWorker(async () => {
    type Client = { postMessage(message: unknown): void };
    const { clients } = globalThis as unknown as { clients: { matchAll(what: object): Promise<Client[]> } };
    for (const client of await clients.matchAll({ includeUncontrolled: true })) client.postMessage('control');
  });
  await until('the control', async () => (await all()).includes('"control"'));
  // What the popup tells the worker the browser tells every page.
  const heard = (await all()).filter((message) => !message.startsWith('{"command"')).join();
  expect(heard).toContain('"changed"');
  for (const secret of [PASSWORD, BASIC.slice('Basic '.length)]) expect(heard).not.toContain(secret);
  await page.close();
}
