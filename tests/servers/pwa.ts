import { refuse, send } from '../../demo/answers.ts';
import { blankPng } from '../../demo/draw.ts';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import type { ClientLayer } from './clients/config.ts';

/** One picture of a layer, asked for once; of a {@link ClientLayer} what such a page needs. */
export type PwaLayer = Pick<ClientLayer, 'id' | 'url' | 'crossOrigin' | 'byFetch'>;

/** An installable map page whose service worker stores every answer of a map service and never asks again. */
export interface Pwa extends AsyncDisposable {
  server: RecordingServer;
  /** The page; it says `layerStates()` as the other client pages do. */
  page(layers: readonly PwaLayer[]): string;
  close(): Promise<void>;
}

/** The names of the worker's two stores: the app's own files, and the maps. */
export const PWA_STORES = { app: 'app-v1', maps: 'maps-v1' };

/** The app's own files. */
export const PWA_FILES = ['/', '/app.js', '/manifest.webmanifest', '/icon.png'];

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Map to go</title>
    <link rel="manifest" href="/manifest.webmanifest" />
    <link rel="icon" href="/icon.png" />
  </head>
  <body><div id="map"></div><script type="module" src="/app.js"></script></body>
</html>`;

/** On its first visit it asks for nothing before the worker is in control, so that the worker's answers are the only ones. */
const APP = `
const layers = JSON.parse(new URLSearchParams(location.search).get('layers') ?? '[]');
const states = Object.fromEntries(layers.map(({ id }) => [id, 'waiting']));
window.layerStates = () => ({ ...states });
const end = (id, shown) => () => { states[id] = shown ? 'shown' : 'refused'; };
const inControl = new Promise((resolve) => {
  if (navigator.serviceWorker.controller) resolve();
  navigator.serviceWorker.addEventListener('controllerchange', resolve);
});
const known = await navigator.serviceWorker.getRegistration();
await navigator.serviceWorker.register('/sw.js');
// A forced reload goes past the worker.
if (!known) await inControl;
for (const { id, url, crossOrigin, byFetch } of layers) {
  if (byFetch) {
    // A request is in the page's list once its whole answer is there.
    fetch(url).then((response) => response.blob().then(end(id, response.ok)), end(id, false));
    continue;
  }
  const image = new Image();
  if (crossOrigin) image.crossOrigin = 'anonymous';
  image.onload = end(id, true);
  image.onerror = end(id, false);
  image.src = url;
  document.querySelector('#map').append(image);
}`;

/** Whatever a map service answers is stored, a refusal as well as a blank picture: the mistake that this is about. */
const WORKER = `
const { app, maps } = ${JSON.stringify(PWA_STORES)};
const files = ${JSON.stringify(PWA_FILES)};
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(app).then((store) => store.addAll(files)).then(() => self.skipWaiting()));
});
self.addEventListener('activate', (event) => event.waitUntil(clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin === location.origin && !files.includes(pathname)) return;
  event.respondWith(first(request, origin === location.origin ? app : maps));
});
async function first(request, name) {
  const store = await caches.open(name);
  const stored = await store.match(request, { ignoreSearch: name === app });
  if (stored) return stored;
  const answer = await fetch(request);
  await store.put(request, answer.clone());
  return answer;
}`;

const MANIFEST = JSON.stringify({
  name: 'Map to go',
  start_url: '/',
  display: 'standalone',
  icons: [{ src: '/icon.png', sizes: '192x192', type: 'image/png' }],
});

/** Starts the site on loopback, which browsers take for a secure context without a certificate. */
export async function startPwa(host = 'togo.localhost'): Promise<Pwa> {
  const files: Record<string, [type: string, body: string | Uint8Array]> = {
    '/': ['text/html; charset=utf-8', PAGE],
    '/app.js': ['text/javascript; charset=utf-8', APP],
    '/sw.js': ['text/javascript; charset=utf-8', WORKER],
    '/manifest.webmanifest': ['application/manifest+json', MANIFEST],
    '/icon.png': ['image/png', blankPng(192, 192)],
  };
  const server = await startServer(
    ({ path }, response) => {
      const file = files[path];
      if (!file) return refuse(response, 404, 'There is no such file.');
      send(response, file[0], file[1], { 'Cache-Control': 'no-cache' });
    },
    { host },
  );
  return {
    server,
    page: (layers) => `${server.url()}/?${new URLSearchParams({ layers: JSON.stringify(layers) })}`,
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
