import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { Provider } from '../oauth/provider.ts';
import { readSession, type Session } from '../oauth/session.ts';
import { type OAuthSettings, readSettings } from '../oauth/settings.ts';
import type { Values } from './method.ts';

/**
 * What belongs to a session and must not be changed by whoever can edit the readable records: refresh tokens and client
 * secrets go to these addresses alone (promise 10).
 */
const Sealed = v.strictObject({ settings: v.record(v.string(), v.string()), provider: Provider });

/** What is sealed, as text; of what a provider announces only what is needed later, for its lists may be long. */
export function sealedText(settings: Values, provider: Provider): string {
  return JSON.stringify({ settings, provider: { ...provider, clientAuthentication: [] } });
}

/** By a name that no other method injects: whoever edits an account's method must not send it to a map service. */
export const KEPT_PASSWORD = 'providerPassword';

/** What is held of a sign-in with a token. */
interface HeldHere {
  session: Session;
  settings: OAuthSettings;
  provider: Provider;
}

/** @returns null where this was not written by the methods of `oauth.ts`. */
export function readHeld(secrets: Values): HeldHere | null {
  const session = readSession(secrets);
  const sealed = v.safeParse(v.pipe(v.string(), v.parseJson(), Sealed), secrets.sealed);
  if (session === null || !sealed.success) return null;
  try {
    return { session, settings: readSettings(sealed.output.settings), provider: sealed.output.provider };
  } catch {
    // Settings that this version does not take.
    return null;
  }
}

/** @throws AppError `badMessage` likewise. */
export function heldIn(secrets: Values): HeldHere {
  const held = readHeld(secrets);
  if (held === null) throw new AppError('badMessage');
  return held;
}

/** Fields that say who gets a client secret. */
const WHO_GETS_IT = ['issuer', 'clientId', 'tokenEndpoint', 'refreshEndpoint', 'revocationEndpoint'];

/** What is held of a sign-in is no more than this after its set-up was imported. */
const SealedSettings = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ settings: v.record(v.string(), v.string()) }),
);

/** A client secret without a session: for the next sign-in at the same provider, and good for nothing else. */
export function clientSecretAlone(settings: Values, clientSecret: string): Values {
  return { clientSecret, sealed: JSON.stringify({ settings }) };
}

/** The client secret of before, so that nobody types it at every sign-in; only where it goes to the same provider (promise 10). */
export function secretBefore(before: Values | undefined, typed: Values): string {
  const sealed = v.safeParse(SealedSettings, before?.sealed);
  if (!sealed.success) return '';
  const { settings } = sealed.output;
  const isSame = WHO_GETS_IT.every((name) => (settings[name] ?? '') === (typed[name] ?? ''));
  return isSame ? (before?.clientSecret ?? '') : '';
}

/** The settings and the client secret of before, whole; null where nothing is held. For methods whose form cannot show them. */
export function applicationBefore(
  before: Values | undefined,
): { settings: Values; clientSecret: string } | null {
  const sealed = v.safeParse(SealedSettings, before?.sealed);
  return sealed.success
    ? { settings: sealed.output.settings, clientSecret: before?.clientSecret ?? '' }
    : null;
}
