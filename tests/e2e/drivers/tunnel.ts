import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type RecordingServer, startServer } from '../../../demo/server.ts';

/** A proxy for `https` behind which one server stands for every host. */
export interface Tunnel {
  port: number;
  /** What was asked of any host. */
  server: RecordingServer;
  close(): Promise<void>;
}

/** For requests that must not be made: on a machine without internet they would go nowhere, here they are seen. */
export async function startTunnel(): Promise<Tunnel> {
  const server = await startServer(
    (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>there'),
    { tls: true },
  );
  const proxy = createServer((_, response) => void response.writeHead(502).end());
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  };
  proxy.on('connection', keep);
  proxy.on('connect', (_, client: Socket) => {
    const there = connect(server.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(there).pipe(client);
    });
    keep(there);
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', () => done()));
  return {
    port: (proxy.address() as AddressInfo).port,
    server,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => proxy.close(done));
      await server.close();
    },
  };
}
