import { browser } from './browser.ts';

/**
 * Removes the copies of maps that service workers of a page's site have stored (`caches`), and nothing else: the app's own
 * files, its workers and the browser's cache stay. Needs the click that opened the popup (`activeTab`), or host access.
 * Copies that are stored under the address of the site's own proxy are not found.
 * @param prefixes Where the maps are, `https://geo.example.com/geoserver/ows` for instance: what is stored for exactly this
 *   path, with any query, or below it is removed.
 * @returns how many copies were removed; 0 where the browser lets nobody in.
 */
export async function clearStored(tabId: number, prefixes: string[]): Promise<number> {
  if (prefixes.length === 0) return 0;
  const [top] = await browser.scripting
    .executeScript({ target: { tabId }, func: removeCopies, args: [prefixes] })
    .catch(() => []);
  return (top?.result as number | null | undefined) ?? 0;
}

/** Runs in the page; may use nothing from outside itself. */
async function removeCopies(prefixes: string[]): Promise<number> {
  // Not there where the page is no secure context.
  if (!('caches' in window)) return 0;
  const places = prefixes.flatMap((prefix) => {
    const place = URL.parse(prefix);
    return place ? [{ origin: place.origin, path: place.pathname.replace(/\/+$/, '') }] : [];
  });
  const isMeant = (url: string) => {
    const { origin, pathname } = new URL(url);
    return places.some(
      (place) =>
        place.origin === origin && (pathname === place.path || pathname.startsWith(`${place.path}/`)),
    );
  };
  const counts = (await caches.keys()).map(async (name) => {
    const cache = await caches.open(name);
    const meant = (await cache.keys()).filter(({ url }) => isMeant(url));
    // A copy may be stored several times, for different headers: all of them go.
    const removed = await Promise.all(meant.map((request) => cache.delete(request, { ignoreVary: true })));
    return removed.filter(Boolean).length;
  });
  // One store that cannot be read does not keep the others.
  const ended = await Promise.allSettled(counts);
  return ended.reduce((sum, each) => sum + (each.status === 'fulfilled' ? each.value : 0), 0);
}
