import { useState } from 'preact/hooks';
import type { PopupView } from '../lib/messages/view.ts';
import { EmptyPage } from './EmptyPage.tsx';
import { FailureText } from './FailureText.tsx';
import { Frames } from './Frames.tsx';
import type { PopupActions } from './popup-actions.ts';
import { RowGroups } from './RowGroups.tsx';
import { useT } from './translation.ts';
import type { useOpenPanel } from './use-open-panel.ts';

interface FoundProps {
  view: PopupView;
  open: ReturnType<typeof useOpenPanel>['open'];
  setOpen: ReturnType<typeof useOpenPanel>['setOpen'];
  actions: PopupActions;
  onAdd: () => void;
  onWatch: () => void;
}

/** What there is to say about the page, and what was found on it. */
export function Found({ view, open, setOpen, actions, onAdd, onWatch }: FoundProps) {
  const t = useT();
  const [hidden, setHidden] = useState<string | null>(null);
  const notice = view.notice?.code === 'pageNotReadable' ? null : view.notice;
  const noticeId = notice && [notice.code, ...notice.values].join(' ');
  return (
    <>
      {notice && noticeId !== hidden && (
        <div class="notice">
          <FailureText failure={notice} />
          <button
            type="button"
            class="link"
            onClick={() => {
              setHidden(noticeId);
              actions.dismiss(notice.code);
            }}
          >
            {t('dismiss')}
          </button>
        </div>
      )}
      {view.siteName === null ? (
        <p class="empty">{t('error_pageNotReadable')}</p>
      ) : (
        <>
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
          <RowGroups
            rows={view.rows}
            site={view.siteName}
            vault={view.vault}
            redirectUri={view.redirectUri}
            open={open}
            onOpen={setOpen}
            actions={actions}
          />
          <Frames frames={view.frames} onLook={actions.lookInside} />
          {view.rows.length + view.frames.length === 0 ? (
            <EmptyPage
              onLook={actions.look}
              onWatch={view.watchOrigins.length > 0 ? onWatch : null}
              onAdd={onAdd}
            />
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
      )}
    </>
  );
}
