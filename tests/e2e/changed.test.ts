import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import {
  ask,
  basicHeader,
  carriers,
  emptyPage,
  fillForm,
  guardedWms,
  mapOf,
  openForm,
  startWorld,
  takeEntry,
  visitAndSignIn,
  type World,
} from './support/world.ts';

const BASIC = basicHeader('visitor', 'pw-c90e');
const PATH_KEY = 'pk-77d1c3';
const SECRETS = [BASIC, 'pw-c90e', PATH_KEY];

/** Somebody edits what is saved (a sync, an import, another program): the credential stays where it was sealed for. */
describe('a credential cannot be redirected by editing', () => {
  let geo: RecordingServer;
  let evil: RecordingServer;
  let maps: RecordingServer;
  let world: World;
  let page: Page;
  let before: Record<string, unknown>;

  const site = () => maps.url('maps.localhost');
  const base = () => `${geo.url('geo.localhost')}/geoserver/ows`;
  const tiles = () => `${geo.url('tiles.localhost')}/0/0/0.png`;
  const evilBase = () => `${evil.url('evil.localhost')}/geoserver/ows`;
  const clear = () => {
    geo.clear();
    evil.clear();
  };

  beforeAll(async () => {
    const guarded = guardedWms(
      ({ headers, url }) => headers.authorization === BASIC || url.includes(`;key=${PATH_KEY}`),
    );
    geo = await startServer(guarded);
    evil = await startServer(guardedWms(() => true));
    maps = await startServer(emptyPage);
    world = await startWorld([
      site(),
      maps.url('other.localhost'),
      base(),
      tiles(),
      evil.url('evil.localhost'),
      `http://geo.localhost.evil.localhost:${evil.port}`,
    ]);
    page = await world.browser.newPage(site());
    const fields = { 'User name': 'visitor', Password: 'pw-c90e' };
    await visitAndSignIn(world, page, base(), { method: 'Password', fields });
    await ask(page, tiles());
    const popup = await world.popup(page);
    await openForm(popup, 'tiles.localhost');
    await fillForm(popup, 'tiles.localhost', { method: 'Key in path', fields: { Key: PATH_KEY } });
    await popup.row('tiles.localhost').press(/^Sign in$/);
    await popup.row('tiles.localhost').says('Signed in');
    await popup.page.close();
    before = await world.browser.evaluateInWorker(() => chrome.storage.local.get(null));
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await Promise.all([geo?.close(), evil?.close(), maps?.close()]);
  });
  afterEach(async () => {
    await world.browser.evaluateInWorker(async (saved) => {
      await chrome.storage.local.clear();
      await chrome.storage.local.set(saved);
    }, before);
    await world.browser.stopWorker();
    await expectBothSigned();
  });

  /** Control: as the user left it, both are signed, and the test can see it. */
  async function expectBothSigned(): Promise<void> {
    await world.browser.worker();
    const fresh = await world.popup(page);
    await fresh.row('/geoserver/ows').says('Signed in');
    await fresh.page.close();
    clear();
    expect(await ask(page, mapOf(base()))).toBe(200);
    expect(await ask(page, `${tiles()}?n=${Math.random()}`)).toBe(200);
    expect(carriers(geo.requests, SECRETS)).toHaveLength(2);
    clear();
  }

  /** Edits one saved record behind the worker's back; the worker reads it when it starts again. */
  async function edit(
    find: [family: string, member: string, value: unknown],
    change: Record<string, unknown>,
  ) {
    const [family, member, value] = find;
    const found = Object.entries(before).find(
      ([name, record]) =>
        name.startsWith(`${family}:`) &&
        JSON.stringify((record as Record<string, unknown>)[member]) === JSON.stringify(value),
    );
    if (!found) throw new Error(`No ${family} with ${member} ${JSON.stringify(value)}`);
    const [name, record] = found;
    const edited = { ...(record as { sourceId?: string; site?: string }), ...change };
    // A grant is saved under its source and site.
    const place = family === 'grant' ? `grant:${edited.sourceId} ${edited.site}` : name;
    await world.browser.evaluateInWorker(
      async ({ name, place, edited }) => {
        await chrome.storage.local.remove(name);
        await chrome.storage.local.set({ [place]: edited });
      },
      { name, place, edited },
    );
    await world.browser.stopWorker();
    await world.browser.worker();
    clear();
  }

  /** Asks at every place that the edits name; nothing may carry anything. */
  async function expectNothing(from: Page, urls: string[]): Promise<void> {
    for (const url of urls) await ask(from, mapOf(url));
    const maps = [...geo.requests, ...evil.requests].filter(({ url }) => url.includes('REQUEST=GetMap'));
    expect(maps.length).toBe(urls.length);
    expect(carriers([...geo.requests, ...evil.requests], SECRETS)).toEqual([]);
    clear();
  }

  test("a source's address, led to another server: nothing goes there, nor to the old one, until it is confirmed", async () => {
    await edit(['source', 'urls', [base()]], { urls: [evilBase()] });
    const popup = await world.popup(page);
    await popup.page.getByText('Changed').first().waitFor();
    await expectNothing(page, [evilBase(), base()]);
    // What the user is asked to confirm is the new address, and looking at it sends nothing.
    const changed = popup.page.getByRole('listitem').filter({ hasText: 'Confirm address' });
    expect(await changed.textContent()).toContain('evil.localhost');
    expect(evil.requests).toEqual([]);
    await popup.page.close();
  });

  test("a source's address, moved on the same server: confirmed by one request", async () => {
    await edit(['source', 'urls', [base()]], { urls: [base().replace('/ows', '/new/ows')] });
    await expectNothing(page, [base(), base().replace('/ows', '/new/ows')]);
    const fresh = await world.browser.newPage(site());
    const popup = await world.popup(fresh);
    const row = popup.row('/geoserver/new/ows');
    await row.says('Changed');
    await row.press(/^Confirm/);
    await row.says('Signed in');
    expect(carriers(geo.requests, SECRETS)).toHaveLength(1);
    clear();
    expect(await ask(page, mapOf(base().replace('/ows', '/new/ows')))).toBe(200);
    expect(carriers(geo.requests, SECRETS)).toHaveLength(1);
    clear();
    await expectNothing(page, [base()]);
    await popup.page.close();
    await fresh.close();
    // Back to where it was is a change again, and the user's word is asked again.
    await world.browser.evaluateInWorker(async (saved) => {
      await chrome.storage.local.clear();
      await chrome.storage.local.set(saved);
    }, before);
    await world.browser.stopWorker();
    const again = await world.popup(page);
    await again.page.getByRole('button', { name: /^Confirm/ }).click();
    await again.row('/geoserver/ows').says('Signed in');
    await again.page.close();
  });

  test("a grant's site: the other site gets nothing", async () => {
    await edit(['grant', 'site', site()], {
      site: maps.url('other.localhost'),
      topSites: [maps.url('other.localhost')],
    });
    const other = await world.browser.newPage(maps.url('other.localhost'));
    await expectNothing(other, [base(), tiles()]);
    const popup = await world.popup(other);
    await popup.page.getByText('Changed').first().waitFor();
    await popup.page.close();
    await other.close();
  });

  test("a grant's pages on top, and the option for frames", async () => {
    const sourceId = Object.keys(before)
      .map((name) => before[name] as { id?: string; urls?: string[] })
      .find(({ urls }) => urls?.[0] === base())?.id;
    await edit(['grant', 'sourceId', sourceId], { topSites: [site(), maps.url('other.localhost')] });
    await expectNothing(page, [base()]);
    await edit(['source', 'urls', [base()]], { frames: true });
    await expectNothing(page, [base()]);
    const popup = await world.popup(page);
    await popup.row('/geoserver/ows').says('Changed');
    await popup.page.close();
  });

  test.each([
    ['another server', () => `${evilBase()}?SERVICE=WMS&REQUEST=GetCapabilities`],
    ['a path outside', () => `${base()}/../../manager?SERVICE=WMS`],
    ['a disguised path', () => `${base()}/..%2fmanager?SERVICE=WMS`],
  ])("a source's sample at %s is not asked with the credential", async (_name, sample) => {
    await edit(['source', 'urls', [base()]], { sample: sample() });
    const fresh = await world.browser.newPage(site());
    const popup = await world.popup(fresh);
    await takeEntry(popup, '/geoserver/ows', /^Change/);
    await popup.page.locator('input[type=password]').fill('pw-c90e');
    await popup.page.keyboard.press('Enter');
    await popup.row('/geoserver/ows').says('Reload the page');
    expect(carriers(geo.requests, SECRETS)).toEqual([`GET ${new URL(base()).host}/geoserver/ows`]);
    expect(evil.requests).toEqual([]);
    await popup.page.close();
    await fresh.close();
  });

  test.each(['.evil.localhost/', '@evil.localhost/', '/../', '\\', '?x='])(
    'the text before a path key: %s',
    async (text) => {
      const led = text.replace('evil.localhost', `evil.localhost:${evil.port}`);
      await edit(['account', 'method', 'pathKey'], { settings: { pathText: led } });
      await ask(page, tiles());
      expect(evil.requests).toEqual([]);
      expect(carriers(geo.requests, SECRETS)).toEqual([]);
      const popup = await world.popup(page);
      await popup.row('tiles.localhost').says('Changed');
      await popup.page.close();
    },
  );
});
