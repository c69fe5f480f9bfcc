import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useT } from '../translation.ts';

interface CopyReportProps {
  report: string;
  /** Resolves to whether the browser let us. */
  onCopy: (text: string) => Promise<boolean>;
}

/** Copies the report, and shows the text that is copied to whoever wants to read it first. */
export function CopyReport({ report, onCopy }: CopyReportProps) {
  const t = useT();
  const id = useId();
  const text = useRef<HTMLTextAreaElement>(null);
  const [end, setEnd] = useState<'copied' | 'refused' | null>(null);
  const [open, setOpen] = useState(false);

  const copy = async () => {
    const copied = await onCopy(report);
    setEnd(copied ? 'copied' : 'refused');
    if (!copied) setOpen(true);
  };
  useEffect(() => {
    // Marked, so that the keyboard can copy it.
    if (end === 'refused') text.current?.select();
  }, [end]);

  return (
    <div class="copy-report">
      <div class="buttons">
        <button type="button" class="button next" onClick={() => void copy()}>
          {t('diagnostics_copy')}
        </button>
        <p class="quiet" role="status">
          {end === 'copied' && t('copied')}
          {end === 'refused' && t('diagnostics_copyRefused')}
        </p>
      </div>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary id={id}>{t('diagnostics_text')}</summary>
        <textarea ref={text} class="code" readOnly rows={16} aria-labelledby={id} value={report} />
      </details>
    </div>
  );
}
