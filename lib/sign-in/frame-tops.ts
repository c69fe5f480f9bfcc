import type { Request } from '../platform/watch.ts';

/** The page on top of a frame: its origin, or null where it is not known. */
export interface FrameTops {
  /** A frame gets its document. */
  navigates(request: Request): void;
  /** The page on top of what asks. */
  of(request: Request): string | null;
  /** The tab has another page. */
  clear(tabId: number): void;
}

/** Frames that are remembered; of more, the oldest is forgotten. */
const MOST_FRAMES = 2000;

/**
 * Which page frames which: the browser names only the site that asks, and a credential goes into a granted site's frame only below
 * the pages that the user agreed to. Frames in frames, and those that were there before this worker, are not known.
 */
export function createFrameTops(): FrameTops {
  const tops = new Map<string, string>();
  const nameOf = ({ tabId, frameId }: Request) => `${tabId} ${frameId}`;
  return {
    navigates: (request) => {
      const { parentFrameId, site } = request;
      const name = nameOf(request);
      // Who starts it is the page around, or the frame itself by a link: then nothing is new.
      if (parentFrameId !== 0 || site === undefined || tops.has(name)) return;
      tops.set(name, site);
      const [oldest] = tops.keys();
      if (tops.size > MOST_FRAMES && oldest !== undefined) tops.delete(oldest);
    },
    // Requests of workers are those of their site.
    of: (request) => (request.frameId > 0 ? (tops.get(nameOf(request)) ?? null) : (request.site ?? null)),
    clear: (tabId) => {
      for (const name of tops.keys()) if (name.startsWith(`${tabId} `)) tops.delete(name);
    },
  };
}
