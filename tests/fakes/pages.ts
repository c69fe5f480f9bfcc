import type { PageReading, PageRequest } from '../../lib/platform/read-page.ts';
import { UNKNOWN_PAGE } from '../../lib/sign-in/pages.ts';
import type { PageRecord, PageService } from '../../lib/sign-in/session.ts';
import { PREFIX, SITE } from './records.ts';

/** A page of {@link SITE} on which nothing was seen. */
export function page(more: Partial<PageRecord> = {}): PageRecord {
  return { ...UNKNOWN_PAGE, site: SITE, ...more };
}

/** What a document of {@link SITE} says of itself that asked for these; by the network, where nothing else is said. */
export function reading(
  requests: readonly (string | (Partial<PageRequest> & { url: string }))[],
  more: Partial<PageReading> = {},
): PageReading {
  return {
    frameId: 0,
    origin: SITE,
    requests: requests.map((each) => ({
      status: 0,
      worker: false,
      stored: false,
      cached: false,
      at: 0,
      wanted: 'image',
      ...(typeof each === 'string' ? { url: each } : each),
    })),
    full: false,
    frames: [],
    controlled: false,
    secure: true,
    ...more,
  };
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
