import { useT } from './translation.ts';

interface EmptyPageProps {
  onLook: () => void;
  onWatch: () => void;
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
        <button type="button" class="button" onClick={onWatch}>
          {t('watchLong')}
        </button>
        <button type="button" class="button" onClick={onAdd}>
          {t('addSource')}
        </button>
      </div>
    </div>
  );
}
