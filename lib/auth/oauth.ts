import { AppError, toFailure } from '../errors.ts';
import { endSessionUrl, startAuthorization } from '../oauth/authorize.ts';
import { discover } from '../oauth/discovery.ts';
import { withUserinfo } from '../oauth/identity.ts';
import type { Party } from '../oauth/party.ts';
import {
  proposedAuthentication,
  providerHost,
  providerName,
  providerOf,
  requestOrigins,
} from '../oauth/provider.ts';
import { BROWSER_REDIRECT, PASTED_REDIRECT } from '../oauth/redirects.ts';
import { meaningOf } from '../oauth/renewal.ts';
import { revoke } from '../oauth/revoke.ts';
import { type Session, whoOf, writeSession } from '../oauth/session.ts';
import { readSettings } from '../oauth/settings.ts';
import { exchangeCode, isRenewable, renew, signInAsClient, signInWithPassword } from '../oauth/tokens.ts';
import { injectionOf } from '../oauth/use.ts';
import { prove } from './fields.ts';
import type { LookedUp, Method, ProviderTools, QuietTools, Values } from './method.ts';
import { FIELDS, type Flow } from './oauth-fields.ts';
import { heldIn, KEPT_PASSWORD, readHeld, sealedText, secretBefore } from './oauth-held.ts';

/** No scope asked for; no word before the token. */
const MAY_BE_EMPTY = ['scopes', 'tokenScheme'];

function oauthMethod(id: string, flow: Flow): Method {
  const fields = FIELDS[flow];
  const publicFields = fields.filter(({ secret }) => !secret).map(({ name }) => name);
  return {
    id,
    fields,
    repeat: false,
    inUrl: false,
    provider: true,
    lookUp: { field: 'issuer', look: lookUpIssuer },

    async signIn(values, tools) {
      const asked = tools.provider;
      if (!asked) throw new AppError('badMessage');
      const typed = Object.fromEntries(
        publicFields.flatMap((name) => {
          const value = values[name];
          if (value === undefined) return [];
          // Only these say something by being empty.
          return value !== '' || MAY_BE_EMPTY.includes(name) ? [[name, value]] : [];
        }),
      );
      const clientSecret = (values.clientSecret ?? '').trim() || secretBefore(tools.before, typed);
      const isProving = typed.clientAuthentication === 'basic' || typed.clientAuthentication === 'post';
      if (clientSecret === '' && (isProving || flow === 'clientCredentials')) {
        throw new AppError('emptyField', ['clientSecret']);
      }
      const wanted = readSettings({ ...typed, clientAuthentication: 'none', flow });
      const discovered =
        wanted.issuer === '' ? null : await discover(wanted.issuer, asked.fetch, asked.signal);
      const provider = providerOf(wanted, discovered);
      const providers = requestOrigins(provider, wanted);
      await asked.mayAsk([...providers, ...stoppedAt(wanted.redirect)]);
      const proposed = proposedAuthentication(provider, clientSecret !== '');
      const flat = { ...typed, flow, clientAuthentication: typed.clientAuthentication || proposed };
      const party = { settings: readSettings(flat), provider, clientSecret, ...asked };
      const first = await tokensFor(party, values, asked);
      // Who it is comes second: a provider that does not say has signed the user in all the same.
      const session = await withUserinfo(party, first).catch(() => first);
      await prove(tools, injectionOf(party.settings, session)).catch((error: unknown) => {
        // What the service does not take is not left open at the provider.
        void revoke(party, session).catch(() => undefined);
        throw error;
      });
      // A one-time code cannot be sent twice, and with a refresh token nobody needs the password again.
      const isKept = flow === 'password' && !values.totp && session.refreshToken === undefined;
      return {
        settings: typed,
        secrets: {
          ...writeSession(session),
          ...(clientSecret === '' ? {} : { clientSecret }),
          ...(isKept ? { [KEPT_PASSWORD]: values.password ?? '' } : {}),
          sealed: sealedText(flat, provider),
        },
        who: whoOf(session.claims) || nameWithoutClaims(flow, typed),
        providers,
      };
    },

    inject(_settings, secrets) {
      const { session, settings } = heldIn(secrets);
      return injectionOf(settings, session);
    },

    ends: (secrets) => readHeld(secrets)?.session ?? null,

    isRenewable(secrets) {
      const held = readHeld(secrets);
      return held !== null && isRenewable(held.settings, held.session, secrets[KEPT_PASSWORD] !== undefined);
    },

    async renew(secrets, tools) {
      const { session, settings, provider } = heldIn(secrets);
      const { clientSecret = '', [KEPT_PASSWORD]: password } = secrets;
      const party: Party = { settings, provider, clientSecret, ...tools };
      const kept = password === undefined ? undefined : { username: settings.username, password };
      const renewed = await renew(party, session, kept).catch(async (error: unknown) => {
        if (toFailure(error).code !== 'signInEnded') throw error;
        // A provider that wants to see somebody says so in many ways: what counts is why it was asked.
        const silent = await bySession(party, session, tools).catch((why: unknown) => {
          const { code } = toFailure(why);
          throw code === 'anotherUser' || meaningOf(code) === 'retry' ? why : error;
        });
        if (silent === null) throw error;
        return silent;
      });
      const { accessToken, refreshToken, expiresAt, ...others } = secrets;
      return { ...others, ...writeSession(renewed) };
    },

    person: (secrets) => readHeld(secrets)?.session.claims.sub,

    endSessionUrl(secrets) {
      const held = flow === 'code' ? readHeld(secrets) : null;
      return held && endSessionUrl(held.settings, held.provider);
    },

    async revoke(secrets, tools) {
      const { session, settings, provider } = heldIn(secrets);
      await revoke({ settings, provider, clientSecret: secrets.clientSecret ?? '', ...tools }, session);
    },
  };
}

async function lookUpIssuer(
  typed: string,
  tools: Pick<ProviderTools, 'fetch' | 'signal'>,
): Promise<LookedUp> {
  const provider = await discover(typed, tools.fetch, tools.signal);
  const origins = requestOrigins(provider, { refreshEndpoint: '' });
  return { name: providerName(provider), origins, pkce: provider.pkce !== 'no' };
}

/** The origin where a window's answer is stopped: without host access it could be neither seen nor stopped. */
function stoppedAt(redirect: string): string[] {
  const url = URL.parse(redirect);
  return url && /^https?:$/.test(url.protocol) ? [url.origin] : [];
}

/** Whom the provider said nothing of. */
function nameWithoutClaims(flow: Flow, { username, clientId }: Values): string {
  return { code: '', clientCredentials: clientId, password: username }[flow] ?? '';
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

/** Sign in at an identity provider: authorization code with PKCE (RFC 6749, 7636; OpenID Connect). */
export const oauth = oauthMethod('oauth', 'code');
/** A service of its own, without a person (RFC 6749, section 4.4). */
export const clientCredentials = oauthMethod('clientCredentials', 'clientCredentials');
/** User name and password handed to the provider (RFC 6749, section 4.3), for those that offer nothing better. */
export const passwordGrant = oauthMethod('passwordGrant', 'password');
