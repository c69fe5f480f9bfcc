import { X509Certificate } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** `CertificateMetadata { trust: { trust_type: TRUSTED } }` as a protocol buffer: field 1 of 2 bytes, in it field 1, 3. */
const TRUSTED = Uint8Array.of(0x0a, 0x02, 0x08, 0x03);

/**
 * Makes a new profile trust an authority (PEM), as importing it at `chrome://certificate-manager` does: Chromium keeps
 * those in `ServerCertificate`, `chrome/browser/net/server_certificate_database.cc`. Before the browser starts.
 */
export async function trustAuthority(profile: string, authority: string): Promise<void> {
  const folder = join(profile, 'Default');
  await mkdir(folder, { recursive: true });
  const { raw, fingerprint256 } = new X509Certificate(authority);
  const database = new DatabaseSync(join(folder, 'ServerCertificate'));
  database.exec(`
    CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
    INSERT INTO meta VALUES ('version', '1'), ('last_compatible_version', '1');
    CREATE TABLE certificates(sha256hash_hex TEXT PRIMARY KEY, der_cert BLOB NOT NULL, trust_settings BLOB NOT NULL);
  `);
  database
    .prepare('INSERT INTO certificates VALUES (?, ?, ?)')
    .run(fingerprint256.replaceAll(':', '').toLowerCase(), raw, TRUSTED);
  database.close();
}
