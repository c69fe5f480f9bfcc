import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from './temp-folder.ts';

const OUTPUT = join(import.meta.dirname, '../../../.output');
const ALL_SITES = /^(<all_urls>|[^:]+:\/\/\*\/)/;

/** The parts of a manifest that the drivers read or change. */
export interface Manifest {
  version: string;
  key?: string;
  host_permissions?: string[];
  browser_specific_settings?: { gecko?: { id?: string } };
}

export async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
}

/**
 * A copy of an unpacked extension whose manifest also has exactly the match patterns of `grant` as host permissions:
 * what a permission prompt would have granted, for tests that do not play the prompt itself.
 * All sites are refused, because they would hide a missing permission.
 */
export async function grantedCopy(folder: string, grant: string[] = []): Promise<string> {
  const wide = grant.find((pattern) => ALL_SITES.test(pattern));
  if (wide) throw new Error(`A test build gets exact origins, not ${wide}`);
  const copy = await tempFolder('extension');
  await cp(folder, copy, { recursive: true });
  if (grant.length > 0) {
    const manifest = await readManifest(folder);
    manifest.host_permissions = [...new Set([...(manifest.host_permissions ?? []), ...grant])];
    await writeFile(join(copy, 'manifest.json'), JSON.stringify(manifest));
  }
  return copy;
}

/**
 * The match pattern that a prompt of this browser would grant for an origin: Firefox knows no ports in patterns (one
 * with a port is taken and then matches nothing), Chromium keeps them.
 */
export function grantPattern(browser: 'chrome' | 'firefox', pattern: string): string {
  return browser === 'firefox' ? pattern.replace(/:\d+\//, '/') : pattern;
}

/**
 * A copy of what `npm run build` made for one browser, with the given origins granted (patterns with their port in
 * both browsers). Throws where the build is missing.
 */
export function builtExtension(
  browser: 'chrome' | 'firefox',
  options: { grant?: string[] } = {},
): Promise<string> {
  const grant = options.grant?.map((pattern) => grantPattern(browser, pattern));
  return grantedCopy(join(OUTPUT, `${browser}-mv3`), grant);
}
