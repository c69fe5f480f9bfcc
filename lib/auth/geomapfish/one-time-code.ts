import { type HOTP, Secret, TOTP, URI } from 'otpauth';
import { AppError } from '../../errors.ts';

/**
 * The one-time code of a moment (RFC 6238).
 * @param text what an authenticator application is given: an `otpauth://totp/` address, or the secret in it alone, in Base32
 * (spaces and dashes between its groups do not matter).
 * @param now ms since the epoch.
 * @throws AppError `otpSecretWrong`.
 */
export function codeAt(text: string, now: number): string {
  return read(text.trim()).generate({ timestamp: now });
}

function read(text: string): TOTP {
  let made: HOTP | TOTP | null = null;
  try {
    made = /^otpauth:/i.test(text)
      ? URI.parse(text)
      : new TOTP({ secret: Secret.fromBase32(text.replace(/[\s-]/g, '')) });
  } catch {
    // The library says what is wrong, and may repeat the secret.
  }
  if (made instanceof TOTP && made.secret.bytes.length > 0) return made;
  throw new AppError('otpSecretWrong', ['otpSecret']);
}
