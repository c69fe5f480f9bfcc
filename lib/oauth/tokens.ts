import type { AuthorizationServer } from 'oauth4webapi';
import {
  authorizationCodeGrantRequest,
  type Client,
  clientCredentialsGrantRequest,
  genericTokenEndpointRequest,
  type ProcessTokenResponseOptions,
  processAuthorizationCodeResponse,
  processClientCredentialsResponse,
  processGenericTokenEndpointResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import * as v from 'valibot';
import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';
import { checksIdTokens, prepareAnswer } from './answer.ts';
import { checkCallback } from './authorize.ts';
import { failureOf, type Step } from './failures.ts';
import { checkedClaims } from './identity.ts';
import { authenticationOf, clientOf, type Party, requestsOf } from './party.ts';
import { endpoint, serverOf } from './provider.ts';
import { type Pending, Session, shownClaims } from './session.ts';
import type { OAuthSettings } from './settings.ts';

/** What the password flow sends; `extra` are further fields, such as the one-time code (`totp`) of some providers. */
export interface Password {
  username: string;
  password: string;
  extra?: Readonly<Record<string, string>>;
}

/** Longer than any token is worth; keeps absurd lifetimes out of the arithmetic. In ms. */
const LONGEST_LIFE_MS = 10 * 365 * 24 * 60 * 60 * 1000;

/**
 * The code for tokens (RFC 6749, 4.1.3), once the callback was looked at.
 * @param callback the address that the browser was sent to, or what the user pasted.
 * @throws AppError; then nobody is signed in.
 */
export async function exchangeCode(party: Party, pending: Pending, callback: string): Promise<Session> {
  const parameters = checkCallback(party, pending, callback);
  const isIdTokenDue = pending.nonce !== '' && checksIdTokens(party);
  return requestTokens(party, 'code', {
    isIdTokenDue,
    send: (server, client) =>
      authorizationCodeGrantRequest(
        server,
        client,
        authenticationOf(party),
        parameters,
        pending.redirectUri,
        pending.verifier,
        { ...requestsOf(party), additionalParameters: targetOf(party) },
      ),
    read: (server, client, response) =>
      processAuthorizationCodeResponse(
        server,
        client,
        response,
        isIdTokenDue ? { expectedNonce: pending.nonce } : {},
      ),
  });
}

/** The client's own tokens (RFC 6749, 4.4). @throws AppError */
export function signInAsClient(party: Party): Promise<Session> {
  return requestTokens(party, 'client', {
    send: (server, client) =>
      clientCredentialsGrantRequest(
        server,
        client,
        authenticationOf(party),
        grantParameters(party),
        requestsOf(party),
      ),
    read: processClientCredentialsResponse,
  });
}

/** Tokens for a password (RFC 6749, 4.3), for services that offer nothing better. @throws AppError */
export function signInWithPassword(party: Party, { username, password, extra }: Password): Promise<Session> {
  const parameters = { ...extra, ...grantParameters(party), username, password };
  return requestTokens(party, 'password', {
    send: (server, client) =>
      genericTokenEndpointRequest(
        server,
        client,
        authenticationOf(party),
        'password',
        parameters,
        requestsOf(party),
      ),
    read: processGenericTokenEndpointResponse,
  });
}

/**
 * New tokens for the refresh token (RFC 6749, 6). Where the provider gives out a new refresh token the old one is used
 * up, so the answer needs no further request before it can be kept: who is signed in was known before.
 * @throws AppError `signInEnded` where the refresh token is not accepted any more.
 */
export async function refresh(party: Party, session: Session): Promise<Session> {
  const { refreshToken } = session;
  if (refreshToken === undefined) throw new AppError('signInEnded', [tokenHost(party)]);
  const { refreshEndpoint } = party.settings;
  const at = refreshEndpoint === '' ? party.provider : { ...party.provider, tokenEndpoint: refreshEndpoint };
  const renewed = await requestTokens({ ...party, provider: at }, 'renewal', {
    send: (server, client) =>
      refreshTokenGrantRequest(server, client, authenticationOf(party), refreshToken, {
        ...requestsOf(party),
        additionalParameters: targetOf(party),
      }),
    read: processRefreshTokenResponse,
  });
  return {
    ...renewed,
    // Only what the provider replaced is new.
    refreshToken: renewed.refreshToken ?? refreshToken,
    scope: renewed.scope || session.scope,
    headers: { ...session.headers, ...renewed.headers },
    claims: session.claims,
  };
}

/**
 * True where new tokens can be had without the user.
 * @param hasPassword a password that was kept, and that went without a one-time code, which nobody can send twice.
 */
export function isRenewable({ flow }: OAuthSettings, session: Session, hasPassword: boolean): boolean {
  return (
    session.refreshToken !== undefined || flow === 'clientCredentials' || (flow === 'password' && hasPassword)
  );
}

/** New tokens without the user: by the refresh token, as the client itself, or by the password that was kept. @throws AppError */
export async function renew(party: Party, session: Session, password?: Password): Promise<Session> {
  if (session.refreshToken !== undefined) return refresh(party, session);
  const { flow } = party.settings;
  if (flow === 'clientCredentials') return signInAsClient(party);
  if (flow === 'password' && password !== undefined) return signInWithPassword(party, password);
  throw new AppError('signInEnded', [tokenHost(party)]);
}

interface Exchange {
  /** True where an answer without an ID token is not one. */
  isIdTokenDue?: boolean;
  send(server: AuthorizationServer, client: Client): Promise<Response>;
  read(
    server: AuthorizationServer,
    client: Client,
    response: Response,
    options?: ProcessTokenResponseOptions,
  ): Promise<TokenEndpointResponse>;
}

async function requestTokens(party: Party, step: Step, exchange: Exchange): Promise<Session> {
  const host = tokenHost(party);
  const server = serverOf(party.provider);
  const client = clientOf(party);
  const wantsIdToken = step !== 'renewal' && checksIdTokens(party);
  try {
    const answer = await prepareAnswer(await exchange.send(server, client), party, wantsIdToken);
    if (exchange.isIdTokenDue && answer.isGranted && !answer.hasIdToken) {
      throw new AppError('idTokenMissing', [host]);
    }
    const tokens = await exchange.read(server, client, answer.response);
    const claims = answer.hasIdToken ? await checkedClaims(party, server, tokens, answer.response) : {};
    return sessionOf(party, tokens, claims);
  } catch (error) {
    throw failureOf(error, host, step);
  }
}

const tokenHost = ({ provider }: Party): string => hostOf(endpoint(provider, 'tokenEndpoint'));

/** @throws AppError `tokenUnusable` */
function sessionOf(party: Party, tokens: TokenEndpointResponse, claims: Record<string, unknown>): Session {
  const receivedAt = party.now();
  const life = tokens.expires_in === undefined ? null : Math.min(tokens.expires_in * 1000, LONGEST_LIFE_MS);
  const extra = party.settings.extraTokens.flatMap(([member, header]) => {
    const value = Object.hasOwn(tokens, member) ? tokens[member] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? [[header, String(value)]] : [];
  });
  const session = v.safeParse(Session, {
    accessToken: tokens.access_token,
    tokenType: 'bearer',
    ...(tokens.refresh_token === undefined ? {} : { refreshToken: tokens.refresh_token }),
    receivedAt,
    expiresAt: life === null ? null : Math.round(receivedAt + life),
    scope: tokens.scope ?? '',
    headers: Object.fromEntries(extra),
    // ArcGIS portals name the user beside the tokens.
    claims: shownClaims({ preferred_username: tokens.username, ...claims }),
  });
  if (session.success) return session.output;
  throw new AppError('tokenUnusable', [tokenHost(party)]);
}

/** The target of RFC 8707, which token requests may repeat. */
function targetOf({ settings: { resource } }: Party): Record<string, string> {
  return resource === '' ? {} : { resource };
}

/** What a token request without an authorization request before it says about what is wanted. */
function grantParameters(party: Party): Record<string, string> {
  const { scopes, audience, extraParameters } = party.settings;
  return {
    ...Object.fromEntries(extraParameters),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    ...(audience === '' ? {} : { audience }),
    ...targetOf(party),
  };
}
