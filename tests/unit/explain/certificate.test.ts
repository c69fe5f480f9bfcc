import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBrowserError } from '../../../lib/explain/browser-error.ts';
import { type CertificateKind, readCertificateError } from '../../../lib/explain/certificate.ts';
import {
  type CertificateFailure,
  certificateFacts,
  hostsToExempt,
  providerOf,
} from '../../../lib/explain/intercepted.ts';

/** As the browsers write them: Chromium's names, NSS's names, and the sentences of Firefox in three languages. */
const ERRORS: [error: string, kind: CertificateKind, final: boolean][] = [
  ['net::ERR_CERT_DATE_INVALID', 'expired', false],
  ['SEC_ERROR_EXPIRED_CERTIFICATE', 'expired', false],
  ['Peer’s Certificate has expired.', 'expired', false],
  ['The certificate issuer’s certificate has expired. Check your system date and time.', 'expired', false],
  ['Le certificat du pair a expiré.', 'expired', false],
  ['Das Zertifikat der Gegenstelle ist abgelaufen.', 'expired', false],
  ['MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE', 'notYetValid', false],
  ['The server presented a certificate that is not yet valid.', 'notYetValid', false],
  ["Le serveur a présenté un certificat qui n'est pas encore valide.", 'notYetValid', false],
  ['Der Server hat ein Zertifikat vorgezeigt, das noch nicht gültig ist.', 'notYetValid', false],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'unknownIssuer', false],
  ['SEC_ERROR_UNKNOWN_ISSUER', 'unknownIssuer', false],
  ['Peer’s Certificate issuer is not recognized.', 'unknownIssuer', false],
  [
    'The certificate authority that issued the certificate was distrusted before the certificate was issued.',
    'unknownIssuer',
    false,
  ],
  ["L'autorité de délivrance du certificat du pair n'est pas reconnue.", 'unknownIssuer', false],
  ['Der Zertifikat-Aussteller der Gegenstelle wurde nicht erkannt.', 'unknownIssuer', false],
  ['net::ERR_CERT_SELF_SIGNED_LOCAL_NETWORK', 'selfSigned', false],
  ['The certificate is not trusted because it is self-signed.', 'selfSigned', false],
  ['Dem Zertifikat wird nicht vertraut, weil es vom Aussteller selbst signiert wurde.', 'selfSigned', false],
  ['net::ERR_CERT_COMMON_NAME_INVALID', 'wrongName', false],
  ['SSL_ERROR_BAD_CERT_DOMAIN', 'wrongName', false],
  [
    'Unable to communicate securely with peer: requested domain name does not match the server’s certificate.',
    'wrongName',
    false,
  ],
  [
    'Impossible de communiquer en mode sécurisé avec le pair : le nom de domaine demandé ne correspond pas au certificat du serveur.',
    'wrongName',
    false,
  ],
  [
    'Sichere Kommunikation mit der Gegenstelle ist nicht möglich: Angeforderter Domainname stimmt nicht mit dem Zertifikat des Servers überein.',
    'wrongName',
    false,
  ],
  ['net::ERR_CERT_REVOKED', 'revoked', true],
  ['Peer’s Certificate has been revoked.', 'revoked', true],
  ['Issuer’s OCSP responder reports certificate is revoked.', 'revoked', true],
  ['Le certificat du pair a été révoqué.', 'revoked', true],
  ['Das Zertifikat der Gegenstelle wurde widerrufen.', 'revoked', true],
  ['net::ERR_CERT_WEAK_SIGNATURE_ALGORITHM', 'weak', false],
  ['net::ERR_CERT_WEAK_KEY', 'weak', false],
  [
    'The certificate was signed using a signature algorithm that is disabled because it is not secure.',
    'weak',
    false,
  ],
  [
    'The server presented a certificate with a key size that is too small to establish a secure connection.',
    'weak',
    false,
  ],
  ['net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH', 'weak', true],
  ['Peer using unsupported version of security protocol.', 'weak', true],
  ['Cannot communicate securely with peer: no common encryption algorithm(s).', 'weak', true],
  ['SSL_ERROR_PROTOCOL_VERSION_ALERT', 'weak', true],
  ['Le pair utilise une version non gérée du protocole de sécurité.', 'weak', true],
  ['Die Gegenstelle verwendet eine nicht unterstützte Version des Sicherheitsprotokolls.', 'weak', true],
  ['Das Serverzertifikat enthielt einen zu schwachen öffentlichen Schlüssel.', 'weak', true],
  ['SSL_ERROR_BAD_CERT_ALERT', 'client', true],
  ['Le pair SSL a rejeté votre certificat car celui-ci est révoqué.', 'client', true],
  ['Die SSL-Gegenstelle hat Ihr Zertifikat als "abgelaufen" abgelehnt.', 'client', true],
  ['net::ERR_BAD_SSL_CLIENT_AUTH_CERT', 'client', true],
  ['net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED', 'client', true],
  ['SSL peer cannot verify your certificate.', 'client', true],
  ['SSL peer rejected your certificate as expired.', 'client', true],
  ['net::ERR_CERT_KNOWN_INTERCEPTION_BLOCKED', 'intercepted', false],
  ['MOZILLA_PKIX_ERROR_MITM_DETECTED', 'intercepted', false],
  ['net::ERR_CERT_INVALID', 'other', true],
  ['net::ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN', 'other', true],
  [
    'The CRL for the certificate’s issuer has expired. Update it or check your system date and time.',
    'other',
    true,
  ],
  ['net::ERR_SSL_PROTOCOL_ERROR', 'other', false],
  ['Issuer certificate is invalid.', 'other', false],
  // A language that is not read closer: Dutch, Turkish.
  ['Het certificaat van de peer is verlopen.', 'other', false],
  ['Eşin sertifikasının süresi dolmuş.', 'other', false],
];

