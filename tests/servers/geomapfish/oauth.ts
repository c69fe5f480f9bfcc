import { createHash, randomUUID } from 'node:crypto';
import type { RecordedRequest } from '../../../demo/server.ts';
import type { People, Person } from './people.ts';
import { type Answer, form, refuse } from './strict.ts';

/** An *OAuth2 client* of the administration. */
export interface Client {
  secret: string;
  redirect: string;
  pkceRequired?: boolean;
  stateRequired?: boolean;
}

interface Code {
  client: string;
  user: Person;
  redirect: string;
  challenge: string | null;
}

interface Tokens {
  client: string;
  user: Person;
  access: string;
  refresh: string;
  until: number;
}

/** The portal as OAuth2 server: codes and refresh tokens, one pair of tokens per user and client. */
export function oauthRoutes(people: People, clients: Readonly<Record<string, Client>>, lifeSeconds: number) {
  const codes = new Map<string, Code>();
  /** By client and user: another sign-in replaces them. */
  const tokens = new Map<string, Tokens>();

  function give(client: string, user: Person): Tokens {
    const [access, refresh] = [`at-${randomUUID()}`, `rt-${randomUUID()}`];
    const given = { client, user, access, refresh, until: Date.now() + lifeSeconds * 1000 };
    tokens.set(`${client} ${user.username}`, given);
    return given;
  }

  /** In the body or by Basic; beside PKCE, too. */
  function clientIn({ headers }: RecordedRequest, typed: URLSearchParams): string | null {
    const [, encoded = ''] = /^Basic (\S+)$/.exec(headers.authorization ?? '') ?? [];
    const [byHeader, secret] = Buffer.from(encoded, 'base64')
      .toString('utf8')
      .split(':')
      .map(decodeURIComponent);
    const id = typed.get('client_id') ?? byHeader ?? '';
    return clients[id] && clients[id].secret === (typed.get('client_secret') ?? secret) ? id : null;
  }

  const said = (error: string, status = 400): Answer => ({
    status,
    type: 'application/json',
    body: JSON.stringify({ error }),
  });

  function granted(client: string, user: Person, more: Record<string, string> = {}): Answer {
    const { access, refresh } = give(client, user);
    const reply = {
      access_token: access,
      expires_in: lifeSeconds,
      token_type: 'Bearer',
      refresh_token: refresh,
    };
    return { status: 200, type: 'application/json', body: JSON.stringify({ ...reply, ...more }) };
  }

  function byCode(client: string, typed: URLSearchParams): Answer {
    const code = codes.get(typed.get('code') ?? '');
    codes.delete(typed.get('code') ?? '');
    if (code?.client !== client || code.redirect !== typed.get('redirect_uri')) return said('invalid_grant');
    const verifier = createHash('sha256')
      .update(typed.get('code_verifier') ?? '')
      .digest('base64url');
    return code.challenge === null || code.challenge === verifier
      ? granted(client, code.user)
      : said('invalid_grant');
  }

  function byRefreshToken(client: string, typed: URLSearchParams): Answer {
    const held = [...tokens.values()].find(({ refresh }) => refresh === typed.get('refresh_token'));
    return held?.client === client
      ? granted(client, held.user, { scope: 'geomapfish' })
      : said('invalid_grant');
  }

  return {
    asked: [
      'response_type',
      'client_id',
      'redirect_uri',
      'state',
      'code_challenge',
      'code_challenge_method',
      'scope',
    ],
    tokenFields: [
      'grant_type',
      'code',
      'redirect_uri',
      'code_verifier',
      'client_id',
      'client_secret',
      'refresh_token',
      'scope',
    ],
    /** Why nobody is asked to log in; null where all is well. */
    refusal: (query: URLSearchParams): Answer | null => {
      const client = clients[query.get('client_id') ?? ''];
      const isWhole =
        query.get('response_type') === 'code' &&
        client?.redirect === query.get('redirect_uri') &&
        (!client.pkceRequired || query.get('code_challenge_method') === 'S256') &&
        (!client.stateRequired || query.has('state')) &&
        ['', 'geomapfish'].includes(query.get('scope') ?? '');
      return isWhole ? null : refuse(400, 'invalid_request');
    },
    giveCode: (query: URLSearchParams, user: Person): Answer => {
      const code = randomUUID();
      const redirect = query.get('redirect_uri') ?? '';
      codes.set(code, {
        client: query.get('client_id') ?? '',
        user,
        redirect,
        challenge: query.get('code_challenge'),
      });
      const location = new URL(redirect);
      location.searchParams.set('code', code);
      const state = query.get('state');
      if (state !== null) location.searchParams.set('state', state);
      return { status: 302, location: location.href };
    },
    token: async (request: RecordedRequest): Promise<Answer> => {
      const typed = form(request);
      const client = clientIn(request, typed);
      if (client === null) return said('invalid_client', 401);
      if (typed.get('grant_type') === 'authorization_code') return byCode(client, typed);
      return typed.get('grant_type') === 'refresh_token'
        ? byRefreshToken(client, typed)
        : said('unsupported_grant_type');
    },
    userOf: (token: string): Person | null =>
      [...tokens.values()].find(({ access, until }) => access === token && until > Date.now())?.user ?? null,
    signInElsewhere: (client: string, username: string): void => void give(client, people.get(username)),
  };
}
