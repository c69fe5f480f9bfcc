import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** What to look for: each in every form in which it may lie in memory. */
export type Wanted = ReadonlyMap<string, readonly Buffer[]>;

const CHUNK = 8 * 1024 * 1024;

/** Processes that `pid` started, and those that they started, itself among them. */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const text = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : '';
    // The name, in brackets, may itself hold brackets and spaces.
    const parent = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent) parents.set(Number(name), parent);
  }
  const isOurs = (each: number | undefined): boolean =>
    each !== undefined && (each === pid || isOurs(parents.get(each)));
  return [pid, ...[...parents.keys()].filter((each) => each !== pid && isOurs(each))];
}

/** What a process of Chromium does, by its command line. */
export function kindOf(pid: number): string {
  const args = read(`/proc/${pid}/cmdline`);
  const type = /--type=([\w-]+)/.exec(args)?.[1] ?? 'browser';
  if (type === 'renderer') return args.includes('--extension-process') ? 'extension' : 'web page';
  return /--utility-sub-type=(\w+)/.exec(args)?.[1] ?? type;
}

/** How often each is found in all memory of a process that can be read. A process that ended meanwhile has none. */
export function countIn(pid: number, wanted: Wanted): Map<string, number> {
  const counts = new Map([...wanted.keys()].map((name) => [name, 0]));
  const longest = Math.max(...[...wanted.values()].flat().map(({ length }) => length));
  let file: number;
  try {
    file = openSync(`/proc/${pid}/mem`, 'r');
  } catch {
    return counts;
  }
  const buffer = Buffer.alloc(CHUNK + longest);
  for (const { start, end } of regionsOf(pid)) {
    for (let at = start; at < end; at += CHUNK) {
      const part = buffer.subarray(0, readAt(file, buffer, at, Math.min(CHUNK + longest - 1, end - at)));
      for (const [name, forms] of wanted) {
        // What begins in the overlap is counted with the next chunk.
        for (const form of forms) counts.set(name, (counts.get(name) ?? 0) + occurrences(part, form, CHUNK));
      }
    }
  }
  closeSync(file);
  return counts;
}

function occurrences(bytes: Buffer, form: Buffer, before: number): number {
  let count = 0;
  for (let at = bytes.indexOf(form); at >= 0 && at < before; at = bytes.indexOf(form, at + 1)) count += 1;
  return count;
}

/** The readable regions of `/proc/PID/maps` (proc_pid_maps(5)) that a process has for itself or shares without a file. */
function regionsOf(pid: number): { start: number; end: number }[] {
  return read(`/proc/${pid}/maps`)
    .split('\n')
    .flatMap((line) => {
      const [range = '', mode = '', , , , path = ''] = line.split(/\s+/);
      if (!mode.startsWith('r') || path.startsWith('[v')) return [];
      const [start = 0, end = 0] = range.split('-').map((text) => Number.parseInt(text, 16));
      return [{ start, end }];
    });
}

/** @returns how many bytes were read; 0 where the region holds nothing that can be read. */
function readAt(file: number, buffer: Buffer, at: number, length: number): number {
  try {
    return readSync(file, buffer, 0, length, at);
  } catch {
    return 0;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
