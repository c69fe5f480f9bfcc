import { createHash } from 'node:crypto';
import type { RecordedRequest } from '../../demo/server.ts';

/** An application as Isogeo's administrators register it. */
export interface Application {
  clientId: string;
  /** Empty for a public one. */
  clientSecret: string;
  type: 'user' | 'group';
  redirects: string[];
}

/** An answer of the token endpoint; `problem` where the request was not as Isogeo documents it. */
export interface TokenAnswer {
  status: number;
  body: Record<string, unknown>;
  problem?: string;
}

interface Code {
  application: Application;
  redirect: string;
  challenge: string;
  until: number;
}

/** Isogeo says one hour and means a second less (doc-api, *groupsapps*). */
const LIFE_S = 3599;
const CODE_LIFE_MS = 60_000;

/** What each grant sends in its body, no more. */
const BODIES: Record<string, string[]> = {
  client_credentials: ['grant_type'],
  authorization_code: ['grant_type', 'code', 'redirect_uri', 'code_verifier'],
  refresh_token: ['grant_type', 'refresh_token'],
};

const refused = (error: string, status = 400): TokenAnswer => ({ status, body: { error } });
const wrong = (problem: string): TokenAnswer => ({ ...refused('invalid_request'), problem });

/** Everything that was given out. @param renewal the form in which this installation renews. */
export function isogeoTokens(applications: readonly Application[], renewal: 'odd' | 'standard') {
  const codes = new Map<string, Code>();
  const access = new Map<string, number>();
  const refresh = new Map<string, Application>();
  let count = 0;
  const next = (kind: string) => `planted-isogeo-${kind}-${++count}-k4v`;

  function give(application: Application): TokenAnswer {
    const access_token = next('access');
    access.set(access_token, Date.now() + LIFE_S * 1000);
    const body = { access_token, token_type: 'bearer', expires_in: LIFE_S };
    if (application.type === 'group') return { status: 200, body };
    const refresh_token = next('refresh');
    refresh.set(refresh_token, application);
    return { status: 200, body: { ...body, refresh_token } };
  }

  /** Basic alone, and nothing of it in the body; a public application says its name there. */
  function whoAsks(authorization: string | undefined, form: URLSearchParams): Application | TokenAnswer {
    if (authorization === undefined) {
      const known = applications.find(({ clientId }) => clientId === form.get('client_id'));
      return known?.clientSecret === '' ? known : refused('invalid_client', 401);
    }
    const [, basic = ''] = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(authorization) ?? [];
    const [id, secret] = Buffer.from(basic, 'base64').toString().split(':');
    const known = applications.find(({ clientId }) => clientId === id);
    if (form.has('client_id') || form.has('client_secret'))
      return wrong('the client stands in the body, too');
    return known && known.clientSecret !== '' && known.clientSecret === secret
      ? known
      : refused('invalid_client', 401);
  }

  function byCode(application: Application, form: URLSearchParams): TokenAnswer {
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (!code || code.application !== application || code.until < Date.now()) return refused('invalid_grant');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isProven = code.challenge === challenge && code.redirect === form.get('redirect_uri');
    return isProven ? give(application) : refused('invalid_grant');
  }

  function byRefreshToken(application: Application, form: URLSearchParams): TokenAnswer {
    const token = form.get('refresh_token') ?? '';
    if (refresh.get(token) !== application) return refused('invalid_grant');
    refresh.delete(token);
    return give(application);
  }

  return {
    /** A code for a person who has signed in. */
    codeFor: (application: Application, redirect: string, challenge: string): string => {
      const code = next('code');
      codes.set(code, { application, redirect, challenge, until: Date.now() + CODE_LIFE_MS });
      return code;
    },
    isGood: (token: string): boolean => (access.get(token) ?? 0) > Date.now(),
    /** Ends every session: nothing renews any more. */
    endAll: () => refresh.clear(),
    /** Tokens that were ever given out and are still known. */
    secrets: () => [...access.keys(), ...refresh.keys()],
    answer: ({ method, headers, body, query }: RecordedRequest): TokenAnswer => {
      const form = new URLSearchParams(body);
      const grant = form.get('grant_type') ?? '';
      if (method !== 'POST') return wrong(`${method} for a token`);
      if (!/^application\/x-www-form-urlencoded(?:;|$)/.test(headers['content-type'] ?? ''))
        return wrong(`a body of the type ${headers['content-type']}`);
      const application = whoAsks(headers.authorization, form);
      if ('status' in application) return application;
      const wanted = grant === 'refresh_token' && renewal === 'odd' ? 'grant_type=client_credentials' : '';
      if (query.toString() !== wanted) return wrong(`${grant} at ?${query}`);
      const isPublic = application.clientSecret === '';
      const strange = [...form.keys()].filter(
        (name) => !BODIES[grant]?.includes(name) && !(isPublic && name === 'client_id'),
      );
      if (strange.length > 0) return wrong(`${grant || 'no grant'} with ${strange.join(', ')}`);
      const isForGroup = grant === 'client_credentials';
      if (isForGroup !== (application.type === 'group')) return refused('unauthorized_client');
      if (isForGroup) return give(application);
      return grant === 'refresh_token' ? byRefreshToken(application, form) : byCode(application, form);
    },
  };
}
