import { useEffect, useRef, useState } from 'preact/hooks';
import type { Line } from '../../lib/project/tree.ts';

/** Which line of the tree has the one tab stop; when it goes while it has the focus, a neighbour takes both. */
export function useTreeFocus(lines: readonly Line[]) {
  const tree = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const place = useRef(0);
  const moves = useRef(false);
  const at = lines.findIndex(({ node }) => node.id === current);
  const shown = lines[at < 0 ? Math.min(place.current, lines.length - 1) : at]?.node.id ?? null;
  const lineOf = (id: string | null) =>
    id === null ? null : tree.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`);

  useEffect(() => {
    place.current = Math.max(0, at < 0 ? place.current : at);
    if (!moves.current) return;
    // A moved line is a new element to some browsers: the focus follows it.
    moves.current = false;
    lineOf(shown)?.focus();
  });
  return {
    tree,
    /** The line with the tab stop; null in an empty tree. */
    current: shown,
    setCurrent,
    focus: (id: string) => {
      setCurrent(id);
      lineOf(id)?.focus();
    },
    /** After the next drawing the current line, or who has its place, has the focus. */
    follow: () => {
      moves.current = true;
    },
  };
}
