import * as v from 'valibot';
import { hostOf, isReadableOnTheWay, withScheme } from '../addresses.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { BROWSER_REDIRECT, PASTED_REDIRECT } from './redirects.ts';

const code = (name: ErrorCode) => name;

/**
 * An address of a provider: https, or plain http on this machine. Codes, tokens and secrets travel there, so no word of
 * the user makes another one good (RFC 6749, sections 3.1 and 3.2).
 */
export const Address = v.pipe(
  v.string(),
  v.maxLength(2000, code('badUrl')),
  v.trim(),
  v.check(isAddress, code('badUrl')),
  v.check((text) => !isAddress(text) || !isReadableOnTheWay(text), code('plainHttpProvider')),
);

/** Whole, without user information or fragment; http or https. */
export function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '' &&
    !/[\s\\]/.test(text)
  );
}

/** True for what can be registered and then read in a browser: no other scheme can be stopped before it leaves it. */
export function isRedirectUri(text: string): boolean {
  return text === BROWSER_REDIRECT || text === PASTED_REDIRECT || isAddress(text);
}

/** Where providers publish what they offer, below the issuer. */
const WELL_KNOWN = /\/\.well-known\/(?:openid-configuration|oauth-authorization-server)(?=\/|$)/;

/**
 * The issuer that somebody typed or pasted: without `https://`, or the address of the discovery document.
 * @throws AppError `emptyField`, `badUrl`, `plainHttpProvider`.
 */
export function issuerUrl(typed: string): URL {
  if (typed.trim() === '') throw new AppError('emptyField', ['issuer']);
  const whole = withScheme(typed);
  if (!isAddress(whole)) throw new AppError('badUrl', ['issuer']);
  const url = new URL(whole);
  url.search = '';
  url.pathname = url.pathname.replace(WELL_KNOWN, '') || '/';
  if (isReadableOnTheWay(url.href)) throw new AppError('plainHttpProvider', [hostOf(url.href)]);
  return url;
}
