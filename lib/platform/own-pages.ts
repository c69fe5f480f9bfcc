import { originOf } from '../addresses.ts';
import { MAP_SITE } from '../map-site.ts';
import { browser } from './browser.ts';

const OWN = browser.runtime.getURL('');
const MAP_PAGE = browser.runtime.getURL('/map.html');

/** True for the address of a page of ours, or its origin. */
export const isOwn = (url: string | undefined): boolean =>
  url !== undefined && (url.startsWith(OWN) || `${url}/` === OWN);

/** The site of the page at this address: its origin, and that of our map page by its name; our other pages have none. */
export function siteAt(url: string | undefined): string | undefined {
  if (!isOwn(url)) return originOf(url);
  return url?.startsWith(MAP_PAGE) ? MAP_SITE : undefined;
}

/**
 * The site that asks. What an initiator tells of our pages is their origin alone: of those that stand in tabs the map alone
 * asks anybody.
 * @param tabId -1 for the worker's own requests, which belong to no site.
 */
export function siteAsking(initiator: string | undefined, tabId: number): string | undefined {
  if (!isOwn(initiator)) return originOf(initiator);
  return tabId === -1 ? undefined : MAP_SITE;
}

/** What rules call our own pages. */
export const ownHost = (): string => new URL(OWN).hostname;
