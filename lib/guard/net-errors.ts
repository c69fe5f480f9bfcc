/**
 * Chromium gives `net::ERR_CERT_*`; Firefox a sentence that names the certificate, in the language of the browser
 * (*certificate, certificat, certificaat, Zertifikat, sertifika*).
 */
export function isCertificateProblem(error: string): boolean {
  return /ERR_CERT|ERR_SSL|[cz]ertifi[ck]a|sertifika|SEC_ERROR|SSL_ERROR/i.test(error);
}

/**
 * True where the browser or the page gave up by itself: tiles are given up by every move of a map, and an ad blocker or a
 * policy of the page stops requests. It says nothing about the service.
 */
export function isGivenUp(error: string): boolean {
  return /ERR_ABORTED|ERR_BLOCKED_BY|ERR_CACHE_MISS|NS_BINDING_ABORTED|NS_ERROR_ABORT|NS_ERROR_(?:CONTENT_)?BLOCKED/i.test(
    error,
  );
}
