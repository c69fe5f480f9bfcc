import { browser } from './browser.ts';

/** What one document says of its own requests. */
export interface PageReading {
  frameId: number;
  /** Origin of the document: the site. */
  origin: string;
  /** status 0 where the browser does not tell (images without CORS). */
  requests: { url: string; status: number }[];
  /** True where the browser's list was full. */
  full: boolean;
  /** Origins of frames whose requests are not in this list. */
  frames: string[];
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
function listRequests() {
  const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const frames = [...document.querySelectorAll('iframe')].flatMap((frame) => {
    if (!URL.canParse(frame.src)) return [];
    const { origin } = new URL(frame.src);
    return /^https?:/.test(origin) && origin !== location.origin ? [origin] : [];
  });
  return {
    origin: location.origin,
    requests: entries.map((entry) => ({ url: entry.name, status: entry.responseStatus ?? 0 })),
    full: entries.length >= 250,
    frames: [...new Set(frames)],
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
