import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import type { PopupView } from '../lib/messages/view.ts';
import { AddSource } from './AddSource.tsx';
import { FailureText } from './FailureText.tsx';
import { Found } from './Found.tsx';
import { PlusIcon } from './icons.tsx';
import { PendingBar } from './PendingBar.tsx';
import { PopupHeader } from './PopupHeader.tsx';
import type { PopupActions } from './popup-actions.ts';
import { Question } from './Question.tsx';
import { usedHere } from './row-menu.ts';
import { StatusAnnouncer } from './StatusAnnouncer.tsx';
import { useT } from './translation.ts';
import { useOpenPanel } from './use-open-panel.ts';
import { VaultBar } from './vault/VaultBar.tsx';
import { WatchPanel } from './WatchPanel.tsx';

export interface PopupProps {
  /** Null while the page is read. */
  view: PopupView | null;
  /** A command that failed as a whole. */
  failure: Failure | null;
  /** When the popup opened, in ms since the epoch. */
  openedAt: number;
  actions: PopupActions;
}

/** The whole popup: top, what was found, and what can be added. */
export function Popup({ view, failure, openedAt, actions }: PopupProps) {
  const t = useT();
  const body = useRef<HTMLElement>(null);
  const [foot, setFoot] = useState<'add' | 'watch' | null>(null);
  const [forgetting, setForgetting] = useState(false);
  const { open, setOpen } = useOpenPanel(view?.rows ?? []);
  const readable = view?.siteName !== null;
  const watchable = view !== null && readable && view.watchOrigins.length > 0;
  // A form has the popup's whole height.
  const typing = open !== null && ['form', 'change', 'remember'].includes(open.panel);
  const onAdd = () => setFoot('add');
  const onWatch = () => setFoot('watch');

  // The field that unlocked is gone, and the focus with it.
  const locked = view?.vault.state === 'locked';
  const wasLocked = useRef(false);
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (wasLocked.current && !locked && lost) body.current?.focus();
    wasLocked.current = locked;
  }, [locked]);
  return (
    <div class="popup">
      <PopupHeader
        site={view?.siteName ?? ''}
        vault={view?.vault ?? null}
        onAdd={readable && view ? onAdd : null}
        onWatch={watchable ? onWatch : null}
        onForgetSite={view?.rows.some(usedHere) ? () => setForgetting(true) : null}
        onLock={actions.lock}
        onSources={actions.openSources}
        onMap={actions.openMap}
        onSettings={actions.openSettings}
        onDiagnostics={actions.openDiagnostics}
        onHelp={actions.openHelp}
      />
      <main ref={body} class="popup-body" tabIndex={-1}>
        {failure && <Trouble failure={failure} onAgain={actions.look} />}
        {!view && !failure && <PendingBar text={t('waitLook')} since={openedAt} onCancel={actions.close} />}
        {view && forgetting && (
          <div class="vault-bar">
            <Question
              lead={t('forgetSiteAsk', view.siteName ?? '')}
              note={t('forgetSiteNote')}
              yes={t('forgetSiteYes')}
              onYes={() => {
                setForgetting(false);
                actions.forgetSite();
              }}
              onNo={() => setForgetting(false)}
            />
          </div>
        )}
        {view && <VaultBar vault={view.vault} actions={actions} />}
        {view && (
          <Found
            view={view}
            open={open}
            setOpen={setOpen}
            actions={actions}
            onAdd={onAdd}
            onWatch={onWatch}
          />
        )}
      </main>
      {view && readable && (
        <footer class="popup-foot">
          {foot === 'add' && <AddSource actions={actions} onClose={() => setFoot(null)} />}
          {foot === 'watch' && (
            <WatchPanel onWatch={() => actions.watch(view.watchOrigins)} onClose={() => setFoot(null)} />
          )}
          {foot === null && !typing && view.rows.length + view.frames.length > 0 && (
            <>
              <button type="button" class="link plain" onClick={onAdd}>
                <PlusIcon /> {t('addSource')}
              </button>
              {watchable && (
                <button type="button" class="link plain" onClick={onWatch}>
                  {t('watchShort')}
                </button>
              )}
            </>
          )}
        </footer>
      )}
      <StatusAnnouncer rows={view?.rows ?? []} />
    </div>
  );
}

function Trouble({ failure, onAgain }: { failure: Failure; onAgain: () => void }) {
  const t = useT();
  return (
    <div class="notice">
      <FailureText failure={failure} />
      <button type="button" class="link" onClick={onAgain}>
        {t('lookAgain')}
      </button>
    </div>
  );
}
