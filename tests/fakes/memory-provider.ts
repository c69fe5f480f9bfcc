export const ISSUER = 'https://id.example.org';
/** Where the provider is, the clock that it shares with the worker, and how it behaves. */
interface Habits {
  clock?: { now: number };
  lifeSeconds?: number | null;
  /** A new refresh token with each use; the old one, used again, ends everything made from it. Default true. */
  rotates?: boolean;
  refreshTokens?: boolean;
  /** Members of the discovery document that are not there. */
  without?: string[];
}

interface Grant {
  who: string;
  alive: boolean;
  refreshToken: string;
}
interface Recorded {
  path: string;
  form: URLSearchParams;
  authorization: string;
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const refused = (error: string, status = 400) => json({ error }, status);

/** An identity provider in memory, as strict as the best: what it gave out, who is asked for, and what was ended. */
export function memoryProvider(habits: Habits = {}) {
  const { clock = { now: 1_800_000_000_000 }, rotates = true, refreshTokens = true } = habits;
  const grants: Grant[] = [];
  const access = new Map<string, { grant: Grant; until: number }>();
  const refresh = new Map<string, Grant>();
  const codes = new Map<string, { who: string; redirect: string }>();
  const requests: Recorded[] = [];
  const held: { path: string; reach: () => void; gate: Promise<void> }[] = [];
  let count = 0;
  const next = (kind: string) => `planted-${kind}-${++count}-x7q`;
  const state = {
    clock,
    requests,
    grants,
    /** `down`: nobody answers. `busy`: 503. */
    mode: 'up' as 'up' | 'down' | 'busy',
    lifeSeconds: habits.lifeSeconds === undefined ? 300 : habits.lifeSeconds,
    /** What the password grant takes. */
    password: 'pr0vider-pass',
    /** More members of every token response. */
    members: {} as Record<string, unknown>,
    /** Token requests so far. */
    tokenRequests: () => requests.filter(({ path }) => path === '/token').map(({ form }) => form),
    /** Tokens that the provider was told to end. */
    revoked: (): string[] =>
      requests.filter(({ path }) => path === '/revoke').map(({ form }) => form.get('token') ?? ''),
    /** Every secret that was ever given out, to search for. */
    secrets: () => [...access.keys(), ...refresh.keys(), ...codes.keys()],
    isGood: (token: string): boolean => {
      const found = access.get(token);
      return found?.grant.alive === true && clock.now < found.until;
    },
    whoHas: (token: string): string | undefined => access.get(token)?.grant.who,
    /** The person goes through the provider's pages. @returns where the browser is led. */
    authorize: (url: string, who: string): string => {
      const { searchParams } = new URL(url);
      const code = next('code');
      codes.set(code, { who, redirect: searchParams.get('redirect_uri') ?? '' });
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', searchParams.get('state') ?? '');
      return back.href;
    },
    /** Holds the next answer of this path back: what was asked for has happened at the provider then. */
    hold: (path: string) => {
      let letGo = () => {};
      let reach = () => {};
      const gate = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const reached = new Promise<void>((resolve) => {
        reach = resolve;
      });
      held.push({ path, reach: () => reach(), gate });
      return { reached, letGo: () => letGo() };
    },
    fetch: async (url: string, { headers, body }: RequestInit): Promise<Response> => {
      const { pathname } = new URL(url);
      const form = new URLSearchParams(String(body ?? ''));
      requests.push({ path: pathname, form, authorization: new Headers(headers).get('authorization') ?? '' });
      const answer = state.mode === 'up' ? answerTo(pathname, form, headers) : null;
      const index = held.findIndex(({ path }) => path === pathname);
      if (index >= 0) {
        const [{ reach, gate }] = held.splice(index, 1) as [(typeof held)[number]];
        reach();
        await gate;
      }
      if (state.mode === 'down') throw new TypeError('Failed to fetch');
      return answer ?? json({}, 503);
    },
  };

  function give(grant: Grant): Response {
    const token = next('access');
    const life = state.lifeSeconds;
    access.set(token, { grant, until: life === null ? Number.POSITIVE_INFINITY : clock.now + life * 1000 });
    if (refreshTokens && (rotates || grant.refreshToken === '')) {
      grant.refreshToken = next('refresh');
      refresh.set(grant.refreshToken, grant);
    }
    return json({
      access_token: token,
      token_type: 'Bearer',
      ...(life === null ? {} : { expires_in: life }),
      ...(refreshTokens ? { refresh_token: grant.refreshToken } : {}),
      ...state.members,
    });
  }

  function begin(who: string): Response {
    const grant = { who, alive: true, refreshToken: '' };
    grants.push(grant);
    return give(grant);
  }

  function answerTo(path: string, form: URLSearchParams, headers: HeadersInit | undefined): Response {
    if (path === '/.well-known/openid-configuration') {
      const names = ['authorization', 'token', 'userinfo', 'revocation'];
      const metadata = { issuer: ISSUER, code_challenge_methods_supported: ['S256'] };
      const urls = names.map((name) => [
        `${name}_endpoint`,
        `${ISSUER}/${name === 'revocation' ? 'revoke' : name}`,
      ]);
      const all = Object.entries({ ...metadata, ...Object.fromEntries(urls) });
      return json(Object.fromEntries(all.filter(([name]) => !habits.without?.includes(name))));
    }
    if (path === '/userinfo') {
      const who = state.whoHas((new Headers(headers).get('authorization') ?? '').replace(/^Bearer /i, ''));
      return who ? json({ sub: who, name: who }) : refused('invalid_token', 401);
    }
    if (path === '/revoke') {
      const token = form.get('token') ?? '';
      const grant = refresh.get(token) ?? access.get(token)?.grant;
      if (grant && refresh.has(token)) grant.alive = false;
      access.delete(token);
      return new Response(null, { status: 200 });
    }
    const type = form.get('grant_type');
    if (type === 'client_credentials') return begin('client');
    if (type === 'password') {
      return form.get('password') === state.password
        ? begin(form.get('username') ?? '')
        : refused('invalid_grant');
    }
    if (type === 'authorization_code') {
      const code = codes.get(form.get('code') ?? '');
      const isRight = code && form.has('code_verifier') && form.get('redirect_uri') === code.redirect;
      return isRight ? begin(code.who) : refused('invalid_grant');
    }
    const grant = refresh.get(form.get('refresh_token') ?? '');
    if (!grant?.alive) return refused('invalid_grant');
    if (form.get('refresh_token') !== grant.refreshToken) {
      // Used twice: somebody may have stolen it (RFC 9700, 4.14.2).
      grant.alive = false;
      return refused('invalid_grant');
    }
    return give(grant);
  }
  return state;
}

export type MemoryProvider = ReturnType<typeof memoryProvider>;
