import { useEffect, useRef, useState } from 'preact/hooks';
import type { FoundProvider } from '../lib/messages/view.ts';

/** Longer texts are addresses, and too long for the question. */
const LONGEST = 100;

const NOBODY: FoundProvider[] = [];

/**
 * Providers by what is typed, asked for with every letter; an answer to an older text is not shown.
 * @returns `close` puts the list away until the text changes.
 */
export function useProviderSearch(
  text: string,
  search: (text: string) => Promise<FoundProvider[]>,
): { found: FoundProvider[]; close: () => void } {
  const [found, setFound] = useState(NOBODY);
  const latest = useRef(search);
  latest.current = search;
  const closed = useRef(text);

  useEffect(() => {
    if (text === closed.current) return;
    closed.current = '';
    let gone = false;
    void (text.length > LONGEST ? Promise.resolve(NOBODY) : latest.current(text)).then((providers) => {
      if (!gone) setFound(providers.length > 0 ? providers : NOBODY);
    });
    return () => {
      gone = true;
    };
  }, [text]);

  return { found, close: () => setFound(NOBODY) };
}
