import type { Word } from '../../lib/interchange/qgis/words.ts';
import { type MessageKey, useT } from '../translation.ts';

/** Sentences about what was read or written. The locale test holds that each has its words. */
export function NoteWords({ words }: { words: readonly Word[] }) {
  const t = useT();
  return (
    <>
      {words.map(({ key, values }) => (
        <span key={`${key}${values.join()}`} class="exchange-note quiet small">
          {t(key as MessageKey, ...values)}
        </span>
      ))}
    </>
  );
}
