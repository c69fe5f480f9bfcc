import { expect } from 'vitest';

/** What becomes true by itself; a busy machine may take its time. */
export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 10_000 });
