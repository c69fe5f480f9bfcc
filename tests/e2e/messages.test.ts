import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { COMMANDS } from '../../lib/messages/protocol.ts';
import { until } from './drivers/wait.ts';
import { everyCommand, everyMalformed, VAULT_PASSPHRASE } from './support/every-command.ts';
import {
  ask,
  basicHeader,
  carriers,
  emptyPage,
  guardedWms,
  mapOf,
  startWorld,
  visitAndSignIn,
  type World,
} from './support/world.ts';

const SECRET = basicHeader('visitor', 'pw-81f0');

describe('only our own pages command the worker', () => {
  let geo: RecordingServer;
  let maps: RecordingServer;
  let world: World;
  let page: Page;
  let popup: Page;
  let row: { tabId: number; key: string };
  let about: Parameters<typeof everyCommand>[0];

  beforeAll(async () => {
    geo = await startServer(guardedWms(({ headers }) => headers.authorization === SECRET));
    maps = await startServer(emptyPage);
    const site = maps.url('maps.localhost');
    const base = `${geo.url('geo.localhost')}/geoserver/ows`;
    world = await startWorld([site, base]);
    // The page of the first run listens too, and would answer some of what is sent here.
    const firstRun = await until('the first-run page', () =>
      world.browser.context.pages().find((each) => each.url().endsWith('/welcome.html')),
    );
    await firstRun.getByRole('heading', { level: 1 }).waitFor();
    await firstRun.close();
    page = await world.browser.newPage(site);
    const fields = { 'User name': 'visitor', Password: 'pw-81f0' };
    await visitAndSignIn(world, page, base, { method: 'Password', fields });
    popup = (await world.popup(page)).page;
    await popup.getByText('/geoserver/ows').waitFor();
    row = { tabId: await world.browser.tabId(page), key: `${site} ${base}` };
    // Something to lose in the vault too.
    await popup.evaluate(
      async ({ passphrase, key, tabId }) => {
        await chrome.runtime.sendMessage({ command: 'createVault', passphrase });
        await chrome.runtime.sendMessage({ command: 'remember', key, tabId });
      },
      { ...row, passphrase: VAULT_PASSPHRASE },
    );
    // What happened is noted a moment later.
    await until('the note of the sign-in', async () =>
      JSON.stringify(await state()).includes('"code":"signedIn"') ? true : undefined,
    );
    const { local } = await state();
    const idOf = (family: string) =>
      Object.keys(local)
        .find((name) => name.startsWith(family))
        ?.slice(family.length) ?? '';
    about = { row, site, accountId: idOf('account:'), sourceId: idOf('source:') };
    expect(local[`vault:${about.accountId}`]).toBeTypeOf('string');
    expect(
      messages()
        .map(({ command }) => command)
        .sort(),
    ).toEqual(Object.keys(COMMANDS).sort());
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await Promise.all([geo?.close(), maps?.close()]);
  });

  /** All that a command could change. */
  function state() {
    return world.browser.evaluateInWorker(async () => ({
      local: await chrome.storage.local.get(null),
      session: await chrome.storage.session.get(null),
      rules: await chrome.declarativeNetRequest.getSessionRules(),
      origins: (await chrome.permissions.getAll()).origins,
    }));
  }

  const messages = () => everyCommand(about);
  const fromOwnPage = (list: unknown[]) =>
    popup.evaluate(
      (list) =>
        Promise.all(list.map((message) => chrome.runtime.sendMessage(message).catch(() => 'no answer'))),
      list,
    );

  test('a web page has no way to send a message', async () => {
    const before = await state();
    const answers = await page.evaluate(
      async ({ id, list }) => {
        const runtime = (globalThis as { chrome?: { runtime?: typeof chrome.runtime } }).chrome?.runtime;
        if (!runtime?.sendMessage) return 'no runtime';
        const send = (message: unknown) => runtime.sendMessage(id, message).catch(() => 'refused');
        return Promise.all(list.map(send));
      },
      { id: world.browser.extensionId, list: messages() },
    );
    expect([answers].flat().every((answer) => answer === 'no runtime' || answer === 'refused')).toBe(true);
    expect(await state()).toEqual(before);
  });

  test('a content script is not heard', async () => {
    const before = await state();
    const sent = await world.browser.evaluateInWorker(
      async ({ tabId, list }) => {
        const [frame] = await chrome.scripting.executeScript({
          target: { tabId },
          args: [list],
          func: (list) =>
            Promise.all(
              list.map((message) =>
                chrome.runtime.sendMessage(message).then(
                  (answer: unknown) => JSON.stringify(answer ?? null),
                  () => 'null',
                ),
              ),
            ),
        });
        return frame?.result;
      },
      { tabId: row.tabId, list: messages() },
    );
    expect(sent).toHaveLength(messages().length);
    // The popup answers nothing either: `true` is what it says to the worker's own announcements.
    expect(new Set(sent)).toEqual(new Set(['null']));
    expect(await state()).toEqual(before);
  });

  test.each(['popup', 'options', 'map', 'settings', 'diagnostics', 'unlock', 'welcome', 'offscreen'])(
    'our page %s cannot be framed by a web page',
    async (name) => {
      const before = await state();
      const url = `chrome-extension://${world.browser.extensionId}/${name}.html?tab=${row.tabId}`;
      await page.evaluate(async (src) => {
        const frame = Object.assign(document.createElement('iframe'), { src });
        const done = new Promise((resolve) => {
          frame.onload = frame.onerror = resolve;
        });
        document.body.append(frame);
        await done;
      }, url);
      const [frame] = page.frames().slice(1);
      expect(frame?.url()).not.toContain(`${name}.html`);
      expect(await frame?.evaluate(() => typeof globalThis.chrome?.runtime?.sendMessage)).toBe('undefined');
      await page.evaluate(() => document.querySelector('iframe')?.remove());
      expect(await state()).toEqual(before);
    },
  );

  test('malformed messages from our own page are refused and change nothing', async () => {
    const before = await state();
    const malformed = everyMalformed(about);
    const answers = await fromOwnPage(malformed);
    const accepted = malformed.filter(
      (_, index) => (answers[index] as { ok?: boolean } | null)?.ok !== false,
    );
    expect(accepted).toEqual([]);
    expect(await state()).toEqual(before);
  });

  test('control: the same messages from our own page work', async () => {
    expect(await ask(page, mapOf(`${geo.url('geo.localhost')}/geoserver/ows`))).toBe(200);
    const [answer] = await fromOwnPage([{ command: 'signOut', ...row }]);
    expect(answer).toMatchObject({ ok: true });
    const { session, rules } = await state();
    expect(rules).toEqual([]);
    expect(Object.keys(session).filter((name) => name.startsWith('credential:'))).toEqual([]);
    geo.clear();
    await ask(page, mapOf(`${geo.url('geo.localhost')}/geoserver/ows`));
    expect(geo.requests).toHaveLength(1);
    expect(carriers(geo.requests, [SECRET])).toEqual([]);
  });

  test('control: so do those about the saved sign-ins', async () => {
    const answers = await fromOwnPage([
      { command: 'backup' },
      { command: 'unlock', passphrase: 'not the passphrase' },
      { command: 'lock' },
    ]);
    expect(answers).toMatchObject([
      { ok: true, view: { file: expect.stringContaining('layerkey-backup') } },
      { ok: false, failure: { code: 'wrongPassphrase' } },
      { ok: true, view: { vault: { state: 'locked' } } },
    ]);
    expect((await state()).session).not.toHaveProperty('key:');
  });
});
