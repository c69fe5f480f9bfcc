import type { ServiceRow } from '../lib/messages/view.ts';
import { ExistingOffer } from './ExistingOffer.tsx';
import type { PopupActions } from './popup-actions.ts';
import { RowDetails } from './RowDetails.tsx';
import { SignInForm } from './SignInForm.tsx';
import { useT } from './translation.ts';

/** What stands open in a row. One row at a time has one. */
export type Panel = 'offer' | 'form' | 'change' | 'details' | 'signedOut';

interface RowPanelProps {
  row: ServiceRow;
  site: string;
  panel: Panel | null;
  onPanel: (panel: Panel | null) => void;
  actions: PopupActions;
}

/** The lower part of a row. Esc closes it. */
export function RowPanel({ row, site, panel, onPanel, actions }: RowPanelProps) {
  const t = useT();
  const close = () => onPanel(null);
  switch (panel) {
    case null:
      return null;
    case 'offer':
      return <ExistingOffer row={row} actions={actions} onAnother={() => onPanel('form')} onClose={close} />;
    case 'form':
    case 'change':
      return (
        <SignInForm
          key={panel}
          row={row}
          site={site}
          change={panel === 'change'}
          actions={actions}
          onClose={close}
        />
      );
    case 'details':
      return row.details && <RowDetails row={row} details={row.details} actions={actions} onClose={close} />;
    case 'signedOut':
      return (
        <div class="panel note">
          <p role="status">{t('signedOutNote')}</p>
          <button type="button" class="link" onClick={close}>
            {t('close')}
          </button>
        </div>
      );
  }
}
