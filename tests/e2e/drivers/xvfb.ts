import { spawn } from 'node:child_process';
import { until } from './wait.ts';

export interface Display {
  /** As the variable DISPLAY wants it, for example `:7`. */
  name: string;
  stop(): Promise<void>;
}

/** Starts an X server without a screen on a free display; `width` and `height` in pixels. */
export async function startDisplay(width: number, height: number): Promise<Display> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const end = () => server.kill();
  process.once('exit', end);
  let number = '';
  server.stdio[3]?.on('data', (chunk: Buffer) => {
    number += chunk.toString();
  });
  await until('Xvfb', () => {
    if (server.exitCode !== null) throw new Error(`Xvfb ended with ${server.exitCode}`);
    return number.endsWith('\n');
  });
  return {
    name: `:${number.trim()}`,
    stop: async () => {
      process.off('exit', end);
      end();
      await ended;
    },
  };
}
