import { readCertificateError } from '../explain/certificate.ts';
import type { SignedRequest } from '../rules/request.ts';
import type { ProbeAnswer } from '../services/verdict.ts';
import { fetchInDocument, mayPassInDocument } from './offscreen.ts';
import { fetchOwn, type OwnAnswer, type OwnRequest } from './own-fetch.ts';
import { withReferer } from './own-referer.ts';
import { watchOwnRequest } from './own-requests.ts';

const TIME_LIMIT_MS = 10_000;

/**
 * One request of our own, within 10 s and 1 MB and without redirects. Never throws; needs host access to the URL. Where the
 * worker may not trust a certificate that the user accepted, a document asks instead: the server has got nothing until then.
 */
export async function ask(request: SignedRequest): Promise<ProbeAnswer> {
  const own = { ...request, limitMs: TIME_LIMIT_MS };
  const answer = await askBy(fetchOwn, own);
  if (!mayPassInDocument(answer.error)) return answer;
  // Where there is no document, it stays at that.
  return (await askBy(fetchInDocument, own)) ?? answer;
}

function askBy(fetch: typeof fetchOwn, request: OwnRequest): Promise<ProbeAnswer>;
function askBy(fetch: typeof fetchInDocument, request: OwnRequest): Promise<ProbeAnswer | null>;
async function askBy(
  fetch: (request: OwnRequest) => Promise<OwnAnswer | null>,
  request: OwnRequest,
): Promise<ProbeAnswer | null> {
  const watch = watchOwnRequest(new URL(request.url).href);
  const nothing: ProbeAnswer = {
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
    const { referer } = request.headers;
    const send = () => fetch(request);
    const answer = await (referer === undefined ? send() : withReferer(request.url, referer, send));
    if (answer === null) return null;
    if (answer.kind === 'redirect')
      return { ...nothing, kind: 'redirect', location: (await watch.told()).location };
    if (answer.kind === 'answer') {
      const challenge = answer.status === 401 ? (await watch.told()).challenge : '';
      return { ...nothing, ...(await readAnswer(answer)), challenge };
    }
    if (answer.problem === 'timeout') return { ...nothing, kind: 'failed', problem: 'timeout' };
    const { error } = await watch.told();
    return readCertificateError(error) === null
      ? { ...nothing, kind: 'failed', problem: 'network' }
      : { ...nothing, kind: 'failed', problem: 'certificate', error };
  } finally {
    watch.stop();
  }
}

/** What an answer says itself; of a picture a digest alone. */
async function readAnswer(answer: Extract<OwnAnswer, { kind: 'answer' }>) {
  const headers = new Headers(answer.headers);
  const contentType = headers.get('content-type') ?? '';
  const about = { status: answer.status, contentType, retryAfter: headers.get('retry-after') ?? '' };
  if (!/^(image|audio|video|font)\//.test(contentType))
    return { ...about, body: new TextDecoder().decode(answer.content) };
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', answer.content));
  return { ...about, picture: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
}
