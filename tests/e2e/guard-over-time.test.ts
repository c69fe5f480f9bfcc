import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { type LockingServer, startLockingServer } from '../servers/locking-server.ts';
import { type Chromium, launchChromium } from './drivers/chromium.ts';
import { until } from './drivers/wait.ts';
import { probes, signed } from './support/guard-bench.ts';
import { type Popup, popupOf } from './support/harness.ts';
import { extensionWithClock, type MovedClock, movedClock, stopQuietly } from './support/moved-clock.ts';
import { heldIn, rulesIn, sentence } from './support/state.ts';
import { ask, basicHeader, emptyPage, mapOf, signIn } from './support/world.ts';

const PASSWORD = 'the-old-pw-5c1e';
const REFUSED = { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="Maps"' } };

/** What the guard does over minutes, in a Chromium whose worker has a clock that the test moves. */
describe('the guard over time', () => {
  let clock: MovedClock;
  let site: RecordingServer;
  let browser: Chromium;
  let server: LockingServer;
  let base: string;
  let host: string;
  let page: Awaited<ReturnType<Chromium['newPage']>>;
  const servers: LockingServer[] = [];

  beforeAll(async () => {
    clock = movedClock();
    site = await startServer(emptyPage, { host: 'site.localhost' });
    browser = await launchChromium({
      extension: await extensionWithClock(['svc', 'site', 'gis'].map((name) => `http://${name}.localhost/*`)),
    });
    // A new installation opens its first-run page in front, some time after the start.
    const firstRun = await until('the first-run page', () =>
      browser.context.pages().find((each) => each.url().endsWith('/welcome.html')),
    );
    await firstRun.getByRole('heading', { level: 1 }).waitFor();
    await firstRun.close();
  });
  afterAll(async () => {
    clock?.[Symbol.dispose]();
    await browser?.close();
    await Promise.all([site, ...servers].map((each) => each?.close()));
  });
  beforeEach(async () => {
    await browser.context.setOffline(false);
    const username = `visitor${servers.length}`;
    server = await startLockingServer({ username, password: PASSWORD, host: 'svc.localhost' });
    servers.push(server);
    base = `${server.url()}/geo/ows`;
    host = new URL(base).host;
    await page?.close();
    page = await browser.newPage(site.url());
    await ask(page, `${base}?SERVICE=WMS&REQUEST=GetCapabilities`);
    const popup = await open();
    await signIn(popup, host, { method: 'Password', fields: { 'User name': username, Password: PASSWORD } });
    await popup.page.close();
    server.clear();
    // The control of every test here.
    expect(await tile()).toBe(200);
    expect(signed({ server })).toMatchObject([{ authorization: basicHeader(username, PASSWORD) }]);
    server.clear();
  });

  const open = async (): Promise<Popup> => popupOf(await browser.openPopup(page));
  const tile = () => ask(page, mapOf(base));
  const isSigned = async () =>
    (await rulesIn(browser)).some(({ condition }) => condition.urlFilter?.includes(`//${host}/`));
  const signedIs = (wanted: boolean) =>
    until(`requests that are ${wanted ? '' : 'not '}signed`, async () => (await isSigned()) === wanted);
  const asked = () => probes({ server }).length;

  /** The account of this test's own service, and its guard. */
  async function guard() {
    const held = await heldIn(browser);
    const key = Object.keys(held).find((each) => {
      const { destinations } = held[each] as { destinations?: { prefix: string }[] };
      return each.startsWith('credential:') && destinations?.some(({ prefix }) => prefix.startsWith(base));
    });
    const id = key?.slice('credential:'.length) ?? '';
    return { id, state: held[`guard:${id}`] as { mode: { is: string; waitsFor?: string; due?: number } } };
  }

  /** The alarm of the guard rings now. */
  const ring = (id: string) =>
    browser.evaluateInWorker((name) => chrome.alarms.create(name, { when: 1 }), `guard ${id}`);

  async function pass(milliseconds: number): Promise<void> {
    await clock.forward(browser, milliseconds);
    await ring((await guard()).id);
  }

  async function rowSays(...words: (string | RegExp)[]): Promise<string> {
    const popup = await open();
    for (const each of words) await popup.row(host).says(each);
    const text = await popup.row(host).text();
    await popup.page.close();
    return text;
  }

  test('a server that refuses and accepts by turns is asked a few times a minute, and the row says so', async () => {
    server.answerWith(({ byPage }) => (byPage ? REFUSED : null));
    for (let second = 0; second < 60; second++) {
      await tile();
      await pass(1000);
    }
    // The control: it was asked again, after a rest.
    await until('another question', () => asked() > 1);
    expect(asked()).toBeLessThanOrEqual(4);
    await until('a rest', async () => {
      if (await isSigned()) await tile();
      return (await guard()).state.mode.is === 'damped';
    });
    const [words = ''] = sentence('explain_pausedFlapping', host, '\n').split('\n');
    await rowSays(words);
    server.answerWith(null);
    await pass(15 * 60_000);
    await signedIs(true);
    expect(await tile()).toBe(200);
  });

  test('what cannot be found out is asked again later, and never called not accepted', async () => {
    for (const status of [503, 0]) {
      const before = asked();
      server.answerWith(({ byPage }) => (byPage ? REFUSED : { status }));
      await until('a pause', async () => {
        if (await isSigned()) await tile();
        return (await guard()).state.mode.is !== 'active';
      });
      await until('the wait', async () => (await guard()).state.mode.waitsFor !== 'answer');
      expect(await rowSays(host)).not.toContain(sentence('status_notAccepted'));
      server.answerWith(null);
      await pass(16 * 60_000);
      await signedIs(true);
      expect(await tile()).toBe(200);
      expect(asked() - before).toBeLessThanOrEqual(2);
    }
  });

  test('without a network nothing is refused; with it again, on it goes by itself', async () => {
    await browser.context.setOffline(true);
    expect(await tile()).toBe(0);
    expect(await isSigned()).toBe(true);
    await browser.context.setOffline(false);
    expect(await tile()).toBe(200);
    // Refused, and before it can be found out why there is no network any more.
    server.answerWith(({ byPage }) => (byPage ? REFUSED : { status: 0 }));
    expect(await tile()).toBe(401);
    await until('the wait', async () => (await guard()).state.mode.waitsFor === 'trouble');
    server.answerWith(null);
    await browser.context.setOffline(true);
    const before = asked();
    await pass(60_000);
    await until('a wait again', async () => (await guard()).state.mode.waitsFor !== 'answer');
    expect(asked()).toBe(before);
    expect(await rowSays(host)).not.toContain(sentence('status_notAccepted'));
    await browser.context.setOffline(false);
    await pass(16 * 60_000);
    await signedIs(true);
    expect(await tile()).toBe(200);
    expect(server.failures()).toBe(0);
  });

  test('a worker that is ended before it hears the answer: nothing is signed, and it is asked once more', async () => {
    server.answerWith(({ byPage }) => (byPage ? REFUSED : null));
    const hold = server.hold('own');
    expect(await tile()).toBe(401);
    await until('the question', () => hold.waiting() === 1);
    server.answerWith(null);
    await stopQuietly(page);
    // This request wakes the next one.
    expect(await tile()).toBe(401);
    expect(signed({ server }).length).toBe(1);
    hold.release();
    await until('the next worker', async () => (await guard()).state.mode.waitsFor === 'trouble');
    expect(await isSigned()).toBe(false);
    await pass(31_000);
    await signedIs(true);
    expect(asked()).toBeLessThanOrEqual(2);
    expect(await tile()).toBe(200);
    await rowSays(sentence('status_signedIn'));
  });

  test.each([
    ['NTLM', ['Negotiate', 'NTLM'], 'uses Windows sign-in'],
    ['Digest', ['Digest realm="maps", nonce="1"'], 'uses Digest sign-in'],
  ])('where only %s is offered it is the browser that asks, and no password goes there', async (...told) => {
    const [, challenges, words] = told;
    await using gis = await startServer(
      (request, response) => {
        if (request.path !== '/ows') return emptyPage(request, response);
        response.writeHead(401, { 'WWW-Authenticate': challenges }).end();
      },
      { host: 'gis.localhost' },
    );
    const portal = await browser.newPage(`${gis.url()}/map`);
    await portal.evaluate(
      (url) => {
        const told = window as unknown as { ended: boolean };
        told.ended = false;
        fetch(url).finally(() => {
          told.ended = true;
        });
      },
      mapOf(`${gis.url()}/ows`),
    );
    await gis.waitFor(({ path }) => path === '/ows');
    const popup = await popupOf(await browser.openPopup(portal));
    await popup.row('gis.localhost').says(words);
    // The row knows of the refusal, and the page still waits for what its user says to the browser.
    expect(await portal.evaluate(() => (window as unknown as { ended: boolean }).ended)).toBe(false);
    expect(await popup.page.getByRole('button', { name: /^Sign in/ }).count()).toBe(0);
    await popup.page.close();
    await portal.close();
    expect(gis.requests.filter(({ path }) => path === '/ows').length).toBeGreaterThan(0);
    // What the browser itself begins with Windows is no password.
    const sent = gis.requests.map(({ headers }) => headers.authorization ?? '');
    expect(sent.filter((each) => each.startsWith('Basic'))).toEqual([]);
  });
});
