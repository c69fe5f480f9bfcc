import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isOverdue,
  limitOf,
  measuredDeadline,
  nextLook,
  type QueryIdle,
} from '../../../lib/vault/auto-lock.ts';
import { NO_NOTICING } from '../../fakes/told.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const START = 1_800_000_000_000;

test.each([
  [null, false, null],
  [5, false, 5],
  [15, false, 15],
  [60, false, 60],
  [null, true, 15],
  [5, true, 5],
  [15, true, 15],
  [60, true, 15],
] as const)(
  'locks after %s minutes, shared computer: %s: %s',
  (lockAfterMinutes, sharedComputer, minutes) => {
    for (const lockWithComputer of [true, false]) {
      const limit = limitOf({ lockAfterMinutes, lockWithComputer, sharedComputer, ...NO_NOTICING });
      expect(limit).toBe(minutes === null ? null : minutes * MINUTE);
    }
  },
);

test.each([
  ['none', undefined, START, false],
  ['a moment before', START + 1, START, false],
  ['now', START, START, true],
  ['hours ago, while the computer slept', START - 8 * 60 * MINUTE, START, true],
])('a deadline, %s: over or not', (_, deadline, now, expected) => {
  expect(isOverdue(deadline, now)).toBe(expected);
});

test.each([
  ['half-way', 10 * MINUTE, 5 * MINUTE],
  ['no sooner than the browser wakes anybody', 40 * SECOND, 30 * SECOND],
  ['at the deadline at the latest', 10 * SECOND, 10 * SECOND],
  ['at once where it is over', -MINUTE, -MINUTE],
])('the next look: %s', (_, left, expected) => {
  expect(nextLook(START + left, START)).toBe(START + expected);
});

/** A browser whose user was there at these times, in ms. It is never asked about less than 15 seconds. */
function browserOf(uses: readonly number[], clock: { now: number }): QueryIdle {
  return async (seconds) => {
    expect(Number.isInteger(seconds) && seconds >= 15).toBe(true);
    return [START, ...uses].some((use) => use <= clock.now && use > clock.now - seconds * SECOND)
      ? 'active'
      : 'idle';
  };
}

/**
 * Lets the browser wake the worker by its alarm until everything is locked.
 * @returns when it was locked, and the last use that a look saw before.
 */
async function simulate(limit: number, uses: readonly number[]) {
  const clock = { now: START };
  const query = browserOf(uses, clock);
  let deadline = START + limit;
  let seen = START;
  for (;;) {
    clock.now = nextLook(deadline, clock.now);
    if (isOverdue(deadline, clock.now)) return { lockedAt: clock.now, seen };
    seen = Math.max(START, ...uses.filter((use) => use <= clock.now));
    deadline = Math.max(deadline, (await measuredDeadline(query, limit, clock.now)) ?? deadline);
  }
}

const limits = fc.constantFrom(5 * MINUTE, 15 * MINUTE, 60 * MINUTE);
/** Uses as parts of the limit from one to the next: none is longer than the limit but perhaps the last. */
const gaps = fc.array(fc.double({ min: 0.001, max: 1.2, noNaN: true }), { maxLength: 8 });

const timesOf = (limit: number, parts: readonly number[]) => {
  let at = START;
  return parts.map((part) => {
    at += Math.round(part * limit);
    return at;
  });
};

test('whoever uses the computer within the limit, as the looks see it, is not locked out', async () => {
  await fc.assert(
    fc.asyncProperty(limits, gaps, async (limit, parts) => {
      const { lockedAt, seen } = await simulate(limit, timesOf(limit, parts));
      // The browser tells whether, not when: an eighth of the limit is how exactly the looks see it.
      expect(lockedAt - seen).toBeGreaterThanOrEqual(limit * (7 / 8) - SECOND);
    }),
    { numRuns: 300 },
  );
});

test('whoever does not is locked, at the latest the limit after the last use', async () => {
  await fc.assert(
    fc.asyncProperty(limits, gaps, async (limit, parts) => {
      const { lockedAt, seen } = await simulate(limit, timesOf(limit, parts));
      expect(lockedAt - seen).toBeLessThanOrEqual(limit);
    }),
    { numRuns: 300 },
  );
});

test('used all the time: the deadline moves on and on', async () => {
  for (const limit of [5, 15, 60].map((minutes) => minutes * MINUTE)) {
    const clock = { now: START };
    const query: QueryIdle = async () => 'active';
    let deadline = START + limit;
    for (let look = 0; look < 50; look += 1) {
      clock.now = nextLook(deadline, clock.now);
      expect(isOverdue(deadline, clock.now)).toBe(false);
      deadline = (await measuredDeadline(query, limit, clock.now)) ?? 0;
      expect(deadline).toBeGreaterThan(clock.now + limit / 2);
      expect(deadline).toBeLessThanOrEqual(clock.now + limit);
    }
    expect(clock.now - START).toBeGreaterThan(10 * limit);
  }
});

test('no use: nothing is learned, and the deadline that stands stands', async () => {
  expect(await measuredDeadline(async () => 'idle', 5 * MINUTE, START)).toBe(null);
});

test('a locked screen says nothing about the use before', async () => {
  expect(await measuredDeadline(async () => 'locked', 60 * MINUTE, START)).toBe(null);
});
