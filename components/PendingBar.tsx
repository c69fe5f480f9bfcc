import { useT } from './translation.ts';
import { useLater } from './use-later.ts';

interface PendingBarProps {
  /** What is waited for, as a sentence. */
  text: string;
  /** When the waiting began, in ms since the epoch. */
  since: number;
  /** Left out where it ends soon and by itself. */
  onCancel?: () => void;
}

/** A quiet bar for what takes longer than 300 ms; before that nothing, so that nothing flickers. */
export function PendingBar({ text, since, onCancel }: PendingBarProps) {
  const t = useT();
  if (!useLater(since)) return null;
  return (
    <div class="pending">
      <span role="status">{text}</span>
      {onCancel && (
        <button type="button" class="link" onClick={onCancel}>
          {t('cancel')}
        </button>
      )}
    </div>
  );
}
