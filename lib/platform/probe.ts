import { readCertificateError } from '../explain/certificate.ts';
import type { SignedRequest } from '../rules/request.ts';
import type { ProbeAnswer } from '../services/verdict.ts';
import { watchOwnRequest } from './own-requests.ts';

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
    error: '',
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
    const { error } = await watch.told();
    const isCertificate = readCertificateError(error) !== null;
    return isCertificate
      ? { ...answer, kind: 'failed', problem: 'certificate', error }
      : { ...answer, kind: 'failed', problem: 'network' };
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
