import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newGuard } from '../../../lib/guard/state.ts';
import { MIN, Run, refusal, START } from './run.ts';

/** As many requests as a browser has under way to one host by HTTP/1.1. */
const CONNECTIONS = 6;

interface Request {
  round: number;
  isRefused: boolean;
  url: string;
}

/**
 * A map that asks for tiles and signs them while the rules are there, a server that knows the password until it is changed,
 * and layers that refuse it in any case.
 */
class World {
  readonly run = new Run(newGuard(START));
  readonly underWay: Request[] = [];
  isGood = true;
  hasRules = true;
  /** The guard's round when these rules were installed. */
  rulesOf = 1;
  /** Refused for the password's sake, once it was changed. */
  failed = 0;
  failedAfterPause = 0;
  asks = 0;
  lost = 0;
  /** The rules that the guard wants, and that are not applied yet. */
  wanted: boolean | null = null;

  send(layer: number): void {
    if (!this.hasRules || this.underWay.length >= CONNECTIONS) return;
    if (!this.isGood) this.failed++;
    if (!this.isGood && this.wanted === false) this.failedAfterPause++;
    const isRefused = !this.isGood || layer === 0;
    this.underWay.push({
      round: this.run.state.round,
      isRefused,
      url: `https://g.example/${layer}/3/4/5.png`,
    });
  }

  answer(index: number, keep: boolean): void {
    const request = this.underWay[index % Math.max(1, this.underWay.length)];
    if (request === undefined) return;
    if (!keep) this.underWay.splice(this.underWay.indexOf(request), 1);
    this.obey(() =>
      this.run.answer(request.url, request.isRefused ? refusal() : { what: 'fine' }, request.round),
    );
  }

  probe(): void {
    if (this.run.is !== 'paused, waits for answer') return;
    this.obey(() => this.run.outcome(this.isGood ? 'fine' : 'refused'));
  }

  die(): void {
    if (this.run.is === 'paused, waits for answer') this.lost++;
    this.obey(() => this.run.hear('started'));
  }

  pass(ms: number): void {
    this.obey(() => this.run.after(ms).hear('time'));
  }

  obey(tell: () => string[]): void {
    for (const word of tell()) {
      if (word === 'pauseInjection') this.wanted = false;
      if (word === 'resume') this.wanted = true;
      if (!/^(?:renewOrP|p)robe$/.test(word)) continue;
      this.asks++;
      if (!this.isGood) this.failed++;
    }
  }

  applyRules(): void {
    if (this.wanted === null) return;
    this.hasRules = this.wanted;
    if (this.hasRules) this.rulesOf = this.run.state.round;
    this.wanted = null;
  }
}

const act = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant('send'), fc.nat(3)) },
  { weight: 6, arbitrary: fc.tuple(fc.constant('answer'), fc.nat(5)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('twice'), fc.nat(5)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('probe'), fc.constant(0)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('die'), fc.constant(0)) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constant('pass'), fc.oneof(fc.nat(20 * MIN), fc.integer({ min: -1e8, max: 0 }))),
  },
  { weight: 3, arbitrary: fc.tuple(fc.constant('rules'), fc.constant(0)) },
);
const acts = fc.array(act, { maxLength: 150 });

function play(world: World, all: readonly [string, number][], rulesAtOnce: boolean): void {
  for (const [what, value] of all) {
    if (what === 'send') world.send(value);
    if (what === 'answer') world.answer(value, false);
    if (what === 'twice') world.answer(value, true);
    if (what === 'probe') world.probe();
    if (what === 'die') world.die();
    if (what === 'pass') world.pass(value);
    if (rulesAtOnce || what === 'rules') world.applyRules();
  }
}

/** Plays on with a password that was changed. @returns how many questions about it were never answered. */
function afterTheChange(world: World, all: readonly [string, number][], rulesAtOnce: boolean): number {
  world.isGood = false;
  world.lost = 0;
  play(world, all, rulesAtOnce);
  return world.lost;
}

test('rules that go at once: fewer than 10 fail, whatever came before and however answers arrive', () => {
  let most = 0;
  fc.assert(
    fc.property(acts, acts, (before, after) => {
      const world = new World();
      play(world, before, true);
      const lost = afterTheChange(world, after, true);
      most = Math.max(most, world.failed);
      // Every question whose answer was lost may have failed, too.
      expect(world.failed).toBeLessThanOrEqual(9 + lost);
      expect(lost).toBeLessThanOrEqual(2);
    }),
    { numRuns: 400 },
  );
  // There were several under way when the first was refused.
  expect(most).toBeGreaterThanOrEqual(3);
});

test('rules that go late: beside that, only what was sent before they were gone', () => {
  let late = 0;
  fc.assert(
    fc.property(acts, acts, (before, after) => {
      const world = new World();
      play(world, before, false);
      const lost = afterTheChange(world, after, false);
      late = Math.max(late, world.failedAfterPause);
      expect(world.failed - world.failedAfterPause).toBeLessThanOrEqual(9 + lost);
    }),
    { numRuns: 400 },
  );
  expect(late).toBeGreaterThan(0);
});

test('the benchmark: 60 tiles while the password is changed', () => {
  const world = new World();
  for (let tile = 0; tile < 60; tile++) {
    if (tile === 20) world.isGood = false;
    world.send(1 + (tile % 3));
    if (world.underWay.length === CONNECTIONS) world.answer(0, false);
    world.applyRules();
  }
  while (world.underWay.length > 0) world.answer(0, false);
  world.probe();
  expect(world.run.is).toBe('notAccepted');
  // Those under way, and the probe.
  expect(world.failed).toBe(CONNECTIONS + 1);
  expect(world.asks).toBe(1);
});

test('the same with a map that shows nothing but what refuses regardless', () => {
  const world = new World();
  world.send(0);
  world.answer(0, false);
  world.applyRules();
  world.probe();
  world.applyRules();
  expect(world.run.is).toBe('active');
  world.isGood = false;
  for (let tile = 0; tile < 60; tile++) {
    world.send(0);
    if (world.underWay.length === CONNECTIONS) world.answer(0, false);
    world.applyRules();
  }
  while (world.underWay.length > 0) world.answer(0, false);
  world.pass(MIN);
  world.probe();
  expect(world.run.is).toBe('notAccepted');
  // Two that were let pass, those under way, and the probe.
  expect(world.failed).toBe(2 + CONNECTIONS + 1);
});
