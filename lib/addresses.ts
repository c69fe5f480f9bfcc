/** True for the machine itself: there, plain http is not read by others (W3C Secure Contexts, section 3.1). */
function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

/** True where a secret sent to this URL could be read on the way. */
export function isReadableOnTheWay(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !isLoopback(hostname);
}

/** The origin of a URL; undefined where it is none. */
export function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** `geo.example.com:8443`, the host as requests write it, port included where it is not the default. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** The address that somebody typed: without a scheme it is https. */
export function withScheme(typed: string): string {
  const text = typed.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
}
