import { AppError, toFailure } from '../errors.ts';
import { endSessionUrl, startAuthorization } from '../oauth/authorize.ts';
import { withUserinfo } from '../oauth/identity.ts';
import type { Party } from '../oauth/party.ts';
import { providerHost } from '../oauth/provider.ts';
import { BROWSER_REDIRECT } from '../oauth/redirects.ts';
import { meaningOf } from '../oauth/renewal.ts';
import { revoke } from '../oauth/revoke.ts';
import { type Session, writeSession } from '../oauth/session.ts';
import { exchangeCode, isRenewable, renew } from '../oauth/tokens.ts';
import { injectionOf } from '../oauth/use.ts';
import type { Method, QuietTools } from './method.ts';
import { heldIn, KEPT_PASSWORD, readHeld } from './oauth-held.ts';

type Held = 'inject' | 'ends' | 'isRenewable' | 'renew' | 'person' | 'endSessionUrl' | 'revoke';

/** What every method that signs in by `signInAtProvider` does with the token that it holds. */
export const TOKEN_HELD: Required<Pick<Method, Held>> = {
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
    const held = readHeld(secrets);
    return held?.settings.flow === 'code' ? endSessionUrl(held.settings, held.provider) : null;
  },

  async revoke(secrets, tools) {
    const { session, settings, provider } = heldIn(secrets);
    await revoke({ settings, provider, clientSecret: secrets.clientSecret ?? '', ...tools }, session);
  },
};

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
