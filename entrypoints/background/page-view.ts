import { type ErrorCode, toFailure } from '../../lib/errors.ts';
import type { PopupView } from '../../lib/messages/view.ts';
import { capabilities } from '../../lib/platform/events.ts';
import { redirectUri } from '../../lib/platform/sign-in-window.ts';
import { isOnline } from '../../lib/platform/worker.ts';
import type { Installed } from '../../lib/sign-in/installed.ts';
import { popupView } from '../../lib/sign-in/popup-view.ts';
import type { Told } from '../../lib/sign-in/row-facts.ts';
import type { PageRecord, Session } from '../../lib/sign-in/session.ts';
import { NOTHING_SAVED } from '../../lib/sources/model.ts';
import type { SavedStore } from '../../lib/sources/store.ts';
import type { Access } from './access.ts';
import { showBadge } from './badge.ts';
import type { VaultReport } from './vault-report.ts';
import type { Warnings } from './warnings.ts';

interface Parts {
  session: Session;
  store: SavedStore;
  installed: Installed;
  report: VaultReport;
  access: Access;
  warnings: Warnings;
  /** When a signed request of a source was last answered well, in ms since the epoch, by grant. */
  answeredWell: () => ReadonlyMap<string, number>;
}

/** What is saved cannot be shown then. */
const UNREADABLE: readonly ErrorCode[] = ['newerData', 'storageFailed', 'unknown'];

/** Makes what popup and badge show of a tab's page, from what is known of it, and shows the badge. */
export function createPageView(parts: Parts) {
  const { session, store, installed, report, access, warnings, answeredWell } = parts;

  /** What the requests of a page, and our own, have told. */
  function told(tabId: number): Told {
    const read = session.get('page', tabId)?.noted ?? [];
    return {
      now: Date.now(),
      online: isOnline(),
      notes: [...read, ...(session.get('noted', tabId)?.notes ?? [])].sort((a, b) => a.at - b.at),
      answeredWell: answeredWell(),
      guards: session.all('guard'),
      checks: session.all('check'),
      certificates: [...session.all('certificate')].map(([host, { error }]) => ({
        ...{ host, error },
        strict: session.get('strict', host) === true,
      })),
    };
  }

  /** What to say once on top: storage that cannot be read, what is wrong with what is saved. */
  async function noticeOf(): Promise<PopupView['notice']> {
    try {
      const aside = await store.setAside();
      return aside === 0 ? report.notice() : { code: 'recordsSetAside', values: [String(aside)] };
    } catch (error) {
      return toFailure(error);
    }
  }

  return async (tabId: number, page: PageRecord): Promise<PopupView> => {
    const notice = await noticeOf();
    const isReadable = notice === null || !UNREADABLE.includes(notice.code);
    const parts = {
      tabId,
      notice,
      page,
      saved: isReadable ? await store.read() : NOTHING_SAVED,
      ...report.parts(),
      changed: isReadable ? (await installed.placed()).changed : new Set<string>(),
      told: told(tabId),
      hiddenWarnings: warnings.hidden(),
      ports: capabilities.portsInPatterns,
      redirectUri: redirectUri(),
      allSitesHeld: isReadable ? await access.heldWithAllSites() : null,
    };
    const made = popupView(parts);
    await showBadge(made);
    return made;
  };
}

export type PageView = ReturnType<typeof createPageView>;
