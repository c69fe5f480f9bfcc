import { createQueue } from '../queue.ts';
import { browser, isFirefox } from './browser.ts';
import { type Handed, OFFSCREEN_PAGE } from './offscreen-page.ts';
import type { OwnAnswer, OwnRequest } from './own-fetch.ts';

/** What the worker knows of an open document (Service Workers standard, *Client*). */
interface Client {
  readonly id: string;
  readonly url: string;
  postMessage(message: Handed, transfer: Transferable[]): void;
}

interface Clients {
  get(id: string): Promise<Client | undefined>;
  matchAll(options: { includeUncontrolled: boolean }): Promise<readonly Client[]>;
}

/** How long the document may take to come or go, and to answer beyond the time limit of what it asks, in ms. */
const GRACE_MS = 3000;

/** Chromium allows one such document at a time; opening and closing go one after the other. */
const inTurn = createQueue();
let document: Client | null = null;
let underWay = 0;

const api = () => (browser as unknown as typeof chrome).offscreen;
const ownClients = () => (globalThis as unknown as { clients: Clients }).clients;

/**
 * Whether it is worth asking again in a document. Chromium does not tell a service worker that the user went on past the
 * warning of a certificate, pages it does. Only where the certificate itself was refused: the encryption was not there yet
 * then, and nothing of the request was sent.
 * @param error what `webRequest` says of the first attempt.
 */
export const mayPassInDocument = (error: string): boolean => !isFirefox && /^net::ERR_CERT_/.test(error);

/**
 * Asks in a hidden document of this extension instead of the worker; it is there only while something is under way.
 * The request goes to that one document on a channel of its own: `runtime.sendMessage` would tell every open page.
 * Never throws, and waits no longer than 6 s beyond the request's time limit.
 * @param stop ends it earlier, as a failure.
 * @returns null where the browser makes no document: nothing was asked then.
 */
export async function fetchInDocument(request: OwnRequest, stop?: AbortSignal): Promise<OwnAnswer | null> {
  underWay += 1;
  try {
    const client = await inTurn(() => inTime(openDocument()));
    return await handOver(client, request, stop);
  } catch {
    return null;
  } finally {
    underWay -= 1;
    void inTurn(() => inTime(closeDocument())).catch(() => undefined);
  }
}

/** Below the 30 s after which a browser ends an idle worker; who asks may have a limit of its own. */
const PROVIDER_LIMIT_MS = 20_000;

/**
 * {@link fetchInDocument} as `fetch` for who wants a response: never with cache or redirects, whatever `init` says, and with
 * cookies only where it says `include`; a redirect is a response with 302 that does not say where to.
 * @throws TypeError where there is no answer; the signal's reason where it was aborted.
 */
export async function responseInDocument(url: string, init: RequestInit): Promise<Response | null> {
  const whole = new Request(url, init);
  const headers = Object.fromEntries(whole.headers);
  const body = await whole.text();
  const cookies = whole.credentials === 'include' ? { cookies: true as const } : {};
  const request = { url, method: whole.method, headers, limitMs: PROVIDER_LIMIT_MS, ...cookies };
  const answer = await fetchInDocument(body === '' ? request : { ...request, body }, whole.signal);
  whole.signal.throwIfAborted();
  if (answer === null) return null;
  if (answer.kind === 'failed') throw new TypeError(answer.problem);
  if (answer.kind === 'redirect') return new Response(null, { status: 302 });
  const { status, content } = answer;
  return new Response(content.length > 0 ? content : null, { status, headers: answer.headers });
}

/** @throws where the browser takes too long. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(reject, GRACE_MS, new TypeError('the browser takes too long'));
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

/** @throws where the browser makes none. */
async function openDocument(): Promise<Client> {
  if (document && (await ownClients().get(document.id))) return document;
  // What a stopped worker left behind.
  await api()
    .closeDocument()
    .catch(() => undefined);
  // A name that nobody knows: the page could also stand in a tab.
  const url = browser.runtime.getURL(`${OFFSCREEN_PAGE}?${crypto.randomUUID()}`);
  await api().createDocument({
    url,
    reasons: ['BLOBS'],
    justification:
      'Asks servers whose certificate the user accepted in a tab, and reads their answers as blobs.',
  });
  const all = await ownClients().matchAll({ includeUncontrolled: true });
  const made = all.find((client) => client.url === url);
  if (!made) throw new TypeError('the document is not there');
  document = made;
  return made;
}

async function closeDocument(): Promise<void> {
  if (underWay > 0) return;
  document = null;
  await api()
    .closeDocument()
    .catch(() => undefined);
}

/** The document hears of it where nobody waits any more: the lock is free then, by whatever way this ends. */
function handOver(client: Client, request: OwnRequest, stop?: AbortSignal): Promise<OwnAnswer> {
  const awaited = crypto.randomUUID();
  return navigator.locks.request(awaited, async () => {
    const { port1: port, port2 } = new MessageChannel();
    const { promise, resolve } = Promise.withResolvers<OwnAnswer>();
    const fail = (problem: 'network' | 'timeout') => resolve({ kind: 'failed', problem });
    const stopped = () => fail('network');
    // A document that was closed tells nobody.
    const timer = setTimeout(fail, request.limitMs + GRACE_MS, 'timeout');
    port.onmessage = ({ data }: MessageEvent<OwnAnswer>) => resolve(data);
    stop?.addEventListener('abort', stopped);
    if (stop?.aborted) stopped();
    else client.postMessage({ request, awaited }, [port2]);
    return promise.finally(() => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', stopped);
      port.close();
    });
  });
}
