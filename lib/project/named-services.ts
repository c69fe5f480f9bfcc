import type { Found } from './cleaned.ts';
import { MOST_SOURCES } from './limits.ts';
import type { LayerNode, Project, ProjectSource, TreeNode } from './model.ts';
import { serviceBase } from './service-base.ts';

/** A service as the worker's `mapServices` takes it. */
interface NamedService {
  url: string;
  method?: string;
  parameter?: string;
}

/**
 * The services of a project, each once, by the address of a layer: a base address does not always say what stands there (a
 * folder of tiles). Sources that no address makes a service of are left out: nobody can sign in to them.
 * @param secrets what was moved out of the addresses and is not with the worker yet: these stand in the place of the others.
 */
export function servicesOf(project: Project, secrets: readonly Found[]): NamedService[] {
  const sources = new Map(project.sources.map((source) => [source.id, source]));
  const layers = Map.groupBy(layersOf(project.tree), ({ sourceId }) => sourceId);
  const services = new Map<string, NamedService>();
  /** @returns false where the address is none of a service. */
  const add = (url: string, source: ProjectSource | undefined): boolean => {
    const base = serviceBase(url);
    if (base !== null && !services.has(base)) services.set(base, { url, ...source?.needs });
    return base !== null;
  };
  for (const { url, sourceId, fate } of secrets) {
    if (fate === 'moved') add(url, sources.get(sourceId));
  }
  for (const source of project.sources) {
    const drawn = (layers.get(source.id) ?? []).map(({ draws }) => draws.url);
    const base = serviceBase(source.url);
    const telling = drawn.filter((url) => base === null || serviceBase(url) === base);
    [...telling, source.url].some((url) => add(url, source));
  }
  return [...services.values()].slice(0, MOST_SOURCES);
}

/** All layers of a tree, from the top down. */
function layersOf(tree: readonly TreeNode[]): LayerNode[] {
  return tree.flatMap((node) => (node.type === 'layer' ? [node] : layersOf(node.children)));
}
