import type { SignedRequest } from '../rules/request.ts';
import type { ProbeAnswer } from '../services/verdict.ts';
import { browser } from './browser.ts';
import { type Answered, valuesOf } from './response-headers.ts';

const TIME_LIMIT_MS = 10_000;
const SIZE_LIMIT_BYTES = 1024 * 1024;

/**
 * One request of our own. No cookies, no cache, and no redirect is followed: a header key would go along to wherever
 * it leads, and a 307 would post a secret again. Never throws; needs host access to the URL.
 */
export async function ask(request: SignedRequest): Promise<ProbeAnswer> {
  const watch = watchOwnRequest(new URL(request.url).href);
  const time = AbortSignal.timeout(TIME_LIMIT_MS);
  const answer: ProbeAnswer = {
    url: request.url,
    kind: 'answer',
    status: 0,
    contentType: '',
    body: '',
    picture: '',
    challenge: '',
    retryAfter: '',
    location: '',
    problem: '',
  };
  try {
    await watch.ready;
    const response = await fetch(request.url, {
      headers: request.headers,
      // Without host access a page that another origin may not read is still known to be there.
      ...(request.blind ? { mode: 'no-cors' } : { redirect: 'manual' }),
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: time,
    });
    if (response.type === 'opaqueredirect')
      return { ...answer, kind: 'redirect', location: (await watch.told()).location };
    const header = (name: string) => response.headers.get(name) ?? '';
    return {
      ...answer,
      status: response.status,
      contentType: header('content-type'),
      challenge: response.status === 401 ? (await watch.told()).challenge : '',
      retryAfter: header('retry-after'),
      ...(await readContent(response, time)),
    };
  } catch {
    if (time.aborted) return { ...answer, kind: 'failed', problem: 'timeout' };
    const problem = isCertificateProblem((await watch.told()).error) ? 'certificate' : 'network';
    return { ...answer, kind: 'failed', problem };
  } finally {
    watch.stop();
  }
}

/** The answer's content up to the size limit; what arrived within the time limit counts even if the answer never ends. */
async function readContent(
  response: Response,
  time: AbortSignal,
): Promise<{ body: string; picture: string }> {
  const bytes = await readBytes(response, time);
  if (!/^(image|audio|video|font)\//.test(response.headers.get('content-type') ?? '')) {
    return { body: new TextDecoder().decode(bytes), picture: '' };
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { body: '', picture: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
}

async function readBytes(response: Response, time: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  const parts: BlobPart[] = [];
  let size = 0;
  while (reader && size < SIZE_LIMIT_BYTES) {
    const part = await reader.read().catch(() => null);
    if (part === null && !time.aborted) throw new TypeError('the answer broke off');
    if (part === null || part.done) break;
    size += part.value.length;
    parts.push(part.value);
  }
  await reader?.cancel();
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

interface Told {
  location: string;
  challenge: string;
  error: string;
}

/** How long the browser may take to tell of an answer that `fetch` has already; it does so at once or never. */
const TELL_LIMIT_MS = 1000;

/**
 * What only `webRequest` knows of our own request: where a redirect leads (`fetch` gives nothing of it), every challenge
 * (Firefox's `fetch` hides several), and that a certificate was not trusted. The browser tells it on a way of its own:
 * a little before or after `fetch` itself, and only once it has taken up the listeners.
 */
function watchOwnRequest(url: string) {
  const filter = { urls: [`${new URL(url).protocol}//${new URL(url).hostname}/*`] };
  const { promise, resolve } = Promise.withResolvers<Told>();
  const nothing: Told = { location: '', challenge: '', error: '' };
  const onHeaders = (details: Answered) => {
    if (details.url !== url || details.tabId !== -1) return undefined;
    const location = URL.parse(valuesOf(details, 'location')[0] ?? '', url)?.href ?? '';
    resolve({ ...nothing, location, challenge: valuesOf(details, 'www-authenticate').join(', ') });
    return undefined;
  };
  const onError = (details: { url: string; tabId: number; error: string }) => {
    if (details.url === url && details.tabId === -1) resolve({ ...nothing, error: details.error });
  };
  browser.webRequest.onHeadersReceived.addListener(onHeaders, filter, ['responseHeaders']);
  browser.webRequest.onErrorOccurred.addListener(onError, filter);
  return {
    /** A question asked after the listeners were added is answered after they are there. */
    ready: browser.runtime.getPlatformInfo(),
    told: (): Promise<Told> => {
      setTimeout(resolve, TELL_LIMIT_MS, nothing);
      return promise;
    },
    stop: () => {
      browser.webRequest.onHeadersReceived.removeListener(onHeaders);
      browser.webRequest.onErrorOccurred.removeListener(onError);
    },
  };
}

/** Chromium gives net::ERR_CERT_*; Firefox a sentence that names the certificate. */
function isCertificateProblem(error: string): boolean {
  return /ERR_CERT|ERR_SSL|certificate|SEC_ERROR|SSL_ERROR/i.test(error);
}
