import { placeOf } from '../guard/place.ts';
import type { PageReading } from '../platform/read-page.ts';
import { recognise } from '../services/recognise.ts';
import { isRefusing } from '../services/refusals.ts';
import { type Noted, noted } from './noted.ts';

/** How many answers of a service worker are kept for a page. */
const MOST_COPIES = 40;

/**
 * The requests of one document to map services that a service worker of its site may have answered with a copy: it was asked,
 * and has one. A worker that only passes requests on is not worth a word. Those that another server makes are none.
 */
export function noteCopies({ origin, requests }: PageReading, topSite: string): Noted[] {
  return requests
    .filter(({ worker, stored }) => worker && stored)
    .flatMap(({ url: asked, status, at, wanted }) => {
      const url = noted(asked);
      if (recognise(url) === null) return [];
      return {
        url,
        site: origin,
        topSite,
        at,
        status,
        type: '',
        wanted,
        fromCache: false,
        fromServiceWorker: true,
        signed: false,
        redirectedTo: '',
        error: '',
        refused: isRefusing(status, url),
        challenge: '',
        cors: null,
        diverted: false,
      };
    });
}

/** One for each place and status, the newest; bounded, the newest last. */
export function mergeCopies(before: readonly Noted[], now: readonly Noted[]): Noted[] {
  const newest = new Map<string, Noted>();
  for (const each of [...before, ...now].sort((one, other) => one.at - other.at)) {
    const place = `${each.site} ${placeOf(each.url)} ${each.status}`;
    // Last seen, last in order.
    newest.delete(place);
    newest.set(place, each);
  }
  return [...newest.values()].slice(-MOST_COPIES);
}
