import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIntents } from '../../entrypoints/background/intents.ts';
import { AppError } from '../../lib/errors.ts';
import * as worker from '../../lib/platform/worker.ts';
import { type Intent, openSession, type RowState } from '../../lib/sign-in/session.ts';
import { memoryArea } from '../fakes/memory-area.ts';
import { page } from '../fakes/pages.ts';
import { allPermissions, seenRow } from '../fakes/sign-in-world.ts';

vi.mock('../../lib/platform/worker.ts', () => ({
  announceChange: vi.fn(),
  reopenPopup: vi.fn(),
  setBadge: vi.fn(),
  reloadTab: vi.fn(),
}));

const ORIGINS = ['https://geo.example.com:443/*', 'https://maps.example.org:443/*'];
const ROW = seenRow();
const DRAFT = {
  method: 'basic',
  fields: { username: 'anna', password: 'pw' },
  acceptPlainHttp: false,
  remember: false,
};
const SIGN_IN: Omit<Intent, 'expires'> = {
  key: ROW.key,
  tabId: 1,
  origins: ORIGINS,
  act: { what: 'signIn', draft: DRAFT, reload: true, replaces: null },
};

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  // Nobody looks, and while its prompt stands the browser opens no popup.
  vi.mocked(worker.announceChange).mockResolvedValue(false);
  vi.mocked(worker.reopenPopup).mockResolvedValue(false);
  vi.mocked(worker.setBadge).mockResolvedValue(undefined);
});

afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

/** How a method reaches a provider for a row. */
const TOOLS = {};

/** A worker with a real session; `area` outlives it as the browser's session storage does. */
async function start({ area = memoryArea(), given = false, signIn = async () => undefined as unknown } = {}) {
  const session = await openSession(area);
  const permissions = allPermissions();
  if (!given) permissions.missing.add(ORIGINS[0] ?? '');
  const empty: RowState = { draft: null, failure: null, pending: null, origins: [] };
  const signIns = { signIn: vi.fn(signIn), useExisting: vi.fn(async () => undefined), check: vi.fn() };
  const access = { giveBack: vi.fn(async () => undefined) };
  const pages = {
    pageOf: () => page(),
    markStale: async () => undefined,
    setPage: async () => undefined,
    rowOf: async () => ROW,
    view: async () => ({ rows: [{ key: ROW.key, keyNames: ['code', 'key', 'token'], details: null }] }),
    rowState: (key: string) => session.get('row', key) ?? empty,
    hasRow: (key: string) => session.get('row', key) !== undefined,
    setRow: (key: string, change: Partial<RowState>) =>
      session.set('row', key, { ...(session.get('row', key) ?? empty), ...change }),
  };
  const locking = { arm: async () => undefined };
  const recheck = { again: vi.fn(async () => undefined) };
  const visits = { toolsFor: () => TOOLS, end: vi.fn() };
  const parts = {
    session,
    permissions,
    signIns,
    recheck,
    locking,
    access,
    pages,
    visits,
    log: { note: vi.fn() },
  } as unknown as Parameters<typeof createIntents>[0];
  const give = () => permissions.missing.clear();
  return { intents: createIntents(parts), session, signIns, access, give, area };
}

const rowIn = (session: Awaited<ReturnType<typeof start>>['session']) => session.get('row', ROW.key);

test('with access there is no waiting: signed in once, the page reloaded, what was typed forgotten', async () => {
  const { intents, session, signIns, access } = await start({ given: true });
  await intents.add(SIGN_IN);
  expect(signIns.signIn).toHaveBeenCalledTimes(1);
  expect(signIns.signIn.mock.calls[0]).toEqual([
    ROW,
    DRAFT,
    ['code', 'key', 'token'],
    null,
    expect.any(Function),
    TOOLS,
  ]);
  expect(worker.reloadTab).toHaveBeenCalledWith(1);
  expect(rowIn(session)).toBeUndefined();
  expect(session.all('intent').size).toBe(0);
  expect(access.giveBack).toHaveBeenCalled();
});

test('the prompt stands: the form is kept, nothing is sent; yes carries it out by itself', async () => {
  const { intents, session, signIns, give } = await start();
  await intents.add(SIGN_IN);
  expect(rowIn(session)).toMatchObject({
    draft: DRAFT,
    pending: { what: 'permission', since: 1_000_000 },
    origins: ORIGINS,
  });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(signIns.signIn).not.toHaveBeenCalled();
  give();
  await intents.resumeAll();
  expect(signIns.signIn).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200_000);
  expect(signIns.signIn).toHaveBeenCalledTimes(1);
  expect(session.all('intent').size).toBe(0);
});

test('no, said by the popup: told, the form kept, access given back', async () => {
  const { intents, session, signIns, access } = await start();
  await intents.add(SIGN_IN);
  await intents.denied(ROW.key);
  expect(rowIn(session)).toEqual({
    draft: DRAFT,
    failure: { code: 'permissionNotGiven', values: ['geo.example.com'] },
    pending: null,
    origins: [],
  });
  expect(access.giveBack).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200_000);
  expect(signIns.signIn).not.toHaveBeenCalled();
  expect(rowIn(session)?.failure?.code).toBe('permissionNotGiven');
});

