import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';

/** What is needed of `fetch`. It may throw an AppError itself where it knows more (a certificate that is not trusted). */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How the library calls `fetch`. */
interface LibraryOptions {
  method: string;
  headers: Record<string, string>;
  body?: unknown;
}

/** Below the 30 s after which a browser ends an idle worker. */
const TIME_LIMIT_MS = 20_000;
const SIZE_LIMIT_BYTES = 1024 * 1024;

/** Responses that have no body (Fetch standard, *null body status*). */
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304]);

/**
 * `fetch` as every request to a provider needs it: no cookies (unless said), no cache, no redirect (a 307 would post the secret again,
 * and a code or token would go to whom nobody chose), all of the answer within 20 s and 1 MB.
 * @throws AppError `timedOut`, `unreachable`, `providerRedirects`, `providerAnswerUnreadable`, each with the host;
 * where `signal` was aborted, its reason.
 * @param cookies true where the session is the browser's own: its cookies for the host go along, and it keeps new ones.
 */
export function guarded(fetch: Fetch, signal?: AbortSignal, cookies = false) {
  return async (url: string, { method, headers, body }: LibraryOptions): Promise<Response> => {
    const host = hostOf(url);
    const time = AbortSignal.timeout(TIME_LIMIT_MS);
    try {
      const response = await fetch(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body: body as BodyInit | null }),
        redirect: 'manual',
        credentials: cookies ? 'include' : 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: signal ? AbortSignal.any([time, signal]) : time,
      });
      // Browsers hide what redirects, other runtimes show it.
      if (response.type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(response.status)) {
        await response.body?.cancel();
        throw new AppError('providerRedirects', [host]);
      }
      const whole = await readWhole(response, host);
      const { status } = response;
      return new Response(WITHOUT_BODY.has(status) ? null : whole, { status, headers: response.headers });
    } catch (error) {
      if (error instanceof AppError) throw error;
      signal?.throwIfAborted();
      throw new AppError(time.aborted ? 'timedOut' : 'unreachable', [host]);
    }
  };
}

async function readWhole(response: Response, host: string): Promise<Blob> {
  const reader = response.body?.getReader();
  const parts: BlobPart[] = [];
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > SIZE_LIMIT_BYTES) {
      await reader.cancel();
      throw new AppError('providerAnswerUnreadable', [host]);
    }
    parts.push(value);
  }
  return new Blob(parts);
}
