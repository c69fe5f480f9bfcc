import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service and a site on this machine, quick enough that what is measured is the browser. */
export interface Loopback {
  service: string;
  site: string;
  /** Of the requests since the last call: all, and those with a credential. */
  counted(): { all: number; signed: number };
  close(): Promise<void>;
}

/** What lies here is refused. */
export const REFUSED_PATH = '/geoserver/refused/ows';

/** As large as a small tile. */
const BODY = Buffer.alloc(2048, 'x');

export async function startLoopback(): Promise<Loopback> {
  let all = 0;
  let signed = 0;
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/geoserver/')) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Map</title>');
      return;
    }
    all += 1;
    if (request.url.startsWith(REFUSED_PATH)) {
      response.writeHead(401, { 'access-control-allow-origin': '*', 'cache-control': 'no-store' }).end();
      return;
    }
    if (request.headers.authorization !== undefined || request.url.includes('apikey=')) signed += 1;
    response.writeHead(200, {
      'content-type': 'image/png',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      'content-length': BODY.length,
    });
    response.end(BODY);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    service: `http://geo.localhost:${port}`,
    site: `http://maps.localhost:${port}`,
    counted: () => {
      const counts = { all, signed };
      all = 0;
      signed = 0;
      return counts;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
