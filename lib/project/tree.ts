import type { GroupNode, LayerNode, TreeNode } from './model.ts';

/** Where a node is: in which group (null for the top of the tree), and at which place among its nodes. */
export interface Spot {
  parentId: string | null;
  index: number;
}

/** A node as a line of the panel. */
export interface Line {
  node: TreeNode;
  /** 1 for those at the top of the tree. */
  level: number;
  /** From 1, among `of`. */
  place: number;
  of: number;
  parentId: string | null;
  /** True where all groups around it are shown: then its own eye decides. */
  around: boolean;
}

/** What was taken out, and where it was. */
export interface Taken {
  tree: TreeNode[];
  node: TreeNode;
  spot: Spot;
}

/** The lines from the top down. Closed groups keep theirs to themselves, unless all are asked for. */
export function linesOf(tree: readonly TreeNode[], all = false): Line[] {
  const lines: Line[] = [];
  const visit = (nodes: readonly TreeNode[], level: number, parentId: string | null, around: boolean) => {
    for (const [index, node] of nodes.entries()) {
      lines.push({ node, level, place: index + 1, of: nodes.length, parentId, around });
      if (node.type === 'group' && (all || node.expanded))
        visit(node.children, level + 1, node.id, around && node.visible);
    }
  };
  visit(tree, 1, null, true);
  return lines;
}

/** All layers from the top down. */
export function layersOf(tree: readonly TreeNode[]): LayerNode[] {
  return tree.flatMap((node) => (node.type === 'layer' ? [node] : layersOf(node.children)));
}

export function find(tree: readonly TreeNode[], id: string): TreeNode | null {
  return linesOf(tree, true).find(({ node }) => node.id === id)?.node ?? null;
}

function spotOf(tree: readonly TreeNode[], id: string): Spot | null {
  const line = linesOf(tree, true).find(({ node }) => node.id === id);
  return line ? { parentId: line.parentId, index: line.place - 1 } : null;
}

/** Changes one node; a tree without it stays the very same. */
export function edit(
  tree: readonly TreeNode[],
  id: string,
  change: (node: TreeNode) => TreeNode,
): TreeNode[] {
  let isSame = true;
  const edited = tree.map((node) => {
    const next = node.id === id ? change(node) : node.type === 'group' ? within(node, id, change) : node;
    isSame &&= next === node;
    return next;
  });
  return isSame ? (tree as TreeNode[]) : edited;
}

function within(group: GroupNode, id: string, change: (node: TreeNode) => TreeNode): GroupNode {
  const children = edit(group.children, id, change);
  return children === group.children ? group : { ...group, children };
}

/** Puts a node in; a group that is not there (any more) means the top of the tree, a place past the end the last one. */
export function insert(tree: readonly TreeNode[], node: TreeNode, { parentId, index }: Spot): TreeNode[] {
  const put = (nodes: readonly TreeNode[]) => nodes.toSpliced(Math.max(0, index), 0, node);
  const parent = parentId === null ? null : find(tree, parentId);
  if (parent?.type !== 'group') return put(tree);
  return edit(tree, parent.id, () => ({ ...parent, children: put(parent.children) }));
}

/** Takes a node out, with all that it holds; null where it is not there. */
export function remove(tree: readonly TreeNode[], id: string): Taken | null {
  const spot = spotOf(tree, id);
  const node = find(tree, id);
  if (!spot || !node) return null;
  const cut = (nodes: readonly TreeNode[]): TreeNode[] => nodes.toSpliced(spot.index, 1);
  const parent = spot.parentId === null ? null : find(tree, spot.parentId);
  const left =
    parent?.type === 'group'
      ? edit(tree, parent.id, () => ({ ...parent, children: cut(parent.children) }))
      : cut(tree);
  return { tree: left, node, spot };
}

/**
 * Moves a node with all that it holds.
 * @param to where it shall be, counted with the node still in its old place. Into itself it does not go: nothing changes.
 */
export function move(tree: readonly TreeNode[], id: string, to: Spot): TreeNode[] {
  const same = tree as TreeNode[];
  const taken = remove(tree, id);
  if (!taken || (to.parentId !== null && holds(taken.node, to.parentId))) return same;
  const { spot } = taken;
  const isBehind = spot.parentId === to.parentId && to.index > spot.index;
  const index = isBehind ? to.index - 1 : to.index;
  if (spot.parentId === to.parentId && spot.index === index) return same;
  return insert(taken.tree, taken.node, { parentId: to.parentId, index });
}

/** Whether a node is, or has in it, another. */
function holds(node: TreeNode, id: string): boolean {
  return node.id === id || (node.type === 'group' && node.children.some((child) => holds(child, id)));
}

export type Step = 'up' | 'down' | 'in' | 'out';

/**
 * Moves a node by one step: up or down among its neighbours and at the end out of its group, into the group right above it, or
 * out of its own group to the place behind that.
 */
export function step(tree: readonly TreeNode[], id: string, way: Step): TreeNode[] {
  const same = tree as TreeNode[];
  const spot = spotOf(tree, id);
  if (!spot) return same;
  const { parentId, index } = spot;
  const parent = parentId === null ? null : find(tree, parentId);
  const siblings = parent?.type === 'group' ? parent.children : tree;
  const outer = parentId === null ? null : spotOf(tree, parentId);
  const out = (behind: number) => (outer ? move(tree, id, { ...outer, index: outer.index + behind }) : same);
  if (way === 'out') return out(1);
  if (way === 'in') {
    const above = siblings[index - 1];
    if (above?.type !== 'group') return same;
    return move(edit(tree, above.id, opened), id, { parentId: above.id, index: above.children.length });
  }
  if (way === 'up') return index > 0 ? move(tree, id, { parentId, index: index - 1 }) : out(0);
  return index < siblings.length - 1 ? move(tree, id, { parentId, index: index + 2 }) : out(1);
}

const opened = (node: TreeNode): TreeNode => (node.type === 'group' ? { ...node, expanded: true } : node);

export const rename = (tree: readonly TreeNode[], id: string, name: string): TreeNode[] =>
  edit(tree, id, (node) => ({ ...node, name }));

/** Opens or closes the eye of a node; those of what it holds stay as they are. */
export const toggle = (tree: readonly TreeNode[], id: string): TreeNode[] =>
  edit(tree, id, (node) => ({ ...node, visible: !node.visible }));

export const fold = (tree: readonly TreeNode[], id: string, expanded: boolean): TreeNode[] =>
  edit(tree, id, (node) => (node.type === 'group' ? { ...node, expanded } : node));

/** @param opacity 0 to 1 */
export const fade = (tree: readonly TreeNode[], id: string, opacity: number): TreeNode[] =>
  edit(tree, id, (node) =>
    node.type === 'layer' ? { ...node, opacity: Math.min(1, Math.max(0, opacity)) } : node,
  );
