import { type ErrorCode, toFailure } from '../../lib/errors.ts';
import type { PopupView, ServiceRow } from '../../lib/messages/view.ts';
import { patternOf } from '../../lib/permissions/patterns.ts';
import { capabilities, type SeenAnswer, watchAnswers } from '../../lib/platform/events.ts';
import { readDocuments, readPage } from '../../lib/platform/read-page.ts';
import { redirectUri } from '../../lib/platform/sign-in-window.ts';
import { announceChange, reloadTab } from '../../lib/platform/worker.ts';
import type { Installed } from '../../lib/sign-in/installed.ts';
import {
  documentsToRead,
  mergeServices,
  pageFrom,
  seenBy,
  UNKNOWN_PAGE,
  withoutSignedAnswers,
} from '../../lib/sign-in/pages.ts';
import { popupView } from '../../lib/sign-in/popup-view.ts';
import { type Row, rowsOf } from '../../lib/sign-in/rows.ts';
import type { PageRecord, RowState, Session } from '../../lib/sign-in/session.ts';
import type { SavedStore } from '../../lib/sources/store.ts';
import type { Access } from './access.ts';
import { showBadge } from './badge.ts';
import type { VaultReport } from './vault-report.ts';

/** After a watched page has loaded, maps still fetch: what comes within this time counts. In milliseconds. */
const WATCH_TAIL_MS = 4000;

/** A map asks for its first layers a moment after its page has loaded. In milliseconds. */
const MAP_START_MS = 1500;

const EMPTY_ROW: RowState = { draft: null, failure: null, pending: null, origins: [] };

interface Parts {
  session: Session;
  store: SavedStore;
  installed: Installed;
  report: VaultReport;
  access: Access;
}

