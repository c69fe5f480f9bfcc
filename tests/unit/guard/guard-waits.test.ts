import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../lib/guard/observed.ts';
import { ANSWER_LIMIT, active, asked, MIN, ROADS, refusal, S, START, tile } from './run.ts';

describe('trouble', () => {
  test('is asked about again, each time later, at most every 15 minutes', () => {
    const run = asked();
    for (const wait of [0.5, 1, 2, 4, 8, 15, 15, 15]) {
      expect(run.outcome('trouble')).toEqual([`recheckAt +${wait * MIN}`]);
      expect(run.outcome('trouble')).toEqual([]);
      expect(run.after(wait * MIN - 1).hear('time')).toEqual(['recheckAt +1']);
      expect(run.after(1).hear('time')).toEqual(['renewOrProbe', ANSWER_LIMIT]);
    }
  });

  test('a verdict that came after all counts', () => {
    const run = asked();
    run.after(2 * MIN).hear('time');
    expect(run.is).toBe('paused, waits for trouble');
    expect(run.outcome('refused')).toEqual(['markNotAccepted refused']);
  });

  test('offline: not asked before the network is back, then once', () => {
    const run = asked();
    run.hear('offline');
    run.outcome('trouble');
    expect(run.after(MIN).hear('time')).toEqual([]);
    expect(run.is).toBe('paused, waits for network');
    expect(run.after(60 * MIN).hear('online')).toEqual(['renewOrProbe', ANSWER_LIMIT]);
    expect(run.hear('online')).toEqual([]);
  });

  test('a network that comes and goes is no reason to hurry', () => {
    const run = asked();
    run.outcome('trouble');
    expect(run.hear('online')).toEqual([`recheckAt +${5 * S}`]);
    expect(run.after(5 * S).hear('time')).toContain('renewOrProbe');
  });

  test('a worker that died twice while it asked: the user decides', () => {
    const run = asked();
    expect(run.hear('started')).toEqual([`recheckAt +${30 * S}`]);
    expect(run.after(30 * S).hear('started')).toContain('renewOrProbe');
    expect(run.hear('started')).toEqual([]);
    expect(run.is).toBe('paused, waits for user');
    for (const type of ['time', 'started', 'online'] as const)
      expect(run.after(60 * MIN).hear(type)).toEqual([]);
    expect(run.hear('tryAgain')).toEqual(['renewOrProbe', ANSWER_LIMIT]);
    expect(run.hear('tryAgain')).toEqual([]);
  });
});

describe('too many requests', () => {
  const limited = (until: number | null): Observation => ({ what: 'limited', until });

  test('pauses nothing, but nothing is asked by us before it is over', () => {
    const run = active();
    expect(run.answer(ROADS, limited(START + 3 * MIN))).toEqual([]);
    expect(run.is).toBe('active');
    expect(run.answer(ROADS, refusal())).toEqual(['pauseInjection', `recheckAt +${3 * MIN}`]);
    expect(run.hear('tryAgain')).toEqual([`recheckAt +${3 * MIN}`]);
    expect(run.hear('online')).toEqual([`recheckAt +${3 * MIN}`]);
    expect(run.after(3 * MIN).hear('time')).toContain('renewOrProbe');
  });

  test.each<[string, Observation, number]>([
    ['429 without a time', limited(null), MIN],
    ['a time far away', limited(START + 1e12), 24 * 60 * MIN],
    ['503 with a time', { what: 'fault', until: START + 2 * MIN }, 2 * MIN],
  ])('%s', (_, observation, wait) => {
    const run = active();
    run.answer(ROADS, observation);
    expect(run.answer(ROADS, refusal())).toEqual(['pauseInjection', `recheckAt +${wait}`]);
  });

  test('a shorter time does not undo a longer one; a hardly longer one changes nothing', () => {
    const run = active();
    run.answer(ROADS, limited(START + 10 * MIN));
    const { state } = run;
    run.answer(ROADS, limited(START + MIN));
    run.answer(ROADS, limited(START + 10 * MIN + 500));
    expect(run.state).toEqual(state);
    expect(run.answer(ROADS, refusal())).toEqual(['pauseInjection', `recheckAt +${10 * MIN}`]);
  });

  test('said while it waits, or by the probe', () => {
    const run = asked();
    expect(run.outcome('trouble', 1, START + 10 * MIN)).toEqual([`recheckAt +${10 * MIN}`]);
    expect(run.answer(ROADS, limited(START + 20 * MIN))).toEqual([`recheckAt +${20 * MIN}`]);
    expect(run.answer(ROADS, limited(START + 5 * MIN))).toEqual([]);
  });
});

describe('a server that flaps', () => {
  test('pauses ever more rarely', () => {
    const run = asked();
    run.outcome('fine');
    for (const [each, wait] of [0.5, 1, 2, 4, 8, 15, 15, 15].entries()) {
      expect(run.after(S).answer(tile(`a${each}`, 1), refusal())).toEqual([
        'pauseInjection',
        `recheckAt +${wait * MIN}`,
      ]);
      expect(run.is).toBe('damped, waits for steadiness');
      // A network that is back does not end it.
      expect(run.hear('online')).toEqual([]);
      expect(run.after(wait * MIN).hear('time')).toContain('renewOrProbe');
      expect(run.is).toBe('paused, waits for answer');
      run.outcome('fine');
    }
    expect(run.after(10 * MIN).answer(tile('b', 1), refusal())).toContain('renewOrProbe');
  });
});

describe('a clock that was set back', () => {
  test.each([30 * S, 60 * MIN, START - 1])('by %i ms: no wait becomes longer', (back) => {
    const run = asked();
    run.outcome('trouble');
    run.after(20 * S - back);
    expect(run.hear('started').at(-1)).toBe(`recheckAt +${30 * S}`);
    expect(run.after(30 * S).hear('time')).toContain('renewOrProbe');
  });

  test('while too many requests were asked', () => {
    const run = active();
    run.answer(ROADS, { what: 'limited', until: START + 3 * MIN });
    run.after(-60 * MIN);
    expect(run.answer(ROADS, refusal())).toEqual(['pauseInjection', `recheckAt +${3 * MIN}`]);
  });

  test('by little, again and again: no wait becomes shorter', () => {
    const run = asked();
    run.outcome('trouble');
    for (let each = 0; each < 19; each++) {
      run.after(4 * S).answer(tile(`a${each}`, 1), refusal());
      run.after(-4 * S).answer(tile(`b${each}`, 1), refusal());
    }
    expect(run.after(30 * S - 1).hear('time')).toEqual(['recheckAt +1']);
  });

  test('by little: a wait begins where the last event was', () => {
    const run = asked();
    expect(run.after(-4 * S).outcome('trouble')).toEqual([`recheckAt +${34 * S}`]);
  });
});
