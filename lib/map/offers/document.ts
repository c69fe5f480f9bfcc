import { AppError, type ErrorCode } from '../../errors.ts';
import type { ServiceKind } from '../../services/kinds.ts';
import { isOgcException } from '../../services/refusal-words.ts';
import { judge, type ProbeAnswer } from '../../services/verdict.ts';
import { readBody, TooLong, textOf } from '../body.ts';
import { plainText } from '../text.ts';

/** What a service says of itself. */
export interface Described {
  /** Where it came from, after the browser's redirects. */
  url: string;
  text: string;
}

/** Asks a service for its description. @throws AppError */
export type Ask = (url: string, kinds: readonly ServiceKind[]) => Promise<Described>;

const MOST_BYTES = 10 * 1024 * 1024;
const LONGEST_MS = 20_000;

/** @returns what reads descriptions by `fetch`, without cookies, each at most 10 MB and within 20 s. */
export function asker(fetch: typeof globalThis.fetch, signal: AbortSignal): Ask {
  return async (url, kinds) => {
    const host = hostOf(url);
    const limit = AbortSignal.timeout(LONGEST_MS);
    let answer: ProbeAnswer;
    try {
      const response = await fetch(url, {
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        headers: { accept: 'application/json, application/xml;q=0.9, */*;q=0.8' },
        signal: AbortSignal.any([signal, limit]),
      });
      answer = await answerOf(response, url);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TooLong) throw new AppError('capabilitiesTooBig', [host]);
      throw new AppError(limit.aborted ? 'timedOut' : 'unreachable', [host], { cause: error });
    }
    const verdict = judge(answer, { kinds, withCredential: 'none' });
    if (!verdict.accepted) throw new AppError(verdict.failure.code, verdict.failure.values);
    if (isOgcException(answer.body)) throw new AppError('serviceSays', [host, plainText(answer.body, 200)]);
    return { url: answer.location || url, text: answer.body };
  };
}

async function answerOf(response: Response, url: string): Promise<ProbeAnswer> {
  const contentType = response.headers.get('content-type') ?? '';
  return {
    url,
    kind: 'answer',
    status: response.status,
    contentType,
    body: textOf(await readBody(response, MOST_BYTES), contentType),
    picture: '',
    challenge: response.headers.get('www-authenticate') ?? '',
    retryAfter: '',
    location: response.url,
    problem: '',
    error: '',
  };
}

/**
 * Runs a reader of documents that others wrote: whatever it stumbles over, depth and size included, is one error.
 * @throws AppError
 */
export function reading<T>(url: string, read: () => T, code: ErrorCode = 'notCapabilities'): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(code, [hostOf(url)], { cause: error });
  }
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
