import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { table } from './figures.ts';

/** Sizes of what is loaded, gzipped (level 9), of a built extension. */
export function benchSizes(folder: string): string {
  const background = join(folder, 'background.js');
  const popup = scriptsOf(join(folder, 'popup.html'), folder);
  return table(
    ['bundle', 'gzipped', 'plain', 'target'],
    [
      ['popup: script with its shared parts', ...sizes(popup), '< 40 kB'],
      ['background: script', ...sizes([background]), '< 80 kB'],
    ],
  );
}

/** The scripts of a page, and what they import, each once. */
function scriptsOf(page: string, root: string): string[] {
  const html = readFileSync(page, 'utf8');
  const found = new Set<string>();
  const waiting = [...html.matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+\.js)"/g)].map(
    ([, path = '']) => join(root, path),
  );
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const folder = dirname(file);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(
      /(?:from|import)\s*\(?["'`](\.[^"'`]+\.js)["'`]/g,
    )) {
      waiting.push(resolve(folder, path));
    }
  }
  return [...found];
}

function sizes(files: string[]): string[] {
  const parts = files.map((file) => readFileSync(file));
  const packed = parts.reduce((sum, part) => sum + gzipSync(part, { level: 9 }).length, 0);
  const plain = parts.reduce((sum, part) => sum + part.length, 0);
  return [packed, plain].map((bytes) => `${(bytes / 1000).toFixed(1)} kB`);
}
