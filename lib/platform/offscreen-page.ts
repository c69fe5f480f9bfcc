import { fetchOwn, type OwnRequest } from './own-fetch.ts';

/** The page that asks for the worker, without the address of this extension. It takes part in nothing else. */
export const OFFSCREEN_PAGE = 'offscreen.html';

/** What the worker hands over, with a channel for the answer. */
export interface Handed {
  request: OwnRequest;
  /** Name of a lock that is held as long as somebody waits for the answer (Web Locks standard). */
  awaited: string;
}

/** How long a document stays that the worker left alone, in ms; what it needs no more it closes at once itself. */
const ALONE_MS = 1000;

/**
 * Asks what the worker hands over and answers on the channel that came along; nobody else is heard, and nothing is kept.
 * What nobody waits for any more, as when the worker is stopped, is broken off, and the document closes with the last.
 */
export function answerWorker(): void {
  let awaited = 0;
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<Handed>) => {
    const [port] = event.ports;
    // Only service workers are told of here, and this extension has one alone.
    if (!port || event.origin !== location.origin || !(event.source instanceof ServiceWorker)) return;
    const left = new AbortController();
    awaited += 1;
    void navigator.locks.request(event.data.awaited, () => {
      left.abort();
      awaited -= 1;
      setTimeout(() => awaited === 0 && window.close(), ALONE_MS);
    });
    void fetchOwn(event.data.request, left.signal).then((answer) => port.postMessage(answer));
  });
  navigator.serviceWorker.startMessages();
}
