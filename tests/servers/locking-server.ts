import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createSecureServer, type Http2ServerRequest } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { blankPng } from '../../demo/draw.ts';
import type { KeyPair } from './certificates.ts';

/** Servers that count lock the account at so many failed sign-ins. */
export const LOCKS_AT = 10;

/** One request as it was looked at. */
export interface Asked {
  /** When it was looked at, in ms (`performance.now`). */
  at: number;
  /** The request target. */
  url: string;
  method: string;
  /** What it said of who asks; undefined for nobody. */
  authorization: string | undefined;
  /** A page asked; what has no `Referer` is a question of Layerkey's own. */
  byPage: boolean;
  status: number;
}

interface Reply {
  /** 0 breaks the connection off. */
  status: number;
  headers?: Record<string, string | string[]>;
}

export interface LockingServer extends AsyncDisposable {
  /** The origin. */
  url(): string;
  readonly asked: readonly Asked[];
  /** How many requests of pages arrived with a password, looked at or not. */
  arrived(): number;
  /** Failed authentications since the start, those that were refused because the account is locked included. */
  failures(): number;
  isLocked(): boolean;
  setPassword(password: string): void;
  /** What is answered in place of the usual; null for the usual. @param isGood what was sent is the password. */
  answerWith(reply: ((asked: Omit<Asked, 'status'>, isGood: boolean) => Reply | null) | null): void;
  /** Lets requests of pages, or Layerkey's own questions, wait before they are looked at; who gives up meanwhile is not. */
  hold(whose: 'page' | 'own'): Hold;
  /** How long each answer takes once its request was looked at, in ms: always the same, or anything between two times. */
  setDelay(from: number, to?: number): void;
  clear(): void;
  close(): Promise<void>;
}

interface Hold {
  /** So many wait. */
  waiting(): number;
  /** Lets one go on, the oldest. */
  releaseOne(): void;
  /** Lets all go on, and what comes after. */
  release(): void;
}

export interface LockingOptions {
  username: string;
  password: string;
  /** Host name in `url()`. */
  host: string;
  /** HTTP/2 alone, behind TLS; else HTTP/1.1 in the clear. */
  http2?: KeyPair;
  /** Whether any site may read what it answers. Default true. */
  isReadable?: boolean;
}

const PICTURE = blankPng(1, 1);
const CHALLENGE = { 'WWW-Authenticate': 'Basic realm="Maps", charset="UTF-8"' };

/** What HTTP/1.1 and HTTP/2 have in common here. */
interface Response {
  writeHead(status: number, headers: Record<string, string | string[]>): unknown;
  end(body?: string | Uint8Array): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/**
 * A WMS behind HTTP Basic (RFC 7617) at every path that ends in `/ows`, an empty page elsewhere. It locks its account at the
 * tenth failed authentication, and then refuses the right password, too; a request without a password is refused and does not count.
 */
export async function startLockingServer(options: LockingOptions): Promise<LockingServer> {
  const { username, host, http2, isReadable = true } = options;
  const open: Record<string, string> = isReadable
    ? { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' }
    : {};
  const asked: Asked[] = [];
  let { password } = options;
  let failed = 0;
  let custom: Parameters<LockingServer['answerWith']>[0] = null;
  let delay = () => 0;
  let arrived = 0;
  const gates = new Map<'page' | 'own', (() => void)[]>();

  function usual(authorization: string | undefined, isGood: boolean): Reply {
    if (authorization === undefined) return { status: 401, headers: CHALLENGE };
    const isLocked = failed >= LOCKS_AT;
    if (isGood && !isLocked) return { status: 200 };
    failed += 1;
    return { status: 401, headers: CHALLENGE };
  }

  async function answer(request: IncomingMessage | Http2ServerRequest, response: Response): Promise<void> {
    const { headers, method = 'GET', url = '/' } = request;
    const own = { ...open, 'Cache-Control': 'no-store' };
    if (!url.split('?')[0]?.endsWith('/ows')) {
      response.writeHead(200, { ...own, 'Content-Type': 'text/html' });
      return void response.end('<!doctype html><title>Map</title>');
    }
    const { authorization } = headers;
    const byPage = headers.referer !== undefined;
    const gate = gates.get(byPage ? 'page' : 'own');
    const gone = Promise.withResolvers<'gone'>();
    let isGone = false;
    response.once('close', () => {
      isGone = true;
      gone.resolve('gone');
    });
    if (byPage && authorization !== undefined) arrived += 1;
    if (gate) {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate.push(resolve);
      await Promise.race([promise, gone.promise]);
      if (gate.includes(resolve)) gate.splice(gate.indexOf(resolve), 1);
      // Nobody waits for it any more.
      if (isGone) return;
    }
    const expected = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
    const seen = { at: performance.now(), url, method, authorization, byPage };
    const isGood = authorization === expected;
    const reply = custom?.(seen, isGood) ?? usual(authorization, isGood);
    asked.push({ ...seen, status: reply.status });
    const wait = delay();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    if (isGone) return;
    if (reply.status === 0) return void request.socket.destroy();
    const isMap = /request=getmap/i.test(url) && reply.status === 200;
    const type = isMap ? 'image/png' : reply.status === 200 ? 'text/xml' : 'text/plain';
    response.writeHead(reply.status, { ...own, 'Content-Type': type, ...reply.headers });
    response.end(isMap ? PICTURE : reply.status === 200 ? '<WMS_Capabilities version="1.3.0"/>' : 'no');
  }

  const sockets = new Set<Socket>();
  const server: Server | ReturnType<typeof createSecureServer> = http2
    ? createSecureServer(http2, (request, response) => void answer(request, response))
    : createServer((request, response) => void answer(request, response));
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const made: LockingServer = {
    url: () => `${http2 ? 'https' : 'http'}://${host}:${port}`,
    asked,
    failures: () => failed,
    arrived: () => arrived,
    isLocked: () => failed >= LOCKS_AT,
    setPassword: (next) => {
      password = next;
    },
    answerWith: (reply) => {
      custom = reply;
    },
    hold: (whose) => {
      const gate: (() => void)[] = [];
      gates.set(whose, gate);
      return {
        waiting: () => gate.length,
        releaseOne: () => gate.shift()?.(),
        release: () => {
          gates.delete(whose);
          for (const goOn of gate.splice(0)) goOn();
        },
      };
    },
    setDelay: (from, to = from) => {
      delay = () => from + Math.random() * (to - from);
    },
    clear: () => {
      asked.length = 0;
      failed = 0;
      arrived = 0;
    },
    close: async () => {
      const closing = new Promise((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closing;
    },
    [Symbol.asyncDispose]: () => made.close(),
  };
  return made;
}
