import type { Line, Step } from '../../lib/project/tree.ts';

/** What a key means on a line of the tree. */
export type KeyDeed =
  | { do: 'focus'; id: string }
  | { do: 'fold'; expanded: boolean }
  | { do: 'step'; way: Step }
  | { do: 'toggle' }
  | { do: 'rename' }
  | { do: 'remove' };

const STEPS: Record<string, Step> = { ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'in', ArrowLeft: 'out' };

/**
 * The keys of a tree (WAI-ARIA Authoring Practices, tree view), and those for layers: Space for the eye, F2, Del, Alt with an
 * arrow to move. Null for any other.
 * @param isOpen whether the line shows what is under it.
 */
export function keyDeed(
  key: string,
  alt: boolean,
  lines: readonly Line[],
  id: string,
  isOpen: boolean,
): KeyDeed | null {
  const at = lines.findIndex(({ node }) => node.id === id);
  const line = lines[at];
  if (!line) return null;
  if (alt) return STEPS[key] ? { do: 'step', way: STEPS[key] } : null;
  const focus = (to: Line | undefined): KeyDeed | null => (to ? { do: 'focus', id: to.node.id } : null);
  switch (key) {
    case 'ArrowDown':
      return focus(lines[at + 1]);
    case 'ArrowUp':
      return focus(lines[at - 1]);
    case 'Home':
      return focus(lines[0]);
    case 'End':
      return focus(lines.at(-1));
    case 'ArrowRight':
      if (!isOpen) return { do: 'fold', expanded: true };
      return focus(lines[at + 1]?.parentId === id ? lines[at + 1] : undefined);
    case 'ArrowLeft':
      if (isOpen) return { do: 'fold', expanded: false };
      return focus(lines.find(({ node }) => node.id === line.parentId));
    case ' ':
      return { do: 'toggle' };
    case 'F2':
      return { do: 'rename' };
    case 'Delete':
      return { do: 'remove' };
    default:
      return null;
  }
}
