/** Height of every line of the table, in px; `sources.css` holds the lines to it. */
export const LINE_HEIGHT = 40;

/** How many lines are drawn beyond each edge, so that a quick scroll finds them there. */
const BEYOND = 12;

/** Before anything is measured, and where nothing can be. */
const USUAL_HEIGHT = 800;

/**
 * Which lines of a long list are drawn.
 * @param top how far the list is scrolled, in px.
 * @param height what is seen of it, in px; 0 for not yet known.
 * @returns from which line (inclusive) to which (exclusive).
 */
export function visibleRange(count: number, top: number, height: number): { from: number; to: number } {
  const first = Math.floor(Math.max(0, top) / LINE_HEIGHT);
  const last = Math.ceil((Math.max(0, top) + (height || USUAL_HEIGHT)) / LINE_HEIGHT);
  const to = Math.min(count, last + BEYOND);
  return { from: Math.max(0, Math.min(first - BEYOND, to - 1)), to };
}
