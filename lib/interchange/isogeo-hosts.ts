/** Isogeo's own platforms: production, and QA. */
const ITS_OWN = /^id\.api(?:\.qa)?\.isogeo\.com$/;

/**
 * The API that a token is for, by the address that gives the token out: Isogeo's own APIs have their version in the name
 * (`v1.api.isogeo.com`), an installation of one's own leaves out the `id.` (isogeo-pysdk, `get_url_base_from_url_token`).
 * @returns an origin.
 */
export function apiOf(tokenUri: string): string {
  const url = new URL(tokenUri);
  const version = ITS_OWN.test(url.hostname) ? 'v1.' : '';
  url.hostname = url.hostname.replace(/^id\./, version);
  return url.origin;
}

/** True for an address of Isogeo itself. */
export function isAtIsogeo(url: string): boolean {
  return /(?:^|\.)isogeo\.com$/.test(URL.parse(url)?.hostname ?? '');
}
