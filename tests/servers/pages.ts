import { fileURLToPath } from 'node:url';
import { bundlePages, type Pages, servePages } from '../../demo/pages.ts';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import type { ClientConfig } from './clients/config.ts';

const NAMES = ['openlayers', 'leaflet', 'maplibre', 'probe', 'frame'] as const;
type ClientName = (typeof NAMES)[number];

export interface ClientPages extends AsyncDisposable {
  server: RecordingServer;
  /** The origin, under any name of `localhost`; default `maps.localhost`. */
  origin(host?: string): string;
  /** A map page of a client library, showing what `config` says. */
  map(client: 'openlayers' | 'leaflet' | 'maplibre', config: ClientConfig, host?: string): string;
  /** An empty page whose `window.probe(way, url)` asks for an address. */
  probe(host?: string): string;
  /** A page that frames `src`. */
  frame(src: string, host?: string): string;
  close(): Promise<void>;
}

let bundled: Promise<Pages> | undefined;

/** Serves the client pages on loopback, under every name of `localhost`; bundled once in a process. */
export async function startPages(): Promise<ClientPages> {
  bundled ??= bundlePages(
    fileURLToPath(new URL('clients', import.meta.url)),
    NAMES.map((name) => `${name}.html`),
  );
  const server = await startServer(servePages(await bundled), { host: 'maps.localhost' });
  const page = (name: ClientName, host: string | undefined, query: Record<string, string> = {}): string => {
    const search = new URLSearchParams(query).toString();
    return `${server.url(host)}/${name}.html${search && `?${search}`}`;
  };
  return {
    server,
    origin: (host) => server.url(host),
    map: (client, config, host) => page(client, host, { config: JSON.stringify(config) }),
    probe: (host) => page('probe', host),
    frame: (src, host) => page('frame', host, { src }),
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
