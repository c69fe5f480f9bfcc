import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Child {
  /** Rejects, with what the program said, when it ends before it is told to. */
  readonly failed: Promise<never>;
  /** Ends the program: SIGTERM, and SIGKILL where that took over 0.2 s (nothing here has anything to lose). */
  stop(): Promise<void>;
}

/** Starts a program that runs until it is stopped, at the latest when this process ends. */
export function startChild(command: string, args: string[], env: Record<string, string> = {}): Child {
  // Debian keeps servers in /usr/sbin, which not every user has on the PATH.
  const child: ChildProcess = spawn(command, args, {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const ended = once(child, 'close').catch((error: Error) => {
    said += error.message;
  });
  const failed = ended.then((): never => {
    throw new Error(`${command} ended: ${said}`);
  });
  failed.catch(() => {});
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  return {
    failed,
    stop: async () => {
      const timer = setTimeout(kill, 200);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
      process.off('exit', kill);
    },
  };
}
