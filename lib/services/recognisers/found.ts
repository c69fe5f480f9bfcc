import type { ServiceKind } from '../kinds.ts';

/** A kind, and the beginning of the path that is the service's own. */
export interface Found {
  kind: ServiceKind;
  path: string;
}

/** Looks at a path (begins with `/`) and a query (without `?`); both as the browser writes them. */
export type Recogniser = (path: string, query: string) => Found | null;

/** What stands before the first match of a pattern, or null. */
export function before(path: string, pattern: RegExp): string | null {
  const at = path.search(pattern);
  return at < 0 ? null : path.slice(0, at);
}

/** The path up to and with the first match of a pattern, or null. */
export function upTo(path: string, pattern: RegExp): string | null {
  const match = pattern.exec(path);
  return match === null ? null : path.slice(0, match.index + match[0].length);
}
