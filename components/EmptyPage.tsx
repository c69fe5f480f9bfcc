import { useT } from './translation.ts';

interface EmptyPageProps {
  onLook: () => void;
  /** Null where there is nothing to watch: our own map. */
  onWatch: (() => void) | null;
  onAdd: () => void;
}

/** Nothing found: what one can do about it. */
export function EmptyPage({ onLook, onWatch, onAdd }: EmptyPageProps) {
  const t = useT();
  return (
    <div class="empty">
      <p>{t('empty')}</p>
      <div class="stack">
        <button type="button" class="button" onClick={onLook}>
          {t('lookAgain')}
        </button>
        {onWatch && (
          <button type="button" class="button" onClick={onWatch}>
            {t('watchLong')}
          </button>
        )}
        <button type="button" class="button" onClick={onAdd}>
          {t('addSource')}
        </button>
      </div>
    </div>
  );
}
