import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './wait.ts';

interface Answer {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

/** A connection to one target of the Chrome DevTools Protocol. */
export interface CdpConnection {
  /** Sends a command; rejects with the browser's words, or when the target goes away. */
  send<R = unknown>(method: string, params?: Record<string, unknown>): Promise<R>;
  /** True once the target is gone. */
  closed(): boolean;
  close(): void;
}

export interface CdpTarget {
  id: string;
  type: string;
  url: string;
  webSocketDebuggerUrl: string;
}

/** The pages of a Chromium that was started with `--remote-debugging-port=0`, action popups among them. */
export async function cdpTargets(profile: string): Promise<CdpTarget[]> {
  const port = await until(
    'the debugging port',
    async () => (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')[0] || null,
  );
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
  return (await answer.json()) as CdpTarget[];
}

export async function connectCdp(target: CdpTarget): Promise<CdpConnection> {
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  let closed = false;
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id === undefined) return;
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error) call?.reject(new Error(answer.error.message));
    else call?.resolve(answer.result);
  });
  socket.addEventListener('close', () => {
    closed = true;
    for (const call of waiting.values()) call.reject(new Error(`${target.url} is gone`));
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`No connection to ${target.url}`)));
  });
  return {
    send: <R>(method: string, params: Record<string, unknown> = {}) =>
      new Promise<R>((resolve, reject) => {
        if (closed) return reject(new Error(`${target.url} is gone`));
        last += 1;
        waiting.set(last, { resolve: resolve as (value: unknown) => void, reject });
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    closed: () => closed,
    close: () => socket.close(),
  };
}
