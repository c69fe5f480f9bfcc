import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GuardEvent } from '../../../lib/guard/events.ts';
import { guard } from '../../../lib/guard/guard.ts';
import type { Observation } from '../../../lib/guard/observed.ts';
import { newGuard } from '../../../lib/guard/state.ts';
import { MIN, Run, refusal, S, START } from './run.ts';

/** Any order of any events, clocks that jump included. */
const observation: fc.Arbitrary<Observation> = fc.oneof(
  fc.constantFrom<Observation[]>(
    refusal(),
    refusal('access', 403),
    refusal('loginPage', 302),
    refusal('proxy', 407),
    { what: 'fine' },
    { what: 'nothing' },
    { what: 'certificate' },
    { what: 'fault', until: null },
    { what: 'limited', until: null },
  ),
  fc.record({ what: fc.constant('limited'), until: fc.integer({ min: 0, max: 4e12 }) }),
);
const url = fc.nat(5).map((layer) => `https://geo.example.com/tiles/layer${layer}/3/4/5.png`);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('answer'), url, observation, ago: fc.nat(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('outcome'),
      result: fc.constantFrom('fine', 'renewed', 'noAccess', 'refused', 'ended', 'trouble'),
      ago: fc.nat(1),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('time') }) },
  fc.record({
    type: fc.constantFrom('started', 'online', 'offline', 'tryAgain', 'signInChanged', 'renewed'),
  }),
);
const passing = fc.oneof(
  fc.constantFrom(0, 1, S, 5 * S, 30 * S, 2 * MIN, 16 * MIN),
  fc.integer({ min: -1e9, max: 1e9 }),
);
const steps = fc.array(fc.tuple(step, passing), { maxLength: 80 });

/** The step as an event: rounds and questions are counted back from now. */
function eventOf(run: Run, given: { type: string; ago?: number }): GuardEvent {
  const ago = given.ago ?? 0;
  return { ...given, round: run.state.round - ago, ask: run.state.asks - ago, now: run.now } as GuardEvent;
}

test('one question at a time, and another only after one without a verdict', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const run = new Run(newGuard(START));
      let openAsks = 0;
      let asksOfPause = 0;
      let withoutVerdict = 0;
      for (const [given, ms] of all) {
        run.after(ms);
        const event = eventOf(run, given);
        const wasAsking = run.is === 'paused, waits for answer';
        const wasActive = run.is === 'active';
        const words = run.tell(event);
        const isAsking = run.is === 'paused, waits for answer';
        const asks = words.filter((word) => /^(?:renewOrP|p)robe$/.test(word)).length;
        if (words.includes('pauseInjection')) {
          expect(wasActive).toBe(true);
          asksOfPause = 0;
          withoutVerdict = 0;
        }
        if (wasAsking && !isAsking && run.state.mode.is !== 'active' && run.state.mode.is !== 'notAccepted')
          withoutVerdict++;
        openAsks += asks - (wasAsking && (!isAsking || asks > 0) ? 1 : 0);
        asksOfPause += asks;
        expect(openAsks).toBe(isAsking ? 1 : 0);
        expect(asksOfPause).toBeLessThanOrEqual(1 + withoutVerdict);
      }
    }),
  );
});

test('rules are taken away and installed in turn; none while it is not active', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const run = new Run(newGuard(START));
      let installed = true;
      for (const [given, ms] of all) {
        const words = run.after(ms).tell(eventOf(run, given));
        if (words.includes('pauseInjection')) {
          expect(installed).toBe(true);
          installed = false;
        }
        if (words.includes('resume')) {
          expect(installed).toBe(false);
          installed = true;
        }
        // A new sign-in installs its rules by itself.
        if (given.type === 'signInChanged') installed = true;
        expect(run.state.mode.is === 'active').toBe(installed);
      }
    }),
  );
});

test('whatever waits for a time ends: an alarm is set for it, at most a day ahead', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const run = new Run(newGuard(START));
      let alarm = 0;
      for (const [given, ms] of all) {
        run.after(ms).tell(eventOf(run, given));
        const last = run.effects.findLast((effect) => effect.do === 'recheckAt');
        if (last?.do === 'recheckAt') alarm = last.at;
        const { mode } = run.state;
        if (!('due' in mode) || mode.due === null) continue;
        expect(alarm).toBe(mode.due);
        expect(mode.due - run.state.seenAt).toBeLessThanOrEqual(24 * 60 * MIN);
      }
    }),
  );
});

test('small, plain, and the same for the same event', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const run = new Run(newGuard(START));
      for (const [given, ms] of all) {
        const event = eventOf(run.after(ms), given);
        const before = JSON.stringify(run.state);
        const first = guard(run.state, event);
        expect(guard(run.state, event)).toEqual(first);
        expect(JSON.stringify(run.state)).toBe(before);
        run.tell(event);
        expect(run.state).toEqual(first.state);
        expect(JSON.stringify(run.state).length).toBeLessThan(40_000);
      }
    }),
  );
});

test('the same event twice asks, pauses and resumes once', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const run = new Run(newGuard(START));
      for (const [given, ms] of all) {
        const event = eventOf(run.after(ms), given);
        run.tell(event);
        // What is let pass is counted: there, the second is another one.
        if (event.type === 'answer' && run.state.letPass > 0) continue;
        const isAnswerOfNow = event.type === 'answer' && event.round === run.state.round;
        const again = run.tell(event).filter((word) => !word.startsWith('recheckAt'));
        if (!isAnswerOfNow || run.state.mode.is !== 'active') expect(again).toEqual([]);
      }
    }),
  );
});

test('until the user signs in, what was not accepted is not asked about', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const run = new Run(newGuard(START));
      run.answer('https://geo.example.com/tiles/roads/3/4/5.png', refusal());
      run.outcome('refused');
      for (const [given, ms] of all) {
        if (given.type === 'signInChanged') continue;
        expect(run.after(ms).tell(eventOf(run, given))).toEqual([]);
      }
    }),
  );
});
