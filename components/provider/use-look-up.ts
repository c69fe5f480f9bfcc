import { useEffect, useRef } from 'preact/hooks';

/** How long nobody types before what was typed is looked up, in ms. */
const PAUSE_MS = 400;

/**
 * Looks a text up when the typing pauses; the latest wins, an empty one ends the search.
 * @param text What stands in the field.
 * @param known The text that was looked up last, before this field was drawn.
 * @param active False while nothing is to be asked.
 * @returns a function that ends the search; the same text is not looked up again before it is edited.
 */
export function useLookUp(
  text: string,
  known: string,
  active: boolean,
  lookUp: (text: string) => void,
): () => void {
  const asked = useRef(known);
  const send = useRef(lookUp);
  send.current = lookUp;

  useEffect(() => {
    const wanted = text.trim() === '' ? '' : text;
    if (!active || wanted === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = wanted;
      send.current(wanted);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, active]);

  return () => {
    asked.current = '';
    send.current('');
  };
}
