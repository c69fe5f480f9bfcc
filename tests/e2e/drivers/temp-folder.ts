import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OURS = /^layerkey-(\d+)-/;
const made = new Set<string>();
let isSwept = false;

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process that was killed could not clean up: the next one does. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(OURS.exec(name)?.[1]);
    if (pid && !isRunning(pid)) remove(join(tmpdir(), name));
  }
}

/** Removes all that this process made so far, at the end of a file of tests: the next one may run in the same process. */
export function removeTempFolders(): void {
  for (const folder of made) {
    try {
      remove(folder);
      made.delete(folder);
    } catch {
      // A browser that is still ending writes there: later.
    }
  }
}

process.once('exit', removeTempFolders);
// A test runner ends its workers so; without an exit nobody's clean-up at exit would run, browsers' included.
process.once('SIGTERM', () => process.exit(143));

/** A new empty folder. It goes away with this process, or with the next that asks for one. */
export async function tempFolder(name: string): Promise<string> {
  if (!isSwept) sweep();
  isSwept = true;
  const folder = await mkdtemp(join(tmpdir(), `layerkey-${process.pid}-${name}-`));
  made.add(folder);
  return folder;
}
