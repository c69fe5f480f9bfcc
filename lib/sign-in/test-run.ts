import type { Failure } from '../errors.ts';

/** How many are asked at a time. */
const AT_A_TIME = 3;

/** How often pages are told how far it is, in ms. */
const TELL_EVERY = 300;

/** One question, and the sources that it is about. */
export interface TestJob {
  about: readonly string[];
  /** Null where it went well. */
  work(): Promise<Failure | null>;
}

interface Parts {
  keep: (sourceId: string, failure: Failure | null) => Promise<unknown>;
  changed: () => Promise<unknown>;
  /** Nothing is asked any more. */
  ended: () => Promise<unknown>;
  now: () => number;
}

/**
 * Works questions off, a few at a time. Known to this worker alone: where the browser stops it, nothing is left that waits.
 */
export function createTestRun({ keep, changed, ended, now }: Parts) {
  const queue: TestJob[] = [];
  /** By source: how many questions are left, and the first failure. */
  const waiting = new Map<string, { left: number; failure: Failure | null }>();
  let done = 0;
  let working = 0;
  let told = 0;

  async function finish({ about }: TestJob, failure: Failure | null): Promise<void> {
    for (const id of about) {
      const each = waiting.get(id);
      if (!each) continue;
      each.failure ??= failure;
      each.left -= 1;
      if (each.left > 0) continue;
      waiting.delete(id);
      done += 1;
      await keep(id, each.failure);
    }
    if (now() - told < TELL_EVERY) return;
    told = now();
    await changed();
  }

  async function worker(): Promise<void> {
    working += 1;
    try {
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
        await finish(job, await job.work());
      }
    } finally {
      working -= 1;
      if (working === 0) await end();
    }
  }

  async function end(): Promise<void> {
    waiting.clear();
    done = 0;
    await ended();
    await changed();
  }

  return {
    add: (jobs: readonly TestJob[]): void => {
      const isNew = (id: string) => !waiting.has(id);
      const added = jobs.map((job) => ({ ...job, about: job.about.filter(isNew) }));
      for (const { about } of added) {
        for (const id of about) {
          const each = waiting.get(id) ?? { left: 0, failure: null };
          waiting.set(id, { ...each, left: each.left + 1 });
        }
      }
      queue.push(...added.filter(({ about }) => about.length > 0));
      while (working < AT_A_TIME && queue.length > 0) void worker().catch(() => undefined);
    },
    cancel: (): void => {
      for (const { about } of queue.splice(0)) {
        for (const id of about) {
          const each = waiting.get(id);
          if (each) each.left -= 1;
          if (each && each.left === 0) waiting.delete(id);
        }
      }
    },
    progress: (): { done: number; of: number } | null =>
      waiting.size === 0 && working === 0 ? null : { done, of: done + waiting.size },
  };
}
