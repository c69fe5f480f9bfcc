import { type Import, importsOf, type SourceFile, withoutComments } from './files.ts';

/** Which imports a rule looks at. */
type Kind = 'values' | 'any';

interface Ban {
  /** Files that the rule is about. */
  in: RegExp;
  except?: RegExp;
  /** What they must not import: a path in the project or a package's name. */
  imports: RegExp;
  kind: Kind;
}

/** @returns one sentence for each import that is not allowed, with the file's name. */
export function bannedImports(files: readonly SourceFile[], ban: Ban): string[] {
  return files
    .filter(({ path }) => ban.in.test(path) && !ban.except?.test(path))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ target, typeOnly }) => ban.imports.test(target) && !(ban.kind === 'values' && typeOnly))
        .map(({ target }) => `${file.path} imports ${target}`),
    );
}

/** @returns one sentence for each file whose code names what it must not. */
export function bannedWords(
  files: readonly SourceFile[],
  ban: { in: RegExp; except?: RegExp; words: RegExp },
): string[] {
  return files
    .filter(({ path }) => ban.in.test(path) && !ban.except?.test(path))
    .flatMap(({ path, text }) => {
      const found = ban.words.exec(withoutComments(text));
      return found ? [`${path} names ${found[0]}`] : [];
    });
}

/** @returns files with more lines than allowed. */
export function tooLong(files: readonly SourceFile[], lines: number): string[] {
  return files
    .map(({ path, text }) => ({ path, count: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ count }) => count > lines)
    .map(({ path, count }) => `${path} has ${count} lines`);
}

/** Value imports between the project's files. */
function graphOf(files: readonly SourceFile[]): Map<string, Import[]> {
  return new Map(files.map((file) => [file.path, importsOf(file).filter(({ typeOnly }) => !typeOnly)]));
}

/** @returns each ring of value imports once, `a.ts > b.ts > a.ts`. */
export function cycles(files: readonly SourceFile[]): string[] {
  const graph = graphOf(files);
  const done = new Set<string>();
  const rings = new Set<string>();
  const visit = (path: string, trail: string[]) => {
    const start = trail.indexOf(path);
    if (start >= 0) rings.add([...trail.slice(start), path].join(' > '));
    if (start >= 0 || done.has(path)) return;
    for (const { target } of graph.get(path) ?? []) if (graph.has(target)) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return [...rings];
}

/** Files and packages that are there at run time when `entry` is loaded. */
export function loadedBy(files: readonly SourceFile[], entry: string): Set<string> {
  const graph = graphOf(files);
  const loaded = new Set<string>();
  const visit = (path: string) => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { target } of graph.get(path) ?? []) visit(target);
  };
  visit(entry);
  return loaded;
}

/** @returns value imports that lead to a higher layer, and files that stand in no layer. */
export function upwardImports(
  files: readonly SourceFile[],
  layers: readonly (readonly RegExp[])[],
): string[] {
  const layerOf = (path: string) => layers.findIndex((layer) => layer.some((pattern) => pattern.test(path)));
  return files.flatMap((file) => {
    const own = layerOf(file.path);
    if (own < 0) return [`${file.path} stands in no layer`];
    return importsOf(file)
      .filter(({ target, typeOnly }) => !typeOnly && layerOf(target) > own)
      .map(({ target }) => `${file.path} imports upward: ${target}`);
  });
}
