import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { start } from '../../entrypoints/background/start.ts';
import type { PopupView } from '../../lib/messages/view.ts';
import * as events from '../../lib/platform/events.ts';
import { eventually } from '../fakes/eventually.ts';
import { type MemoryArea, memoryArea } from '../fakes/memory-area.ts';
import { type MemoryProvider, memoryProvider } from '../fakes/memory-provider.ts';
import { page, seen } from '../fakes/pages.ts';
import { SITE } from '../fakes/records.ts';
import { type RuleMemory, ruleMemory } from '../fakes/rule-memory.ts';
import { providerDraft, ROW_KEY } from '../fakes/visit-world.ts';

/** The browser, as far as a whole worker needs it. */
const browser = vi.hoisted(() => ({
  local: {} as unknown as MemoryArea,
  memory: {} as unknown as MemoryArea,
  rules: {} as unknown as RuleMemory,
  provider: {} as unknown as MemoryProvider,
  alarm: 0,
  announced: 0,
  badges: [] as string[],
}));

vi.mock('../../lib/platform/own-pages.ts', () => ({ ownHost: () => 'layerkey' }));
vi.mock('../../lib/platform/own-requests.ts', () => ({ hideOwnOrigin: async () => undefined }));
vi.mock('../../lib/platform/own-referer.ts', () => ({ forgetReferers: async () => undefined }));
vi.mock('../../lib/platform/watch.ts', () => ({ watchRequests: vi.fn() }));
vi.mock('../../lib/platform/stop-loading.ts', () => ({ stopLoading: vi.fn() }));
vi.mock('../../lib/platform/stored-copies.ts', () => ({ clearStored: vi.fn() }));
vi.mock('../../lib/platform/stop-loading.ts', () => ({ stopLoading: vi.fn() }));
vi.mock('../../lib/platform/about.ts', () => ({ apiPermissions: vi.fn(), versions: vi.fn() }));
vi.mock('../../lib/platform/read-page.ts', () => ({
  readPage: async () => [],
  readDocuments: async () => [],
}));
vi.mock('../../lib/platform/sign-in-window.ts', () => ({
  redirectUri: () => 'https://layerkey.chromiumapp.org/',
  launchFlow: async (url: string, interactive: boolean) =>
    interactive ? { what: 'answered', url: browser.provider.authorize(url, 'anna') } : { what: 'needsUser' },
  openWindow: async () => Promise.reject(new Error('no window')),
  closeWindow: async () => undefined,
}));
vi.mock('../../lib/platform/probe.ts', () => ({
  ask: async ({ url, headers }: { url: string; headers: Record<string, string> }) => {
    const [, token = ''] = /^Bearer (\S+)$/.exec(new Headers(headers).get('authorization') ?? '') ?? [];
    const isGood = browser.provider.isGood(token);
    return {
      ...{
        url,
        kind: 'answer',
        status: isGood ? 200 : 401,
        contentType: 'image/png',
        body: '',
        retryAfter: '',
      },
      ...{ challenge: isGood ? '' : 'Bearer realm="x"', location: '', picture: '', problem: '', error: '' },
    };
  },
}));
vi.mock('../../lib/platform/events.ts', () => ({
  capabilities: {
    portsInPatterns: true,
    topDomains: true,
    allSitesTakeSingleOnes: true,
    tellsComputerLocked: true,
  },
  onAuthQuestion: vi.fn(),
  onCommand: vi.fn(),
  onGuardSignals: vi.fn(),
  onInstalled: vi.fn(),
  onLockSignals: vi.fn(),
  onPermissionsChanged: vi.fn(),
  onRenewalDue: vi.fn(),
  onTabs: vi.fn(),
  ownId: () => 'layerkey',
  ownOrigin: () => 'chrome-extension://layerkey/',
}));
vi.mock('../../lib/platform/worker.ts', () => {
  const area = (name: 'local' | 'memory') => ({
    get: (keys: string | string[] | null) => browser[name].get(keys),
    set: (items: Record<string, unknown>) => browser[name].set(items),
    remove: (keys: string | string[]) => browser[name].remove(keys),
  });
  return {
    ...{ localStorageArea: area('local'), sessionStorageArea: area('memory') },
    ruleStore: {
      getSessionRules: () => browser.rules.getSessionRules(),
      updateSessionRules: (update: Parameters<RuleMemory['updateSessionRules']>[0]) =>
        browser.rules.updateSessionRules(update),
    },
    permissions: { contains: async () => true, granted: async () => [], remove: async () => undefined },
    announceChange: async () => {
      browser.announced += 1;
      return true;
    },
    fetchProvider: (url: string, init: RequestInit) => browser.provider.fetch(url, init),
    guardAlarm: { set: async () => undefined },
    isOnline: () => true,
    isOwnTab: async () => false,
    originOfTab: async () => SITE,
    lockAlarm: { set: async () => undefined, clear: async () => undefined },
    openTab: async () => undefined,
    renewalAlarm: {
      set: async (when: number) => {
        browser.alarm = when;
      },
      clear: async () => {
        browser.alarm = 0;
      },
    },
    openOwnPage: async () => undefined,
    openSites: async () => new Set([SITE]),
    queryIdle: async () => 'active',
    reloadTab: async () => undefined,
    reopenPopup: async () => true,
    setBadge: async (_: number, text: string) => void browser.badges.push(text),
  };
});

/** The time of day, which passes as a test says. */
const clock = { now: 0 };

