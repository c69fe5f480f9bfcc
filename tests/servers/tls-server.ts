import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';
import type { KeyPair } from './certificates.ts';

/** A recording server behind TLS; `url()` and `port` are those of the `https` address. */
export interface TlsServer extends RecordingServer {
  /** Shows another certificate from the next connection on, and ends those that are open. */
  setCertificate(pair: KeyPair): void;
}

/**
 * Starts an `https` server on a free port of 127.0.0.1 that shows this certificate and records what arrives, as
 * {@link startServer} does: TLS ends in front of such a server, so that the certificate can be another later on.
 * @param options.host host name in `url()`. Default `127.0.0.1`.
 */
export async function startTlsServer(
  pair: KeyPair,
  handler: Handler,
  options: { host?: string } = {},
): Promise<TlsServer> {
  const host = options.host ?? '127.0.0.1';
  const plain = await startServer(handler, { host });
  const sockets = new Set<Socket>();
  const front = createServer(pair, (outer) => {
    const inner = connect(plain.port, '127.0.0.1');
    outer.pipe(inner).pipe(outer);
    for (const [one, other] of [
      [outer, inner],
      [inner, outer],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  // Sockets below TLS, those whose handshake the browser broke off among them.
  front.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = front.address() as AddressInfo;
  const disconnect = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server: TlsServer = {
    ...plain,
    port,
    url: (name = host) => `https://${name}:${port}`,
    setCertificate: (next) => {
      front.setSecureContext(next);
      disconnect();
    },
    close: async () => {
      const closing = new Promise((done) => front.close(done));
      disconnect();
      await closing;
      await plain.close();
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
  return server;
}
