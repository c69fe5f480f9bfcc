import { fetchOwn, type OwnRequest } from './own-fetch.ts';

/** The page that asks for the worker, without the address of this extension. It takes part in nothing else. */
export const OFFSCREEN_PAGE = 'offscreen.html';

/** How long a document stays that the worker left alone, in ms; it closes what it needs no more at once itself. */
const ALONE_MS = 1000;

/**
 * Asks what the worker hands over, and answers on the channel that came along; nobody else is heard, and nothing is kept.
 * A channel that closes, as when the worker is stopped, ends what was asked for it, and with the last one the document.
 */
export function answerWorker(): void {
  let open = 0;
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<OwnRequest>) => {
    const [port] = event.ports;
    // Only service workers are told of here, and this extension has one alone.
    if (!port || event.origin !== location.origin || !(event.source instanceof ServiceWorker)) return;
    open += 1;
    const left = new AbortController();
    port.addEventListener('close', () => {
      left.abort();
      open -= 1;
      setTimeout(() => open === 0 && window.close(), ALONE_MS);
    });
    port.start();
    void fetchOwn(event.data, left.signal).then((answer) => port.postMessage(answer));
  });
  navigator.serviceWorker.startMessages();
}
