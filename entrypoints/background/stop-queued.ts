import { stopLoading } from '../../lib/platform/stop-loading.ts';
import type { Request } from '../../lib/platform/watch.ts';
import type { Signature } from '../../lib/sign-in/signing.ts';

/** A request that we signed and that is not answered yet. */
type UnderWay = Pick<Request, 'tabId' | 'frameId'> & { signature: Signature };

/** So many more attempts lock no account; a frame is not stopped for them. */
const FEW = 2;

/**
 * Stops the frames that have more than a few requests of a refused password under way. Browsers add a rule's header when the
 * page makes a request, six of which are sent at a time by HTTP/1.1: what waits for its turn would go out with the password
 * although the rules are gone, and servers count that.
 */
export function stopQueued(underWay: Iterable<UnderWay>, accountId: string): void {
  const own = [...underWay].filter((each) => each.signature.accountId === accountId && each.tabId >= 0);
  for (const [tabId, requests] of Map.groupBy(own, (each) => each.tabId)) {
    const frames = [...Map.groupBy(requests, ({ frameId }) => frameId)];
    const full = frames.filter(([, { length }]) => length > FEW).map(([frameId]) => frameId);
    if (full.length > 0) void stopLoading(tabId, full);
  }
}
