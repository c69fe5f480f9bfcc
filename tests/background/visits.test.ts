import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as worker from '../../lib/platform/worker.ts';
import { eventually } from '../fakes/eventually.ts';
import { settled } from '../fakes/interruptions.ts';
import { isAlive } from '../fakes/oauth-world.ts';
import { textOf } from '../fakes/remembered.ts';
import { OWN, PASTED, providerDraft, ROW_KEY, visitWorld } from '../fakes/visit-world.ts';

vi.mock('../../lib/platform/events.ts', () => ({
  capabilities: { portsInPatterns: true, topDomains: true },
}));
vi.mock('../../lib/platform/worker.ts', () => ({
  announceChange: vi.fn(async () => true),
  reopenPopup: vi.fn(async () => false),
  setBadge: vi.fn(async () => undefined),
  reloadTab: vi.fn(async () => undefined),
}));

beforeEach(() => {
  vi.clearAllMocks();
});

describe('a visit', () => {
  test('the row says what is waited for, and is gone with what was typed once it is over', async () => {
    const made = await visitWorld();
    const running = made.intents.add(made.intent());
    const flow = await made.flow();
    expect(made.pending()).toBe('window');
    expect(made.row()?.draft).toEqual(providerDraft());
    flow.finish();
    await running;
    expect(made.row()).toBeUndefined();
    expect(isAlive(made)).toBe(true);
    const rows = [...made.memory.items].filter(([key]) => /^(row|intent):/.test(key));
    expect(rows).toEqual([]);
    expect(worker.announceChange).toHaveBeenCalled();
  });

  test('while it goes on nobody can read what protects it', async () => {
    const made = await visitWorld();
    const running = made.intents.add(made.intent());
    const flow = await made.flow();
    const state = new URL(flow.url).searchParams.get('state') ?? '';
    const kept =
      textOf(made.memory) + textOf(made.local) + JSON.stringify(vi.mocked(worker.announceChange).mock.calls);
    expect(state).not.toBe('');
    expect(kept).not.toContain(state);
    flow.finish();
    await running;
    const verifier = made.provider.tokenRequests()[0]?.get('code_verifier') ?? '';
    expect(verifier).not.toBe('');
    expect(kept + textOf(made.memory) + textOf(made.local)).not.toContain(verifier);
  });

  test('the window is closed: no error, the form as it was', async () => {
    const made = await visitWorld();
    const running = made.intents.add(made.intent());
    (await made.flow()).answer({ what: 'cancelled' });
    await running;
    expect(made.row()).toMatchObject({ draft: providerDraft(), failure: null, pending: null });
  });

  test('it ends without an answer: said, with the form', async () => {
    const made = await visitWorld();
    const running = made.intents.add(made.intent());
    (await made.flow()).answer({ what: 'ended' });
    await running;
    expect(made.row()).toMatchObject({
      ...{ draft: providerDraft(), pending: null },
      failure: { code: 'windowWithoutAnswer', values: ['id.example.org'] },
    });
  });

  test('the browser does not let us ask the provider yet: said, and the next click asks for it', async () => {
    const made = await visitWorld();
    made.permissions.missing.add('https://id.example.org:443/*');
    await made.intents.add(made.intent());
    expect(made.row()).toMatchObject({
      ...{ draft: providerDraft(), pending: null },
      failure: { code: 'providerNotAllowed' },
      provider: { origins: ['https://id.example.org:443/*'] },
    });
    expect(made.flows).toEqual([]);
    expect(made.provider.tokenRequests()).toEqual([]);
  });

  test('a second click, and one in another tab: one window', async () => {
    const made = await visitWorld();
    const running = made.intents.add(made.intent());
    const flow = await made.flow();
    await made.intents.add(made.intent());
    await made.intents.add(made.intent({}, 2));
    await made.intents.resumeAll();
    flow.finish();
    await running;
    await made.intents.resumeAll();
    expect(made.flows).toHaveLength(1);
    expect(made.session.all('intent').size).toBe(0);
    expect(isAlive(made)).toBe(true);
  });
});

describe('a code that is pasted', () => {
  test('taken once, in its row alone', async () => {
    const made = await visitWorld();
    const running = made.intents.add(made.intent(PASTED));
    await eventually(() => made.windows[0]?.shown.length).toBe(1);
    expect(made.pending()).toBe('code');
    const [page = ''] = made.windows[0]?.shown ?? [];
    const code = new URL(made.provider.authorize(page, 'anna')).searchParams.get('code') ?? '';
    await settled();
    made.visits.pasted('another row', 'wrong');
    made.visits.pasted(ROW_KEY, code);
    made.visits.pasted(ROW_KEY, 'later');
    await running;
    expect(isAlive(made)).toBe(true);
    expect(made.windows[0]?.closed).toBe(true);
    expect(made.row()).toBeUndefined();
    made.visits.pasted(ROW_KEY, code);
    expect(made.provider.tokenRequests()).toHaveLength(1);
  });

  test('a wrong one: said, with the form, and the code is nowhere', async () => {
    const made = await visitWorld();
    const running = made.intents.add(made.intent(PASTED));
    await eventually(() => made.windows[0]?.shown.length).toBe(1);
    await settled();
    made.visits.pasted(ROW_KEY, 'planted-wrong-code');
    await running;
    expect(made.row()).toMatchObject({
      draft: providerDraft(PASTED),
      failure: { code: 'codeExpired' },
      pending: null,
    });
    expect(textOf(made.memory)).not.toContain('planted-wrong-code');
  });
});

describe('the worker is stopped', () => {
  test.each([
    ['window', {}],
    ['window', OWN],
    ['code', PASTED],
  ] as const)(
    'while the row waits for a %s (%o): told, with what was typed; the next click signs in',
    async (what, fields) => {
      const before = await visitWorld();
      void before.intents.add(before.intent(fields));
      await eventually(() => before.pending()).toBe(what);
      if (before.flows.length === 0) await eventually(() => before.windows[0]?.shown.length).toBe(1);
      const after = await visitWorld(before);
      await after.authorizer.afterStart();
      await after.installed.sync();
      await after.intents.afterStart();
      expect(after.row()).toMatchObject({ draft: providerDraft(fields), pending: null });
      expect(after.row()?.failure).toEqual({ code: 'interrupted', values: ['geo.example.com'] });
      expect(after.session.all('window').size).toBe(0);
      expect([...after.browserRules.rules.values()]).toEqual([]);
      const again = after.intents.add(after.intent());
      (await after.flow()).finish();
      await again;
      expect(isAlive(after)).toBe(true);
      expect(after.row()).toBeUndefined();
    },
  );
});
