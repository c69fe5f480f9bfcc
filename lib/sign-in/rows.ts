import { hostOf } from '../addresses.ts';
import { expandTemplate } from '../services/template.ts';
import { prefixesOf, safePrefixesOf } from '../sources/destinations.ts';
import type { Saved, Source } from '../sources/model.ts';
import { isUnder, parsePrefix } from '../sources/prefix.ts';
import type { AskedService } from './attempt.ts';
import type { Place } from './edits.ts';
import type { PageRecord, PageService } from './session.ts';

/** One row of the popup before it is dressed: a service seen on the page, or one saved for the site. */
export interface Row {
  key: string;
  site: string;
  topSite: string;
  /** The source that covers it, saved for whatever site. */
  source: Source | null;
  seen: PageService['service'] | null;
}

/** The name of a row: the same while the service's state changes. */
export function rowKey(site: string, base: string): string {
  return `${site} ${base}`;
}

/** All rows of a page: what was seen, in the order of first sight, then what is saved for its sites and was not seen. */
export function rowsOf(page: PageRecord, saved: Saved): Row[] {
  const rows = new Map<string, Row>();
  for (const { site, topSite, service } of page.services) {
    const source = sourceAt(saved, service.base, site);
    const granted = source !== null && isGranted(saved, source.id, site);
    const key = rowKey(site, granted ? (source.urls[0] ?? service.base) : service.base);
    const before = rows.get(key);
    // Several seen addresses may lie under one saved source: the one that refuses says most.
    const seen = before?.seen && service.state !== 'refuses' ? before.seen : service;
    rows.set(key, { key, site, topSite, source, seen });
  }
  const sites = new Map([...page.services].map(({ site, topSite }) => [site, topSite]));
  if (page.site !== null) sites.set(page.site, page.site);
  for (const grant of saved.grants) {
    const topSite = sites.get(grant.site);
    const source = saved.sources.find(({ id }) => id === grant.sourceId);
    if (topSite === undefined || source === undefined) continue;
    const key = rowKey(grant.site, source.urls[0] ?? '');
    if (!rows.has(key)) rows.set(key, { key, site: grant.site, topSite, source, seen: null });
  }
  return [...rows.values()];
}

/** The saved source that covers a base URL: one allowed on this site first, then the longest prefix. */
export function sourceAt(saved: Saved, base: string, site: string): Source | null {
  const [url] = expandTemplate(base);
  if (url === undefined || !URL.canParse(url)) return null;
  const covering = saved.sources.flatMap((source) => {
    const length = Math.max(
      -1,
      ...safePrefixesOf(source.urls)
        .map(parsePrefix)
        .filter((p) => isUnder(p, new URL(url)))
        .map((p) => p.path.length),
    );
    return length < 0 ? [] : [{ source, length, granted: isGranted(saved, source.id, site) }];
  });
  covering.sort((a, b) => Number(b.granted) - Number(a.granted) || b.length - a.length);
  return covering[0]?.source ?? null;
}

/** Where a row's sign-in is for. @throws AppError where its address cannot be kept to its place. */
export function placeOf(row: Row): Place {
  const urls = row.source?.urls ?? [row.seen?.base ?? ''];
  const prefixes = prefixesOf(urls);
  return {
    site: row.site,
    topSite: row.topSite,
    urls,
    kinds: [...new Set([...(row.source?.kinds ?? []), ...(row.seen?.kinds ?? [])])],
    sample: row.seen?.sample ?? row.source?.sample ?? '',
    origins: [...new Set(prefixes.map((prefix) => new URL(prefix).origin))],
    host: hostOf(prefixes[0] ?? ''),
  };
}

function isGranted(saved: Saved, sourceId: string, site: string): boolean {
  return saved.grants.some((grant) => grant.sourceId === sourceId && grant.site === site);
}

/** The service of a row, as it is asked. @throws AppError where its address cannot be kept to its place. */
export function serviceOf(row: Row): AskedService {
  const { urls, kinds, sample } = placeOf(row);
  const prefixes = prefixesOf(urls);
  return { kinds, sample, prefixes, prefix: prefixes[0] ?? '', signed: row.seen?.signed ?? false };
}
