import { UNKNOWN_PAGE } from '../../lib/sign-in/pages.ts';
import type { PageRecord, PageService } from '../../lib/sign-in/session.ts';
import { PREFIX, SITE } from './records.ts';

/** A page of {@link SITE} on which nothing was seen. */
export function page(more: Partial<PageRecord> = {}): PageRecord {
  return { ...UNKNOWN_PAGE, site: SITE, ...more };
}

/** A WMS that the page was seen to use. */
export function seen(
  service: Partial<PageService['service']> = {},
  more: Partial<Omit<PageService, 'service'>> = {},
): PageService {
  const base = service.base ?? PREFIX;
  return {
    site: SITE,
    topSite: SITE,
    ...more,
    service: {
      base,
      kinds: ['WMS'],
      sample: `${base}?REQUEST=GetMap`,
      state: 'unknown',
      challenges: [],
      keyNames: [],
      signed: false,
      ...service,
    },
  };
}