test('no, with the popup closed: the moment it opens again without access', async () => {
  const { intents, session } = await start();
  await intents.add(SIGN_IN);
  await vi.advanceTimersByTimeAsync(5000);
  expect(rowIn(session)?.failure).toBe(null);
  vi.mocked(worker.reopenPopup).mockResolvedValue(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(rowIn(session)).toMatchObject({
    draft: DRAFT,
    failure: { code: 'permissionNotGiven' },
    pending: null,
  });
});

test('an answer that never comes ends after two minutes, and the badge calls', async () => {
  const { intents, session, signIns, give } = await start();
  await intents.add(SIGN_IN);
  await vi.advanceTimersByTimeAsync(119_000);
  expect(rowIn(session)?.failure).toBe(null);
  await vi.advanceTimersByTimeAsync(2000);
  expect(rowIn(session)).toMatchObject({ draft: DRAFT, failure: { code: 'intentExpired' }, pending: null });
  expect(worker.setBadge).toHaveBeenCalledWith(1, '!', expect.any(String));
  give();
  await intents.resumeAll();
  expect(signIns.signIn).not.toHaveBeenCalled();
});

test('a failure waits in the row, with the form; where a popup is open it is not called', async () => {
  const signIn = async () => {
    throw new AppError('passwordRefused', ['geo.example.com']);
  };
  const { intents, session } = await start({ given: true, signIn });
  vi.mocked(worker.announceChange).mockResolvedValue(true);
  await intents.add(SIGN_IN);
  expect(rowIn(session)).toMatchObject({
    draft: DRAFT,
    failure: { code: 'passwordRefused', values: ['geo.example.com'] },
    pending: null,
  });
  expect(worker.reloadTab).not.toHaveBeenCalled();
  expect(worker.reopenPopup).not.toHaveBeenCalled();
  expect(worker.setBadge).not.toHaveBeenCalled();
});

test('what is under way is not started again: one password, one attempt', async () => {
  let finish = (_: unknown) => {};
  const made = await start({ given: true, signIn: () => new Promise((resolve) => (finish = resolve)) });
  const first = made.intents.add(SIGN_IN);
  await vi.advanceTimersByTimeAsync(0);
  await made.intents.add(SIGN_IN);
  await made.intents.resumeAll();
  finish(undefined);
  await first;
  await made.intents.resumeAll();
  expect(made.signIns.signIn).toHaveBeenCalledTimes(1);
  expect(made.session.all('intent').size).toBe(0);
});

test('two clicks at once are one attempt', async () => {
  const { intents, signIns } = await start({ given: true });
  await Promise.all([intents.add(SIGN_IN), intents.add(SIGN_IN), intents.resumeAll()]);
  expect(signIns.signIn).toHaveBeenCalledTimes(1);
});

test('cancelled: neither the intent nor what was typed stays', async () => {
  const { intents, session, signIns, give, area } = await start();
  await intents.add(SIGN_IN);
  await intents.cancel(ROW.key);
  give();
  await intents.resumeAll();
  await vi.advanceTimersByTimeAsync(200_000);
  expect(signIns.signIn).not.toHaveBeenCalled();
  expect(rowIn(session)).toBeUndefined();
  expect(JSON.stringify([...area.items])).not.toContain('anna');
});

test('everything ended while the service answers (a shared computer): what was proven is not wanted any more', async () => {
  const made = await start({ given: true });
  let wanted: unknown[] = [];
  made.signIns.signIn.mockImplementation(async (...given: unknown[]) => {
    const isWanted = given[4] as () => boolean;
    wanted = [isWanted()];
    await made.session.clear('row');
    wanted.push(isWanted());
  });
  await made.intents.add(SIGN_IN);
  expect(wanted).toEqual([true, false]);
  expect(worker.reloadTab).not.toHaveBeenCalled();
});

test('a worker that was stopped goes on waiting, and carries out what was allowed meanwhile', async () => {
  const before = await start();
  await before.intents.add(SIGN_IN);
  const after = await start({ area: before.area, given: true });
  await after.intents.afterStart();
  expect(after.signIns.signIn).toHaveBeenCalledTimes(1);
});

test('what a stopped worker finds after its time is told, not carried out', async () => {
  const before = await start();
  await before.intents.add(SIGN_IN);
  vi.setSystemTime(Date.now() + 3_600_000);
  const after = await start({ area: before.area, given: true });
  await after.intents.afterStart();
  expect(after.signIns.signIn).not.toHaveBeenCalled();
  expect(rowIn(after.session)).toMatchObject({
    draft: DRAFT,
    failure: { code: 'intentExpired' },
    pending: null,
  });
});

test('an attempt that died with its worker is told, not repeated', async () => {
  const area = memoryArea();
  const pending = { what: 'signIn' as const, since: 1 };
  await (await openSession(area)).set('row', ROW.key, {
    draft: DRAFT,
    failure: null,
    pending,
    origins: ORIGINS,
  });
  const { intents, session, signIns } = await start({ area, given: true });
  await intents.afterStart();
  expect(rowIn(session)).toMatchObject({
    draft: DRAFT,
    pending: null,
    failure: { code: 'interrupted', values: ['geo.example.com'] },
  });
  expect(signIns.signIn).not.toHaveBeenCalled();
});
