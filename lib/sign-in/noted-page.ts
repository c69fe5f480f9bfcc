import { groupServices } from '../services/group.ts';
import type { Noted, NotedPage } from './noted.ts';
import { mergeServices } from './pages.ts';
import type { PageRecord, PageService } from './session.ts';

/** What is known of a page, with the services that were noted of it. Pure. */
export function withNoted(page: PageRecord, { site, notes }: NotedPage): PageRecord {
  if (notes.length === 0) return page;
  // Noted of the next page, or of the one before.
  if (page.site !== null && site !== null && page.site !== site) return page;
  const top = page.site ?? site;
  return { ...page, site: top, services: mergeServices(page.services, servicesNoted(notes, top)) };
}

/**
 * The services behind what was noted, as each site of the page asked for them.
 * @param top The page on top; null where it is not known.
 */
function servicesNoted(notes: readonly Noted[], top: string | null): PageService[] {
  const bySite = Map.groupBy(
    // What carried a sign-in says nothing about who has none.
    notes.filter(({ signed }) => !signed),
    ({ site }) => site,
  );
  return [...bySite].flatMap(([site, own]) =>
    // What was noted before the page on top was known names the frame's own site.
    groupServices(own).map((service) => ({ site, topSite: top ?? own[0]?.topSite ?? site, service })),
  );
}
