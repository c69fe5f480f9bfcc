import type { StorageArea } from '../../lib/platform/ports.ts';
import type { Kept } from './sign-in-world.ts';

/**
 * The browser stops the worker after so many changes of storage and rules: whatever it does then never happens, and the
 * worker never hears of it. What it writes into lives on.
 * @returns the same parts as the worker sees them; it counts from `begin` on; `stopped` resolves at the first step after the
 * last change.
 */
export function stoppedAfter(changes: number, { local, memory, browserRules, log }: Kept) {
  let left = Number.POSITIVE_INFINITY;
  let stop = () => {};
  const stopped = new Promise<'stopped'>((resolve) => {
    stop = () => resolve('stopped');
  });
  const never = new Promise<never>(() => undefined);
  const step =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>, isChange: boolean) =>
    (...args: A): Promise<R> => {
      if (left === 0) {
        stop();
        return never;
      }
      if (isChange) left -= 1;
      return call(...args);
    };
  const area = <T extends StorageArea>(whole: T): T => ({
    ...whole,
    get: step(whole.get, false),
    set: step(whole.set, true),
    remove: step(whole.remove, true),
  });
  const kept: Kept = {
    log,
    local: area(local),
    memory: area(memory),
    browserRules: {
      ...browserRules,
      getSessionRules: step(browserRules.getSessionRules, false),
      updateSessionRules: step(browserRules.updateSessionRules, true),
    },
  };
  const begin = () => {
    left = changes;
  };
  return { kept, begin, stopped };
}

/**
 * Holds the first call that is meant back until it is let go, as a slow disk does.
 * @param isMeant decides by the call's arguments, as text.
 */
function heldBack<A extends unknown[], R>(
  call: (...args: A) => Promise<R>,
  isMeant: (text: string) => boolean = () => true,
) {
  let reach = () => {};
  let letGo = () => {};
  let isReached = false;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const slow = async (...args: A): Promise<R> => {
    if (!isReached && isMeant(JSON.stringify(args))) {
      isReached = true;
      reach();
      await gate;
    }
    return call(...args);
  };
  return { slow, reached, letGo: () => letGo() };
}

/** The browser takes its time over the next change of this area that names `word`, until `letGo`. */
export function slowArea(area: StorageArea, name: 'set' | 'remove', word: string) {
  const isMeant = (text: string) => text.includes(word);
  if (name === 'set') {
    const { slow, ...gate } = heldBack(area.set, isMeant);
    area.set = slow;
    return gate;
  }
  const { slow, ...gate } = heldBack(area.remove, isMeant);
  area.remove = slow;
  return gate;
}

/** Everything that can go on without what is held back has gone on. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
