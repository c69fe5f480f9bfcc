import { hostOf } from '../../addresses.ts';
import { AppError } from '../../errors.ts';
import { type Fetch, guarded } from '../../oauth/http.ts';

/** How a server or portal is reached. */
export interface Asking {
  fetch: Fetch;
  signal?: AbortSignal;
}

export interface Reply {
  status: number;
  /** `WWW-Authenticate`, empty where there is none. */
  challenge: string;
  /** Undefined where the body is no JSON. */
  json: unknown;
}

/**
 * One request: GET, or POST with these fields in its body, where no log keeps them.
 * @throws AppError `serverError`, `tooManyRequests`, and what {@link guarded} says. Refusals are answers: most come with status 200.
 */
export async function ask(
  url: string,
  { fetch, signal }: Asking,
  fields?: Record<string, string>,
): Promise<Reply> {
  const response = await guarded(fetch, signal)(url, {
    method: fields ? 'POST' : 'GET',
    headers: { accept: 'application/json' },
    ...(fields ? { body: new URLSearchParams(fields) } : {}),
  });
  const { status, headers } = response;
  if (status === 429) throw new AppError('tooManyRequests', [hostOf(url)]);
  if (status >= 500) throw new AppError('serverError', [hostOf(url), String(status)]);
  const json: unknown = await response.json().catch(() => undefined);
  return { status, challenge: headers.get('www-authenticate') ?? '', json };
}
