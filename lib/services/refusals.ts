/**
 * HTTP statuses by which geo-services refuse: RFC 9110, 15.5.2 and 15.5.4 (401, 403); Esri's 498 (invalid token) and 499 (token
 * required). 407 is a proxy's; 511 may be a network's (RFC 6585, 6) or GEODI's own.
 */
export const REFUSING_STATUSES: readonly number[] = [401, 403, 498, 499];

/** How GEODI's TokenHandler refuses a trusted client. Its other handlers mean something else by the same numbers. */
const AT_TOKEN_HANDLER: readonly number[] = [452, 453, 454, 455];

const HANDLER = /\/\w+Handler(?:\.ashx)?\/?\?(?:[^#]*&)?op=/i;

/** True where this status of this address refuses a sign-in. */
export function isRefusing(status: number, url: string): boolean {
  if (REFUSING_STATUSES.includes(status)) return true;
  // Anywhere else it is a network's, which wants somebody to sign in before any service is reached.
  if (status === 511) return HANDLER.test(url);
  return AT_TOKEN_HANDLER.includes(status) && /\/TokenHandler(?:[?#]|$)/i.test(url);
}
