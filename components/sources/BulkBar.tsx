import { useState } from 'preact/hooks';
import type { SavedSource, SourcesView } from '../../lib/messages/sources-view.ts';
import { useNumber, useT } from '../translation.ts';
import { SiteForm } from './SiteForm.tsx';
import type { SourcesActions } from './sources-actions.ts';

interface BulkBarProps {
  chosen: readonly SavedSource[];
  view: SourcesView;
  actions: SourcesActions;
  onRemove: () => void;
  onExport: () => void;
  onNone: () => void;
}

/** What can be done with all that is chosen. */
export function BulkBar({ chosen, view, actions, onRemove, onExport, onNone }: BulkBarProps) {
  const t = useT();
  const number = useNumber();
  const [asks, setAsks] = useState<'allow' | 'stop' | null>(null);
  const ids = chosen.map(({ id }) => id);
  const used = new Set(chosen.flatMap(({ uses }) => uses.map(({ site }) => site)));
  const usedSites = view.sites.filter(({ site }) => used.has(site));
  return (
    <section class="bulk" aria-label={t('sources_chosen', number(chosen.length))}>
      <div class="bulk-line">
        <p role="status">{t('sources_chosen', number(chosen.length))}</p>
        <button
          type="button"
          class="button"
          aria-expanded={asks === 'allow'}
          onClick={() => setAsks('allow')}
        >
          {t('sources_allow')}
        </button>
        {usedSites.length > 0 && (
          <button
            type="button"
            class="button"
            aria-expanded={asks === 'stop'}
            onClick={() => setAsks('stop')}
          >
            {t('sources_stop')}
          </button>
        )}
        <button type="button" class="button" onClick={() => void actions.test(chosen)}>
          {t('sources_test')}
        </button>
        <button type="button" class="button" onClick={onExport}>
          {t('sources_export')}
        </button>
        <button type="button" class="button danger" onClick={onRemove}>
          {t('removeConfirm')}
        </button>
        <button type="button" class="link" onClick={onNone}>
          {t('sources_chooseNone')}
        </button>
      </div>
      {asks === 'allow' && (
        <SiteForm
          key="allow"
          sites={[...view.sites.filter(({ site }) => site !== actions.ownMap.site), actions.ownMap]}
          other
          note={t('sources_allowNote')}
          yes={t('sources_allowYes')}
          onYes={(site, origins) => actions.allow(chosen, site, origins)}
          onClose={() => setAsks(null)}
        />
      )}
      {asks === 'stop' && (
        <SiteForm
          key="stop"
          sites={usedSites}
          yes={t('sources_stopYes')}
          onYes={(site) => actions.stop(ids, site)}
          onClose={() => setAsks(null)}
        />
      )}
    </section>
  );
}
