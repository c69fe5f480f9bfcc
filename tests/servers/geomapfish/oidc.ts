import { createHash, randomBytes } from 'node:crypto';
import type { People, Person } from './people.ts';
import { type Answer, type Route, refuse } from './strict.ts';

/** The provider that a portal trusts (`oidc-provider`: `/auth`, `/token`, `/me`). */
export interface Provider {
  /** Read when it is asked: it may be started later. */
  issuer: string;
  /** Client of the portal's own pages. */
  clientId: string;
  /** `create_user`: whoever comes for the first time gets an account, without roles. */
  createsUsers?: boolean;
}

/** What a portal does with a provider: takes its tokens, and signs the browser in by itself. */
export function oidcRoutes(people: People, provider: Provider, portal: () => string) {
  const { clientId, createsUsers } = provider;
  /** The token says who it is, by the provider's own word. */
  async function userOf(token: string): Promise<Person | null> {
    const answer = await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) return null;
    const { preferred_username: name } = (await answer.json()) as { preferred_username?: string };
    if (name === undefined) return null;
    return people.find(name) ?? (createsUsers ? people.add(name) : null);
  }

  const started = new Map<string, { verifier: string; cameFrom: string }>();
  const redirect_uri = () => `${portal()}/oidc/callback`;

  const routes: Record<string, Route> = {
    'GET /oidc/login': {
      query: ['came_from'],
      answer: async ({ query }) => {
        const [state, verifier] = [randomBytes(12).toString('hex'), randomBytes(32).toString('base64url')];
        started.set(state, { verifier, cameFrom: query.get('came_from') ?? '' });
        const asked = new URLSearchParams({
          ...{ client_id: clientId, response_type: 'code', redirect_uri: redirect_uri(), state },
          scope: 'openid profile email',
          code_challenge: createHash('sha256').update(verifier).digest('base64url'),
          code_challenge_method: 'S256',
        });
        return { status: 302, location: `${provider.issuer}/auth?${asked}` };
      },
    },
    'GET /oidc/callback': {
      query: ['code', 'state', 'iss'],
      answer: async ({ query }): Promise<Answer> => {
        const { verifier = '', cameFrom = '' } = started.get(query.get('state') ?? '') ?? {};
        const body = new URLSearchParams({
          ...{ grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirect_uri() },
          ...{ code: query.get('code') ?? '', code_verifier: verifier },
        });
        const answer = await fetch(`${provider.issuer}/token`, { method: 'POST', body });
        const { access_token = '' } = (await answer.json()) as { access_token?: string };
        const user = await userOf(access_token);
        if (user === null) return refuse(401, 'See server logs for details');
        return { status: 302, location: cameFrom, cookie: people.openSession(user) };
      },
    },
  };
  return { userOf, routes };
}
