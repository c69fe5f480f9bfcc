import type { ServiceRow, VaultView } from '../lib/messages/view.ts';
import { ExistingOffer } from './ExistingOffer.tsx';
import { OpenLink } from './OpenLink.tsx';
import type { PopupActions } from './popup-actions.ts';
import { Question } from './Question.tsx';
import { RowDetails } from './RowDetails.tsx';
import { SignInForm } from './SignInForm.tsx';
import { useT } from './translation.ts';
import { RememberPanel } from './vault/RememberPanel.tsx';

/** What stands open in a row. One row at a time has one. */
export type Panel =
  | 'offer'
  | 'form'
  | 'change'
  | 'details'
  | 'openLink'
  | 'remember'
  | 'clearStored'
  | 'signedOut'
  | 'signedOutSaved';

interface RowPanelProps {
  row: ServiceRow;
  site: string;
  vault: VaultView;
  /** The address to register at an identity provider. */
  redirectUri: string;
  panel: Panel | null;
  onPanel: (panel: Panel | null) => void;
  actions: PopupActions;
}

/** The lower part of a row. Esc closes it. */
export function RowPanel({ row, site, vault, redirectUri, panel, onPanel, actions }: RowPanelProps) {
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
          vault={vault}
          redirectUri={redirectUri}
          change={panel === 'change'}
          actions={actions}
          onClose={close}
        />
      );
    case 'details':
      return row.details && <RowDetails row={row} details={row.details} actions={actions} onClose={close} />;
    case 'openLink':
      return row.details?.linkLife ? (
        <OpenLink
          row={row}
          life={row.details.linkLife}
          onOpen={() => {
            close();
            actions.openLink(row);
          }}
          onClose={close}
        />
      ) : null;
    case 'remember':
      return <RememberPanel row={row} vault={vault} actions={actions} onClose={close} />;
    case 'clearStored':
      return (
        <div class="panel">
          <Question
            lead={t('clearStoredAsk', row.host, site)}
            note={t('clearStoredNote')}
            yes={t('clearStoredYes')}
            onYes={() => {
              close();
              actions.clearStored(row);
            }}
            onNo={close}
          />
        </div>
      );
    case 'signedOut':
    case 'signedOutSaved':
      return (
        <div class="panel note">
          <div class="fields">
            <p role="status">
              {panel === 'signedOutSaved' && `${t('signedOutSaved')} `}
              {t('signedOutNote')}
            </p>
            {row.endSession && (
              <p>
                {t('sessionThere')}{' '}
                <a class="link" href={row.endSession} target="_blank" rel="noopener noreferrer">
                  {t('endSession', new URL(row.endSession).host)}
                </a>
              </p>
            )}
          </div>
          <button type="button" class="link" onClick={close}>
            {t('close')}
          </button>
        </div>
      );
  }
}
