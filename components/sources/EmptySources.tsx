import { useT } from '../translation.ts';

interface EmptySourcesProps {
  onAdd: () => void;
  onImport: () => void;
}

/** Nothing saved yet: the ways to the first source. */
export function EmptySources({ onAdd, onImport }: EmptySourcesProps) {
  const t = useT();
  return (
    <section class="sources-empty">
      <h2>{t('sources_empty')}</h2>
      <p class="quiet">{t('sources_emptyNote')}</p>
      <div class="buttons">
        <button type="button" class="button next" onClick={onAdd}>
          {t('addSource')}
        </button>
        <button type="button" class="button" onClick={onImport}>
          {t('sources_importQgis')}
        </button>
        <a class="button" href="/map.html">
          {t('sources_openMap')}
        </a>
      </div>
    </section>
  );
}
