import { isUnder } from '../services/address.ts';
import { readPasted } from '../services/pasted.ts';
import { fillPlaceholders } from '../services/placeholders.ts';
import { expandTemplate } from '../services/template.ts';
import type { Found } from './cleaned.ts';
import type { LayerNode, Project, ProjectSource, TreeNode } from './model.ts';

/** A source as the worker's `mapServices` takes it, and the address that the worker gives its row. */
export interface SourceService {
  sourceId: string;
  base: string;
  service: { url: string; method?: string; parameter?: string };
}

/**
 * One service for each source of a project. Not every base address says what stands there (a folder of tiles); then one of its
 * layers' does. Sources that no address makes a service of are left out: nobody can sign in to them.
 * @param secrets what was moved out of the addresses and is not with the worker yet.
 */
export function servicesOf(project: Project, secrets: readonly Found[]): SourceService[] {
  const drawn = new Map<string, string[]>();
  for (const { sourceId, draws } of layersOf(project.tree)) {
    drawn.set(sourceId, [...(drawn.get(sourceId) ?? []), draws.url]);
  }
  return project.sources.flatMap((source) => {
    const held = secrets.filter(({ sourceId, signed }) => sourceId === source.id && !signed);
    const urls = [...held.map(({ url }) => url), source.url, ...(drawn.get(source.id) ?? [])];
    const service = firstService(urls);
    return service
      ? [{ sourceId: source.id, base: service.base, service: { url: service.url, ...needed(source) } }]
      : [];
  });
}

/** All layers of a tree, from the top down. */
export function layersOf(tree: readonly TreeNode[]): LayerNode[] {
  return tree.flatMap((node) => (node.type === 'layer' ? [node] : layersOf(node.children)));
}

function firstService(urls: readonly string[]): { url: string; base: string } | null {
  for (const url of urls) {
    const base = baseOf(url);
    if (base !== null) return { url, base };
  }
  return null;
}

function baseOf(url: string): string | null {
  try {
    return readPasted(url).base;
  } catch {
    return null;
  }
}

function needed({ needs }: ProjectSource): { method?: string; parameter?: string } {
  return needs
    ? { method: needs.method, ...(needs.parameter !== undefined && { parameter: needs.parameter }) }
    : {};
}

/**
 * The worker's row for a base: the one of that address, or the nearest above it, where what is saved covers more.
 * @param rows `PopupView.rows`.
 */
export function rowFor<R extends { url: string }>(rows: readonly R[], base: string): R | null {
  const own = concrete(base);
  const covering = rows.filter(({ url }) => url === base || isUnder(own, concrete(url)));
  return covering.sort((a, b) => b.url.length - a.url.length)[0] ?? null;
}

const concrete = (url: string): string => fillPlaceholders(expandTemplate(url)[0] ?? url);
