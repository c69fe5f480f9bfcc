import { base64url, CompactEncrypt, jwtDecrypt } from 'jose';

/*
 * The ClientValidator that Layerkey computes, and how whoever answers GEODI's ValidateURL reads it: a JWE (RFC 7516, `dir`
 * with A256GCM) around JWT claims (RFC 7519). This file is all that both ends share; it needs jose and nothing else.
 */

/** What a validator says. */
export interface Validator {
  /** The ClientID of `Settings/ClientToken` (`aud`). */
  clientId: string;
  /** As it stands in LoginUser (`sub`). */
  loginUser: string;
  /** Random (`jti`), so that it is taken once. */
  id: string;
  /** Ms since the epoch. */
  issuedAt: number;
  expiresAt: number;
}

/** Why a validator is not taken. `broken`: not made with this secret, cut short or changed; or no validator at all. */
export type ValidatorFault = 'broken' | 'expired' | 'foreign';

const SECRET_BYTES = 32;
/** Clocks of two machines differ. In seconds. */
const CLOCK_TOLERANCE = 30;
/** No validator needs to live longer. In minutes. */
export const MOST_MINUTES = 60;

/**
 * The secret as the key itself: 32 random bytes, in base64url (RFC 4648, section 5; plain base64 is read as well). A word that
 * somebody thought of is not taken: every validator passes through GEODI, its network and its logs, and whoever has one
 * could try words at leisure, which no derivation that is quick enough for each request would prevent.
 * @returns null for anything else.
 */
export function readSecret(text: string): Uint8Array | null {
  const plain = text.trim().replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  if (!/^[\w-]{43}$/.test(plain)) return null;
  const bytes = base64url.decode(plain);
  return bytes.length === SECRET_BYTES ? bytes : null;
}

/** A new secret, in base64url. */
export function newSecret(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/**
 * A new validator, about 300 characters that may stand in a URL as they are.
 * @param now ms since the epoch.
 */
export function makeValidator(
  key: Uint8Array,
  about: { clientId: string; loginUser: string; minutes: number },
  now: number,
): Promise<string> {
  const seconds = Math.floor(now / 1000);
  const claims = {
    iat: seconds,
    exp: seconds + about.minutes * 60,
    aud: about.clientId,
    sub: about.loginUser,
    jti: base64url.encode(crypto.getRandomValues(new Uint8Array(16))),
  };
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(key);
}

/**
 * Reads a validator. Whether its id was seen before is for the caller to know.
 * @param now ms since the epoch.
 */
export async function readValidator(
  key: Uint8Array,
  text: string,
  clientId: string,
  now: number,
): Promise<Validator | ValidatorFault> {
  try {
    const { payload } = await jwtDecrypt(text, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['iat', 'exp', 'aud', 'sub', 'jti'],
      audience: clientId,
      clockTolerance: CLOCK_TOLERANCE,
      maxTokenAge: MOST_MINUTES * 60,
      currentDate: new Date(now),
    });
    const { iat = 0, exp = 0, sub = '', jti = '' } = payload;
    return { clientId, loginUser: sub, id: jti, issuedAt: iat * 1000, expiresAt: exp * 1000 };
  } catch (error) {
    const { code, claim } = error as { code?: string; claim?: string };
    if (code === 'ERR_JWT_EXPIRED') return 'expired';
    return claim === 'aud' ? 'foreign' : 'broken';
  }
}

/** Until when an id must be remembered: as long as {@link readValidator} takes its validator. Ms since the epoch. */
export function forgettableAt({ issuedAt, expiresAt }: Validator): number {
  return Math.min(expiresAt, issuedAt + MOST_MINUTES * 60_000) + CLOCK_TOLERANCE * 1000;
}
