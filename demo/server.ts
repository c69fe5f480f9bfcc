import { EventEmitter } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { selfSigned } from './self-signed.ts';

/** A request as it arrived. `host` is the `Host` header, `url` the request target as sent, `path` its part before `?`. */
export interface RecordedRequest {
  method: string;
  url: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  host: string;
  body: string;
}

/** Answers one request. What it throws, or a promise it rejects with, becomes a 500. */
export type Handler = (request: RecordedRequest, response: ServerResponse) => void | Promise<void>;

export interface ServerOptions {
  /** Serve `https` with a self-signed certificate made at the start. */
  tls?: boolean;
  /** The host name in {@link RecordingServer.url}; the server answers to any. Default `127.0.0.1`. */
  host?: string;
}

export interface RecordingServer extends AsyncDisposable {
  readonly port: number;
  /** Every request in order of arrival, recorded before it is answered. */
  readonly requests: readonly RecordedRequest[];
  /** The origin, such as `http://127.0.0.1:40213`, without a slash at the end. */
  url(host?: string): string;
  /** The first recorded request that fits, at once or when it arrives; rejects after `timeoutMs` (default 10,000). */
  waitFor(predicate: (request: RecordedRequest) => boolean, timeoutMs?: number): Promise<RecordedRequest>;
  /** Forgets the recorded requests. */
  clear(): void;
  /** Stops listening and ends every open connection. */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 1_000_000;

/**
 * Starts a server on a free port of 127.0.0.1, and of ::1 where the machine has it, so that `localhost` and
 * every name under it (RFC 6761, section 6.3) reach it too. It records all it is asked.
 */
export async function startServer(handler: Handler, options: ServerOptions = {}): Promise<RecordingServer> {
  const requests: RecordedRequest[] = [];
  const arrivals = new EventEmitter().setMaxListeners(0);
  const sockets = new Set<Socket>();
  const answer: RequestListener = async (message, response) => {
    try {
      let body = '';
      for await (const chunk of message.setEncoding('utf8')) if (body.length < MAX_BODY_BYTES) body += chunk;
      const url = message.url ?? '/';
      const [path = '/', search = ''] = url.split(/\?(.*)/s);
      const request: RecordedRequest = {
        method: message.method ?? 'GET',
        url,
        path,
        query: new URLSearchParams(search),
        headers: message.headers,
        host: message.headers.host ?? '',
        body,
      };
      requests.push(request);
      arrivals.emit('request', request);
      await handler(request, response);
    } catch (error) {
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain' });
      response.end(String(error));
    }
  };
  const listeners = await listenOnLoopback(() => {
    const server: Server = options.tls ? createTlsServer(selfSigned(), answer) : createServer(answer);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    return server;
  });
  const { port } = listeners[0]!.address() as AddressInfo;

  const server: RecordingServer = {
    port,
    requests,
    url: (host = options.host ?? '127.0.0.1') => `${options.tls ? 'https' : 'http'}://${host}:${port}`,
    waitFor: (predicate, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const found = requests.find(predicate);
        if (found) return resolve(found);
        const timer = setTimeout(() => {
          arrivals.off('request', look);
          reject(new Error(`No such request within ${timeoutMs} ms; ${requests.length} others came.`));
        }, timeoutMs);
        function look(request: RecordedRequest): void {
          if (!predicate(request)) return;
          clearTimeout(timer);
          arrivals.off('request', look);
          resolve(request);
        }
        arrivals.on('request', look);
      }),
    clear: () => {
      requests.length = 0;
    },
    close: async () => {
      const closing = listeners.map((each) => new Promise((done) => each.close(done)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closing);
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
  return server;
}

/** The same address by number, for programs that do not know names under `localhost` as browsers do. */
export function byNumber(url: string): string {
  return url.replace(/(?<=^https?:\/\/)(?:[\w-]+\.)*localhost(?=[:/]|$)/, '127.0.0.1');
}

/** One listener for each loopback address, on one port; a port that ::1 has taken already is given up for another. */
async function listenOnLoopback(create: () => Server): Promise<Server[]> {
  for (let attempt = 0; ; attempt++) {
    const first = create();
    await listen(first, 0, '127.0.0.1');
    const second = create();
    try {
      await listen(second, (first.address() as AddressInfo).port, '::1');
      return [first, second];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt === 5) return [first];
      await new Promise((done) => first.close(done));
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
