import type { Fault } from '../faults.ts';

const promise = 'Least privilege';

/** Promises 3 and 9. */
export const LEAST_PRIVILEGE: Fault[] = [];
void promise;
