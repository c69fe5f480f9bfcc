import { AppError } from '../../lib/errors.ts';
import { MAP_SITE } from '../../lib/map-site.ts';
import type { CommandPayload } from '../../lib/messages/protocol.ts';
import { patternOf } from '../../lib/permissions/patterns.ts';
import { capabilities } from '../../lib/platform/events.ts';
import { mapServices, sourceServices } from '../../lib/sign-in/own-record.ts';
import { rowsOf } from '../../lib/sign-in/rows.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import { safePrefixesOf } from '../../lib/sources/destinations.ts';
import type { SavedStore } from '../../lib/sources/store.ts';
import type { Access } from './access.ts';
import type { Pages } from './pages.ts';
import type { Returning } from './returning.ts';

interface Parts {
  session: Session;
  store: SavedStore;
  pages: Pages;
  access: Access;
  returning: Returning;
}

/** What our own pages say that they show: then their tabs have rows as other pages have, and are signed in to in the same way. */
export function createOwnPages({ session, store, pages, access, returning }: Parts) {
  return {
    mapServices: async ({ tabId, services }: CommandPayload<'mapServices'>): Promise<void> => {
      const before = pages.pageOf(tabId);
      if (before.site !== MAP_SITE) throw new AppError('badMessage');
      const { page, drafts } = mapServices(before, services);
      const prefixes = safePrefixesOf(page.services.map(({ service }) => service.base));
      const origins = new Set(prefixes.map((prefix) => new URL(prefix).origin));
      // Kept for as long as the map shows them, also for those that need no sign-in.
      const accessible = [...origins].map((origin) => patternOf(origin, capabilities.portsInPatterns));
      await pages.setPage(tabId, { ...page, accessible });
      const saved = await store.read();
      // Who is signed in, or was, has no form to fill in.
      const own = new Set(
        saved.grants.filter(({ site }) => site === MAP_SITE).map(({ sourceId }) => sourceId),
      );
      const known = rowsOf(page, saved).filter(({ source }) => source !== null && own.has(source.id));
      const keys = new Set(known.map(({ key }) => key));
      for (const [key, draft] of drafts) {
        if (session.get('row', key) === undefined && !keys.has(key)) await pages.setRow(key, { draft });
      }
      await access.giveBack();
      void returning.openSites().catch(() => undefined);
    },
    showSource: async ({ tabId, sourceId }: CommandPayload<'showSource'>): Promise<void> => {
      const before = pages.pageOf(tabId);
      const saved = await store.read();
      const source = saved.sources.find(({ id }) => id === sourceId);
      if (before.site !== null || !source) throw new AppError('badMessage');
      await pages.setPage(tabId, { ...before, services: sourceServices(saved, source) });
    },
  };
}

export type OwnPages = ReturnType<typeof createOwnPages>;
