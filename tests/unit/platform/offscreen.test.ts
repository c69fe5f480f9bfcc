import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fetchInDocument, mayPassInDocument, responseInDocument } from '../../../lib/platform/offscreen.ts';
import type { Handed } from '../../../lib/platform/offscreen-page.ts';
import type { OwnAnswer } from '../../../lib/platform/own-fetch.ts';
import { eventually } from '../../fakes/eventually.ts';

const ORIGIN = 'chrome-extension://layerkeyid/';

interface FakeClient {
  id: string;
  url: string;
  postMessage(message: Handed, ports: MessagePort[]): void;
}

/** The browser: at most one hidden document, other pages of ours, and what was handed to whom. */
const world = vi.hoisted(() => ({
  open: [] as FakeClient[],
  hidden: null as FakeClient | null,
  handed: [] as { to: string; message: Handed; port: MessagePort }[],
  made: [] as string[],
  closed: 0,
  create: async (): Promise<void> => undefined,
  answer: null as OwnAnswer | null,
}));

vi.mock('../../../lib/platform/browser.ts', () => ({
  isFirefox: false,
  browser: {
    runtime: { getURL: (path: string) => `chrome-extension://layerkeyid/${path}` },
    offscreen: {
      createDocument: async ({ url }: { url: string }) => {
        if (world.hidden) throw new Error('Only a single offscreen document may be created.');
        await world.create();
        world.made.push(url);
        world.hidden = client(url);
        world.open.push(world.hidden);
      },
      closeDocument: async () => {
        if (!world.hidden) throw new Error('No current offscreen document.');
        world.closed += 1;
        forget();
      },
    },
  },
}));

function client(url: string): FakeClient {
  return {
    id: crypto.randomUUID(),
    url,
    postMessage(message, [port]) {
      if (!port) throw new Error('no channel');
      world.handed.push({ to: url, message, port });
      if (world.answer) port.postMessage(world.answer);
    },
  };
}

function forget(): void {
  world.open = world.open.filter((one) => one !== world.hidden);
  world.hidden = null;
}

const REQUEST = { url: 'https://geo.example/wms', headers: { authorization: 'Basic x' }, limitMs: 10_000 };
const ANSWER: OwnAnswer = {
  kind: 'answer',
  status: 200,
  headers: [['content-type', 'text/plain']],
  content: new TextEncoder().encode('here'),
};

beforeEach(() => {
  vi.stubGlobal('clients', {
    get: async (id: string) => world.open.find((one) => one.id === id),
    matchAll: async () => world.open,
  });
  const inTab = client(`${ORIGIN}offscreen.html`);
  const popup = client(`${ORIGIN}popup.html`);
  const empty = { hidden: null, handed: [], made: [], closed: 0, create: async () => undefined };
  Object.assign(world, { ...empty, open: [popup, inTab], answer: ANSWER });
});

afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await eventually(() => world.hidden).toBeNull();
});

const handedOver = (count: number) => eventually(() => world.handed).toHaveLength(count);
const isAwaited = async (index: number) => {
  const name = world.handed[index]?.message.awaited;
  return ((await navigator.locks.query()).held ?? []).some((lock) => lock.name === name);
};

