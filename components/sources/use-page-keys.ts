import { useEffect, useRef } from 'preact/hooks';

/** The keys of the whole page: `/` goes to the search, Esc leaves what is open. What a field or panel hears itself is its own. */
export function usePageKeys(keys: { onSearch: () => void; onLeave: (() => void) | null }): void {
  const now = useRef(keys);
  now.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { onSearch, onLeave } = now.current;
      const isTyped = (event.target as HTMLElement).matches?.('input:not([type=checkbox]), textarea, select');
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '/' && !isTyped) onSearch();
      else if (event.key === 'Escape' && onLeave) onLeave();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
