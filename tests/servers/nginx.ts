import { createHash } from 'node:crypto';
import { readFileSync, watch, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import { type FastCgiServices, nginxConfig } from './nginx-config.ts';

/** A request as nginx's access log has it; `authorization` is the header as sent, empty where there was none. */
export interface LogLine {
  method: string;
  url: string;
  host: string;
  status: number;
  authorization: string;
  origin: string;
}

export interface Account {
  user: string;
  password: string;
}

export interface Nginx {
  port: number;
  log(): LogLine[];
  /** The first logged request that fits, at once or when it comes; rejects after `timeoutMs` (default 10,000). */
  waitForLog(predicate: (line: LogLine) => boolean, timeoutMs?: number): Promise<LogLine>;
  /** Holds from the next request on. */
  setPassword(password: string): void;
  close(): Promise<void>;
}

/**
 * Starts nginx in `folder` on a free loopback port, as the user who runs this: HTTP Basic (realm *Maps*), open CORS,
 * and each path of `services` answered by the FastCGI program at a socket.
 */
export async function startNginx(
  folder: string,
  account: Account,
  services: FastCgiServices,
): Promise<Nginx> {
  const logFile = join(folder, 'access.log');
  const passwords = join(folder, 'htpasswd');
  // {SHA} takes any character; nginx reads the file anew for each request.
  const setPassword = (password: string): void => {
    const hash = createHash('sha1').update(password, 'utf8').digest('base64');
    writeFileSync(passwords, `${account.user}:{SHA}${hash}\n`);
  };
  setPassword(account.password);
  writeFileSync(logFile, '');

  const config = (port: number): string => nginxConfig({ folder, logFile, passwords, port, services });
  const { nginx, port } = await startOnFreePort(folder, config);
  const log = (): LogLine[] =>
    readFileSync(logFile, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LogLine);
  return {
    port,
    log,
    waitForLog: (predicate, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const watcher = watch(logFile, look);
        const timer = setTimeout(() => {
          watcher.close();
          reject(new Error(`No such request within ${timeoutMs} ms.`));
        }, timeoutMs);
        function look(): void {
          const found = log().find(predicate);
          if (!found) return;
          clearTimeout(timer);
          watcher.close();
          resolve(found);
        }
        look();
      }),
    setPassword,
    close: () => nginx.stop(),
  };
}

/** nginx cannot choose a free port itself; one that was taken in between is given up for another. */
async function startOnFreePort(
  folder: string,
  config: (port: number) => string,
): Promise<{ nginx: Child; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, config(port));
    const nginx = startChild('nginx', ['-p', folder, '-c', file, '-e', 'stderr']);
    try {
      await Promise.race([nginx.failed, answering({ host: '127.0.0.1', port })]);
      return { nginx, port };
    } catch (error) {
      await nginx.stop();
      if (attempt === 3) throw error;
    }
  }
}

/** A port of 127.0.0.1 that nobody has just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Resolves as soon as something takes connections at a port or socket; rejects after ten seconds. */
export async function answering(address: { host: string; port: number } | { path: string }): Promise<void> {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(address as { path: string });
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`Nothing answers at ${JSON.stringify(address)}.`);
}
