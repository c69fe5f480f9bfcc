import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempFolder } from '../e2e/drivers/temp-folder.ts';

const HERE = join(import.meta.dirname, '../..');

/** Copies the working tree, as it is now, to a new folder: what git knows or could take up, with the same packages. */
export async function copyOfTree(): Promise<string> {
  const folder = await tempFolder('faults');
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: HERE,
    encoding: 'utf8',
  });
  for (const file of new Set(listed.split('\0').filter(Boolean))) {
    // A file that is deleted and not yet committed is still listed.
    if (!lstatSync(join(HERE, file), { throwIfNoEntry: false })) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(HERE, file), join(folder, file));
  }
  symlinkSync(join(HERE, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}
