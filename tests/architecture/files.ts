import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One source file of the product: its path from the project's folder, and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** An import, re-export or dynamic import. */
export interface Import {
  /** The file it leads to (`lib/errors.ts`), or the package's name (`preact`). */
  target: string;
  /** Gone at run time: `import type`, `export type`, or only `type` members. */
  typeOnly: boolean;
}

/** All files of these folders that the product is made of. */
export function readFiles(root: string, folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((path) => /\.(?:tsx?|css|html)$/.test(path) && statSync(join(root, path)).isFile())
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(root, path), 'utf8') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

const STATEMENT =
  /(?:^|\n)[ \t]*(?:import|export)(?<type>\s+type\b(?!\s*,|\s+from))?(?<names>[^'"`;=()]*?)\bfrom\s*['"](?<from>[^'"]+)['"]|(?:^|\n)[ \t]*import\s*['"](?<bare>[^'"]+)['"]|\bimport\(\s*['"](?<dynamic>[^'"]+)['"]/g;

/** What a file imports. A type query (`typeof import('x')`) counts as a value: better one too many. */
export function importsOf({ path, text }: SourceFile): Import[] {
  return [...withoutComments(text).matchAll(STATEMENT)].map(({ groups }) => {
    const specifier = groups?.from ?? groups?.bare ?? groups?.dynamic ?? '';
    return {
      target: specifier.startsWith('.')
        ? normalize(join(dirname(path), specifier)).replaceAll('\\', '/')
        : packageOf(specifier),
      typeOnly: groups?.type !== undefined || hasOnlyTypes(groups?.names),
    };
  });
}

/** Text without comments: what is only spoken of breaks no rule. Strings stay. */
export function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|(?<![:\\/])\/\/[^\n]*/g,
    '$1',
  );
}

function hasOnlyTypes(names: string | undefined): boolean {
  const inner = /^\s*\{([\s\S]*)\}\s*$/.exec(names ?? '')?.[1];
  const members = inner?.split(',').filter((member) => member.trim() !== '') ?? [];
  return members.length > 0 && members.every((member) => /^\s*type\s/.test(member));
}

/** `preact` for `preact/hooks`, `@preact/signals` for its parts. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
