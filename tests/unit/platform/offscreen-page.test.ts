import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { answerWorker } from '../../../lib/platform/offscreen-page.ts';
import { eventually } from '../../fakes/eventually.ts';

const ORIGIN = 'chrome-extension://layerkeyid';

class ServiceWorker {}

/** What the document hears, and what it asks. */
const container = Object.assign(new EventTarget(), { startMessages: vi.fn() });
const ask = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
const close = vi.fn();

beforeEach(() => {
  ask.mockReset().mockImplementation(async () => new Response('here'));
  close.mockReset();
  vi.stubGlobal('navigator', { serviceWorker: container, locks: navigator.locks });
  vi.stubGlobal('location', { origin: ORIGIN });
  vi.stubGlobal('ServiceWorker', ServiceWorker);
  vi.stubGlobal('window', { close });
  vi.stubGlobal('fetch', ask);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const request = { url: 'https://geo.example/wms', headers: { authorization: 'Basic x' }, limitMs: 10_000 };

/** @returns the other end of the channel. */
function tell(from: { source: unknown; origin: string }, awaited: string): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const event = Object.assign(new Event('message'), { ...from, ports: [port2], data: { request, awaited } });
  container.dispatchEvent(event);
  return port1;
}

beforeAll(() => {
  vi.stubGlobal('navigator', { serviceWorker: container });
  answerWorker();
  vi.unstubAllGlobals();
});

test('the worker is answered', async () => {
  const port = tell({ source: new ServiceWorker(), origin: ORIGIN }, 'a');
  const answer = await new Promise((resolve) => {
    port.onmessage = ({ data }) => resolve(data);
  });
  expect(answer).toMatchObject({ kind: 'answer', status: 200, content: new TextEncoder().encode('here') });
  expect(ask).toHaveBeenCalledExactlyOnceWith(
    request.url,
    expect.objectContaining({
      headers: request.headers,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
    }),
  );
  port.close();
});

test.each([
  ['a window', { source: {}, origin: ORIGIN }],
  ['nobody', { source: null, origin: ORIGIN }],
  ['the worker of somebody else', { source: new ServiceWorker(), origin: 'https://evil.example' }],
])('%s is not heard', (_, from) => {
  tell(from, 'b').close();
  expect(ask).not.toHaveBeenCalled();
});

test('what nobody waits for any more is broken off, and the document goes a second later', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const { promise: worker, resolve: stopWorker } = Promise.withResolvers<void>();
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  void navigator.locks.request('c', () => {
    hold();
    return worker;
  });
  await held;
  const { promise: broken, resolve: breakOff } = Promise.withResolvers<void>();
  ask.mockImplementation((_, { signal }) => {
    signal?.addEventListener('abort', () => breakOff());
    return broken.then(() => Promise.reject(signal?.reason));
  });
  const port = tell({ source: new ServiceWorker(), origin: ORIGIN }, 'c');
  await eventually(() => ask).toHaveBeenCalled();
  stopWorker();
  await broken;
  expect(close).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1000);
  expect(close).toHaveBeenCalled();
  port.close();
});
