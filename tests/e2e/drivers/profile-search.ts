import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { openedContents } from './profile-search/containers.ts';
import { needlesFor } from './profile-search/needles.ts';

export interface Find {
  /** Path inside the searched folder. */
  file: string;
  /** Bytes in base64url. */
  secret: string;
  /** How it was written there, with ` (compressed)` where it was inside a compressed store. */
  encoding: string;
}

/**
 * Searches every file of a browser's profile for secrets in the encodings and compressed stores that browsers use:
 * LevelDB (Snappy), HTTP cache (gzip, deflate, brotli, zstd), mozLz4, zip; SQLite files and their logs as they are.
 * Pass the `user:password` of Basic as one secret, its base64 is among the encodings; pass the bytes of a key as bytes. A
 * file that vanishes meanwhile is skipped. Best after the browser has ended.
 */
export async function searchProfile(dir: string, secrets: readonly (string | Uint8Array)[]): Promise<Find[]> {
  const needles = secrets.flatMap(needlesFor);
  const finds: Find[] = [];
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const file = relative(dir, path);
    const named = needles.filter(({ bytes }) => Buffer.from(file).includes(bytes));
    for (const { secret, encoding } of named)
      finds.push({ file, secret, encoding: `${encoding} (file name)` });
    if (!entry.isFile()) continue;
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (!bytes) continue;
    const opened = openedContents(entry.name, bytes);
    for (const needle of needles) {
      const { secret, encoding } = needle;
      if (bytes.includes(needle.bytes)) finds.push({ file, secret, encoding });
      if (opened.some((content) => content.includes(needle.bytes))) {
        finds.push({ file, secret, encoding: `${encoding} (compressed)` });
      }
    }
  }
  return finds;
}
