import { useState } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import type { PopupView } from '../lib/messages/view.ts';
import { AddSource } from './AddSource.tsx';
import { EmptyPage } from './EmptyPage.tsx';
import { FailureText } from './FailureText.tsx';
import { Frames } from './Frames.tsx';
import { PlusIcon } from './icons.tsx';
import { PendingBar } from './PendingBar.tsx';
import { PopupHeader } from './PopupHeader.tsx';
import type { PopupActions } from './popup-actions.ts';
import { RowGroups } from './RowGroups.tsx';
import { StatusAnnouncer } from './StatusAnnouncer.tsx';
import { useT } from './translation.ts';
import { useOpenPanel } from './use-open-panel.ts';
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
  const [foot, setFoot] = useState<'add' | 'watch' | null>(null);
  const { open, setOpen } = useOpenPanel(view?.rows ?? []);
  const readable = view?.siteName !== null;
  // A form has the popup's whole height.
  const typing = open?.panel === 'form' || open?.panel === 'change';
  const onAdd = () => setFoot('add');
  const onWatch = () => setFoot('watch');
  return (
    <div class="popup">
      <PopupHeader
        site={view?.siteName ?? ''}
        onAdd={readable && view ? onAdd : null}
        onWatch={readable && view ? onWatch : null}
        onHelp={actions.openHelp}
      />
      <main class="popup-body">
        {failure && <Trouble failure={failure} onAgain={actions.look} />}
        {!view && !failure && <PendingBar text={t('waitLook')} since={openedAt} onCancel={actions.close} />}
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
          {foot === 'add' && <AddSource onAdd={actions.addService} onClose={() => setFoot(null)} />}
          {foot === 'watch' && (
            <WatchPanel onWatch={() => actions.watch(view.watchOrigins)} onClose={() => setFoot(null)} />
          )}
          {foot === null && !typing && view.rows.length + view.frames.length > 0 && (
            <>
              <button type="button" class="link plain" onClick={onAdd}>
                <PlusIcon /> {t('addSource')}
              </button>
              <button type="button" class="link plain" onClick={onWatch}>
                {t('watchShort')}
              </button>
            </>
          )}
        </footer>
      )}
      <StatusAnnouncer rows={view?.rows ?? []} />
    </div>
  );
}

interface FoundProps {
  view: PopupView;
  open: ReturnType<typeof useOpenPanel>['open'];
  setOpen: ReturnType<typeof useOpenPanel>['setOpen'];
  actions: PopupActions;
  onAdd: () => void;
  onWatch: () => void;
}

function Found({ view, open, setOpen, actions, onAdd, onWatch }: FoundProps) {
  const t = useT();
  const [hidden, setHidden] = useState<string | null>(null);
  const notice = view.notice?.code === 'pageNotReadable' ? null : view.notice;
  const noticeId = notice && [notice.code, ...notice.values].join(' ');
  if (view.siteName === null) return <p class="empty">{t('error_pageNotReadable')}</p>;
  return (
    <>
      {notice && noticeId !== hidden && (
        <div class="notice">
          <FailureText failure={notice} />
          <button type="button" class="link" onClick={() => setHidden(noticeId)}>
            {t('dismiss')}
          </button>
        </div>
      )}
      {view.watching && (
        <p class="notice" role="status">
          {t('watching')}
        </p>
      )}
      {view.allSitesHeld && !view.watching && (
        <div class="notice" role="status">
          <p>{t('allSitesHeld')}</p>
          <button
            type="button"
            class="button next"
            onClick={() => actions.endWatch(view.watchOrigins, view.allSitesHeld?.keep ?? [])}
          >
            {t('watchDone')}
          </button>
        </div>
      )}
      <RowGroups rows={view.rows} site={view.siteName} open={open} onOpen={setOpen} actions={actions} />
      <Frames frames={view.frames} onLook={actions.lookInside} />
      {view.rows.length + view.frames.length === 0 ? (
        <EmptyPage onLook={actions.look} onWatch={onWatch} onAdd={onAdd} />
      ) : (
        view.incomplete && (
          <p class="aside quiet small">
            {t('incomplete')}{' '}
            <button type="button" class="link" onClick={onWatch}>
              {t('watchLong')}
            </button>
          </p>
        )
      )}
    </>
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
