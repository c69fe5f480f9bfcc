import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { endSessionUrl, startAuthorization } from '../oauth/authorize.ts';
import { discover } from '../oauth/discovery.ts';
import { withUserinfo } from '../oauth/identity.ts';
import type { Party } from '../oauth/party.ts';
import {
  Provider,
  proposedAuthentication,
  providerHost,
  providerOf,
  requestOrigins,
} from '../oauth/provider.ts';
import { BROWSER_REDIRECT, PASTED_REDIRECT } from '../oauth/redirects.ts';
import { revoke } from '../oauth/revoke.ts';
import { readSession, type Session, whoOf, writeSession } from '../oauth/session.ts';
import { type OAuthSettings, readSettings } from '../oauth/settings.ts';
import { exchangeCode, isRenewable, renew, signInAsClient, signInWithPassword } from '../oauth/tokens.ts';
import { injectionOf } from '../oauth/use.ts';
import { prove } from './fields.ts';
import type { Method, MethodField, ProviderTools, QuietTools, Values } from './method.ts';

type Flow = OAuthSettings['flow'];

const REDIRECTS = ['http://127.0.0.1:7070/', 'http://localhost:5000/callback', PASTED_REDIRECT];

const rare = (name: string, more: Partial<MethodField> = {}): MethodField => ({
  name,
  secret: false,
  optional: true,
  rare: true,
  ...more,
});

/** Where nothing but addresses is known of a provider, and how a token is used. */
const RARE_FIELDS: MethodField[] = [
  rare('audience'),
  rare('resource'),
  rare('extraParameters'),
  rare('clientAuthentication', { choices: ['', 'none', 'basic', 'post'] }),
  rare('tokenUse', { choices: ['header', 'query'], initial: 'header' }),
  rare('tokenName'),
  rare('tokenScheme', { initial: 'Bearer' }),
  rare('extraTokens'),
  rare('tokenEndpoint'),
  rare('refreshEndpoint'),
  rare('revocationEndpoint'),
];

const CODE_FIELDS: MethodField[] = [
  rare('identity', { choices: ['idToken', 'userinfo', 'none'], initial: 'idToken' }),
  rare('trustedAudiences'),
  rare('authorizationEndpoint'),
  rare('userinfoEndpoint'),
  rare('endSessionEndpoint'),
  rare('jwksUri'),
];

const ISSUER: MethodField = { name: 'issuer', secret: false };
const CLIENT_ID: MethodField = { name: 'clientId', secret: false };
const SCOPES: MethodField = { ...rare('scopes'), initial: 'openid profile email' };
const SECRET: MethodField = { name: 'clientSecret', secret: true };

const FIELDS: Record<Flow, MethodField[]> = {
  code: [
    ...[ISSUER, CLIENT_ID, { ...SECRET, optional: true }],
    { name: 'redirect', secret: false, optional: true, initial: BROWSER_REDIRECT, suggestions: REDIRECTS },
    ...[SCOPES, ...RARE_FIELDS, ...CODE_FIELDS],
  ],
  clientCredentials: [ISSUER, CLIENT_ID, SECRET, { ...SCOPES, initial: '' }, ...RARE_FIELDS],
  password: [
    ...[ISSUER, CLIENT_ID, { ...SECRET, optional: true }],
    { name: 'username', secret: false },
    { name: 'password', secret: true },
    { name: 'totp', secret: true, optional: true },
    ...[SCOPES, ...RARE_FIELDS],
  ],
};

/** No scope asked for; no word before the token. */
const MAY_BE_EMPTY = ['scopes', 'tokenScheme'];

/**
 * What belongs to a session and must not be changed by whoever can edit the readable records: refresh tokens and client
 * secrets go to these addresses alone (promise 10).
 */
const Sealed = v.strictObject({ settings: v.record(v.string(), v.string()), provider: Provider });

