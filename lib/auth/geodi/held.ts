import * as v from 'valibot';
import { AppError } from '../../errors.ts';
import type { Values } from '../method.ts';

const Minutes = v.pipe(v.number(), v.integer(), v.minValue(1));

/** Where the ClientValidator comes from. Of one that was pasted nothing is kept: it is good once. */
const ValidatorSource = v.variant('from', [
  v.strictObject({ from: v.literal('pasted') }),
  v.strictObject({ from: v.literal('fetched'), url: v.string() }),
  v.strictObject({ from: v.literal('computed'), minutes: Minutes }),
]);

/** A trusted client (GEODI's User Token API): whom it signs in, and how it asks. */
const Trusted = v.strictObject({
  clientId: v.string(),
  /** As GEODI reads it: `GEODI:name`, `LDAP:Domain\name`, `LDAP:name`, `name`. */
  loginUser: v.string(),
  ipFilter: v.string(),
  /** TimeOutMinute: how long a link, and the token in it, lets somebody in. */
  minutes: Minutes,
  by: v.picklist(['POST', 'GET']),
  validator: ValidatorSource,
});
export type Trusted = v.InferOutput<typeof Trusted>;

/** What must not be changed by whoever can edit the readable records: secrets go to these addresses alone (promise 10). */
const Sealed = v.strictObject({
  /** GEODI's address without a slash at the end; '' where only a token was pasted. */
  server: v.string(),
  /** Ms since the epoch. */
  receivedAt: v.number(),
  /** Null where GEODI does not say. */
  expiresAt: v.nullable(v.number()),
  trusted: v.nullable(Trusted),
});
type Sealed = v.InferOutput<typeof Sealed>;

/** What is held of a sign-in at GEODI. */
export interface Held extends Sealed {
  token: string;
  /** Of a trusted client that can ask again; '' where none is kept. */
  userSession: string;
  /** What validators are computed with; '' where they are not. */
  secret: string;
}

/** By names that no other method injects: whoever edits an account's method must not send these to a map service. */
export function writeHeld({ token, userSession, secret, ...sealed }: Held): Values {
  return {
    geodiToken: token,
    ...(userSession === '' ? {} : { geodiUserSession: userSession }),
    ...(secret === '' ? {} : { geodiSecret: secret }),
    geodiSealed: JSON.stringify(sealed satisfies Sealed),
  };
}

/** @returns null where this was not written by {@link writeHeld}. */
export function readHeld(secrets: Values): Held | null {
  const sealed = v.safeParse(v.pipe(v.string(), v.parseJson(), Sealed), secrets.geodiSealed);
  const { geodiToken: token = '', geodiUserSession: userSession = '', geodiSecret: secret = '' } = secrets;
  return sealed.success && token !== '' ? { ...sealed.output, token, userSession, secret } : null;
}

/** @throws AppError `badMessage` likewise. */
export function heldIn(secrets: Values): Held {
  const held = readHeld(secrets);
  if (held === null) throw new AppError('badMessage');
  return held;
}

/** True where a new token can be had without the user. */
export function canAskAgain({ trusted, userSession, secret }: Held): boolean {
  if (trusted === null || userSession === '') return false;
  return trusted.validator.from === 'fetched' || (trusted.validator.from === 'computed' && secret !== '');
}
