import { fileURLToPath } from 'node:url';
import { bundlePages, servePages } from '../../demo/pages.ts';
import { type RecordingServer, startServer } from '../../demo/server.ts';

/** Serves our own map's engine on a page of its own, under the CSP of our pages; `window.page` is how a test uses it. */
export async function startEnginePage(): Promise<RecordingServer> {
  const folder = fileURLToPath(new URL('clients', import.meta.url));
  return startServer(servePages(await bundlePages(folder, ['engine.html'])), { host: 'engine.localhost' });
}
