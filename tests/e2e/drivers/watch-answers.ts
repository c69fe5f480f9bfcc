import type { Handler } from '../../../demo/server.ts';

/** Asks again for what the address says `pass`, answers from its store what it says `kept`, and leaves the rest alone. */
const SERVICE_WORKER = `
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { searchParams } = new URL(event.request.url);
  if (searchParams.has('kept')) event.respondWith(caches.match(event.request.url));
  else if (searchParams.has('pass')) event.respondWith(fetch(event.request));
});`;

const WORKER = `onmessage = ({ data }) => fetch(data).then(() => postMessage('done'), () => postMessage('failed'));`;

const PICTURE: Answer = ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'];

type Answer = readonly [type: string, body: string];
const PAGES: Record<string, Answer> = {
  '/page': ['text/html', '<!doctype html><title>page</title><link rel="icon" href="data:,">'],
  '/service-worker.js': ['text/javascript', SERVICE_WORKER],
  '/worker.js': ['text/javascript', WORKER],
};

/**
 * Pages and workers by their path, else a picture, as the query says: `status`, `cors` (may be read by others), `preflight`
 * (status for OPTIONS), `auth` (a challenge), `to` (a redirect), `age` (seconds to keep).
 */
export const watchAnswers: Handler = ({ path, query, method, headers }, response) => {
  const isPreflight = method === 'OPTIONS';
  const [type, body] = PAGES[path] ?? PICTURE;
  const status = Number(query.get(isPreflight ? 'preflight' : 'status') ?? 200);
  const age = query.get('age');
  const [to, auth] = [query.get('to'), query.get('auth')];
  response.writeHead(status, {
    'content-type': type,
    'cache-control': age === null ? 'no-store' : `max-age=${age}`,
    ...(query.has('cors') ? { 'access-control-allow-origin': headers.origin ?? '*' } : {}),
    ...(to === null ? {} : { location: to }),
    ...(auth === null ? {} : { 'www-authenticate': auth }),
  });
  response.end(body);
};
