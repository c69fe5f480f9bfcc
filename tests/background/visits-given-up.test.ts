import { beforeEach, describe, expect, test, vi } from 'vitest';
import { eventually } from '../fakes/eventually.ts';
import { settled } from '../fakes/interruptions.ts';
import { isAlive } from '../fakes/oauth-world.ts';
import { expectNobody, GIVEN, OWN, PASTED, ROW_KEY, visitWorld } from '../fakes/visit-world.ts';

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

describe('given up', () => {
  test.each(['the browser’s window', 'a window of our own', 'a page with a code'])(
    '%s is open: nobody is signed in, whatever comes',
    async (which) => {
      const made = await visitWorld();
      const isBrowsers = which.startsWith('the browser');
      const fields = isBrowsers ? {} : which.startsWith('a window') ? OWN : PASTED;
      const running = made.intents.add(made.intent(fields));
      if (isBrowsers) await made.flow();
      else await eventually(() => made.windows[0]?.shown.length).toBe(1);
      await made.cancel();
      if (isBrowsers) (await made.flow()).finish();
      made.visits.pasted(ROW_KEY, 'planted-code');
      await running;
      await settled();
      await expectNobody(made);
      expect(made.windows.every(({ closed }) => closed)).toBe(true);
      expect(made.session.all('window').size).toBe(0);
    },
  );

  test('the next click begins anew, though the browser’s window is still there', async () => {
    const made = await visitWorld();
    void made.intents.add(made.intent());
    await made.flow();
    await made.cancel();
    await settled();
    const again = made.intents.add(made.intent());
    (await made.flow(2)).finish();
    await again;
    expect(isAlive(made)).toBe(true);
    expect(made.row()).toBeUndefined();
  });

  test.each([GIVEN, { ...GIVEN, ...OWN }, { ...GIVEN, ...PASTED }])(
    'while the service answers: no window opens',
    async (fields) => {
      const made = await visitWorld(undefined, []);
      const { letGo } = made.holdService();
      const running = made.intents.add(made.intent(fields));
      await eventually(() => made.asked.length).toBe(1);
      await made.cancel();
      letGo();
      await Promise.race([running, settled()]);
      expect(made.flows).toEqual([]);
      expect(made.windows.flatMap(({ shown }) => shown)).toEqual([]);
      await running;
      await expectNobody(made);
    },
  );

  test.each([0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20, 30])(
    '%i steps after the click: nobody is signed in',
    async (steps) => {
      const made = await visitWorld();
      const running = made.intents.add(made.intent(GIVEN));
      for (let step = 0; step < steps; step++) await Promise.resolve();
      await made.cancel();
      await Promise.race([running, settled()]);
      for (const flow of made.flows)
        flow.answer({ what: 'answered', url: made.provider.authorize(flow.url, 'anna') });
      await running;
      await settled();
      await expectNobody(made);
    },
  );

  test('everything is locked on a shared computer while the window is open: whoever answers is not signed in', async () => {
    const made = await visitWorld();
    const running = made.intents.add(made.intent());
    const flow = await made.flow();
    await made.session.clear('row');
    await made.session.clear('intent');
    flow.finish();
    await running;
    await expectNobody(made);
  });

  test('all visits end with a lock', async () => {
    const made = await visitWorld();
    const running = made.intents.add(made.intent(OWN));
    await eventually(() => made.windows[0]?.shown.length).toBe(1);
    await made.session.clear('row');
    made.visits.endAll();
    await running;
    await expectNobody(made);
    expect(made.windows[0]?.closed).toBe(true);
  });
});
