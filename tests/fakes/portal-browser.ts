import type { ProviderTools } from '../../lib/auth/method.ts';
import type { Fetch } from '../../lib/oauth/http.ts';
import type { Ask } from '../../lib/sign-in/attempt.ts';

/** What of a browser a sign-in at a portal needs: its cookies, for those who may have them, and a person in its windows. */
export function portalBrowser(person: Readonly<Record<string, string>> = {}) {
  const jar = new Map<string, string>();
  const visited: string[] = [];
  const allowed: string[] = [];

  const browse = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const cookies =
      init.credentials === 'include' ? [...jar].map(([name, value]) => `${name}=${value}`).join('; ') : '';
    const headers = new Headers(init.headers);
    if (cookies !== '') headers.set('cookie', cookies);
    const response = await fetch(url, { ...init, headers, redirect: 'manual', credentials: 'same-origin' });
    for (const set of init.credentials === 'include' ? response.headers.getSetCookie() : []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };

  /** The person logs in with what its page has; an address where the answer is stopped is not asked for. */
  const authorize = async (url: string, redirect: string | null): Promise<string> => {
    visited.push(url);
    const page = await (await browse(url, { credentials: 'include' })).text();
    const action = /action="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const answer = await browse(new URL(action, url).href, {
      method: 'POST',
      credentials: 'include',
      body: new URLSearchParams(person),
    });
    const location = answer.headers.get('location') ?? '';
    if (!location.startsWith(redirect ?? '')) throw new Error(`led to ${location}`);
    return location;
  };

  const asked: ProviderTools = {
    fetch: browse as Fetch,
    now: Date.now,
    signal: new AbortController().signal,
    redirectUri: 'https://layerkey.chromiumapp.org/',
    mayAsk: async (origins) => void allowed.push(...origins),
    authorize,
    askForCode: async () => '',
  };

  const ask: Ask = async ({ url, headers, cookies }) => {
    const response = await browse(url, { headers, ...(cookies ? { credentials: 'include' as const } : {}) });
    return {
      url,
      kind: 'answer',
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await response.text(),
      picture: '',
      challenge: response.headers.get('www-authenticate') ?? '',
      retryAfter: '',
      location: '',
      problem: '',
      error: '',
    };
  };
  return { jar, visited, allowed, asked, ask };
}
