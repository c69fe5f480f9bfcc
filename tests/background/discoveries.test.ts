import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDiscoveries } from '../../entrypoints/background/discoveries.ts';
import * as worker from '../../lib/platform/worker.ts';
import { openSession, type RowState } from '../../lib/sign-in/session.ts';
import { settled } from '../fakes/interruptions.ts';
import { memoryArea } from '../fakes/memory-area.ts';
import { memoryProvider } from '../fakes/memory-provider.ts';
import { allPermissions } from '../fakes/sign-in-world.ts';

vi.mock('../../lib/platform/events.ts', () => ({
  capabilities: { portsInPatterns: true, topDomains: true },
}));
vi.mock('../../lib/platform/worker.ts', () => ({ announceChange: vi.fn(async () => true) }));

const ROW = 'https://maps.example.org https://geo.example.com/ows';
const OTHER = 'https://maps.example.org https://other.example/ows';
const WELL_KNOWN = '/.well-known/openid-configuration';
const EMPTY: RowState = { draft: null, failure: null, pending: null, origins: [] };
const DRAFT = { method: 'oauth', fields: {}, acceptPlainHttp: false, remember: false };

beforeEach(() => {
  vi.mocked(worker.announceChange).mockClear();
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function start() {
  const session = await openSession(memoryArea());
  const provider = memoryProvider();
  const permissions = allPermissions();
  const hosts = new Set(['id.example.org']);
  const asked: string[] = [];
  const ends: AbortSignal[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    asked.push(url);
    if (init.signal) ends.push(init.signal);
    if (!hosts.has(new URL(url).host)) throw new TypeError('Failed to fetch');
    return provider.fetch(url, init);
  };
  const pages = {
    hasRow: (key: string) => session.get('row', key) !== undefined,
    rowState: (key: string) => session.get('row', key) ?? EMPTY,
    setRow: (key: string, change: Partial<RowState>) =>
      session.set('row', key, { ...(session.get('row', key) ?? EMPTY), ...change }),
  };
  const parts = { pages, fetch, permissions } as unknown as Parameters<typeof createDiscoveries>[0];
  const row = (key = ROW) => session.get('row', key);
  const shown = (key = ROW) => row(key)?.provider;
  return {
    discoveries: createDiscoveries(parts),
    session,
    provider,
    permissions,
    hosts,
    asked,
    ends,
    pages,
    row,
    shown,
  };
}

test('found: its name, and the hosts that signing in there needs', async () => {
  const { discoveries, shown } = await start();
  await discoveries.look(ROW, 'oauth', 'id.example.org');
  expect(shown()).toEqual({
    ...{ typed: 'id.example.org', state: 'found', name: 'id.example.org', pkce: true, failure: null },
    ...{ proposed: {}, notes: [] },
    origins: ['https://id.example.org:443/*'],
  });
  expect(worker.announceChange).toHaveBeenCalled();
});

test('the form shows at once that it looks, and which text this is about', async () => {
  const { discoveries, provider, shown } = await start();
  const { reached, letGo } = provider.hold(WELL_KNOWN);
  const looking = discoveries.look(ROW, 'oauth', 'id.example.org');
  await reached;
  expect(shown()).toMatchObject({ typed: 'id.example.org', state: 'looking' });
  letGo();
  await looking;
});

test('the newest text counts, in whatever order the answers come', async () => {
  const { discoveries, provider, hosts, shown, ends } = await start();
  hosts.add('id.example.or');
  const first = provider.hold(WELL_KNOWN);
  const older = discoveries.look(ROW, 'oauth', 'id.example.or');
  await first.reached;
  const newer = discoveries.look(ROW, 'oauth', 'id.example.org');
  expect(ends[0]?.aborted).toBe(true);
  await newer;
  first.letGo();
  await older;
  expect(shown()).toMatchObject({ typed: 'id.example.org', state: 'found' });
});

test('rows do not disturb each other', async () => {
  const { discoveries, shown } = await start();
  await Promise.all([
    discoveries.look(ROW, 'oauth', 'id.example.org'),
    discoveries.look(OTHER, 'oauth', 'nobody.example'),
  ]);
  expect(shown()).toMatchObject({ state: 'found' });
  expect(shown(OTHER)).toMatchObject({ state: 'failed', failure: { code: 'unreachable' } });
});

test('an empty text forgets what was found, and ends the search', async () => {
  const { discoveries, provider, shown, ends } = await start();
  const { reached, letGo } = provider.hold(WELL_KNOWN);
  const looking = discoveries.look(ROW, 'oauth', 'id.example.org');
  await reached;
  await discoveries.look(ROW, 'oauth', '  ');
  letGo();
  await looking;
  expect(shown()).toBeNull();
  expect(ends[0]?.aborted).toBe(true);
});

test('an empty text in a row that has nothing makes no row', async () => {
  const { discoveries, row } = await start();
  await discoveries.look(ROW, 'oauth', '');
  expect(row()).toBeUndefined();
});

test('the row is gone when the answer comes: it does not come back', async () => {
  const { discoveries, provider, session, row } = await start();
  const { reached, letGo } = provider.hold(WELL_KNOWN);
  const looking = discoveries.look(ROW, 'oauth', 'id.example.org');
  await reached;
  await session.remove('row', ROW);
  letGo();
  await looking;
  await settled();
  expect(row()).toBeUndefined();
});

test('ended with its form: nobody waits for the answer, and it changes nothing', async () => {
  const { discoveries, provider, session, row, ends } = await start();
  const { reached, letGo } = provider.hold(WELL_KNOWN);
  const looking = discoveries.look(ROW, 'oauth', 'id.example.org');
  await reached;
  discoveries.end(ROW);
  await session.remove('row', ROW);
  await session.set('row', ROW, { ...EMPTY, draft: DRAFT });
  letGo();
  await looking;
  expect(ends[0]?.aborted).toBe(true);
  expect(row()).toEqual({ ...EMPTY, draft: DRAFT });
});

test('the popup is closed meanwhile: the answer waits in the row', async () => {
  vi.mocked(worker.announceChange).mockResolvedValue(false);
  const { discoveries, shown } = await start();
  await discoveries.look(ROW, 'oauth', 'id.example.org');
  expect(shown()).toMatchObject({ state: 'found' });
});

test('what else is in the row stays', async () => {
  const { discoveries, pages, row } = await start();
  await pages.setRow(ROW, { draft: DRAFT, failure: { code: 'emptyField', values: ['issuer'] } });
  await discoveries.look(ROW, 'oauth', 'id.example.org');
  expect(row()).toMatchObject({ draft: DRAFT, failure: { code: 'emptyField', values: ['issuer'] } });
});

test('a provider that answers only to those who may ask is no failure before the click that allows it', async () => {
  const { discoveries, permissions, shown } = await start();
  permissions.missing.add('https://closed.example:443/*');
  await discoveries.look(ROW, 'oauth', 'https://closed.example');
  expect(shown()).toMatchObject({ state: 'failed', failure: null });
  permissions.missing.clear();
  await discoveries.look(ROW, 'oauth', 'https://closed.example');
  expect(shown()).toMatchObject({ state: 'failed', failure: { code: 'unreachable' } });
});

test.each([
  ['http://id.example.org', 'plainHttpProvider'],
  ['https://', 'badUrl'],
  ['https://user:planted-pass@id.example.org', 'badUrl'],
  ['a b', 'badUrl'],
  ['javascript:alert(1)', 'badUrl'],
  [`https://${'x'.repeat(1900)}.example`, 'unreachable'],
])('%s: %s, and nobody is asked where it is no address', async (typed, code) => {
  const { discoveries, asked, shown } = await start();
  await discoveries.look(ROW, 'oauth', typed);
  expect(shown()?.failure?.code).toBe(code);
  if (code !== 'unreachable') expect(asked).toEqual([]);
  expect(JSON.stringify(shown()?.failure)).not.toContain('planted-pass');
});

test('nobody answers for ever: it ends by itself, and says so', async () => {
  const time = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(time.signal);
  const { discoveries, pages, permissions, shown } = await start();
  const fetch = (_: string, { signal }: RequestInit) =>
    new Promise<Response>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  const parts = { pages, fetch, permissions } as unknown as Parameters<typeof createDiscoveries>[0];
  expect(discoveries).toBeDefined();
  const looking = createDiscoveries(parts).look(ROW, 'oauth', 'https://slow.example');
  await settled();
  time.abort(new DOMException('', 'TimeoutError'));
  await looking;
  expect(shown()).toMatchObject({ state: 'failed', failure: { code: 'timedOut' } });
});
