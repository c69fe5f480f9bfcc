import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES } from '../../../lib/error-codes.ts';
import {
  afterTrouble,
  isExpired,
  isOverdue,
  meaningOf,
  NO_RETRIES,
  nextRenewal,
  renewalTime,
  retryDelay,
} from '../../../lib/oauth/renewal.ts';

const S = 1000;
const MIN = 60 * S;
/** A token received at 1,000,000 that lives so long. */
const START = 1_000_000;
const living = (life: number | null) => ({
  receivedAt: START,
  expiresAt: life === null ? null : START + life,
});

describe('when a token is renewed', () => {
  test.each([
    [60 * MIN, 58 * MIN],
    [24 * 60 * MIN, 24 * 60 * MIN - 2 * MIN],
    [20 * MIN, 18 * MIN],
    [5 * MIN, 4.5 * MIN],
    [1 * MIN, 54 * S],
    [20 * S, 30 * S],
    [0, 30 * S],
  ])('a life of %i ms: after %i ms', (life, after) => {
    expect(renewalTime(living(life))).toBe(START + after);
    expect(isOverdue(living(life), START + after - 1)).toBe(false);
    expect(isOverdue(living(life), START + after)).toBe(true);
  });

  test('an end that nobody knows is not waited for', () => {
    expect(renewalTime(living(null))).toBeNull();
    expect(nextRenewal(living(null), NO_RETRIES, START)).toBeNull();
    expect(isOverdue(living(null), Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(isExpired(living(null), Number.MAX_SAFE_INTEGER)).toBe(false);
  });

  test('a clock that was set back', () => {
    expect(isOverdue(living(60 * MIN), START - 4 * MIN)).toBe(false);
    expect(isOverdue(living(60 * MIN), START - 6 * MIN)).toBe(true);
    expect(nextRenewal(living(60 * MIN), NO_RETRIES, START - 6 * MIN)).toBe(START - 6 * MIN);
  });

  test('for any life: before the end where there is time, never in a loop', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(400 * 24 * 60 * MIN), (receivedAt, life) => {
        const time = renewalTime({ receivedAt, expiresAt: receivedAt + life })!;
        expect(time).toBeGreaterThanOrEqual(receivedAt + 30 * S);
        if (life > 34 * S) expect(time).toBeLessThan(receivedAt + life);
        expect(time).toBeGreaterThanOrEqual(receivedAt + life - 2 * MIN);
      }),
    );
  });
});

describe('after trouble', () => {
  test('the waits grow to a quarter of an hour', () => {
    const waits = Array.from({ length: 8 }, (_, failures) => retryDelay(failures) / S);
    expect(waits).toEqual([0, 30, 60, 120, 240, 480, 900, 900]);
    expect(retryDelay(10_000)).toBe(15 * MIN);
  });

  test('the next try is when the wait is over, or when it is due', () => {
    const times = living(60 * MIN);
    const due = START + 58 * MIN;
    expect(nextRenewal(times, NO_RETRIES, START)).toBe(due);
    const once = afterTrouble(NO_RETRIES, due);
    expect(once).toEqual({ failures: 1, notBefore: due + 30 * S });
    expect(nextRenewal(times, once, due)).toBe(due + 30 * S);
    const twice = afterTrouble(once, due + 30 * S);
    expect(nextRenewal(times, twice, due + 30 * S)).toBe(due + 90 * S);
    expect(nextRenewal(times, twice, due + 60 * MIN)).toBeLessThanOrEqual(due + 60 * MIN);
    // The clock was set back by a day: nobody waits for a day, nor again and again for a minute.
    const back = due - 24 * 60 * MIN;
    expect(nextRenewal(times, twice, back)).toBe(back);
  });
});

test('what a failed renewal means', () => {
  expect(ERROR_CODES.filter((code) => meaningOf(code) === 'retry').sort()).toEqual([
    'certificateProblem',
    'geodiFault',
    'geodiNetwork',
    'providerAnswerUnreadable',
    'providerBusy',
    'providerRedirects',
    'serverError',
    'timedOut',
    'tooManyRequests',
    'unreachable',
  ]);
  expect(meaningOf('signInEnded')).toBe('signIn');
  expect(meaningOf('clientRefused')).toBe('settings');
});
