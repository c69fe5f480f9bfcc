import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from './temp-folder.ts';

interface SeenRequest {
  method: string;
  /** The request target exactly as it arrived, byte for byte. */
  target: string;
  headers: IncomingHttpHeaders;
}

/** A server on a free port of 127.0.0.1 that keeps what it was asked. */
export interface ProbeServer {
  port: number;
  /** `http://127.0.0.1:PORT` (or https). */
  origin: string;
  /** The same server by another name. */
  localhost: string;
  seen: SeenRequest[];
  close(): Promise<void>;
}

/** The last path segment says how to answer; everything may be read by other origins. */
function answer(path: string, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('cache-control', 'no-store');
  if (path.startsWith('/redirect')) response.writeHead(302, { location: '/target' }).end();
  else if (path.startsWith('/basic'))
    response.writeHead(401, { 'www-authenticate': 'Basic realm="maps"' }).end('no');
  else if (path.startsWith('/negotiate')) {
    response.writeHead(401, { 'www-authenticate': ['Negotiate', 'NTLM'] }).end('no');
  } else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>page</title>');
}

async function certificate(): Promise<{ key: Buffer; cert: Buffer }> {
  const folder = await tempFolder('certificate');
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-keyout', key, '-out', cert, ...subject],
  ]);
  return { key: await readFile(key), cert: await readFile(cert) };
}

export async function startProbeServer(protocol: 'http' | 'https' = 'http'): Promise<ProbeServer> {
  const seen: SeenRequest[] = [];
  const listener: Parameters<typeof createServer>[1] = (request, response) => {
    const target = request.url ?? '';
    seen.push({ method: request.method ?? '', target, headers: request.headers });
    answer(target, response);
  };
  const server: Server =
    protocol === 'http' ? createServer(listener) : createTlsServer(await certificate(), listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `${protocol}://127.0.0.1:${port}`,
    localhost: `${protocol}://localhost:${port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
