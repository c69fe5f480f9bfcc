import type { Offer, OfferEntry } from '../map/ports.ts';
import type { ServiceRow } from '../messages/view.ts';
import type { Drawable, LayerNode, Project, ProjectSource, TreeNode } from './model.ts';

/** Nodes for what was chosen of an offer; a group that was chosen whole comes as a group. */
export function nodesOf(
  offer: Offer,
  chosen: ReadonlySet<string>,
  sourceId: string,
  newId: () => string,
): TreeNode[] {
  const layer = (entry: OfferEntry, draws: Drawable): LayerNode => ({
    type: 'layer',
    id: newId(),
    name: entry.title,
    visible: true,
    opacity: 1,
    sourceId,
    // What the service says of itself stands for layers that say nothing.
    draws: draws.attribution || !offer.attribution ? draws : { ...draws, attribution: offer.attribution },
  });
  const visit = (entry: OfferEntry): { nodes: TreeNode[]; whole: boolean } => {
    if (entry.children.length === 0) {
      const isIn = chosen.has(entry.id) && entry.draws !== null;
      return { nodes: isIn && entry.draws ? [layer(entry, entry.draws)] : [], whole: isIn };
    }
    const below = entry.children.map(visit);
    const nodes = below.flatMap((each) => each.nodes);
    const whole = below.every((each) => each.whole);
    if (!whole || nodes.length < 2) return { nodes, whole };
    const group: TreeNode = {
      ...{ type: 'group', id: newId(), name: entry.title },
      ...{ visible: true, expanded: true, children: nodes },
    };
    return { nodes: [group], whole };
  };
  return offer.entries.flatMap((entry) => visit(entry).nodes);
}

/** A project with layers of a service on top; a service that it has already is not named twice. */
export function withLayers(
  project: Project,
  service: { url: string; name: string },
  nodes: (sourceId: string) => TreeNode[],
  newId: () => string,
): Project {
  const known = project.sources.find(({ url }) => url === service.url);
  const source: ProjectSource = known ?? { id: newId(), ...service };
  return {
    ...project,
    tree: [...nodes(source.id), ...project.tree],
    sources: known ? project.sources : [...project.sources, source],
  };
}

/** The project's words in the KeyVault as its services' rows have them; the very same project where nothing is new. */
export function withNeeds(project: Project, rowOf: (source: ProjectSource) => ServiceRow | null): Project {
  let isSame = true;
  const sources = project.sources.map((source) => {
    const details = rowOf(source)?.details;
    if (!details) return source;
    const { method, parameter } = details;
    if (source.needs?.method === method && (source.needs.parameter ?? null) === parameter) return source;
    isSame = false;
    return { ...source, needs: { method, ...(parameter === null ? {} : { parameter }) } };
  });
  return isSame ? project : { ...project, sources };
}

/** Places that layers ask beside their source's own, each once. */
export function placesElsewhere({ tree, sources }: Project): string[] {
  const origins = new Map(sources.map(({ id, url }) => [id, URL.parse(url)?.origin]));
  const found = new Set<string>();
  const visit = (nodes: readonly TreeNode[]) => {
    for (const node of nodes) {
      if (node.type === 'group') visit(node.children);
      else if (URL.parse(node.draws.url)?.origin !== origins.get(node.sourceId)) found.add(node.draws.url);
    }
  };
  visit(tree);
  return [...found];
}