describe('a request in a document', () => {
  test('goes to that one alone, comes back, and the document is closed', async () => {
    expect(await fetchInDocument(REQUEST)).toEqual(ANSWER);
    expect(world.handed.map(({ to, message }) => [to, message.request])).toEqual([[world.made[0], REQUEST]]);
    expect(world.made[0]).toMatch(/^chrome-extension:\/\/layerkeyid\/offscreen\.html\?[0-9a-f-]{36}$/);
    await eventually(() => world.closed).toBe(1);
    expect(await isAwaited(0)).toBe(false);
  });

  test('shares it with another one; who is last closes it', async () => {
    world.answer = null;
    const [first, second] = [fetchInDocument(REQUEST), fetchInDocument(REQUEST)];
    await handedOver(2);
    world.handed[0]?.port.postMessage(ANSWER);
    await first;
    expect(await fetchInDocument(REQUEST, AbortSignal.abort())).toMatchObject({ kind: 'failed' });
    expect(world.closed).toBe(0);
    world.handed[1]?.port.postMessage(ANSWER);
    await second;
    expect(world.made).toHaveLength(1);
  });

  test('takes the place of one that a stopped worker left behind', async () => {
    world.hidden = client(`${ORIGIN}offscreen.html?of-another-life`);
    world.open.push(world.hidden);
    expect(await fetchInDocument(REQUEST)).toEqual(ANSWER);
    expect(world.handed.map(({ to }) => to)).toEqual(world.made);
  });

  test('has a new one where the browser closed the last', async () => {
    world.answer = null;
    const lost = new AbortController();
    const first = fetchInDocument(REQUEST, lost.signal);
    await handedOver(1);
    forget();
    world.answer = ANSWER;
    expect(await fetchInDocument(REQUEST)).toEqual(ANSWER);
    expect(new Set(world.handed.map(({ to }) => to)).size).toBe(2);
    lost.abort();
    expect(await first).toEqual({ kind: 'failed', problem: 'network' });
  });

  test('that is never answered ends after its time, and nobody waits for it any more', async () => {
    world.answer = null;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = fetchInDocument(REQUEST);
    await handedOver(1);
    expect(await isAwaited(0)).toBe(true);
    await vi.advanceTimersByTimeAsync(13_000);
    expect(await asked).toEqual({ kind: 'failed', problem: 'timeout' });
    expect(await isAwaited(0)).toBe(false);
  });

  test('that is given up ends at once', async () => {
    world.answer = null;
    const giveUp = new AbortController();
    const asked = fetchInDocument(REQUEST, giveUp.signal);
    await handedOver(1);
    giveUp.abort();
    expect(await asked).toEqual({ kind: 'failed', problem: 'network' });
    expect(await isAwaited(0)).toBe(false);
  });

  test('is not made where the browser makes no document', async () => {
    world.create = () => Promise.reject(new Error('no'));
    expect(await fetchInDocument(REQUEST)).toBeNull();
    expect(world.handed).toEqual([]);
  });

  test('does not wait for ever for a document', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { promise, reject } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    world.create = () => {
      begin();
      return promise;
    };
    const asked = fetchInDocument(REQUEST);
    await begun;
    await vi.advanceTimersByTimeAsync(3000);
    expect(await asked).toBeNull();
    reject(new Error('too late'));
  });
});

describe('as a response', () => {
  const init = (more: RequestInit = {}) => ({ signal: new AbortController().signal, ...more });

  test('a form is handed over as the text that fetch would send', async () => {
    const body = new URLSearchParams({ grant_type: 'password', password: 'é&' });
    const response = await responseInDocument('https://id.example/token', init({ method: 'POST', body }));
    expect(world.handed[0]?.message.request).toEqual({
      url: 'https://id.example/token',
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: 'grant_type=password&password=%C3%A9%26',
      limitMs: 20_000,
    });
    expect([response?.status, await response?.text()]).toEqual([200, 'here']);
    expect(response?.headers.get('content-type')).toBe('text/plain');
  });

  test.each<[string, OwnAnswer, number]>([
    ['no content', { kind: 'answer', status: 204, headers: [], content: new Uint8Array() }, 204],
    ['a redirect', { kind: 'redirect' }, 302],
  ])('%s', async (_, answer, status) => {
    world.answer = answer;
    const response = await responseInDocument('https://id.example/x', init());
    expect([response?.status, response?.headers.get('location')]).toEqual([status, null]);
  });

  test.each([
    ['include', true],
    ['omit', undefined],
    [undefined, undefined],
  ] as const)('credentials %s: with cookies %s', async (credentials, cookies) => {
    await responseInDocument('https://id.example/x', init(credentials ? { credentials } : {}));
    expect(world.handed[0]?.message.request.cookies).toBe(cookies);
  });

  test('none is an error, as with fetch; who gave up is told so', async () => {
    world.answer = { kind: 'failed', problem: 'network' };
    await expect(responseInDocument('https://id.example/x', init())).rejects.toThrow(TypeError);
    const signal = AbortSignal.abort(new Error('given up'));
    await expect(responseInDocument('https://id.example/x', { signal })).rejects.toThrow('given up');
  });
});

test.each([
  ['net::ERR_CERT_AUTHORITY_INVALID', true],
  ['net::ERR_CERT_DATE_INVALID', true],
  // Something may have been sent by then.
  ['net::ERR_SSL_PROTOCOL_ERROR', false],
  ['net::ERR_BAD_SSL_CLIENT_AUTH_CERT', false],
  ['net::ERR_CONNECTION_RESET', false],
  ['', false],
])('%s: asked again: %s', (error, again) => {
  expect(mayPassInDocument(error)).toBe(again);
});
