import { refuse, send } from '../../../demo/answers.ts';
import type { Handler } from '../../../demo/server.ts';

const SERVICE_WORKER = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  if (event.request.url.includes('/basic/')) event.respondWith(fetch(event.request));
});`;
const SHARED_WORKER = `onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => fetch(data).then(() => port.postMessage('read'), () => port.postMessage('not read'));
};`;

/** Asks for what its address says. */
const PAGE = `<!doctype html><title>Map</title><body><script>
for (const url of new URLSearchParams(location.search).getAll('ask')) new Image().src = url;
</script></body>`;

/** A page at every path, and workers. */
export const noticeSite: Handler = ({ path }, response) => {
  if (path === '/sw.js') send(response, 'text/javascript', SERVICE_WORKER);
  else if (path === '/shared.js') send(response, 'text/javascript', SHARED_WORKER);
  else if (path === '/favicon.ico') refuse(response, 404, 'None.');
  else send(response, 'text/html; charset=utf-8', PAGE);
};

// Ways to ask, run in the page.

export function addFrame(src: string): Promise<void> {
  const frame = Object.assign(document.createElement('iframe'), { src });
  const loaded = new Promise<void>((resolve) => frame.addEventListener('load', () => resolve()));
  document.body.append(frame);
  return loaded;
}

export function askByShared(url: string): Promise<unknown> {
  return new Promise((resolve) => {
    const { port } = new SharedWorker('/shared.js');
    port.onmessage = ({ data }) => resolve(data);
    port.postMessage(url);
  });
}

/** Once the service worker is in control, by an image that it asks for. */
export async function askByService(url: string): Promise<void> {
  const inControl = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('controllerchange', resolve);
  });
  await navigator.serviceWorker.register('/sw.js');
  if (!navigator.serviceWorker.controller) await inControl;
  await new Promise((resolve) => {
    const image = new Image();
    image.onload = resolve;
    image.onerror = resolve;
    image.src = url;
  });
}
