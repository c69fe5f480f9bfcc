import type { ServerResponse } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cors } from '../../demo/answers.ts';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';
import { until } from './drivers/wait.ts';
import type { Popup } from './support/harness.ts';
import { addSource, type Scene, scene } from './support/scene.ts';
import { heldIn, rulesIn, savedIn, sentence } from './support/state.ts';

const MARKUP = '<img src=x onerror="window.hurt=1"><b>bold</b>';
const CAPABILITIES =
  '<?xml version="1.0"?><WMS_Capabilities><Capability><Layer><Name>parcels</Name></Layer></Capability></WMS_Capabilities>';
const FIVE_MEGABYTES = `<?xml version="1.0"?><WMS_Capabilities>${' '.repeat(5 * 1024 * 1024)}`;

function endless(response: ServerResponse, chunk: string, pause: number): void {
  response.write('<?xml version="1.0"?><WMS_Capabilities>');
  const timer = setInterval(() => response.write(chunk), pause);
  response.once('close', () => clearInterval(timer));
}

/** What each first path segment of the service does to whoever asks. */
const behaviour: Record<string, (response: ServerResponse, signed: boolean) => void> = {
  always: (response) => response.writeHead(200, { 'Content-Type': 'text/xml' }).end(CAPABILITIES),
  flood: (response) =>
    endless(response.writeHead(200, { 'Content-Type': 'text/xml' }), ' '.repeat(65_536), 1),
  trickle: (response) => endless(response.writeHead(200, { 'Content-Type': 'text/xml' }), ' ', 200),
  large: (response) => response.writeHead(200, { 'Content-Type': 'text/xml' }).end(FIVE_MEGABYTES),
  silent: () => undefined,
  broken: (response) => {
    response.writeHead(200, { 'Content-Type': 'text/xml', 'Content-Length': '5000' }).write('<?xml');
    setTimeout(() => response.destroy(), 50);
  },
  loop: (response) => response.writeHead(302, { Location: '/loop/wms' }).end(),
  login: (response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<form><input type="password"></form>'),
  prose: (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome</h1>'),
  busy: (response) => response.writeHead(429, { 'Retry-After': '60' }).end(),
  fault: (response) => response.writeHead(500).end('stack trace'),
  windows: (response) => response.writeHead(401, { 'WWW-Authenticate': ['Negotiate', 'NTLM'] }).end(),
  digest: (response) => response.writeHead(401, { 'WWW-Authenticate': 'Digest realm="a", nonce="b"' }).end(),
  network: (response) => response.writeHead(511).end(),
  odd: (response) => response.writeHead(418).end(),
  markup: (response) =>
    response
      .writeHead(200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ error: { code: 499, message: MARKUP, details: [MARKUP] } })),
  noise: (response) =>
    response.writeHead(200, { 'Content-Type': 'text/xml' }).end(Buffer.from([0, 255, 1, 254])),
  basic: (response, signed) =>
    signed
      ? response.writeHead(200, { 'Content-Type': 'text/xml' }).end(CAPABILITIES)
      : response
          .writeHead(401, { 'WWW-Authenticate': `Basic realm="${MARKUP.replaceAll('"', "'")}"` })
          .end(MARKUP),
};

const service: Handler = ({ path, headers }, response) => {
  for (const [name, value] of Object.entries(cors())) response.setHeader(name, value);
  const act = behaviour[path.split('/')[1] ?? ''];
  if (act) act(response, headers.authorization !== undefined);
  else response.writeHead(404).end();
};

const QUERY = 'SERVICE=WMS&REQUEST=GetCapabilities';

