import { browser } from './browser.ts';

/**
 * Ends whatever these frames of a tab are still loading, as the browser's own *Stop* does: requests that wait for a free
 * connection, and that carry what was added to them already, are never sent. Those of the page's workers go on.
 */
export async function stopLoading(tabId: number, frameIds: readonly number[]): Promise<void> {
  await browser.scripting
    .executeScript({
      target: { tabId, frameIds: [...frameIds] },
      injectImmediately: true,
      func: () => window.stop(),
    })
    .catch(() => undefined);
}
