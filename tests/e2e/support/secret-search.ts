import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { needlesFor } from '../drivers/profile-search/needles.ts';

/** Which of `secrets` stand in a text, in any form in which they may be written. */
export function foundIn(text: string, secrets: readonly string[]): string[] {
  const bytes = Buffer.from(text);
  const found = secrets.flatMap(needlesFor).filter((needle) => bytes.includes(needle.bytes));
  return [...new Set(found.map(({ secret }) => secret))];
}

/** The bodies of token requests that arrive at one port of this process, as forms. */
export function tokenRequestsAt(port: number): { forms: () => URLSearchParams[]; stop: () => void } {
  const bodies: { text: string }[] = [];
  const onRequest = (message: unknown): void => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket };
    if (socket.localPort !== port || request.url !== '/token') return;
    const body = { text: '' };
    bodies.push(body);
    const push = request.push.bind(request);
    request.push = (chunk: unknown, encoding) => {
      if (chunk !== null) body.text += String(chunk);
      return push(chunk, encoding);
    };
  };
  const channel = 'http.server.request.start';
  subscribe(channel, onRequest);
  return {
    forms: () => bodies.map(({ text }) => new URLSearchParams(text)),
    stop: () => void unsubscribe(channel, onRequest),
  };
}

/** What the worker writes to its console from now on is kept beside, as text. */
export function keepWhatIsLogged(): void {
  const kept: string[] = [];
  Object.assign(globalThis, { keptLog: kept });
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const) {
    const real = console[name].bind(console);
    console[name] = (...words: unknown[]) => {
      kept.push(words.map((word) => (word instanceof Error ? word.stack : JSON.stringify(word))).join(' '));
      real(...words);
    };
  }
}