/** What is known of the pages in the tabs: read on the user's click, forgotten when the tab navigates. */
export function createPages({ session, store, installed, report, access }: Parts) {
  const pageOf = (tabId: number): PageRecord => session.get('page', tabId) ?? UNKNOWN_PAGE;
  const setPage = (tabId: number, page: PageRecord) => session.set('page', tabId, page);

  /**
   * Reads the page's own list of requests.
   * @param options.keepRows after a reload under an open popup: its rows stay while the map asks again.
   */
  async function look(tabId: number, options = { frames: false, keepRows: false }): Promise<void> {
    const readings = await readPage(tabId, options);
    const documents = await readDocuments(tabId, documentsToRead(readings));
    const before = pageOf(tabId);
    const isSameSite = readings[0]?.origin === before.site;
    const reloaded = options.keepRows && isSameSite ? { ...before, left: false, stale: [] } : UNKNOWN_PAGE;
    const page = pageFrom(before.left ? reloaded : before, readings, documents);
    await setPage(tabId, withoutSignedAnswers(page, await store.read().catch(() => NOTHING_SAVED)));
  }

  async function view(tabId: number): Promise<PopupView> {
    if (session.get('page', tabId) === undefined) await look(tabId);
    const notice = await noticeOf();
    const isReadable = notice === null || !UNREADABLE.includes(notice.code);
    const parts = {
      tabId,
      notice,
      page: pageOf(tabId),
      saved: isReadable ? await store.read() : NOTHING_SAVED,
      ...report.parts(),
      changed: isReadable ? (await installed.placed()).changed : new Set<string>(),
      ports: capabilities.portsInPatterns,
      redirectUri: redirectUri(),
      allSitesHeld: isReadable ? await access.heldWithAllSites() : null,
    };
    const made = popupView(parts);
    await showBadge(made);
    return made;
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

  /** Reloads the page and lists every answer that it, its frames and workers get; then gives all sites back. */
  async function watch(tabId: number): Promise<void> {
    const { site } = pageOf(tabId);
    const seen: SeenAnswer[] = [];
    await setPage(tabId, { ...pageOf(tabId), watching: true });
    const stop = watchAnswers((answer) => {
      if (answer.tabId === tabId || (answer.tabId === -1 && answer.site === site)) seen.push(answer);
    });
    try {
      watched.add(tabId);
      await Promise.all([reloaded(tabId), reloadTab(tabId)]);
    } finally {
      stop();
      watched.delete(tabId);
      const bySite = Map.groupBy(seen, (answer) => answer.site ?? site ?? '');
      const services = [...bySite].flatMap(([origin, answers]) => seenBy(origin, site ?? origin, answers));
      const page = pageOf(tabId);
      await setPage(tabId, {
        ...page,
        site: page.site ?? site,
        watching: false,
        incomplete: false,
        services: mergeServices(page.services, services),
      });
      await access.giveBack();
      await announceChange();
    }
  }

  async function forget(tabId: number): Promise<void> {
    if (session.get('page', tabId) === undefined) return;
    await session.remove('page', tabId);
    await access.giveBack();
  }

  /** Tabs whose page was looked at and is still there. */
  const shownTabs = () =>
    [...session.all('page')].filter(([, { left }]) => !left).map(([tabId]) => Number(tabId));

  const watched = new Set<number>();
  /** Tabs between their old page and the new one. */
  const leaving = new Set<number>();
  const onLoaded = new Map<number, () => void>();

  /** Resolves some seconds after the tab has loaded, or after twenty at the most. */
  function reloaded(tabId: number): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, 20_000);
      onLoaded.set(tabId, () => {
        clearTimeout(limit);
        setTimeout(resolve, WATCH_TAIL_MS);
      });
    });
  }

  return {
    look,
    view,
    watch,
    pageOf,
    setPage,
    rowOf: async (tabId: number, key: string): Promise<Row | undefined> =>
      rowsOf(pageOf(tabId), await store.read()).find((row) => row.key === key),
    rowState: (key: string): RowState => session.get('row', key) ?? EMPTY_ROW,
    hasRow: (key: string): boolean => session.get('row', key) !== undefined,
    setRow: (key: string, change: Partial<RowState>) =>
      session.set('row', key, { ...(session.get('row', key) ?? EMPTY_ROW), ...change }),
    /** Rows whose sign-in came after their page had loaded. */
    markStale: async (tabId: number, isMeant: (row: ServiceRow) => boolean) => {
      const keys = (await view(tabId)).rows.filter(isMeant).map(({ key }) => key);
      const page = pageOf(tabId);
      await setPage(tabId, { ...page, stale: [...new Set([...page.stale, ...keys])] });
    },
    shownTabs,
    /** The icon says how things stand now, in every tab that was looked at. */
    showBadges: async () => {
      for (const tabId of shownTabs()) await view(tabId);
    },
    /** Before a sign-in ends: what it has opened on this page is not shown as open to all. */
    rememberSigned: async (tabId: number) =>
      setPage(tabId, withoutSignedAnswers(pageOf(tabId), await store.read())),
    /** Reads a frame of another site, now that the user has given access to it. */
    lookInside: async (tabId: number, origin: string) => {
      const page = pageOf(tabId);
      const accessible = [...page.accessible, patternOf(origin, capabilities.portsInPatterns)];
      await setPage(tabId, { ...page, accessible });
      await look(tabId, { frames: true, keepRows: false });
    },
    /** The tab leaves its page: what is shown of it stays until the next one has loaded. */
    leaves: async (tabId: number) => {
      const page = session.get('page', tabId);
      if (!page || watched.has(tabId)) return;
      leaving.add(tabId);
      await setPage(tabId, { ...page, left: true });
    },
    /** The tab has a page again: read only if somebody looks, now and once the map has started. */
    loaded: async (tabId: number) => {
      onLoaded.get(tabId)?.();
      onLoaded.delete(tabId);
      // A popup that was opened meanwhile has looked at the new page before there was anything.
      const wasLeaving = leaving.delete(tabId);
      if (!wasLeaving && !session.get('page', tabId)?.left) return;
      for (const delay of [0, MAP_START_MS]) {
        await new Promise((resolve) => setTimeout(resolve, delay));
        if (await announceChange()) {
          await look(tabId, { frames: false, keepRows: true });
          await announceChange();
        } else await forget(tabId);
      }
    },
    closed: forget,
    /** A worker that was stopped while it watched cannot go on: what it may still see is given back. */
    afterStart: async () => {
      const watching = [...session.all('page')].filter(([, page]) => page.watching);
      for (const [tabId, page] of watching) await setPage(Number(tabId), { ...page, watching: false });
      if (watching.length > 0) await access.giveBack();
    },
  };
}

export type Pages = ReturnType<typeof createPages>;

/** What is saved cannot be shown then. */
const UNREADABLE: readonly ErrorCode[] = ['newerData', 'storageFailed', 'unknown'];

const NOTHING_SAVED = { sources: [], accounts: [], grants: [], keyVault: [] };