function oauthMethod(id: string, flow: Flow): Method {
  const fields = FIELDS[flow];
  const publicFields = fields.filter(({ secret }) => !secret).map(({ name }) => name);
  return {
    id,
    fields,
    repeat: false,
    inUrl: false,
    provider: true,

    async signIn(values, tools) {
      const asked = tools.provider;
      if (!asked) throw new AppError('badMessage');
      const typed = Object.fromEntries(
        publicFields.flatMap((name) => {
          const value = values[name] ?? '';
          // Only these say something by being empty.
          return value !== '' || MAY_BE_EMPTY.includes(name) ? [[name, value]] : [];
        }),
      );
      const wanted = readSettings({ ...typed, clientAuthentication: 'none', flow });
      const discovered =
        wanted.issuer === '' ? null : await discover(wanted.issuer, asked.fetch, asked.signal);
      const provider = providerOf(wanted, discovered);
      const providers = requestOrigins(provider, wanted);
      await asked.mayAsk(providers);
      const clientSecret = (values.clientSecret ?? '').trim() || secretBefore(tools.before, typed);
      const proposed = proposedAuthentication(provider, clientSecret !== '');
      const flat = { ...typed, flow, clientAuthentication: typed.clientAuthentication || proposed };
      const party = { settings: readSettings(flat), provider, clientSecret, ...asked };
      const first = await tokensFor(party, values, asked);
      // Who it is comes second: a provider that does not say has signed the user in all the same.
      const session = await withUserinfo(party, first).catch(() => first);
      await prove(tools, injectionOf(party.settings, session));
      const keptPassword = flow === 'password' && !values.totp ? { password: values.password ?? '' } : {};
      return {
        settings: typed,
        secrets: {
          ...writeSession(session),
          ...(clientSecret === '' ? {} : { clientSecret }),
          ...keptPassword,
          sealed: JSON.stringify({ settings: flat, provider }),
        },
        who: whoOf(session.claims) || nameWithoutClaims(flow, typed, provider),
        providers,
      };
    },

    inject(_settings, secrets) {
      const { session, settings } = heldIn(secrets);
      return injectionOf(settings, session);
    },

    ends: (secrets) => heldIn(secrets).session,

    isRenewable(secrets) {
      const { session, settings } = heldIn(secrets);
      return isRenewable(settings, session, secrets.password !== undefined);
    },

    async renew(secrets, tools) {
      const { session, settings, provider } = heldIn(secrets);
      const { clientSecret = '', password } = secrets;
      const party: Party = { settings, provider, clientSecret, ...tools };
      const kept = password === undefined ? undefined : { username: settings.username, password };
      const renewed = await renew(party, session, kept).catch(async (error: unknown) => {
        const silent = endedAtProvider(error) ? await bySession(party, session, tools) : null;
        if (silent === null) throw error;
        return silent;
      });
      const { accessToken, refreshToken, expiresAt, ...others } = secrets;
      return { ...others, ...writeSession(renewed) };
    },

    endSessionUrl(secrets) {
      const { settings, provider } = heldIn(secrets);
      return flow === 'code' ? endSessionUrl(settings, provider) : null;
    },

    async revoke(secrets, tools) {
      const { session, settings, provider } = heldIn(secrets);
      await revoke({ settings, provider, clientSecret: secrets.clientSecret ?? '', ...tools }, session);
    },
  };
}

/** Fields that say who gets a client secret. */
const WHO_GETS_IT = ['issuer', 'clientId', 'tokenEndpoint', 'refreshEndpoint', 'revocationEndpoint'];

/** The client secret of before, so that nobody types it at every sign-in; only where it goes to the same provider (promise 10). */
function secretBefore(before: Values | undefined, typed: Values): string {
  const sealed = v.safeParse(v.pipe(v.string(), v.parseJson(), Sealed), before?.sealed);
  if (!sealed.success) return '';
  const { settings } = sealed.output;
  const isSame = WHO_GETS_IT.every((name) => (settings[name] ?? '') === (typed[name] ?? ''));
  return isSame ? (before?.clientSecret ?? '') : '';
}

/** Whom the provider said nothing of. */
function nameWithoutClaims(flow: Flow, { username, clientId }: Values, provider: Provider): string {
  return { code: providerHost(provider), clientCredentials: clientId, password: username }[flow] ?? '';
}

/** @throws AppError `badMessage` where this was not written by {@link oauthMethod}. */
function heldIn(secrets: Values): { session: Session; settings: OAuthSettings; provider: Provider } {
  const session = readSession(secrets);
  const sealed = v.safeParse(v.pipe(v.string(), v.parseJson(), Sealed), secrets.sealed);
  if (session === null || !sealed.success) throw new AppError('badMessage');
  return { session, settings: readSettings(sealed.output.settings), provider: sealed.output.provider };
}

async function tokensFor(party: Party, values: Values, tools: ProviderTools): Promise<Session> {
  const { flow } = party.settings;
  if (flow === 'clientCredentials') return signInAsClient(party);
  if (flow === 'code') return byCode(party, tools);
  const { password = '', totp = '' } = values;
  if (password === '') throw new AppError('emptyField', ['password']);
  const { username } = party.settings;
  return signInWithPassword(party, { username, password, ...(totp === '' ? {} : { extra: { totp } }) });
}

async function byCode(party: Party, tools: ProviderTools): Promise<Session> {
  const { redirect } = party.settings;
  const isBrowsers = redirect === BROWSER_REDIRECT;
  const { url, pending } = await startAuthorization(party, isBrowsers ? tools.redirectUri : redirect);
  const answer =
    redirect === PASTED_REDIRECT
      ? await tools.askForCode(url)
      : await tools.authorize(url, isBrowsers ? null : redirect);
  return exchangeCode(party, pending, answer);
}

/** The provider's own session may still live: then it answers without a window. @returns null where it does not. */
async function bySession(party: Party, before: Session, tools: QuietTools): Promise<Session | null> {
  const { flow, redirect } = party.settings;
  // Where nobody knows who it was, somebody else's session would be taken.
  const isKnown = before.claims.sub !== undefined;
  if (flow !== 'code' || redirect !== BROWSER_REDIRECT || !isKnown) return null;
  const { url, pending } = await startAuthorization(party, tools.redirectUri, true);
  const answer = await tools.authorizeSilently(url);
  if (answer === null) return null;
  const session = await withUserinfo(party, await exchangeCode(party, pending, answer));
  // Somebody else may have signed in at the provider since.
  if (session.claims.sub !== before.claims.sub)
    throw new AppError('anotherUser', [providerHost(party.provider)]);
  return session;
}

const endedAtProvider = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'signInEnded';

/** Sign in at an identity provider: authorization code with PKCE (RFC 6749, 7636; OpenID Connect). */
export const oauth = oauthMethod('oauth', 'code');
/** A service of its own, without a person (RFC 6749, section 4.4). */
export const clientCredentials = oauthMethod('clientCredentials', 'clientCredentials');
/** User name and password handed to the provider (RFC 6749, section 4.3), for those that offer nothing better. */
export const passwordGrant = oauthMethod('passwordGrant', 'password');
