/**
 * HTTP statuses by which geo-services refuse: RFC 9110, 15.5.2 and 15.5.4 (401, 403); Esri's 498 (invalid token) and 499 (token
 * required); GEODI's 452 to 455. 407 is a proxy's; 511 may be a network's (RFC 6585, 6) or GEODI's own.
 */
export const REFUSING_STATUSES: readonly number[] = [401, 403, 452, 453, 454, 455, 498, 499];
