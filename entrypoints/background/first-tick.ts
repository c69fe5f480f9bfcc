import type { Watcher } from '../../lib/platform/watch.ts';

/**
 * Takes what is told before the worker is ready, and hands it on in order once it is. After that nothing is waited for: a map
 * asks for hundreds of tiles.
 */
export function fromFirstTick(ready: Promise<Watcher>): Watcher {
  let watcher: Watcher | null = null;
  let early: ((to: Watcher) => void)[] = [];
  let isOver = false;
  ready.then(
    (now) => {
      watcher = now;
      for (const tell of early) withoutHarm(() => tell(now));
      early = [];
    },
    // Nobody will ever hear it.
    () => {
      isOver = true;
      early = [];
    },
  );
  const pass = (tell: (to: Watcher) => void): void => {
    if (watcher) tell(watcher);
    else if (!isOver) early.push(tell);
  };
  return {
    starts: (request) => pass((to) => to.starts(request)),
    answers: (answer) => pass((to) => to.answers(answer)),
    redirects: (redirect) => pass((to) => to.redirects(redirect)),
    fails: (failed) => pass((to) => to.fails(failed)),
  };
}

/** What goes wrong with one is no reason to lose the others. */
function withoutHarm(tell: () => void): void {
  try {
    tell();
  } catch {
    // As the browser does with a listener of its own.
  }
}