beforeEach(() => {
  clock.now = 1_800_000_000_000;
  vi.spyOn(Date, 'now').mockImplementation(() => clock.now);
  browser.local = memoryArea();
  browser.memory = memoryArea({
    'marker:': true,
    'page:1': page({ services: [seen({ state: 'refuses', challenges: ['Bearer realm="x"'] })] }),
  });
  browser.rules = ruleMemory();
  browser.provider = memoryProvider({ clock });
  browser.alarm = 0;
  browser.announced = 0;
  browser.badges = [];
});

afterEach(() => {
  vi.restoreAllMocks();
});

const MIN = 60_000;

/** A worker starts. */
function begin() {
  start();
  const command = vi.mocked(events.onCommand).mock.lastCall?.[0];
  const due = vi.mocked(events.onRenewalDue).mock.lastCall?.[0] ?? (() => {});
  const lock = vi.mocked(events.onLockSignals).mock.lastCall?.[0];
  const sender = { id: 'layerkey', url: 'chrome-extension://layerkey/popup.html', frameId: 0 };
  const send = async (name: string, more: Record<string, unknown> = {}) => {
    const reply = await command?.({ command: name, tabId: 1, ...more }, sender);
    return (reply as { ok: boolean; view: PopupView }).view;
  };
  const row = async () => (await send('view')).rows[0];
  return { send, due, lock, row, ofRow: (name: string, more = {}) => send(name, { key: ROW_KEY, ...more }) };
}

/** The same, signed in by a popup that is closed since: nothing wakes it but its alarm. */
async function signedIn() {
  const worker = begin();
  await worker.ofRow('signIn', { draft: providerDraft(), reload: false });
  await eventually(() => tokens()).toHaveLength(1);
  return worker;
}

/** Tokens that rules send, each once. */
const tokens = () => {
  const headers = [...browser.rules.rules.values()].flatMap(({ action }) => action.requestHeaders ?? []);
  return [...new Set(headers.flatMap(({ value }) => (value?.startsWith('Bearer ') ? [value] : [])))];
};

test('signed in: the alarm is set without anybody looking again', async () => {
  await signedIn();
  await eventually(() => browser.alarm).toBe(clock.now + 4.5 * MIN);
});

test('the alarm, again and again: renewed each time, and set for the next', async () => {
  const { due } = await signedIn();
  for (let round = 1; round <= 3; round++) {
    clock.now += 4.5 * MIN;
    due();
    await eventually(() => browser.provider.tokenRequests().length).toBe(1 + round);
    await eventually(() => browser.alarm).toBe(clock.now + 4.5 * MIN);
  }
});

test('a worker that was stopped sets the alarm again when it starts', async () => {
  await signedIn();
  browser.alarm = 0;
  const { row } = begin();
  expect((await row())?.status).toBe('signedIn');
  await eventually(() => browser.alarm).toBe(clock.now + 4.5 * MIN);
});

test('an overdue renewal at the start: done once, and the map goes on', async () => {
  await signedIn();
  clock.now += 60 * MIN;
  const { row, due } = begin();
  due();
  due();
  await row();
  await eventually(async () => (await row())?.status).toBe('signedIn');
  expect(browser.provider.tokenRequests()).toHaveLength(2);
  await eventually(() => browser.alarm).toBe(clock.now + 4.5 * MIN);
});

test.each(['signOut', 'pause', 'remove'])('%s: no alarm is left', async (name) => {
  const { ofRow } = await signedIn();
  await eventually(() => browser.alarm).toBeGreaterThan(0);
  await ofRow(name);
  await eventually(() => browser.alarm).toBe(0);
});

test('resumed: the alarm is back', async () => {
  const { ofRow } = await signedIn();
  await ofRow('pause');
  await eventually(() => browser.alarm).toBe(0);
  await ofRow('resume');
  await eventually(() => browser.alarm).toBe(clock.now + 4.5 * MIN);
});

test('a renewal that ends the sign-in is told by popup and badge at once', async () => {
  const { due, row } = await signedIn();
  for (const grant of browser.provider.grants) grant.alive = false;
  clock.now += 4.5 * MIN;
  browser.announced = 0;
  browser.badges = [];
  due();
  await eventually(() => tokens()).toHaveLength(0);
  await eventually(() => browser.announced).toBeGreaterThan(0);
  expect(browser.badges.length).toBeGreaterThan(0);
  expect((await row())?.hint?.code).toBe('sessionElsewhere');
});

test('unreachable and ended: says that it renews, and comes back by the alarm alone', async () => {
  const { due, row } = await signedIn();
  browser.provider.mode = 'down';
  clock.now += 5 * MIN;
  due();
  await eventually(() => tokens()).toHaveLength(0);
  expect((await row())?.status).toBe('renewing');
  await eventually(() => browser.alarm).toBe(clock.now + 30_000);
  browser.provider.mode = 'up';
  clock.now = browser.alarm;
  due();
  await eventually(() => tokens()).toHaveLength(1);
  expect((await row())?.status).toBe('signedIn');
  await eventually(() => browser.alarm).toBe(clock.now + 4.5 * MIN);
});

test('nothing secret in what any page is told, in the log or on the disk', async () => {
  const said: unknown[] = [];
  const spies = (['log', 'warn', 'error', 'info', 'debug'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((...words) => void said.push(words)),
  );
  const { ofRow, send, due } = await signedIn();
  said.push(await send('view'));
  clock.now += 5 * MIN;
  due();
  await eventually(() => browser.provider.tokenRequests().length).toBe(2);
  said.push(await send('view'), await send('settings').catch(() => null), await ofRow('signOut'));
  for (const spy of spies) spy.mockRestore();
  const all = JSON.stringify(said) + JSON.stringify([...browser.local.items]);
  for (const secret of browser.provider.secrets()) expect(all).not.toContain(secret);
});
