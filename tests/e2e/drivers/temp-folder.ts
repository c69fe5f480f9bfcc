import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OURS = /^layerkey-(\d+)-/;
const made = new Set<string>();

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

process.once('exit', () => made.forEach(remove));
// A test runner ends its workers so; without an exit nobody's clean-up at exit would run, browsers' included.
process.once('SIGTERM', () => process.exit(143));

/** A new empty folder. It goes away with this process, or with the next that asks for one. */
export async function tempFolder(name: string): Promise<string> {
  if (made.size === 0) sweep();
  const folder = await mkdtemp(join(tmpdir(), `layerkey-${process.pid}-${name}-`));
  made.add(folder);
  return folder;
}
