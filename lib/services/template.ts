const MOST_RESULTS = 40;
const SCHEME_AND_HOST = /^(https?:\/\/[^/?#\\]*)/i;
const PLACEHOLDER = /\{(?:(s)|switch:([a-z0-9.,-]+)|([a-z])-([a-z])|(\d{1,3})-(\d{1,3}))\}/i;

/**
 * The URLs that a URL with a placeholder in its host stands for: `{a-c}`, `{1-4}` (OpenLayers, QGIS), `{s}` (Leaflet's
 * default a, b, c), `{switch:a,b,c}` (JOSM). At most 40; a URL without one gives itself. What stands after the host,
 * `{z}` for one, is left alone.
 */
export function expandTemplate(url: string): string[] {
  const start = SCHEME_AND_HOST.exec(url)?.[1];
  if (start === undefined) return [url];
  const rest = url.slice(start.length);
  let done: string[] = [start];
  for (let found = PLACEHOLDER.exec(start); found !== null; found = PLACEHOLDER.exec(done[0] ?? '')) {
    const placeholder = found[0];
    const values = valuesOf(found);
    if (values.length === 0) return [url];
    done = done.flatMap((text) => values.map((value) => text.replace(placeholder, () => value)));
    done = done.slice(0, MOST_RESULTS);
  }
  return done.map((text) => text + rest);
}

function valuesOf(found: RegExpExecArray): string[] {
  const [, subdomain, list, first, last, low, high] = found;
  if (subdomain !== undefined) return ['a', 'b', 'c'];
  if (list !== undefined) return list.split(',').filter((value) => value !== '');
  if (first !== undefined && last !== undefined) {
    return range(first.charCodeAt(0), last.charCodeAt(0)).map((code) => String.fromCharCode(code));
  }
  return range(Number(low), Number(high)).map(String);
}

function range(first: number, last: number): number[] {
  const length = Math.min(Math.max(last - first, 0) + 1, MOST_RESULTS);
  return Array.from({ length }, (_, index) => first + index);
}

/** The first label is one letter or digit, or ends with one: `a.`, `t1.`, `tile-b.`. Not the second digit of a number. */
const NUMBERED =
  /^(https?:\/\/)(?:([a-z0-9-]*[a-z-])?(\d)|([a-z0-9-]*-)?([a-z]))(\.[a-z0-9.-]+\.[a-z][a-z0-9-]+(?::\d+)?(?:\/.*)?)$/;
/** Names right under these belong to different people (`a.co.uk`, `b.github.io`): never taken for one service. */
const SHARED_DOMAIN =
  /^\.(?:[a-z]{1,3}\.[a-z]{2}|(?:github|gitlab|netlify|vercel|pages|workers|herokuapp|appspot|web|azurewebsites|cloudfront|s3|firebaseapp|onrender|fly)\.[a-z]+|[a-z0-9-]+\.core\.windows\.net|[a-z0-9.-]*amazonaws\.com)(?=[:/]|$)/;

interface Family {
  before: string;
  after: string;
  members: Set<string>;
}

/**
 * Takes bases together that differ in one letter or digit of their first label (`https://a.tile.example.org/x`, `b.`, `c.`)
 * and writes each consecutive run of at least two as one template, `https://{a-c}.tile.example.org/x`. Others stay as they
 * are. Duplicates go; order is that of first appearance. {@link expandTemplate} gives exactly the same bases back.
 */
export function collapseHosts(bases: string[]): string[] {
  const families = new Map<string, Family>();
  for (const base of bases) {
    const part = partsOf(base);
    if (part === null) continue;
    const key = `${part.before}\n${/\d/.test(part.member)}\n${part.after}`;
    const family = families.get(key) ?? { before: part.before, after: part.after, members: new Set() };
    family.members.add(part.member);
    families.set(key, family);
  }
  const written = new Map<string, string>();
  for (const family of families.values()) {
    for (const run of runsOf([...family.members].sort())) {
      if (run.length < 2) continue;
      const template = `${family.before}{${run[0]}-${run.at(-1)}}${family.after}`;
      for (const member of run) written.set(family.before + member + family.after, template);
    }
  }
  return [...new Set(bases.map((base) => written.get(base) ?? base))];
}

function partsOf(base: string): { before: string; member: string; after: string } | null {
  const match = NUMBERED.exec(base);
  if (match === null) return null;
  const [, scheme = '', beforeDigit = '', digit, beforeLetter = '', letter, after = ''] = match;
  if (SHARED_DOMAIN.test(after)) return null;
  return { before: scheme + (beforeDigit || beforeLetter), member: digit ?? letter ?? '', after };
}

function runsOf(sorted: string[]): string[][] {
  const runs: string[][] = [];
  for (const member of sorted) {
    const run = runs.at(-1);
    const previous = run?.at(-1);
    if (run && previous !== undefined && member.charCodeAt(0) === previous.charCodeAt(0) + 1)
      run.push(member);
    else runs.push([member]);
  }
  return runs;
}