describe('bad input is answered', () => {
  let made: Scene;
  let untrusted: RecordingServer;
  let closedPort: string;
  let page: Page;
  let popup: Popup;

  beforeAll(async () => {
    untrusted = await startServer(service, { tls: true, host: 'untrusted.localhost' });
    const gone = await startServer(service, { host: 'gone.localhost' });
    closedPort = gone.url();
    await gone.close();
    made = await scene(service, { grant: [untrusted.url(), closedPort] });
    page = await made.visit();
    popup = await made.popup(page);
  });
  afterAll(async () => {
    await made[Symbol.asyncDispose]();
    await untrusted.close();
  });

  /** Whatever was typed: nothing is saved, no rule stands. */
  async function expectNothingChanged(): Promise<void> {
    expect(await savedIn(made.browser)).toEqual({});
    expect(await rulesIn(made.browser)).toEqual([]);
  }

  test.each([
    ['', 'emptyField'],
    ['nonsense', 'notMapService'],
    ['http://', 'badUrl'],
    ['https://ge o.example/wms', 'badUrl'],
    ['http://[::1', 'badUrl'],
    ['https://svc.localhost:99999/wms', 'badUrl'],
    ['ftp://svc.localhost/wms', 'notHttpUrl'],
    ['javascript:alert(1)', 'notHttpUrl'],
    ['file:///etc/passwd', 'notHttpUrl'],
    ['https://svc.localhost/geo*server/wms', 'badPrefix'],
    ['https://svc.localhost/wms?X-Amz-Signature=abc&X-Amz-Credential=d', 'signedUrl'],
  ])('the address %j: %s', async (address, code) => {
    await addSource(popup, address);
    const field = popup.page.getByLabel('Address of the map service');
    const wrong = popup.page
      .locator('.foot-panel')
      .getByText(sentence(`error_${code}`, code === 'notMapService' ? 'nonsense' : 'svc.localhost'));
    await wrong.waitFor();
    expect(await field.inputValue()).toBe(address);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await expectNothingChanged();
  });

  const host = () => new URL(made.service.url()).host;
  const urlWithPassword = (base: string, path: string) =>
    `${base.replace('://', '://who:pass-4711@')}/${path}/wms?${QUERY}`;

  /** Signs in at an address that brings its password along, and waits for one sentence. */
  async function trySignIn(address: string, path: string, says: string, timeout = 15_000): Promise<void> {
    popup.page.setDefaultTimeout(timeout);
    await addSource(popup, address);
    const row = popup.row(`/${path}/wms`);
    try {
      await row.press(/^Sign in$/);
      await row.says(says);
      await expectNothingChanged();
    } finally {
      await row.press('Cancel');
    }
  }

  test.each([
    ['always', 'noMoreThanBefore', []],
    ['flood', 'noMoreThanBefore', []],
    ['large', 'noMoreThanBefore', []],
    ['broken', 'unreachable', []],
    ['loop', 'redirected', ['svc']],
    ['login', 'loginPage', []],
    ['prose', 'notMapService', []],
    ['busy', 'tooManyRequests', []],
    ['fault', 'serverError', ['500']],
    ['windows', 'windowsSignIn', []],
    ['digest', 'digestSignIn', []],
    ['network', 'proxySignIn', []],
    ['odd', 'unexpectedStatus', ['418']],
    ['markup', 'passwordRefused', []],
    ['noise', 'notMapService', []],
  ])('a service that does this: %s', async (path, code, values) => {
    const filled = values.map((value) => (value === 'svc' ? host() : value));
    await trySignIn(
      urlWithPassword(made.service.url(), path),
      path,
      sentence(`error_${code}`, host(), ...filled),
    );
  });

  test('an answer that never starts ends after ten seconds', async () => {
    const start = Date.now();
    await trySignIn(
      urlWithPassword(made.service.url(), 'silent'),
      'silent',
      sentence('error_timedOut', host()),
    );
    expect(Date.now() - start).toBeGreaterThan(9000);
  });

  test('an answer that never ends is read for ten seconds at most', { timeout: 60_000 }, async () => {
    await addSource(popup, `${made.service.url()}/trickle/wms?${QUERY}`);
    const row = popup.row('/trickle/wms');
    const start = Date.now();
    await row.press('Check');
    popup.page.setDefaultTimeout(20_000);
    await row.says(sentence('explain_timedOut', host()));
    expect(Date.now() - start).toBeLessThan(20_000);
    await expectNothingChanged();
  });

  test('a certificate that nobody trusts', async () => {
    const says = sentence('error_certificateProblem', new URL(untrusted.url()).host);
    await trySignIn(urlWithPassword(untrusted.url(), 'basic'), 'basic', says);
    expect(untrusted.requests).toEqual([]);
  });

  test('a port where nobody answers', async () => {
    const says = sentence('error_unreachable', new URL(closedPort).host);
    await trySignIn(urlWithPassword(closedPort, 'nobody'), 'nobody', says);
  });

  test('a user name and password in the address move into the form, and nowhere else', async () => {
    await addSource(
      popup,
      `${made.service.url().replace('://', '://who%40city:p%C3%A4ss-4711@')}/moved/basic/wms?${QUERY}`,
    );
    const row = popup.row('/moved/basic/wms');
    expect(await popup.page.getByLabel('User name').inputValue()).toBe('who@city');
    const secret = popup.page
      .getByLabel('Password', { exact: true })
      .and(popup.page.locator('[type=password]'));
    expect(await secret.inputValue()).toBe('päss-4711');
    expect(await row.text()).not.toContain('4711');
    const { site: _, ...rest } = { site: '', ...(await heldIn(made.browser)) };
    // In memory it stands in the row's form alone: in no address of the page's record.
    for (const [key, value] of Object.entries(rest)) {
      if (!key.startsWith('row:')) expect(JSON.stringify(value)).not.toContain('4711');
    }
    await expectNothingChanged();
    await row.press('Cancel');
  });

  test('an international host name is shown in the form that cannot look like another', async () => {
    await addSource(popup, `https://kаrten.example/wms?${QUERY}`);
    await popup.row('xn--').says('xn--krten-4ve.example');
    await expectNothingChanged();
  });

  test('a page that the browser lets nobody read', async () => {
    const internal = await made.browser.newPage('chrome://version');
    const own = await made.popup(internal);
    await own.page.getByText(sentence('error_pageNotReadable')).waitFor();
    expect(await own.page.getByRole('button', { name: 'Add a source' }).count()).toBe(0);
    await own.page.close();
    await internal.close();
  });

  test('markup from a service and from an address is shown as text', async () => {
    const who = encodeURIComponent(MARKUP);
    const marked = `/basic/${encodeURIComponent('<b>x')}/wms`;
    await addSource(popup, `${made.service.url().replace('://', `://${who}:pass-4711@`)}${marked}?${QUERY}`);
    const row = popup.row('%3Cb%3Ex');
    await row.press(/^Sign in$/);
    await row.says('Signed in');
    expect(await row.text()).toContain(MARKUP);
    expect(await popup.page.locator('img, b').count()).toBe(0);
    expect(await popup.page.evaluate(() => 'hurt' in window)).toBe(false);
    await row.menu('Details');
    await row.press('Remove…');
    await row.press('Remove');
    await until('the source to be gone', async () => (await rulesIn(made.browser)).length === 0);
  });
});
