import type { PopupView, ServiceRow } from '../../lib/messages/view.ts';
import { patternOf } from '../../lib/permissions/patterns.ts';
import { capabilities } from '../../lib/platform/events.ts';
import { readDocuments, readPage } from '../../lib/platform/read-page.ts';
import { announceChange, isOwnTab, originOfTab, reloadTab } from '../../lib/platform/worker.ts';
import { NOTHING_NOTED, type Noted } from '../../lib/sign-in/noted.ts';
import { withNoted } from '../../lib/sign-in/noted-page.ts';
import { isOwnRecord, ownPage } from '../../lib/sign-in/own-record.ts';
import {
  documentsToRead,
  mergeServices,
  pageFrom,
  seenBy,
  UNKNOWN_PAGE,
  withoutSignedAnswers,
} from '../../lib/sign-in/pages.ts';
import { type Row, rowsOf } from '../../lib/sign-in/rows.ts';
import type { PageRecord, RowState, Session } from '../../lib/sign-in/session.ts';
import { NOTHING_SAVED } from '../../lib/sources/model.ts';
import type { SavedStore } from '../../lib/sources/store.ts';
import type { Access } from './access.ts';
import type { PageView } from './page-view.ts';

/** After a watched page has loaded, maps still fetch: what comes within this time counts. In milliseconds. */
const WATCH_TAIL_MS = 4000;

/** A map asks for its first layers a moment after its page has loaded. In milliseconds. */
const MAP_START_MS = 1500;

const EMPTY_ROW: RowState = { draft: null, failure: null, pending: null, origins: [] };

interface Parts {
  session: Session;
  store: SavedStore;
  access: Access;
  pageView: PageView;
  /** Calls back for every answer that pages get from map services. @returns a function that stops it. */
  listen: (tell: (note: Noted, tabId: number) => void) => () => void;
}

/**
 * What is known of the pages in the tabs: read on the user's click, noted where the site is allowed; forgotten when the tab
 * navigates.
 */
export function createPages({ session, store, access, pageView, listen }: Parts) {
  const pageOf = (tabId: number): PageRecord =>
    withNoted(session.get('page', tabId) ?? UNKNOWN_PAGE, session.get('noted', tabId) ?? NOTHING_NOTED);
  const setPage = (tabId: number, page: PageRecord) => session.set('page', tabId, page);

  /**
   * Reads the page's own list of requests.
   * @param options.keepRows after a reload under an open popup: its rows stay while the map asks again.
   */
  async function look(tabId: number, options = { frames: false, keepRows: false }): Promise<void> {
    if (await isOwnTab(tabId)) return setPage(tabId, ownPage(pageOf(tabId), await originOfTab(tabId)));
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
    return viewAsIs(tabId);
  }

  /** Without a look at the page, which needs the user's click. */
  const viewAsIs = (tabId: number): Promise<PopupView> => pageView(tabId, pageOf(tabId));

  /** Reloads the page and lists every answer that it, its frames and workers get; then gives all sites back. */
  async function watch(tabId: number): Promise<void> {
    const { site } = pageOf(tabId);
    const seen: Noted[] = [];
    await setPage(tabId, { ...pageOf(tabId), watching: true });
    const stop = listen((note, from) => {
      if (from === tabId || (from === -1 && note.site === site)) seen.push(note);
    });
    try {
      watched.add(tabId);
      await Promise.all([reloaded(tabId), reloadTab(tabId)]);
    } finally {
      stop();
      watched.delete(tabId);
      const bySite = Map.groupBy(seen, (note) => note.site);
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
    // The badge still counts what is forgotten now.
    await viewAsIs(tabId);
    await access.giveBack();
  }

  /** Tabs whose page was looked at and is still there. */
  const shownTabs = () => {
    const looked = [...session.all('page')].filter(([, { left }]) => !left).map(([tabId]) => Number(tabId));
    return [...new Set([...looked, ...[...session.all('noted').keys()].map(Number)])];
  };

  async function markStale(tabId: number, isMeant: (row: ServiceRow) => boolean): Promise<void> {
    // Our own pages draw anew by themselves.
    if (isOwnRecord(pageOf(tabId))) return;
    const keys = (await viewAsIs(tabId)).rows.filter(isMeant).map(({ key }) => key);
    if (keys.length === 0) return;
    const page = pageOf(tabId);
    await setPage(tabId, { ...page, stale: [...new Set([...page.stale, ...keys])] });
  }

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
    markStale,
    markStaleEverywhere: async (isMeant: (row: ServiceRow) => boolean) => {
      for (const tabId of shownTabs()) await markStale(tabId, isMeant);
    },
    shownTabs,
    /** The icon says how things stand now, in every tab that was looked at. */
    showBadges: async () => {
      for (const tabId of shownTabs()) await viewAsIs(tabId);
    },
    /** Something was noted of the pages in these tabs. */
    noticed: async (tabIds: ReadonlySet<number>) => {
      for (const tabId of tabIds) await viewAsIs(tabId);
      await announceChange();
    },
    /** True where what was noted of a tab is about another page than it shows now. */
    isOther: async (tabId: number): Promise<boolean> => {
      const noted = session.get('noted', tabId);
      return noted !== undefined && ((await originOfTab(tabId)) ?? null) !== noted.site;
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
