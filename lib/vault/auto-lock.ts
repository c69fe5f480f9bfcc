import type { Settings } from './settings.ts';

const MINUTE_MS = 60_000;

/** On a shared computer everything ends after this time without use. */
const SHARED_MINUTES = 15;

/** The browser wakes a worker no sooner than this (Chromium's alarms), in milliseconds. */
const SHORTEST_SLEEP_MS = 30_000;

/** What the browser knows of the use of the computer: whether there was any input in the last `seconds` (at least 15). */
export type QueryIdle = (seconds: number) => Promise<'active' | 'idle' | 'locked'>;

/** After how long without use everything is locked, in milliseconds; null for only when the browser closes. */
export function limitOf({ lockAfterMinutes, sharedComputer }: Settings): number | null {
  const minutes = sharedComputer
    ? Math.min(SHARED_MINUTES, lockAfterMinutes ?? SHARED_MINUTES)
    : lockAfterMinutes;
  return minutes === null ? null : minutes * MINUTE_MS;
}

/** Whether the time is over. The deadline is a stored time, so that a computer that slept finds it passed. Both in ms since the epoch. */
export function isOverdue(deadline: number | undefined, now: number): boolean {
  return deadline !== undefined && now >= deadline;
}

/**
 * When to look at the use of the computer next: half-way, so that a deadline never passes while somebody is there, and at
 * the deadline at the latest. In ms since the epoch.
 */
export function nextLook(deadline: number, now: number): number {
  const left = deadline - now;
  return now + Math.min(left, Math.max(SHORTEST_SLEEP_MS, left / 2));
}

/**
 * The deadline as it follows from the last use: the browser is asked about ever longer times until one had some use in it,
 * and the beginning of that time counts.
 * @returns ms since the epoch; null where nothing is learned: no use within the limit, or a locked screen, which says
 * nothing of the use before. Then the deadline that stands goes on standing.
 */
export async function measuredDeadline(query: QueryIdle, limit: number, now: number): Promise<number | null> {
  for (const part of [0.1, 0.25, 0.5, 0.75]) {
    const window = Math.max(15_000, limit * part);
    const answer = await query(Math.ceil(window / 1000));
    if (answer === 'locked') return null;
    if (answer === 'active') return now - window + limit;
  }
  return null;
}
