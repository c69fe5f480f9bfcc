import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { borders, coarseCountries, places } from '../../demo/natural-earth.ts';
import { type Child, startChild } from './child.ts';
import { type Account, answering, type LogLine, type Nginx, startNginx } from './nginx.ts';

/** A real map server behind nginx with HTTP Basic. */
export interface MapService extends AsyncDisposable {
  /** The endpoint under a name of `localhost`; default `127.0.0.1`. */
  url(host?: string): string;
  log(): LogLine[];
  waitForLog: Nginx['waitForLog'];
  setPassword(password: string): void;
  close(): Promise<void>;
}

export interface Program {
  path: string;
  command: string;
  /** Writes what the program needs into its folder; gives its environment. */
  prepare(folder: string): Record<string, string>;
}

/** Starts a FastCGI map server on its own data, in a folder that is gone after `close`, and nginx before it. */
export async function startMapService(program: Program, account: Account): Promise<MapService> {
  const folder = mkdtempSync(join(tmpdir(), 'layerkey-maps-'));
  const socket = join(folder, 'maps.sock');
  const running: { stop(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map((each) => each.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    writeFileSync(join(folder, 'countries.geojson'), JSON.stringify(coarseCountries));
    writeFileSync(join(folder, 'places.geojson'), JSON.stringify(places));
    writeFileSync(join(folder, 'borders.geojson'), JSON.stringify(borders));
    const environment = program.prepare(folder);
    const server: Child = startChild('spawn-fcgi', ['-n', '-s', socket, '--', program.command], environment);
    running.push(server);
    await Promise.race([server.failed, answering({ path: socket })]);
    const nginx = await startNginx(folder, account, { [program.path]: { socket, parameters: environment } });
    running.push({ stop: nginx.close });
    const { log, waitForLog, setPassword, port } = nginx;
    const url = (host = '127.0.0.1'): string => `http://${host}:${port}${program.path}`;
    return { url, log, waitForLog, setPassword, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
