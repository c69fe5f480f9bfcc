import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';

export interface Task {
  /** When the work under way began, in ms since the epoch; null where there is none. */
  since: number | null;
  failure: Failure | null;
  /** True once it went well. */
  done: boolean;
  /** Does nothing while the last one is under way. Resolves to whether it went well. */
  run(work: () => Promise<Failure | null>): Promise<boolean>;
  /** Forgets how the last one ended. */
  clear(): void;
}

const IDLE = { since: null, failure: null, done: false };

/** One thing at a time that takes a while and may fail. */
export function useTask(): Task {
  const [state, setState] = useState<Pick<Task, 'since' | 'failure' | 'done'>>(IDLE);
  const busy = useRef(false);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  const run = async (work: () => Promise<Failure | null>) => {
    if (busy.current) return false;
    busy.current = true;
    setState({ since: Date.now(), failure: null, done: false });
    const failure = await work();
    busy.current = false;
    if (!gone.current) setState({ since: null, failure, done: failure === null });
    return failure === null;
  };
  return { ...state, run, clear: () => setState(IDLE) };
}
