import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { COMMANDS, type CommandName } from '../../lib/messages/protocol.ts';
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
  let commands: Record<CommandName, object>;

  beforeAll(async () => {
    geo = await startServer(guardedWms(({ headers }) => headers.authorization === SECRET));
    maps = await startServer(emptyPage);
    const site = maps.url('maps.localhost');
    const base = `${geo.url('geo.localhost')}/geoserver/ows`;
    world = await startWorld([site, base]);
    page = await world.browser.newPage(site);
    const fields = { 'User name': 'visitor', Password: 'pw-81f0' };
    await visitAndSignIn(world, page, base, { method: 'Password', fields });
    popup = (await world.popup(page)).page;
    await popup.getByText('/geoserver/ows').waitFor();
    row = { tabId: await world.browser.tabId(page), key: `${site} ${base}` };
    const saved = await world.browser.evaluateInWorker(() => chrome.storage.local.get(null));
    const accountId = Object.keys(saved)
      .find((name) => name.startsWith('account:'))
      ?.slice('account:'.length);
    const draft = {
      method: 'basic',
      fields: { username: 'visitor', password: 'x' },
      acceptPlainHttp: true,
      remember: false,
    };
    const { tabId } = row;
    commands = {
      look: { tabId },
      view: { tabId },
      lookInside: { tabId, frameId: 1 },
      watch: { tabId },
      endWatch: { tabId },
      addService: { tabId, url: 'https://geo.example.com/wms?service=WMS' },
      signIn: { ...row, draft, reload: false },
      useExisting: { ...row, accountId, reload: false },
      changeSecret: { ...row, draft },
      check: row,
      denied: row,
      cancel: row,
      keepDraft: { ...row, draft },
      pause: row,
      resume: row,
      signOut: row,
      stopUsing: row,
      remove: row,
      confirmChange: row,
      setFrames: { ...row, frames: true },
    } as Record<CommandName, object>;
    expect(Object.keys(commands).sort()).toEqual(Object.keys(COMMANDS).sort());
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

  const messages = () => Object.entries(commands).map(([command, payload]) => ({ command, ...payload }));
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

  test('our popup cannot be framed by a web page', async () => {
    const before = await state();
    const url = `chrome-extension://${world.browser.extensionId}/popup.html?tab=${row.tabId}`;
    await page.evaluate(async (src) => {
      const frame = Object.assign(document.createElement('iframe'), { src });
      const done = new Promise((resolve) => {
        frame.onload = frame.onerror = resolve;
      });
      document.body.append(frame);
      await done;
    }, url);
    const [frame] = page.frames().slice(1);
    expect(frame?.url()).not.toContain('popup.html');
    expect(await frame?.evaluate(() => typeof globalThis.chrome?.runtime?.sendMessage)).toBe('undefined');
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    expect(await state()).toEqual(before);
  });

  test('malformed messages from our own page are refused and change nothing', async () => {
    const before = await state();
    const good = messages();
    const malformed: unknown[] = [
      ...[null, true, 0, '', 'signOut', [], {}, { command: null }, { command: 'unknown' }],
      ...['__proto__', 'constructor', 'toString', 'SIGNOUT', 'signOut '].map((command) => ({
        command,
        ...row,
      })),
      ...good.map(({ command }) => ({ command })),
      ...good.map((message) => ({ ...message, extra: 1 })),
      ...good.map((message) => ({ ...message, tabId: '1' })),
      ...good.map((message) => ({ ...message, tabId: -1 })),
      ...good.map((message) => ({ ...message, tabId: 1.5 })),
      ...good.filter((message) => 'key' in message).map((message) => ({ ...message, key: 'k'.repeat(3001) })),
      ...good.filter((message) => 'key' in message).map((message) => ({ ...message, key: ['x'] })),
      { ...row, command: 'setFrames', frames: 'yes' },
      { ...row, command: 'useExisting', accountId: '../..', reload: false },
      {
        ...row,
        command: 'signIn',
        draft: { method: 'basic', fields: { a: 1 }, acceptPlainHttp: true, remember: false },
        reload: false,
      },
      {
        ...row,
        command: 'signIn',
        draft: { method: 'basic', fields: { a: 'x'.repeat(8001) }, acceptPlainHttp: true, remember: false },
        reload: false,
      },
      { ...row, command: 'lookInside', frameId: 0 },
      { tabId: row.tabId, command: 'addService', url: 'not an address' },
      { tabId: row.tabId, command: 'addService', url: 'javascript:alert(1)' },
      { ...row, key: 'https://nowhere.example https://nowhere.example/wms', command: 'signOut' },
    ];
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
});
