import { MAP_SITE } from '../map-site.ts';
import type { Draft } from '../messages/form-view.ts';
import type { Saved, Source } from '../sources/model.ts';
import { mergeServices, pastedService, UNKNOWN_PAGE } from './pages.ts';
import { rowKey } from './rows.ts';
import type { PageRecord, PageService } from './session.ts';

/** A service of the map as the page names it: a URL of it, and how one signs in as far as the project says. */
export interface MapService {
  url: string;
  method?: string | undefined;
  parameter?: string | undefined;
}

/** A page of ours in a tab: nobody reads it, it says itself what it uses. `site` is `MAP_SITE` for the map, nothing for others. */
export function ownPage(before: PageRecord, site: string | undefined): PageRecord {
  const isKnown = before.site === (site ?? null) && !before.left;
  return isKnown ? before : { ...UNKNOWN_PAGE, site: site ?? null };
}

/** True for the record of a page of ours: those are drawn anew without a reload. */
export const isOwnRecord = ({ site }: PageRecord): boolean => site === MAP_SITE || site === null;

/**
 * The services of the map's project, what was learned of them kept; and for each that has a sign-in of its own in the project
 * or its address, the form as it should open.
 * @throws AppError where one of the addresses is none of a service.
 */
export function mapServices(
  before: PageRecord,
  services: readonly MapService[],
): { page: PageRecord; drafts: Map<string, Draft> } {
  const drafts = new Map<string, Draft>();
  const named = services.map(({ url, method, parameter }) => {
    const { added, draft } = pastedService(url, MAP_SITE);
    const fields = parameter ? { parameter } : {};
    const wanted = draft ?? (method ? { method, fields, acceptPlainHttp: false, remember: false } : null);
    if (wanted) drafts.set(rowKey(MAP_SITE, added.service.base), wanted);
    const { keyNames } = added.service;
    const names = parameter ? [...new Set([parameter, ...keyNames])] : keyNames;
    return { ...added, service: { ...added.service, keyNames: names } };
  });
  const bases = new Set(named.map(({ service }) => service.base));
  const learned = before.services.filter(({ service }) => bases.has(service.base));
  return { page: { ...before, services: mergeServices(learned, named) }, drafts };
}

/** A saved source as the sources page shows it: as every site that may use it does, and as the map would. */
export function sourceServices({ grants }: Saved, source: Source): PageService[] {
  const own = grants.filter(({ sourceId }) => sourceId === source.id);
  const sites = own.map(({ site, topSites }) => ({ site, topSite: topSites[0] ?? site }));
  const all = own.some(({ site }) => site === MAP_SITE)
    ? sites
    : [...sites, { site: MAP_SITE, topSite: MAP_SITE }];
  const { urls, kinds, sample } = source;
  const nothing = { state: 'unknown' as const, challenges: [], keyNames: [], signed: false };
  return all.map((each) => ({ ...each, service: { ...nothing, base: urls[0] ?? '', kinds, sample } }));
}
