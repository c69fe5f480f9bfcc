import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Private key and certificate, PEM. */
export interface KeyPair {
  key: string;
  cert: string;
}

/** What is wrong with a server's certificate, as a browser sees it that trusts {@link Certificates.authority}. */
export type CertificateKind = keyof typeof KINDS;

export interface Certificates {
  /** The test authority's own certificate, PEM. */
  authority: string;
  of(kind: CertificateKind): KeyPair;
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** Who signed it, and days of validity from today. */
const KINDS = {
  good: { issuer: 'authority', days: [-1, 2] },
  expired: { issuer: 'authority', days: [-30, -1] },
  notYetValid: { issuer: 'authority', days: [2, 30] },
  wrongName: { issuer: 'authority', days: [-1, 2] },
  unknownIssuer: { issuer: 'stranger', days: [-1, 2] },
  selfSigned: { issuer: 'itself', days: [-1, 2] },
} as const satisfies Record<string, { issuer: string; days: readonly [number, number] }>;

const KIND_NAMES = Object.keys(KINDS) as CertificateKind[];

const DAY_MS = 86_400_000;
const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Of openssl's commands only `ca` takes both dates; it wants to keep books. */
const BOOKS = `
[ca]
default_ca = books
[books]
database = index.txt
new_certs_dir = .
default_md = sha256
policy = any
rand_serial = yes
unique_subject = no
x509_extensions = server
[any]
commonName = supplied
[server]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = \${ENV::NAMES}
`;

/** `YYYYMMDDHHMMSSZ`, as `openssl ca` wants it. */
function dateText(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().replace(/[-:T]|\.\d+/g, '');
}

function alternativeNames(hosts: readonly string[]): string {
  return hosts.map((host) => (/:|^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`)).join();
}

/**
 * Makes a test authority, one that nobody is told of, and a certificate of each kind, by `openssl` and without the
 * network; nothing is left on disk. Takes about 0.2 s.
 * @param hosts names that the certificates are made out to, besides `localhost`, 127.0.0.1 and ::1. Written out: browsers
 * take no `*.localhost`.
 */
export async function makeCertificates(hosts: readonly string[] = []): Promise<Certificates> {
  const cwd = await mkdtemp(join(tmpdir(), 'layerkey-certificates-'));
  const openssl = (args: string[], names = '') =>
    promisify(execFile)('openssl', args, { cwd, env: { ...process.env, NAMES: names } });
  const read = (file: string) => readFile(join(cwd, file), 'utf8');
  try {
    await writeFile(join(cwd, 'books.cnf'), BOOKS);
    await writeFile(join(cwd, 'index.txt'), '');
    for (const name of ['authority', 'stranger']) {
      const subject = ['-subj', `/CN=Layerkey test ${name}`, '-days', '30'];
      const out = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
      await openssl(['req', '-x509', ...EC_KEY, ...subject, ...out]);
    }
    const request = ['-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr'];
    await openssl(['req', ...EC_KEY, ...request]);
    const key = await read('server.key');
    const made = new Map<CertificateKind, KeyPair>();
    for (const kind of KIND_NAMES) {
      const { issuer, days } = KINDS[kind];
      const by =
        issuer === 'itself'
          ? ['-selfsign', '-keyfile', 'server.key']
          : ['-cert', `${issuer}.pem`, '-keyfile', `${issuer}.key`];
      const dates = ['-startdate', dateText(days[0]), '-enddate', dateText(days[1])];
      const files = ['-in', 'server.csr', '-out', `${kind}.pem`, '-notext'];
      const names = alternativeNames(kind === 'wrongName' ? ['elsewhere.invalid'] : [...LOOPBACK, ...hosts]);
      await openssl(['ca', '-batch', '-config', 'books.cnf', ...by, ...dates, ...files], names);
      made.set(kind, { key, cert: await read(`${kind}.pem`) });
    }
    return { authority: await read('authority.pem'), of: (kind) => made.get(kind) as KeyPair };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
