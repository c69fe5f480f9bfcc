import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from './faults.ts';

/** How often `text` stands in the file that the fault changes. */
export function occurrences(folder: string, { file, find }: Fault): number {
  return readFileSync(join(folder, file), 'utf8').split(find).length - 1;
}

/** Breaks the promise. @returns what mends it again. */
export function breakIt(folder: string, fault: Fault): () => void {
  const path = join(folder, fault.file);
  const whole = readFileSync(path, 'utf8');
  // As a function: in a text, `$` would have a meaning.
  writeFileSync(
    path,
    whole.replace(fault.find, () => fault.replace),
  );
  return () => writeFileSync(path, whole);
}
