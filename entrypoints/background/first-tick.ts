import type { Watcher } from '../../lib/platform/watch.ts';

/**
 * Takes what is told before the worker is ready, and hands it on in order once it is. After that nothing is waited for: a map
 * asks for hundreds of tiles.
 */
export function fromFirstTick(ready: Promise<Watcher>): Watcher {
  let watcher: Watcher | null = null;
  let early: ((to: Watcher) => void)[] = [];
  ready.then((now) => {
    watcher = now;
    for (const tell of early) tell(now);
    early = [];
  });
  const pass = (tell: (to: Watcher) => void) => (watcher ? tell(watcher) : void early.push(tell));
  return {
    starts: (request) => pass((to) => to.starts(request)),
    answers: (answer) => pass((to) => to.answers(answer)),
    redirects: (redirect) => pass((to) => to.redirects(redirect)),
    fails: (failed) => pass((to) => to.fails(failed)),
  };
}
