import { useEffect, useState } from 'preact/hooks';
import { hostsOf } from './format.ts';
import { useList, useT } from './translation.ts';

interface AskNoteProps {
  origins: string[];
  hasOrigins: (origins: string[]) => Promise<boolean>;
}

/** What the browser will ask next, in one sentence; nothing where it will not ask. */
export function AskNote({ origins, hasOrigins }: AskNoteProps) {
  const t = useT();
  const list = useList();
  const [held, setHeld] = useState(false);
  const all = origins.join(' ');
  // By their text: a new view brings the same patterns in a new array.
  useEffect(() => {
    let gone = false;
    void hasOrigins(origins).then((is) => {
      if (!gone) setHeld(is);
    });
    return () => {
      gone = true;
    };
  }, [all]);
  if (held || origins.length === 0) return null;
  return <p class="quiet small">{t('askNote', list(hostsOf(origins)))}</p>;
}
