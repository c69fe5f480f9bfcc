import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { table } from './figures.ts';

/** Pages of the extension by their files, and their targets. */
const PAGES = [
  ['popup', 'popup', '< 40 kB'],
  ['sources', 'options', ''],
  ['map', 'map', ''],
  ['settings', 'settings', ''],
  ['unlock', 'unlock', ''],
  ['first run', 'welcome', ''],
] as const;

const AT_ONCE = /(?:from|import)\s*["'`](\.[^"'`]+\.js)["'`]/g;
const LATER = /import\s*\(\s*["'`](\.[^"'`]+\.js)["'`]\s*\)/g;

/** Sizes of what is loaded, gzipped (level 9), of a built extension. */
export function benchSizes(folder: string): string {
  const pages = PAGES.map(([words, name, target]) => ({
    words: `${words}: script with its shared parts`,
    files: reached(scriptsIn(join(folder, `${name}.html`), folder), AT_ONCE),
    target,
  }));
  const atOnce = new Set(pages.flatMap(({ files }) => files));
  const later = reached(
    [...atOnce].flatMap((file) => importsOf(file, LATER)),
    AT_ONCE,
  ).filter((file) => !atOnce.has(file));
  const row = (words: string, files: string[], target: string) => [words, ...sizes(files), target];
  return table(
    ['bundle', 'gzipped', 'plain', 'target'],
    [
      row(
        'background: script with its shared parts',
        reached([join(folder, 'background.js')], AT_ONCE),
        '< 80 kB',
      ),
      ...pages.map(({ words, files, target }) => row(words, files, target)),
      row('words and rules of the strength hint, loaded where a new passphrase is typed', later, ''),
    ],
  );
}

/** The scripts that a page names. */
function scriptsIn(page: string, root: string): string[] {
  const html = readFileSync(page, 'utf8');
  return [...html.matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+\.js)"/g)].map(([, path = '']) =>
    join(root, path),
  );
}

/** These and what they import, each once. */
function reached(files: readonly string[], how: RegExp): string[] {
  const found = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    waiting.push(...importsOf(file, how));
  }
  return [...found];
}

function importsOf(file: string, how: RegExp): string[] {
  return [...readFileSync(file, 'utf8').matchAll(how)].map(([, path = '']) => resolve(dirname(file), path));
}

function sizes(files: string[]): string[] {
  const parts = files.map((file) => readFileSync(file));
  const packed = parts.reduce((sum, part) => sum + gzipSync(part, { level: 9 }).length, 0);
  const plain = parts.reduce((sum, part) => sum + part.length, 0);
  return [packed, plain].map((bytes) => `${(bytes / 1000).toFixed(1)} kB`);
}
