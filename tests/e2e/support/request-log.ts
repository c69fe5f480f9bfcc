import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** A request as a server of this process saw it, `url` with its query. */
interface LoggedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
}

export interface RequestLog {
  readonly requests: readonly LoggedRequest[];
  clear(): void;
  stop(): void;
}

/** Node tells of every request that any server of this process receives (`http.server.request.start`). */
const CHANNEL = 'http.server.request.start';

/** All that arrives at one port of this process: for servers that keep no log of their own, or one without queries. */
export function logRequests(port: number): RequestLog {
  const requests: LoggedRequest[] = [];
  const onRequest = (message: unknown): void => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket };
    if (socket.localPort !== port) return;
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
  };
  subscribe(CHANNEL, onRequest);
  return {
    requests,
    clear: () => {
      requests.length = 0;
    },
    stop: () => void unsubscribe(CHANNEL, onRequest),
  };
}
