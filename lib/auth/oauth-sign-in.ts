import { AppError } from '../errors.ts';
import { startAuthorization } from '../oauth/authorize.ts';
import { discover } from '../oauth/discovery.ts';
import { withUserinfo } from '../oauth/identity.ts';
import type { Party } from '../oauth/party.ts';
import { proposedAuthentication, providerOf, requestOrigins } from '../oauth/provider.ts';
import { BROWSER_REDIRECT, PASTED_REDIRECT } from '../oauth/redirects.ts';
import { revoke } from '../oauth/revoke.ts';
import { type Session, whoOf, writeSession } from '../oauth/session.ts';
import { readSettings } from '../oauth/settings.ts';
import { exchangeCode, signInAsClient, signInWithPassword } from '../oauth/tokens.ts';
import { injectionOf } from '../oauth/use.ts';
import { prove } from './fields.ts';
import type { ProviderTools, SignedIn, SignInTools, Values } from './method.ts';
import { KEPT_PASSWORD, sealedText } from './oauth-held.ts';

/**
 * Signs in at a provider and proves the token at the service; what is held then is for `TOKEN_HELD`.
 * @param settings as `readSettings` takes them, `flow` among them; what it does not know is sealed along.
 * @param clientSecret empty for a public client.
 * @param values what else was typed: `password` and `totp` of the password flow.
 * @throws AppError; then nobody is signed in.
 */
export async function signInAtProvider(
  settings: Values,
  clientSecret: string,
  values: Values,
  tools: SignInTools,
): Promise<SignedIn> {
  const asked = tools.provider;
  if (!asked) throw new AppError('badMessage');
  const wanted = readSettings({ ...settings, clientAuthentication: 'none' });
  const discovered = wanted.issuer === '' ? null : await discover(wanted.issuer, asked.fetch, asked.signal);
  const provider = providerOf(wanted, discovered);
  const providers = requestOrigins(provider, wanted);
  await asked.mayAsk([...providers, ...stoppedAt(wanted.redirect)]);
  const proposed = proposedAuthentication(provider, clientSecret !== '');
  const flat = { ...settings, clientAuthentication: settings.clientAuthentication || proposed };
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
  const isKept = wanted.flow === 'password' && !values.totp && session.refreshToken === undefined;
  return {
    settings,
    secrets: {
      ...writeSession(session),
      ...(clientSecret === '' ? {} : { clientSecret }),
      ...(isKept ? { [KEPT_PASSWORD]: values.password ?? '' } : {}),
      sealed: sealedText(flat, provider),
    },
    who: whoOf(session.claims) || nameWithoutClaims(settings),
    providers,
  };
}

/** The origin where a window's answer is stopped: without host access it could be neither seen nor stopped. */
function stoppedAt(redirect: string): string[] {
  const url = URL.parse(redirect);
  return url && /^https?:$/.test(url.protocol) ? [url.origin] : [];
}

/** Whom the provider said nothing of. */
function nameWithoutClaims({ flow, username, clientId }: Values): string {
  return { code: '', clientCredentials: clientId, password: username }[flow ?? ''] ?? '';
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

export async function byCode(party: Party, tools: ProviderTools): Promise<Session> {
  const { redirect } = party.settings;
  const isBrowsers = redirect === BROWSER_REDIRECT;
  const { url, pending } = await startAuthorization(party, isBrowsers ? tools.redirectUri : redirect);
  const answer =
    redirect === PASTED_REDIRECT
      ? await tools.askForCode(url)
      : await tools.authorize(url, isBrowsers ? null : redirect);
  return exchangeCode(party, pending, answer);
}
