import { originOfTab, tabsOfOrigin } from '../../lib/platform/worker.ts';
import { NOTHING_NOTED, type Noted, withNote } from '../../lib/sign-in/noted.ts';
import type { Session } from '../../lib/sign-in/session.ts';

/** Answers come in storms: they are written down together. In milliseconds. */
const TOGETHER_MS = 150;

interface Waiting {
  /** -1 for workers, whose site names their tabs. */
  tabId: number;
  frameId: number;
  note: Noted;
}

interface Parts {
  session: Session;
  /** The pages of these tabs have something new to say. */
  noticed: (tabIds: ReadonlySet<number>) => Promise<unknown>;
}

/** Writes down what was noted of the pages in the tabs, and says of which there is something new. */
export function createNotingDown({ session, noticed }: Parts) {
  let waiting: Waiting[] = [];
  /** What is being written down. */
  let writing: Waiting[] = [];

  /** For each tab one write, however many answers came. */
  async function write(): Promise<void> {
    const taken = waiting;
    waiting = [];
    const now: Waiting[] = taken.filter(({ tabId }) => tabId >= 0);
    writing = [...writing, ...now];
    // A worker's are those of every page of its site.
    for (const [site, own] of Map.groupBy(
      taken.filter(({ tabId }) => tabId < 0),
      ({ note }) => note.site,
    )) {
      const found = await tabsOf(site);
      const copies = found.flatMap((tabId) => own.map(({ note }) => ({ tabId, frameId: -1, note })));
      now.push(...copies);
      writing = [...writing, ...copies];
    }
    const tabs = new Set(now.map(({ tabId }) => tabId));
    const sites = new Map<number, string | null>();
    for (const tabId of tabs) sites.set(tabId, await siteOf(tabId));
    const changed = new Set<number>();
    const left = new Set(writing);
    for (const tabId of tabs) {
      // What was cleared meanwhile is about a page that is gone.
      const own = now.filter((each) => each.tabId === tabId && left.has(each));
      if (own.length === 0) continue;
      let { site, notes } = session.get('noted', tabId) ?? NOTHING_NOTED;
      for (const { frameId, note } of own) {
        site = frameId === 0 ? note.site : (site ?? sites.get(tabId) ?? null);
        notes = withNote(notes, { ...note, topSite: site ?? note.site });
      }
      void session.set('noted', tabId, { site, notes }).catch(() => undefined);
      changed.add(tabId);
    }
    const written = new Set(now);
    writing = writing.filter((each) => !written.has(each));
    if (changed.size > 0) await noticed(changed);
  }

  const siteOf = async (tabId: number) =>
    session.get('noted', tabId)?.site ??
    session.get('page', tabId)?.site ??
    (await originOfTab(tabId)) ??
    null;

  /** Tabs that show a page or a frame of this site, as far as they are known. */
  async function tabsOf(site: string): Promise<number[]> {
    const looked = [...session.all('page')].filter(
      ([, page]) => page.site === site || page.frames.some(({ origin }) => origin === site),
    );
    const noted = [...session.all('noted')].filter(([, { notes }]) =>
      notes.some((note) => note.site === site),
    );
    const known = [...looked, ...noted].map(([tabId]) => Number(tabId));
    return [...new Set([...known, ...(await tabsOfOrigin(site))])];
  }

  return {
    add: (each: Waiting): void => {
      if (waiting.length === 0) setTimeout(() => void write().catch(() => undefined), TOGETHER_MS);
      waiting.push(each);
    },
    /** The tab has another page, or none: what was noted is about the old one. */
    clear: (tabId: number): void => {
      waiting = waiting.filter((each) => each.tabId !== tabId);
      writing = writing.filter((each) => each.tabId !== tabId);
      if (session.get('noted', tabId) === undefined) return;
      void session
        .remove('noted', tabId)
        .then(() => noticed(new Set([tabId])))
        .catch(() => undefined);
    },
  };
}
