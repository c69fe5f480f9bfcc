import { connect, type Socket } from 'node:net';

/** A WebDriver error as Firefox reports it: `error` is its short name, for example `no such element`. */
export class MarionetteError extends Error {
  readonly error: string;

  constructor(error: string, message: string) {
    super(`${error}: ${message}`);
    this.error = error;
  }
}

/** A client of Firefox's remote protocol Marionette: messages are `LENGTH:JSON`, the length in bytes. */
export interface Marionette {
  /** Sends `[0, id, command, parameters]` and gives the result of the answer `[1, id, error, result]`. */
  send<R = unknown>(command: string, parameters?: Record<string, unknown>): Promise<R>;
  close(): void;
}

type Answer = [type: 1, id: number, error: { error: string; message: string } | null, result: unknown];
type Waiting = { resolve(value: unknown): void; reject(error: Error): void };

/** Takes complete messages off the front of what has arrived. */
function takeMessages(arrived: Buffer): { messages: unknown[]; rest: Buffer } {
  const messages: unknown[] = [];
  let rest = arrived;
  for (;;) {
    const colon = rest.indexOf(':');
    const length = Number(rest.subarray(0, Math.max(colon, 0)).toString());
    if (colon < 0 || rest.length < colon + 1 + length) return { messages, rest };
    messages.push(JSON.parse(rest.subarray(colon + 1, colon + 1 + length).toString('utf8')));
    rest = rest.subarray(colon + 1 + length);
  }
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

export async function connectMarionette(port: number): Promise<Marionette> {
  const socket = await opened(port);
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let rest: Buffer = Buffer.alloc(0);
  let gone = false;
  const greeting = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      const taken = takeMessages(Buffer.concat([rest, chunk]));
      rest = taken.rest;
      for (const message of taken.messages) {
        if (!Array.isArray(message)) {
          resolve();
          continue;
        }
        const [, id, error, result] = message as Answer;
        const call = waiting.get(id);
        waiting.delete(id);
        if (error) call?.reject(new MarionetteError(error.error, error.message));
        else call?.resolve(result);
      }
    });
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    gone = true;
    for (const call of waiting.values()) call.reject(new MarionetteError('disconnected', 'Firefox is gone'));
  });
  await greeting;
  return {
    send: <R>(command: string, parameters: Record<string, unknown> = {}) =>
      new Promise<R>((resolve, reject) => {
        if (gone) return reject(new MarionetteError('disconnected', 'Firefox is gone'));
        last += 1;
        waiting.set(last, { resolve: resolve as (value: unknown) => void, reject });
        const text = JSON.stringify([0, last, command, parameters]);
        socket.write(`${Buffer.byteLength(text)}:${text}`);
      }),
    close: () => socket.destroy(),
  };
}
