import { readCertificateError } from './certificate.ts';
import type { CertificateFacts } from './facts.ts';

/** A host whose certificate the browser does not trust now. */
export interface CertificateFailure {
  /** With the port where it is not the default. */
  host: string;
  /** As the browser wrote it: Chromium's `net::ERR_CERT_*`, Firefox's sentence. */
  error: string;
  /**
   * True where the host is known to forbid exceptions: it sent `Strict-Transport-Security` before (RFC 6797, section 12.1), or
   * the organisation's policy forbids them.
   */
  strict: boolean;
}

/** Second-level names under which countries register, where two labels do not tell who it is. */
const SECOND_LEVEL = /^(?:ac|co|com|edu|gob|gouv|gov|govt|gv|go|net|or|org)$/;

/**
 * The part of a host that one provider has in common: `isogeo.com` for `id.api.isogeo.com`. Without the list of public
 * suffixes, which is larger than this extension; two strangers taken for one only make a shared notice.
 */
export function providerOf(host: string): string {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const labels = name.split('.');
  if (name.startsWith('[') || /^[\d.]+$/.test(name) || labels.length < 3) return name;
  const isCountry = labels.at(-1)?.length === 2 && SECOND_LEVEL.test(labels.at(-2) ?? '');
  return labels.slice(isCountry ? -3 : -2).join('.');
}

/** All hosts of providers that say themselves which ones must be exempt (Isogeo: the help of its QGIS plug-in). */
const KNOWN_HOSTS: Readonly<Record<string, readonly string[]>> = {
  'isogeo.com': [
    'id.api.isogeo.com',
    'v1.api.isogeo.com',
    'api.isogeo.com',
    'open.isogeo.com',
    'app.isogeo.com',
  ],
};

/**
 * The hosts to hand to the network's administrator: those that failed, and the others that their providers are known to use,
 * each once.
 */
export function hostsToExempt(failed: readonly string[]): string[] {
  const known = failed.flatMap((host) => KNOWN_HOSTS[providerOf(host)] ?? []);
  return [...new Set([...known, ...failed])];
}

const UNKNOWN_ISSUER: readonly string[] = ['unknownIssuer', 'intercepted'];

/**
 * What the failures that stand now mean for one source; null where none is about it.
 * @param hosts The source's own hosts, the most important first: the service, then where it signs in.
 * @param failures All failures of now. An unknown issuer at several hosts of one provider is no accident of one server: a
 *   proxy puts its own certificate in the place of theirs.
 */
export function certificateFacts(
  hosts: readonly string[],
  failures: readonly CertificateFailure[],
): CertificateFacts | null {
  const read = failures.flatMap((failure) => {
    const error = readCertificateError(failure.error);
    return error === null ? [] : [{ ...failure, ...error }];
  });
  const own = hosts.flatMap((host) => read.find((failure) => failure.host === host) ?? [])[0];
  if (!own) return null;
  const providers = new Set(hosts.map(providerOf));
  const together = read
    .filter(({ host, kind }) => UNKNOWN_ISSUER.includes(kind) && providers.has(providerOf(host)))
    .map(({ host }) => host);
  return {
    host: own.host,
    kind: own.kind,
    final: own.final || own.strict,
    // The browser's own word needs no second host.
    together: UNKNOWN_ISSUER.includes(own.kind) ? [...new Set([own.host, ...together])] : [],
  };
}
