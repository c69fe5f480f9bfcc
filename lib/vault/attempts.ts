import * as v from 'valibot';

/** Wrong passphrases since the last right one. `notBefore`: when the next may be tried, in ms since the epoch. */
export interface Attempts {
  failures: number;
  notBefore: number;
}

export const NO_ATTEMPTS: Attempts = { failures: 0, notBefore: 0 };

/** Wrong ones that cost no time: fingers slip. */
const FREE = 3;
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 5 * 60_000;

const Stored = v.strictObject({
  failures: v.pipe(v.number(), v.integer(), v.minValue(0)),
  notBefore: v.pipe(v.number(), v.minValue(0)),
});

/** What was stored; what cannot be read counts as nothing, because nobody may be kept out by it. */
export function readAttempts(stored: unknown): Attempts {
  const result = v.safeParse(Stored, stored);
  return result.success ? result.output : NO_ATTEMPTS;
}

/** How long to wait after so many wrong ones, in ms: three are free, then 2 s, 4 s, 8 s ... at most 5 minutes. */
export function waitAfter(failures: number): number {
  return failures <= FREE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - FREE - 1));
}

/** One more wrong passphrase. */
export function failed({ failures }: Attempts, now: number): Attempts {
  const wait = waitAfter(failures + 1);
  return { failures: failures + 1, notBefore: wait === 0 ? 0 : now + wait };
}

/** Where the clock was set back, the wait starts again from now: it is never longer than its failures are worth. */
export function settled(attempts: Attempts, now: number): Attempts {
  const latest = now + waitAfter(attempts.failures);
  return attempts.notBefore > latest ? { ...attempts, notBefore: latest } : attempts;
}

/** Whole seconds until the next may be tried; 0 for at once. */
export function secondsLeft({ notBefore }: Attempts, now: number): number {
  return Math.max(0, Math.ceil((notBefore - now) / 1000));
}
