import type { SignedRequest } from '../rules/request.ts';
import type { ProbeAnswer } from '../services/verdict.ts';
import { browser } from './browser.ts';

const TIME_LIMIT_MS = 10_000;
const SIZE_LIMIT_BYTES = 1024 * 1024;

/**
 * One request of our own. No cookies, no cache, and no redirect is followed: a header key would go along to wherever
 * it leads, and a 307 would post a secret again. Never throws; needs host access to the URL.
 */
export async function ask(request: SignedRequest): Promise<ProbeAnswer> {
  const watch = watchOwnRequest(request.url);
  const time = AbortSignal.timeout(TIME_LIMIT_MS);
  const answer: ProbeAnswer = {
    url: request.url,
    kind: 'answer',
    status: 0,
    contentType: '',
    body: '',
    challenge: '',
    retryAfter: '',
    location: '',
    problem: '',
  };
  try {
    const response = await fetch(request.url, {
      headers: request.headers,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: time,
    });
    if (response.type === 'opaqueredirect')
      return { ...answer, kind: 'redirect', location: watch.location() };
    const header = (name: string) => response.headers.get(name) ?? '';
    return {
      ...answer,
      status: response.status,
      contentType: header('content-type'),
      challenge: header('www-authenticate'),
      retryAfter: header('retry-after'),
      body: await readText(response, time),
    };
  } catch {
    const problem = time.aborted ? 'timeout' : watch.isCertificateProblem() ? 'certificate' : 'network';
    return { ...answer, kind: 'failed', problem };
  } finally {
    watch.stop();
  }
}

/** The answer's text up to the size limit; what arrived within the time limit counts even if the answer never ends. */
async function readText(response: Response, time: AbortSignal): Promise<string> {
  if (/^(image|audio|video|font)\//.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    return '';
  }
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  while (reader && size < SIZE_LIMIT_BYTES) {
    const part = await reader.read().catch(() => null);
    if (part === null && !time.aborted) throw new TypeError('the answer broke off');
    if (part === null || part.done) return text;
    size += part.value.length;
    text += decoder.decode(part.value, { stream: true });
  }
  await reader?.cancel();
  return text;
}

/** What only `webRequest` knows of our own request: where a redirect leads, and that a certificate was not trusted. */
function watchOwnRequest(url: string) {
  let location = '';
  let error = '';
  const filter = { urls: [`${new URL(url).protocol}//${new URL(url).hostname}/*`] };
  const onRedirect = (details: { url: string; tabId: number; redirectUrl: string }) => {
    if (details.url === url && details.tabId === -1) location = details.redirectUrl;
  };
  const onError = (details: { url: string; tabId: number; error: string }) => {
    if (details.url === url && details.tabId === -1) error = details.error;
  };
  browser.webRequest.onBeforeRedirect.addListener(onRedirect, filter);
  browser.webRequest.onErrorOccurred.addListener(onError, filter);
  return {
    location: () => location,
    // Chromium gives net::ERR_CERT_*; Firefox a sentence that names the certificate.
    isCertificateProblem: () => /ERR_CERT|ERR_SSL|certificate|SEC_ERROR|SSL_ERROR/i.test(error),
    stop: () => {
      browser.webRequest.onBeforeRedirect.removeListener(onRedirect);
      browser.webRequest.onErrorOccurred.removeListener(onError);
    },
  };
}
