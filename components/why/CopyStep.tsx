import { useEffect, useRef, useState } from 'preact/hooks';
import { useT } from '../translation.ts';

interface CopyStepProps {
  /** What the button says at first. */
  word: string;
  host: string;
  text: () => string;
  onCopy: (text: string) => Promise<boolean>;
}

/** A row's step that copies a text. Where the browser does not let us, the text stands there to be copied by hand. */
export function CopyStep({ word, host, text, onCopy }: CopyStepProps) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const [byHand, setByHand] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  /** The button keeps its width, in px, when its word changes: what stands beside it does not move. */
  const [width, setWidth] = useState(0);
  useEffect(() => field.current?.select(), [byHand]);
  const copy = async (button: HTMLButtonElement) => {
    setWidth(button.offsetWidth);
    const copying = text();
    const done = await onCopy(copying);
    setCopied(done);
    setByHand(done ? null : copying);
  };
  const says = copied ? t('copied') : word;
  return (
    <>
      <button
        type="button"
        class="button ask"
        style={{ minWidth: `${width}px` }}
        aria-label={t('nextFor', says, host)}
        onClick={({ currentTarget }) => void copy(currentTarget)}
      >
        <span role="status">{says}</span>
      </button>
      {byHand !== null && (
        <label class="by-hand">
          <span class="small">{t('copyByHand')}</span>
          <textarea ref={field} readOnly rows={5} value={byHand} />
        </label>
      )}
    </>
  );
}
