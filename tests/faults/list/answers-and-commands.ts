import type { Fault } from '../faults.ts';

/** Promises 7 and 8. */
export const ANSWERS_AND_COMMANDS: Fault[] = [];
