/** A request of our own in a form that can be handed to another document. */
export interface OwnRequest {
  url: string;
  /** `GET` where there is none. */
  method?: string;
  headers: Record<string, string>;
  body?: string;
  /** Takes along the browser's own cookies for the host. */
  cookies?: true;
  /** Only whether anybody answers there. */
  blind?: true;
  /** How long the answer may take, in ms. */
  limitMs: number;
}

export type OwnAnswer =
  | { kind: 'answer'; status: number; headers: [string, string][]; content: Uint8Array<ArrayBuffer> }
  /** Where to, `fetch` does not tell. */
  | { kind: 'redirect' }
  | { kind: 'failed'; problem: 'network' | 'timeout' };

const SIZE_LIMIT_BYTES = 1024 * 1024;

/**
 * One request of our own. No cookies unless they are asked for, no cache, and no redirect is followed: a header key would go along to wherever
 * it leads, and a 307 would post a secret again. At most 1 MB is read, and what arrived within the time limit counts even
 * if the answer never ends. Never throws; needs host access to the URL.
 * @param stop ends it earlier.
 */
export async function fetchOwn(request: OwnRequest, stop?: AbortSignal): Promise<OwnAnswer> {
  const { url, method, headers, body, cookies, blind, limitMs } = request;
  const time = AbortSignal.timeout(limitMs);
  const signal = stop ? AbortSignal.any([time, stop]) : time;
  try {
    const response = await fetch(url, {
      ...(method === undefined ? {} : { method }),
      ...(body === undefined ? {} : { body }),
      headers,
      // Without host access a page that another origin may not read is still known to be there.
      ...(blind ? { mode: 'no-cors' } : { redirect: 'manual' }),
      credentials: cookies ? 'include' : 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal,
    });
    if (response.type === 'opaqueredirect') return { kind: 'redirect' };
    const content = await readBytes(response, time);
    return { kind: 'answer', status: response.status, headers: [...response.headers], content };
  } catch {
    return { kind: 'failed', problem: time.aborted ? 'timeout' : 'network' };
  }
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
