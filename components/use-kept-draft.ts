import { useEffect, useRef } from 'preact/hooks';
import type { Draft } from '../lib/messages/form-view.ts';

const KEEP_MS = 250;

/**
 * Keeps what is typed: 250 ms after the last keystroke, and at once when the popup closes or the form goes.
 * @param draft What to keep.
 * @param edited Changes with every edit; as it was at first there is nothing to keep.
 * @returns a function that drops what has not been kept yet.
 */
export function useKeptDraft(draft: Draft, edited: unknown, keep: (draft: Draft) => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef({ draft, keep, edited });
  latest.current = { draft, keep, edited };
  const done = useRef(edited);

  const stop = useRef(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
  }).current;
  const drop = useRef(() => {
    stop();
    // Effects run after the paint: who types and presses Enter at once is quicker than the last edit's own.
    done.current = latest.current.edited;
  }).current;
  const flush = useRef(() => {
    if (timer.current === null) return;
    stop();
    latest.current.keep(latest.current.draft);
  }).current;

  useEffect(() => {
    if (edited === done.current) return;
    stop();
    timer.current = setTimeout(flush, KEEP_MS);
  }, [edited, stop, flush]);

  useEffect(() => {
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);

  return drop;
}
