import type { ComponentChildren } from 'preact';
import { ChevronIcon } from '../icons.tsx';
import { useT } from '../translation.ts';

interface WhyToggleProps {
  /** What the button says, for its name. */
  word: string;
  host: string;
  open: boolean;
  /** Id of what it opens. */
  opens: string;
  onToggle: () => void;
  children: ComponentChildren;
}

/** A status word, or *Why?*, that opens the explanation under the row. */
export function WhyToggle({ word, host, open, opens, onToggle, children }: WhyToggleProps) {
  const t = useT();
  return (
    <button
      type="button"
      class="why-toggle"
      aria-label={t('whyFor', word, host)}
      aria-expanded={open}
      {...(open ? { 'aria-controls': opens } : {})}
      onClick={onToggle}
    >
      {children}
      <ChevronIcon />
    </button>
  );
}
