import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest } from './extension.ts';

/**
 * The id Chromium gives an extension whose manifest has a `key`: the first 16 bytes of the key's SHA-256, each
 * hexadecimal digit written as a letter from a to p. Undefined without a key.
 */
async function keyedExtensionId(folder: string): Promise<string | undefined> {
  const { key } = await readManifest(folder);
  if (!key) return undefined;
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  return hash.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}

/**
 * Writes the preferences of a new profile; leaves a used one alone. Without developer mode an unpacked extension
 * is disabled when it reloads itself; pinning puts its icon in the toolbar, where it can be clicked.
 */
export async function prepareChromiumProfile(profile: string, extension: string): Promise<void> {
  const file = join(profile, 'Default', 'Preferences');
  if (existsSync(file)) return;
  const id = await keyedExtensionId(extension);
  await mkdir(join(profile, 'Default'), { recursive: true });
  await writeFile(
    file,
    JSON.stringify({ extensions: { ui: { developer_mode: true }, pinned_extensions: id ? [id] : [] } }),
  );
}
