import type { SavedSource } from '../../lib/messages/sources-view.ts';
import type { PopupView, ServiceRow as Row } from '../../lib/messages/view.ts';
import { PendingBar } from '../PendingBar.tsx';
import type { PopupActions } from '../popup-actions.ts';
import { ServiceRow } from '../ServiceRow.tsx';
import { useT } from '../translation.ts';
import { useOpenPanel } from '../use-open-panel.ts';
import { repeatedNotices } from '../why/notices.ts';
import { hostOfSite } from './words.ts';

interface SourceUsesProps {
  source: SavedSource;
  /** The worker's rows for its sites; null while they are waited for. */
  view: PopupView | null;
  openedAt: number;
  actions: PopupActions;
}

/** Where a source is allowed: for each site the row that its popup has, so that everything is done here, too. */
export function SourceUses({ source, view, openedAt, actions }: SourceUsesProps) {
  const t = useT();
  // Its sites use other sources, too; and one with the same address may stand in its place.
  const rows = view?.rows.filter((row) => isOf(source, row)) ?? [];
  const { open, setOpen } = useOpenPanel(rows);
  if (!view) return <PendingBar text={t('source_waitRows')} since={openedAt} />;
  if (rows.length === 0) return <p class="quiet">{t('source_otherUsed')}</p>;
  const repeats = repeatedNotices(rows);
  return (
    <ul class="source-uses">
      {rows.map((row) => {
        // A row's key begins with its site.
        const site = hostOfSite(row.key.split(' ')[0] ?? '');
        return (
          <li key={row.key}>
            <h4 class="one-line" title={t('siteName', site)}>
              {t('siteName', site)}
            </h4>
            <ul>
              <ServiceRow
                row={row}
                site={site}
                vault={view.vault}
                repeats={repeats.has(row.key)}
                redirectUri={view.redirectUri}
                panel={open?.key === row.key ? open.panel : null}
                onPanel={(panel) => setOpen(panel && { key: row.key, panel })}
                actions={actions}
              />
            </ul>
          </li>
        );
      })}
    </ul>
  );
}

/** A row's key ends with its address. */
function isOf({ id, urls }: SavedSource, { sourceId, key }: Row): boolean {
  return sourceId === null ? key.endsWith(` ${urls[0]}`) : sourceId === id;
}
