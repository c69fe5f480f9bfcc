/**
 * Why a browser does not trust the encryption of a host. `client`: the server wants a certificate of the user's own.
 * `intercepted`: the browser itself says that somebody between breaks the encryption open.
 */
export const CERTIFICATE_KINDS = [
  'expired',
  'notYetValid',
  'unknownIssuer',
  'selfSigned',
  'wrongName',
  'revoked',
  'weak',
  'client',
  'intercepted',
  'other',
] as const;
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number];

export interface CertificateError {
  kind: CertificateKind;
  /** True where the browser's own warning offers no way on, whoever the host is. */
  final: boolean;
}

/**
 * What stands in an error about a certificate, whatever else: Chromium's and NSS's names, and the word itself in the
 * languages that Layerkey speaks (Firefox hands its sentence over in the language of the browser).
 */
const IS_ABOUT =
  /ERR_(?:CERT|SSL|BAD_SSL)|SEC_ERROR|SSL_ERROR|MOZILLA_PKIX|certif|zertifi|sertifika|security protocol|encryption algorithm|protocole de sécurité|algorithme de chiffrement|Sicherheitsprotokoll|Verschlüsselungsalgorithm|TLS proxy/i;

/**
 * Each kind by the names of Chromium (`net/base/net_error_list.h`) and of Firefox (NSS and mozilla::pkix), and by Firefox's
 * sentences (`nsserrors.properties`; English, French, German). Other languages are read as `other`. The first that fits
 * counts: a list of revoked certificates that has expired is no expired certificate. The last column: Chromium lets nobody
 * go on after a revoked, malformed or pinned one (`ssl_manager.cc`), Firefox only after those that it calls overridable.
 */
const READINGS: readonly [RegExp, CertificateKind, final: boolean][] = [
  [
    /CLIENT_AUTH|(?:_CERT|CERTIFICATE_UN\w+|UNKNOWN_CA|ACCESS_DENIED)_ALERT|your certificate|votre certificat|Ihr\w* Zertifikat/i,
    'client',
    true,
  ],
  [/ERR_CERT_REVOKED|REVOKED_CERTIFICATE|is revoked|been revoked|révoqué[. ]|widerrufen/i, 'revoked', true],
  [/\b(?:CRL|KRL|OCSP)\b|_(?:CRL|KRL|OCSP)_|certificats révoqués|Sperrliste/i, 'other', true],
  [/MITM_DETECTED|KNOWN_INTERCEPTION|TLS proxy/i, 'intercepted', false],
  [/NOT_YET_VALID|not yet valid|pas encore valide|noch nicht gültig/i, 'notYetValid', false],
  [/CERT_DATE_INVALID|EXPIRED_(?:ISSUER_)?CERT|has expired|a expiré|abgelaufen/i, 'expired', false],
  [/SELF_SIGNED|self-signed|auto-?signé|selbst signiert/i, 'selfSigned', false],
  [
    /CERT_AUTHORITY_INVALID|UNKNOWN_ISSUER|ISSUER_NO_LONGER_TRUSTED|EMPTY_ISSUER_NAME|issuer is not recognized|was distrusted|empty issuer|autorité de délivrance.* reconnue|Aussteller.* nicht erkannt|Vertrauen entzogen|Ausstellername leer/i,
    'unknownIssuer',
    false,
  ],
  [
    /CERT_COMMON_NAME_INVALID|BAD_CERT_DOMAIN|domain name does not match|nom de domaine.*ne correspond|Domain.*(?:nicht|ungleich)/i,
    'wrongName',
    false,
  ],
  [
    /CERT_WEAK|SIGNATURE_ALGORITHM_DISABLED|INADEQUATE_KEY_SIZE|signature algorithm that is disabled|key size that is too small|algorithme de signature qui est désactivé|clé est trop petite|Algorithmus signiert, der deaktiviert|Schlüssellänge zu klein/i,
    'weak',
    false,
  ],
  [
    /VERSION_OR_CIPHER_MISMATCH|OBSOLETE_VERSION|UNSUPPORTED_VERSION|PROTOCOL_VERSION|NO_CYPHER_OVERLAP|WEAK_SERVER|unsupported version|version non gérée|nicht unterstützte Version|common encryption algorithm|chiffrement en commun|gemeinsamen Verschlüsselung|was too weak|zu schwachen/i,
    'weak',
    true,
  ],
  [/CERT_INVALID|CERT_CONTAINS_ERRORS|PINNED_KEY|KEY_PINNING|key pinning|Schlüssel-Pinning/i, 'other', true],
];

/**
 * Reads the error text that `webRequest.onErrorOccurred` gives: Chromium's `net::ERR_CERT_*`, Firefox's sentence or code.
 * @returns null for an error that is not about a certificate or the encryption. Never throws.
 */
export function readCertificateError(error: string): CertificateError | null {
  // The names and sentences are short; anything longer was not written by a browser.
  const text = error.slice(0, 1000);
  if (!IS_ABOUT.test(text)) return null;
  const found = READINGS.find(([pattern]) => pattern.test(text));
  return found ? { kind: found[1], final: found[2] } : { kind: 'other', final: false };
}
