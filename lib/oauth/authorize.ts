import {
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  skipStateCheck,
  validateAuthResponse,
} from 'oauth4webapi';
import { AppError } from '../errors.ts';
import { failureOf } from './failures.ts';
import { clientOf, type Party } from './party.ts';
import { endpoint, type Provider, providerHost, serverOf } from './provider.ts';
import { PASTED_REDIRECT } from './redirects.ts';
import type { Pending } from './session.ts';
import type { OAuthSettings } from './settings.ts';

/**
 * Where to take the user, and what has to be known when the browser comes back (RFC 6749, 4.1.1; RFC 7636;
 * OpenID Connect Core, 3.1.2.1).
 * @param redirectUri the registered one; the browser's own where the settings say so.
 * @param silent true where no window may be shown: the provider answers at once or refuses (`signInNeedsWindow`).
 * @throws AppError `endpointMissing`.
 */
export async function startAuthorization(
  { settings, provider }: Pick<Party, 'settings' | 'provider'>,
  redirectUri: string,
  silent = false,
): Promise<{ url: string; pending: Pending }> {
  const url = new URL(endpoint(provider, 'authorizationEndpoint'));
  const pending: Pending = {
    state: generateRandomState(),
    nonce: settings.scopes.includes('openid') ? generateRandomNonce() : '',
    verifier: generateRandomCodeVerifier(),
    issuer: provider.issuer,
    redirectUri,
  };
  const { scopes, audience, resource, clientId } = settings;
  const parameters: Record<string, string> = {
    ...Object.fromEntries(settings.extraParameters),
    ...(audience === '' ? {} : { audience }),
    ...(resource === '' ? {} : { resource }),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    ...(silent ? { prompt: 'none' } : {}),
    ...(pending.nonce === '' ? {} : { nonce: pending.nonce }),
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state: pending.state,
    code_challenge: await calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
  };
  // The address may have a query of its own, which stays (RFC 6749, 3.1).
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url: url.href, pending };
}

/**
 * Looks at what came back: the address that the browser was sent to, or what the user pasted.
 * @returns the checked parameters, as the library wants them for the exchange.
 * @throws AppError `answerNotForThisSignIn` for another state or issuer (RFC 6749, 10.12; RFC 9207), or the
 * provider's own refusal.
 */
export function checkCallback(party: Party, pending: Pending, callback: string): URLSearchParams {
  const { provider } = party;
  const host = providerHost(provider);
  const isPasted = pending.redirectUri === PASTED_REDIRECT;
  const parameters = isPasted ? pastedParameters(callback) : parametersAt(callback, pending.redirectUri);
  if (parameters === null || pending.issuer !== provider.issuer) {
    throw new AppError('answerNotForThisSignIn', [host]);
  }
  // An issuer can be compared only where it is known; a pasted code comes without, and PKCE ties it to this sign-in.
  if (provider.issuer === '') parameters.delete('iss');
  const server = serverOf(
    isPasted && !parameters.has('iss') ? { ...provider, namesItself: false } : provider,
  );
  const expected = isPasted && !parameters.has('state') ? skipStateCheck : pending.state;
  let checked: URLSearchParams;
  try {
    checked = validateAuthResponse(server, clientOf(party), parameters, expected);
  } catch (error) {
    throw failureOf(error, host, 'callback');
  }
  const codes = checked.getAll('code');
  // No parameter may come twice (RFC 6749, 3.1).
  if (codes.length > 1) throw new AppError('answerNotForThisSignIn', [host]);
  if (!codes[0]) throw new AppError('providerAnswerUnreadable', [host]);
  return checked;
}

/** True where a navigation is the one that ends this sign-in: the registered address with parameters added. */
export function isCallback(url: string, redirectUri: string): boolean {
  return parametersAt(url, redirectUri) !== null;
}

/** @returns null where the address is not the registered one (RFC 6749, 3.1.2: whose own query stays). */
function parametersAt(callback: string, redirectUri: string): URLSearchParams | null {
  const url = URL.parse(callback);
  const registered = URL.parse(redirectUri);
  if (url === null || registered === null) return null;
  if (url.origin !== registered.origin || url.pathname !== registered.pathname) return null;
  const parameters = new URLSearchParams(url.search);
  for (const [name, value] of registered.searchParams) {
    if (!parameters.getAll(name).includes(value)) return null;
    parameters.delete(name, value);
  }
  return parameters;
}

/** A pasted code, alone or in the address or query that it stood in. */
function pastedParameters(text: string): URLSearchParams | null {
  const trimmed = text.trim();
  const query = URL.parse(trimmed)?.search ?? (/(?:^|[?&])(?:code|error)=/.test(trimmed) ? trimmed : '');
  if (/[?&]?(?:code|error)=/.test(query)) return new URLSearchParams(query.replace(/^[^?]*\?/, ''));
  return /^[\x21-\x7e]{1,4000}$/.test(trimmed) ? new URLSearchParams([['code', trimmed]]) : null;
}

/**
 * Where the user can end the session at the provider (OpenID Connect RP-Initiated Logout), or null where it has no such
 * page. No token goes into an address: the provider asks the user instead.
 */
export function endSessionUrl(settings: OAuthSettings, provider: Provider): string | null {
  if (provider.endSessionEndpoint === undefined) return null;
  const url = new URL(provider.endSessionEndpoint);
  url.searchParams.set('client_id', settings.clientId);
  return url.href;
}
