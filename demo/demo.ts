import { fileURLToPath } from 'node:url';
import { type Credentials, withApiKey, withBasic, withToken } from './access.ts';
import { refuse, sendJson } from './answers.ts';
import { bundlePages, servePages } from './pages.ts';
import { paintBorders, paintCoast, paintCountries, paintGraticule, paintLand } from './painters.ts';
import { type Handler, type RecordedRequest, startServer } from './server.ts';
import { features } from './services/features.ts';
import { wms } from './services/wms.ts';
import { xyz } from './services/xyz.ts';

export type ServiceName = 'wms' | 'wms2' | 'tiles' | 'features' | 'open';

export interface Demo extends AsyncDisposable {
  /** The map page, at `http://maps.localhost:<port>/`. */
  mapUrl: string;
  /** Base URLs: two WMS of one host and account, XYZ tiles, OGC API Features, and open XYZ tiles. */
  services: Record<ServiceName, string>;
  /** What the services accept; a changed field holds from the next request on. */
  credentials: Credentials;
  /** Every request to each service so far, in order of arrival. */
  log: Readonly<Record<ServiceName, readonly RecordedRequest[]>>;
  /** Forgets the requests so far. */
  clearLog(): void;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** Answer tiles and pictures asked for without a credential with blank ones, `max-age=3600`, instead of a refusal. */
  blankTiles?: boolean;
}

/** What the map page reads at `/config.json`. */
export interface DemoConfig {
  services: Record<ServiceName, string>;
  credentials: Credentials;
}

const PATHS: Record<ServiceName, string> = {
  wms: '/geoserver/ows',
  wms2: '/geoserver/graticule/ows',
  tiles: '/tiles',
  features: '/ogcapi',
  open: '/land',
};

/** Bundled once in a process. */
let page: Promise<Handler> | undefined;

/**
 * Starts the demo on loopback: a map page and four services, each on an origin of its own, under names of `localhost`
 * (which browsers take to loopback by themselves; RFC 6761, section 6.3) so that they read like hosts of their own.
 */
export async function startDemo({ blankTiles = false }: DemoOptions = {}): Promise<Demo> {
  const credentials: Credentials = {
    username: 'visitor',
    password: 'Meridian-0817',
    token: 'tk-5c1e0b7a94',
    apiKey: 'ak-2f8d63e1b0',
  };
  const world = wms({
    title: 'World',
    layers: {
      countries: { title: 'Countries', paint: paintCountries, queryable: true },
      borders: { title: 'Borders', paint: paintBorders },
    },
  });
  const lines = wms({ title: 'Lines', layers: { graticule: { title: 'Graticule', paint: paintGraticule } } });
  const geo = byPath({ [PATHS.wms]: world, [PATHS.wms2]: lines });
  page ??= bundlePages(fileURLToPath(new URL('page', import.meta.url)), ['index.html']).then(servePages);
  const showPage = await page;

  const servers = {
    geo: await startServer(
      withBasic(credentials, geo, ({ url }) => blankTiles && /[?&]request=getmap/i.test(url)),
      { host: 'geo.localhost' },
    ),
    tiles: await startServer(
      withToken(credentials, xyz(PATHS.tiles, paintCoast), () => blankTiles),
      {
        host: 'tiles.localhost',
      },
    ),
    features: await startServer(withApiKey(credentials, features(PATHS.features)), {
      host: 'places.localhost',
    }),
    open: await startServer(xyz(PATHS.open, paintLand), { host: 'open.localhost' }),
  };
  const services: Demo['services'] = {
    wms: servers.geo.url() + PATHS.wms,
    wms2: servers.geo.url() + PATHS.wms2,
    tiles: servers.tiles.url() + PATHS.tiles,
    features: servers.features.url() + PATHS.features,
    open: servers.open.url() + PATHS.open,
  };
  const config: DemoConfig = { services, credentials };
  const map = await startServer(
    (request, response) =>
      request.path === '/config.json' ? sendJson(response, config) : showPage(request, response),
    { host: 'maps.localhost' },
  );

  const all = [...Object.values(servers), map];
  const demo: Demo = {
    mapUrl: `${map.url()}/`,
    services,
    credentials,
    log: {
      get wms() {
        return servers.geo.requests.filter(({ path }) => path !== PATHS.wms2);
      },
      get wms2() {
        return servers.geo.requests.filter(({ path }) => path === PATHS.wms2);
      },
      tiles: servers.tiles.requests,
      features: servers.features.requests,
      open: servers.open.requests,
    },
    clearLog: () => {
      for (const server of all) server.clear();
    },
    close: async () => {
      await Promise.all(all.map((server) => server.close()));
    },
    [Symbol.asyncDispose]: () => demo.close(),
  };
  return demo;
}

function byPath(handlers: Record<string, Handler>): Handler {
  return (request, response) => {
    const handler = handlers[request.path];
    return handler ? handler(request, response) : refuse(response, 404, 'There is no such service.');
  };
}
