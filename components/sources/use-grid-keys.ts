import { useEffect, useRef, useState } from 'preact/hooks';
import type { Line } from './lines.ts';
import { LINE_HEIGHT } from './visible-range.ts';

interface Deeds {
  onToggle: (id: string) => void;
  onOpen: (id: string) => void;
  onRemove: (id: string) => void;
}

/** How far *Page up* and *Page down* go. */
const PAGE = 10;

/**
 * The keys of the table (WAI-ARIA Authoring Practices, grid with rows that take the focus): one line is reached with Tab, arrow
 * keys move it, Space chooses, Enter opens, Delete removes.
 * @param scroller what scrolls the lines, which are all as high.
 */
export function useGridKeys(lines: readonly Line[], scroller: { current: HTMLElement | null }, deeds: Deeds) {
  const [key, setKey] = useState('');
  const moved = useRef(false);
  const entries = lines.flatMap((line, at) => ('entry' in line ? [{ line, at }] : []));
  const found = entries.findIndex(({ line }) => line.key === key);
  const last = useRef(0);
  // The line that was removed leaves its place to the one that follows.
  const here = found >= 0 ? found : Math.max(0, Math.min(last.current, entries.length - 1));
  const active = entries[here]?.line.key ?? '';
  useEffect(() => {
    last.current = here;
    if (found >= 0 || key === '') return;
    // The focus went with it.
    moved.current = document.activeElement === null || document.activeElement === document.body;
    setKey(active);
  });

  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    scroller.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus({ preventScroll: true });
  }, [active]);

  const go = (to: number) => {
    const next = entries[Math.max(0, Math.min(entries.length - 1, to))];
    const box = scroller.current;
    if (!next || !box) return;
    // Scrolled before it is drawn: a line far away is not there yet.
    const top = next.at * LINE_HEIGHT;
    const room = box.clientHeight - 2 * LINE_HEIGHT;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (room > 0 && top > box.scrollTop + room) box.scrollTop = top - room;
    moved.current = next.line.key !== active;
    setKey(next.line.key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const id = entries[here]?.line.entry.source.id;
    const isOnLine = (event.target as HTMLElement).matches('tr');
    if (!isOnLine || id === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = {
      ...{ ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: entries.length - 1 },
      ...{ PageDown: here + PAGE, PageUp: here - PAGE },
    }[event.key];
    if (to !== undefined) go(to);
    else if (event.key === ' ') deeds.onToggle(id);
    else if (event.key === 'Enter') deeds.onOpen(id);
    else if (event.key === 'Delete') deeds.onRemove(id);
    else return;
    event.preventDefault();
  };
  return { active, setActive: setKey, onKeyDown };
}
