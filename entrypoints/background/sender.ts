import type { Sender } from '../../lib/platform/events.ts';
import { OFFSCREEN_PAGE } from '../../lib/platform/offscreen-page.ts';

/**
 * Promise 8: commands come from this extension's own top-level pages alone. Web pages, content scripts, other
 * extensions and our own pages inside somebody's frame are not heard, nor the page that only asks for the worker.
 */
export function isFromOwnPage(sender: Sender, id: string, origin: string): boolean {
  return (
    sender.id === id &&
    sender.url !== undefined &&
    sender.url.startsWith(origin) &&
    !sender.url.startsWith(origin + OFFSCREEN_PAGE) &&
    (sender.frameId === undefined || sender.frameId === 0)
  );
}
