import { AppError } from '../errors.ts';
import {
  credentialNames,
  isSigned,
  matrixCredential,
  withoutCredentials,
} from '../services/credentials-in-url.ts';
import { cleanAddress, cleanWords } from './clean-address.ts';
import { LONGEST_ATTRIBUTION, LONGEST_NAME, LONGEST_URL } from './limits.ts';
import type { Drawable, LayerNode, Project, ProjectSource, TreeNode } from './model.ts';
import { serviceBase } from './service-base.ts';

/** A project that may be kept and shared, and what was secret in its addresses. */
export interface Cleaned {
  /** The very same objects where there was nothing to clean. */
  project: Project;
  found: Found[];
}

/** An address with a secret in it, as it came. Only for the worker, which makes a half-filled form of it. */
export interface Found {
  sourceId: string;
  url: string;
  host: string;
  /** Of the source itself, or of what one of its layers draws: services also write the key of who asks into their answers. */
  of: 'source' | 'layer';
  /**
   * `moved`: the worker finds the secret in the address, and nothing of it in what it keeps of that. `left`: it is lost and can be
   * typed again. `signed`: it was a signature, which nobody can type.
   */
  fate: 'moved' | 'left' | 'signed';
}

/** What was found clean, and under which parameter. Nobody changes such an object: what is edited is made anew. */
const known = new WeakMap<Drawable, string>();

/**
 * Takes everything secret out of the addresses of a project, wherever they came from, and notes in the KeyVault what kind it
 * was where nothing stands there yet. Words are cut to what a project holds.
 * @param options.anew true to look at what was found clean before, too.
 * @throws AppError `projectAddress` ($1 name) where an address is not of the web, or too long
 */
export function cleaned(project: Project, { anew } = { anew: false }): Cleaned {
  const found: Found[] = [];
  const parameters = new Map(project.sources.map(({ id, needs }) => [id, needs?.parameter]));

  const address = (url: string, about: { name: string; sourceId: string; of: Found['of'] }): string => {
    const clean = cleanAddress(url, parameters.get(about.sourceId));
    if (clean === '' || clean.length > LONGEST_URL || !/^https?:\/\//.test(clean)) {
      throw new AppError('projectAddress', [(about.name || about.sourceId).slice(0, 60)]);
    }
    if (clean !== url && holdsSecret(url, parameters.get(about.sourceId))) {
      const { sourceId, of } = about;
      found.push({ sourceId, of, url, host: hostIn(clean), fate: fateOf(url, parameters.get(sourceId)) });
    }
    return clean;
  };

  const source = (each: ProjectSource): ProjectSource => {
    const { id: sourceId, needs } = each;
    const name = words(each.name, LONGEST_NAME, needs?.parameter);
    const url = address(each.url, { name, sourceId, of: 'source' });
    return patched(each, { name, url });
  };

  const drawn = (draws: Drawable, name: string, sourceId: string): Drawable => {
    const parameter = parameters.get(sourceId);
    if (!anew && known.get(draws) === (parameter ?? '')) return draws;
    const about = { name, sourceId, of: 'layer' as const };
    const patch: Record<string, string> = { url: address(draws.url, about) };
    for (const member of ['legend', 'style'] as const) {
      const url = (draws as { legend?: string; style?: string })[member];
      const isAddress = url !== undefined && !(member === 'style' && draws.kind === 'wmts');
      if (isAddress) patch[member] = address(url, about);
    }
    if (draws.attribution !== undefined) {
      patch.attribution = words(draws.attribution, LONGEST_ATTRIBUTION, parameter);
    }
    const after = patched(draws, patch);
    known.set(after, parameter ?? '');
    return after;
  };

  const layer = (node: LayerNode): LayerNode => {
    const name = words(node.name, LONGEST_NAME, parameters.get(node.sourceId));
    return patched(node, { name, draws: drawn(node.draws, name, node.sourceId) });
  };

  const branch = (nodes: TreeNode[]): TreeNode[] => {
    const after = nodes.map((node) =>
      node.type === 'layer'
        ? layer(node)
        : patched(node, { name: words(node.name, LONGEST_NAME), children: branch(node.children) }),
    );
    return after.every((node, index) => node === nodes[index]) ? nodes : after;
  };

  const name = words(project.name, LONGEST_NAME);
  const before = project.sources;
  const bare = before.map(source);
  const tree = branch(project.tree);
  const sources = bare.map((each) => withNeeds(each, found));
  const isSame = sources.every((each, index) => each === before[index]);
  return { project: patched(project, { name, tree, sources: isSame ? before : sources }), found };
}

const words = (text: string, most: number, parameter?: string): string =>
  cleanWords(text, parameter).slice(0, most);

/** The very same object where nothing differs. */
function patched<T extends object>(before: T, patch: Partial<T>): T {
  const isSame = Object.entries(patch).every(([key, value]) => before[key as keyof T] === value);
  return isSame ? before : { ...before, ...patch };
}

/** Without what says nothing: the fragment, parameters that are empty or wait to be filled in (`{key}`, `<key>`). */
const SAYS_NOTHING = /#.*$|(?<=[?&])[^=&]*=(?:\{[^{}&]*\}|<[^<>&]*>)?(?=&|$)/gs;

function holdsSecret(url: string, parameter: string | undefined): boolean {
  const telling = url.replace(SAYS_NOTHING, '');
  return cleanAddress(telling, parameter) !== telling;
}

function fateOf(url: string, parameter: string | undefined): Found['fate'] {
  if (isSigned(url)) return 'signed';
  // What a worker that knows neither the parameter nor addresses within addresses would keep.
  const rest = withoutCredentials(url);
  return cleanAddress(rest, parameter) === rest && serviceBase(url) !== null ? 'moved' : 'left';
}

const hostIn = (url: string): string => /^https?:\/\/([^/?#]*)/.exec(url)?.[1] ?? '';

/** What a source turns out to need, from the first secret that was in one of its addresses. */
function withNeeds(source: ProjectSource, found: readonly Found[]): ProjectSource {
  const first = found.find(({ sourceId, fate }) => sourceId === source.id && fate !== 'signed');
  if (source.needs || !first) return source;
  const needs = needsOf(first.url);
  return needs ? { ...source, needs } : source;
}

function needsOf(url: string): ProjectSource['needs'] | null {
  if (/^https?:\/\/[^/?#]*@/.test(url)) return { method: 'basic' };
  const [name, ...others] = credentialNames(url);
  if (name !== undefined && others.length === 0 && name.length <= 100)
    return { method: 'key', parameter: name };
  return name === undefined && matrixCredential(url.replace(/[?#].*$/s, '')) ? { method: 'pathKey' } : null;
}
