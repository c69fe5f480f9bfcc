import type { Failure } from '../../lib/errors.ts';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import type { PopupView } from '../../lib/messages/view.ts';
import type { ExchangeActions } from '../exchange/exchange-actions.ts';
import { FailureText } from '../FailureText.tsx';
import { PageHead } from '../PageHead.tsx';
import { PendingBar } from '../PendingBar.tsx';
import type { PopupActions } from '../popup-actions.ts';
import { useT } from '../translation.ts';
import { VaultBar } from '../vault/VaultBar.tsx';
import { SavedSources } from './SavedSources.tsx';
import type { SourcesActions } from './sources-actions.ts';

export interface SourcesPageProps {
  /** Null until the worker has answered. */
  view: SourcesView | null;
  /** Why there is no view. */
  failure: Failure | null;
  /** When the page opened, in ms since the epoch. */
  openedAt: number;
  actions: SourcesActions;
  /** Id of the source that stands in the side panel. */
  opened: string | null;
  onOpened: (id: string | null) => void;
  /** The rows of that source, one for each site; null while they are waited for. */
  rows: PopupView | null;
  rowActions: PopupActions;
  exchange: ExchangeActions;
}

/** Everything that is saved, in order. */
export function SourcesPage({ view, failure, openedAt, ...rest }: SourcesPageProps) {
  const t = useT();
  return (
    <main class="sources-page">
      <header class="sources-head">
        <PageHead here="options" />
        <h1 class="unseen">{t('sources')}</h1>
      </header>
      {view && <VaultBar vault={view.vault} actions={rest.actions} />}
      {view?.notice && (
        <div class="notice">
          <FailureText failure={view.notice} />
        </div>
      )}
      {failure && (
        <div class="notice">
          <FailureText failure={failure} />
          <button type="button" class="link" onClick={rest.actions.look}>
            {t('lookAgain')}
          </button>
        </div>
      )}
      {!view && !failure && <PendingBar text={t('sources_wait')} since={openedAt} />}
      {view && <SavedSources view={view} {...rest} />}
    </main>
  );
}