describe('readCertificateError', () => {
  test.each(ERRORS)('%s', (error, kind, final) => {
    expect(readCertificateError(error)).toEqual({ kind, final });
    expect(readBrowserError(error)).toBe('certificate');
  });

  test('never throws, and finds nothing in errors of other sorts', () => {
    fc.assert(fc.property(fc.string(), (text) => readCertificateError(text) !== undefined));
    for (const error of [
      '',
      'net::ERR_FAILED',
      'net::ERR_CONNECTION_RESET',
      'NS_ERROR_NET_RESET',
      'NS_BINDING_ABORTED',
    ])
      expect(readCertificateError(error)).toBeNull();
  });
});

test.each<[string, ReturnType<typeof readBrowserError>]>([
  ['', null],
  ['net::ERR_INTERNET_DISCONNECTED', 'offline'],
  ['NS_ERROR_OFFLINE', 'offline'],
  ['net::ERR_NAME_NOT_RESOLVED', 'unreachable'],
  ['net::ERR_CONNECTION_REFUSED', 'unreachable'],
  ['net::ERR_TUNNEL_CONNECTION_FAILED', 'unreachable'],
  ['NS_ERROR_UNKNOWN_HOST', 'unreachable'],
  ['NS_ERROR_CONNECTION_REFUSED', 'unreachable'],
  ['net::ERR_CONNECTION_TIMED_OUT', 'timedOut'],
  ['net::ERR_TIMED_OUT', 'timedOut'],
  ['NS_ERROR_NET_TIMEOUT', 'timedOut'],
  ['NS_ERROR_PROXY_AUTHENTICATION_FAILED', 'proxySignIn'],
  ['net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS', 'localNetwork'],
  ['NS_ERROR_LOCAL_NETWORK_ACCESS_DENIED', 'localNetwork'],
  ['net::ERR_BLOCKED_BY_CLIENT', 'extension'],
  ['net::ERR_BLOCKED_BY_ADMINISTRATOR', 'administrator'],
  ['net::ERR_ABORTED', 'aborted'],
  ['NS_BINDING_ABORTED', 'aborted'],
  ['net::ERR_FAILED', 'unknown'],
  ['NS_ERROR_DOM_BAD_URI', 'unknown'],
])('the browser says %s', (error, reason) => {
  expect(readBrowserError(error)).toBe(reason);
});

describe('several hosts', () => {
  const fail = (
    host: string,
    error = 'net::ERR_CERT_AUTHORITY_INVALID',
    strict = false,
  ): CertificateFailure => ({
    host,
    error,
    strict,
  });
  const ISOGEO = [
    'id.api.isogeo.com',
    'v1.api.isogeo.com',
    'api.isogeo.com',
    'open.isogeo.com',
    'app.isogeo.com',
  ];

  test('an unknown issuer at two hosts of one provider at once', () => {
    const failures = [fail('v1.api.isogeo.com'), fail('id.api.isogeo.com'), fail('geo.example.org')];
    expect(certificateFacts(['v1.api.isogeo.com', 'id.api.isogeo.com'], failures)).toEqual({
      host: 'v1.api.isogeo.com',
      kind: 'unknownIssuer',
      final: false,
      together: ['v1.api.isogeo.com', 'id.api.isogeo.com'],
    });
  });

  test('one such host, and others with other trouble, are no proxy', () => {
    const failures = [fail('api.isogeo.com'), fail('id.api.isogeo.com', 'net::ERR_CERT_DATE_INVALID')];
    expect(certificateFacts(['api.isogeo.com'], failures)?.together).toEqual(['api.isogeo.com']);
    expect(certificateFacts(['id.api.isogeo.com'], failures)).toMatchObject({
      kind: 'expired',
      together: [],
    });
  });

  test('the service before the place where it signs in; hosts that failed otherwise, or belong to others, say nothing', () => {
    const failures = [
      fail('id.example.net', 'net::ERR_CERT_REVOKED'),
      fail('geo.example.com', 'net::ERR_CERT_DATE_INVALID'),
    ];
    expect(certificateFacts(['geo.example.com', 'id.example.net'], failures)?.host).toBe('geo.example.com');
    expect(certificateFacts(['other.example.com'], failures)).toBeNull();
    expect(certificateFacts(['geo.example.com'], [fail('geo.example.com', 'net::ERR_FAILED')])).toBeNull();
  });

  test('a host that forbids exceptions', () => {
    const failures = [fail('geo.example.com', 'net::ERR_CERT_DATE_INVALID', true)];
    expect(certificateFacts(['geo.example.com'], failures)?.final).toBe(true);
  });

  test('the list for the administrator has all hosts that the provider is known to use', () => {
    expect(hostsToExempt(['v1.api.isogeo.com', 'id.api.isogeo.com'])).toEqual(ISOGEO);
    expect(hostsToExempt(['cdn.isogeo.com'])).toEqual([...ISOGEO, 'cdn.isogeo.com']);
    expect(hostsToExempt(['a.example.com', 'b.example.com', 'a.example.com'])).toEqual([
      'a.example.com',
      'b.example.com',
    ]);
  });

  test.each([
    ['id.api.isogeo.com', 'isogeo.com'],
    ['isogeo.com', 'isogeo.com'],
    ['wms.ign.fr', 'ign.fr'],
    ['maps.city.gov.uk:8443', 'city.gov.uk'],
    ['geo.gv.at', 'geo.gv.at'],
    ['10.0.0.5:8443', '10.0.0.5'],
    ['[::1]', '[::1]'],
    ['localhost:4433', 'localhost'],
  ])('the provider of %s', (host, provider) => {
    expect(providerOf(host)).toBe(provider);
  });
});
