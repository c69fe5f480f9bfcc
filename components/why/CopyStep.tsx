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
  useEffect(() => field.current?.select(), [byHand]);
  const copy = async () => {
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
        aria-label={t('nextFor', says, host)}
        onClick={() => void copy()}
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
