import { AppError } from '../errors.ts';

/** The longest file, in characters; 200 layers have some 100 kB. */
export const LONGEST_FILE = 5_000_000;

/** What the map page takes: beyond it nothing is fluid any more. Depth counts groups in groups. */
const MOST_LAYERS = 2000;
const MOST_DEPTH = 20;
/** As many as the worker takes services. */
export const MOST_SOURCES = 500;

/** In characters. */
export const LONGEST_NAME = 500;
export const LONGEST_URL = 8000;
export const LONGEST_ATTRIBUTION = 2000;

/**
 * Holds a tree and its sources, whatever they are, to what can be looked at more closely without running out of stack; itself
 * it needs none.
 * @param tree nodes, groups with `children`.
 * @throws AppError `projectTooMany`
 */
export function limitProject(tree: unknown, sources: unknown): void {
  if (Array.isArray(sources) && sources.length > MOST_SOURCES) throw new AppError('projectTooMany');
  let level: unknown[] = Array.isArray(tree) ? tree : [];
  let count = 0;
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length;
    if (depth > MOST_DEPTH || count > MOST_LAYERS) throw new AppError('projectTooMany');
    level = level.flatMap((node) => {
      const children = (node as { children?: unknown } | null)?.children;
      return Array.isArray(children) ? children : [];
    });
  }
}
