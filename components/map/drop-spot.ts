import type { Line, Spot } from '../../lib/project/tree.ts';

/** Where the insertion line is drawn at a line of the tree. */
export type Mark = 'before' | 'after' | 'into';

/**
 * Where a node goes that is dropped on a line: above or below it, or into a group.
 * @param share how far down the line the pointer is, from 0 to 1.
 */
export function dropSpot({ node, parentId, place }: Line, share: number): { spot: Spot; mark: Mark } {
  const into = { spot: { parentId: node.id, index: 0 }, mark: 'into' } as const;
  const before = { spot: { parentId, index: place - 1 }, mark: 'before' } as const;
  if (node.type === 'group') {
    if (share < 0.3) return before;
    // Below an open group's line lies what it holds.
    if (share < 0.7 || (node.expanded && node.children.length > 0)) return into;
  } else if (share < 0.5) return before;
  return { spot: { parentId, index: place }, mark: 'after' };
}
