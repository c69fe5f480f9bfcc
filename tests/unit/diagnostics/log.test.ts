import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEventLog } from '../../../lib/diagnostics/log.ts';
import { openSession } from '../../../lib/sign-in/session.ts';
import { memoryArea } from '../../fakes/memory-area.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

async function world(area = memoryArea()) {
  const session = await openSession(area);
  const written = vi.spyOn(area, 'set');
  return { area, session, written, log: createEventLog({ session, now: Date.now }) };
}

test('an event is there at once, and for the next worker a second later', async () => {
  const { area, log } = await world();
  log.note('refused', 'https://geo.example.com/ows?token=x', '401');
  const event = { at: 1_000_000, code: 'refused', host: 'geo.example.com', detail: '401', times: 1 };
  expect(log.all()).toEqual([event]);
  await vi.advanceTimersByTimeAsync(1000);
  expect((await world(area)).log.all()).toEqual([event]);
});

test('the next worker goes on behind what the last one wrote', async () => {
  const { area, log } = await world();
  log.note('signedIn');
  await vi.advanceTimersByTimeAsync(1000);
  const next = await world(area);
  next.log.note('workerStarted');
  expect(next.log.all().map(({ code }) => code)).toEqual(['signedIn', 'workerStarted']);
});

test('a storm of a thousand events is one write', async () => {
  const { written, log } = await world();
  for (let index = 0; index < 1000; index += 1) log.note('refused', `h${index}.example`, '401');
  expect(written).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1000);
  expect(written).toHaveBeenCalledOnce();
  expect(Object.keys(written.mock.lastCall?.[0] ?? {})).toEqual(['events:']);
  expect(log.all()).toHaveLength(200);
  log.note('resumed');
  await vi.advanceTimersByTimeAsync(999);
  expect(written).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(1);
  expect(written).toHaveBeenCalledTimes(2);
});

test('a write that fails is no trouble, and the next one has everything', async () => {
  const { written, log, session } = await world();
  written.mockRejectedValueOnce(new Error('full'));
  log.note('locked');
  await vi.advanceTimersByTimeAsync(1000);
  log.note('unlocked');
  await vi.advanceTimersByTimeAsync(1000);
  expect(session.get('events', '')?.map(({ code }) => code)).toEqual(['locked', 'unlocked']);
  expect(written).toHaveBeenCalledTimes(2);
});
