import { browser } from './browser.ts';

/** One request, as the page's own list tells it (W3C Resource Timing). */
export interface PageRequest {
  url: string;
  /** HTTP status; 0 where the browser does not tell (images without CORS). */
  status: number;
  /** A service worker of the site answered it, or passed it on; in Firefox: may have, because it does not tell. */
  worker: boolean;
  /** It went by a service worker, and the site has stored a copy of this very address (`caches`): the worker may answer with it. */
  stored: boolean;
  /** It came out of a store of this device instead of the network, as far as the browser tells. */
  cached: boolean;
  /** When its answer was there, in ms since the epoch. */
  at: number;
  /** What the page wanted to use it as. */
  wanted: 'image' | 'data' | 'frame';
}

/** What one document says of its own requests. */
export interface PageReading {
  frameId: number;
  /** Origin of the document: the site. */
  origin: string;
  requests: PageRequest[];
  /** True where the browser's list was full. */
  full: boolean;
  /** Origins of frames whose requests are not in this list. */
  frames: string[];
  /** A service worker of the site stands between this document and the network. */
  controlled: boolean;
  /** Loaded by https: the browser keeps plain http away from it (W3C Mixed Content). */
  secure: boolean;
}

/**
 * Reads a page's own list of requests. Needs the click that opened the popup (`activeTab`) for the page itself, host
 * access for frames of other sites.
 * @param options.frames also reads every frame that may be read.
 * @returns nothing where the browser lets nobody read the page.
 */
export async function readPage(tabId: number, options: { frames: boolean }): Promise<PageReading[]> {
  const results = await browser.scripting
    .executeScript({ target: { tabId, allFrames: options.frames }, func: listRequests })
    .catch(() => []);
  return results.flatMap(({ frameId, result }) => {
    const reading = result as Omit<PageReading, 'frameId'> | null | undefined;
    return reading ? [{ ...reading, frameId }] : [];
  });
}

/**
 * Texts of documents that the page itself had loaded (styles, TileJSON, capabilities), asked for again as the page would
 * ask, from the browser's cache where it has them: they name the tiles that workers fetch unseen.
 */
export async function readDocuments(tabId: number, urls: string[]): Promise<{ url: string; text: string }[]> {
  if (urls.length === 0) return [];
  const [first] = await browser.scripting
    .executeScript({ target: { tabId }, func: fetchTexts, args: [urls] })
    .catch(() => []);
  return (first?.result as { url: string; text: string }[] | undefined) ?? [];
}

/** Runs in the page; may use nothing from outside itself. */
async function listRequests() {
  // Not there at all where the page is no secure context.
  const controlled = Boolean(navigator.serviceWorker?.controller);
  const entries = performance.getEntriesByType('resource') as (PerformanceResourceTiming & {
    /** Chromium's: `cache`, `cache-storage`. */
    deliveryType?: string;
  })[];
  // Chromium tells when a worker was asked, for requests to other origins too. Firefox never does, but knows no protocol then.
  const byWorker = (entry: (typeof entries)[number]) =>
    entry.workerStart > 0 || (controlled && entry.deliveryType === undefined && entry.nextHopProtocol === '');
  const stored = new Set<string>();
  if (controlled) {
    const urls = [...new Set(entries.filter(byWorker).map(({ name }) => name))].slice(-250);
    const looks = urls.map(async (url) => {
      if ((await caches.match(url, { ignoreVary: true })) !== undefined) stored.add(url);
    });
    // A store that is slow or broken must not keep the rest.
    await Promise.race([Promise.allSettled(looks), new Promise((resolve) => setTimeout(resolve, 1500))]);
  }
  const wantedAs = (initiator: string): PageRequest['wanted'] => {
    if (/^(?:img|image|input|css)$/.test(initiator)) return 'image';
    return /^(?:i?frame|embed|object)$/.test(initiator) ? 'frame' : 'data';
  };
  const frames = [...document.querySelectorAll('iframe')].flatMap((frame) => {
    if (!URL.canParse(frame.src)) return [];
    const { origin } = new URL(frame.src);
    return /^https?:/.test(origin) && origin !== location.origin ? [origin] : [];
  });
  return {
    origin: location.origin,
    requests: entries.map((entry) => ({
      url: entry.name,
      status: entry.responseStatus ?? 0,
      worker: byWorker(entry),
      stored: stored.has(entry.name),
      cached: entry.deliveryType === 'cache' || (entry.transferSize === 0 && entry.decodedBodySize > 0),
      at: performance.timeOrigin + entry.responseEnd,
      wanted: wantedAs(entry.initiatorType),
    })),
    full: entries.length >= 250,
    frames: [...new Set(frames)],
    controlled,
    secure: location.protocol === 'https:',
  };
}

/** Runs in the page; may use nothing from outside itself. */
async function fetchTexts(urls: string[]) {
  const texts = urls.map(async (url) => {
    try {
      const signal = AbortSignal.timeout(4000);
      const response = await fetch(url, { cache: 'force-cache', credentials: 'same-origin', signal });
      const text = response.ok ? (await response.text()).slice(0, 1024 * 1024) : '';
      return [{ url, text }];
    } catch {
      return [];
    }
  });
  return (await Promise.all(texts)).flat();
}
