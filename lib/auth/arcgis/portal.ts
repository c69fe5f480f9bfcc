import { hostOf } from '../../addresses.ts';
import { AppError } from '../../errors.ts';
import type { Party } from '../../oauth/party.ts';
import { providerOf } from '../../oauth/provider.ts';
import { BROWSER_REDIRECT } from '../../oauth/redirects.ts';
import { type Session, writeSession } from '../../oauth/session.ts';
import { readSettings } from '../../oauth/settings.ts';
import { refresh } from '../../oauth/tokens.ts';
import type { ProviderTools, QuietTools, Values } from '../method.ts';
import { heldIn, sealedText, secretBefore } from '../oauth-held.ts';
import { byCode } from '../oauth-sign-in.ts';
import type { Plan, Token } from './held.ts';
import { ask } from './request.ts';
import { exchanged } from './tokens.ts';

/** Somebody signed in at a portal. */
export interface PortalSession {
  session: Session;
  /** To be held beside the token. */
  secrets: Values;
}

/**
 * The user signs in on the portal's own pages: authorization code with PKCE (Esri: *Authorize*, *Token*; RFC 6749, 7636).
 * @param portal its root.
 * @param before what was held of this sign-in, for the client's secret.
 * @throws AppError; then nobody is signed in.
 */
export async function signInAtPortal(
  portal: string,
  values: Values,
  before: Values | undefined,
  tools: ProviderTools,
): Promise<PortalSession> {
  const oauth2 = `${portal}/sharing/rest/oauth2`;
  const given = {
    clientId: (values.clientId ?? '').trim(),
    redirect: values.redirect || BROWSER_REDIRECT,
    authorizationEndpoint: `${oauth2}/authorize`,
    tokenEndpoint: `${oauth2}/token`,
    ...{ flow: 'code', identity: 'none', scopes: '' },
  };
  const clientSecret = (values.clientSecret ?? '').trim() || secretBefore(before, given);
  const flat = { ...given, clientAuthentication: clientSecret === '' ? 'none' : 'post' };
  const settings = readSettings(flat);
  const provider = providerOf(settings, null);
  const session = await byCode({ settings, provider, clientSecret, ...tools }, tools);
  const sealed = sealedText(flat, provider);
  return { session, secrets: { ...secretsOf(session, clientSecret), sealed } };
}

const secretsOf = (session: Session, clientSecret: string): Values => ({
  ...writeSession(session),
  ...(clientSecret === '' ? {} : { clientSecret }),
});

/** What requests carry of a portal's session. @throws AppError of the exchange. */
export async function tokenOf(
  plan: Plan,
  session: Session,
  tools: Pick<QuietTools, 'fetch' | 'now'>,
): Promise<Token> {
  const { accessToken, receivedAt, expiresAt } = session;
  return plan.serverUrl === ''
    ? { token: accessToken, receivedAt, expiresAt }
    : exchanged(plan, accessToken, tools);
}

/** A new session by the refresh token. @throws AppError `signInEnded` where there is none, or it is not accepted any more. */
export async function renewAtPortal(secrets: Values, tools: QuietTools): Promise<PortalSession> {
  const { session: before, settings, provider } = heldIn(secrets);
  const { clientSecret = '', sealed = '' } = secrets;
  const party: Party = { settings, provider, clientSecret, ...tools };
  const session = await refresh(party, before);
  return { session, secrets: { ...secretsOf(session, clientSecret), sealed } };
}

/** Ends the session there (Esri: *Revoke token*): with the refresh token end those that were made from it. */
export async function revokeAtPortal(secrets: Values, tools: Pick<QuietTools, 'fetch'>): Promise<void> {
  const { session, settings } = heldIn(secrets);
  const url = settings.tokenEndpoint.replace(/\/token$/, '/revokeToken');
  const auth_token = session.refreshToken ?? session.accessToken;
  const { json } = await ask(url, tools, { client_id: settings.clientId, auth_token, f: 'json' });
  if ((json as { success?: unknown } | null | undefined)?.success !== true)
    throw new AppError('providerAnswerUnreadable', [hostOf(url)]);
}
