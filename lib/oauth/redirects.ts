/** For a client registered with the browser's own address (`identity.getRedirectURL`). */
export const BROWSER_REDIRECT = 'browser';

/** The provider's page shows a code, which the user pastes. */
export const PASTED_REDIRECT = 'urn:ietf:wg:oauth:2.0:oob';
