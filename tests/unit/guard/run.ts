import type { AskResult, GuardEffect, GuardEvent } from '../../../lib/guard/events.ts';
import { guard } from '../../../lib/guard/guard.ts';
import type { Observation, RefusalReason } from '../../../lib/guard/observed.ts';
import { type GuardState, newGuard } from '../../../lib/guard/state.ts';

export const START = 1_700_000_000_000;
export const S = 1000;
export const MIN = 60 * S;

export const refusal = (why: RefusalReason = 'signIn', status = 401): Observation => ({
  what: 'refusal',
  why,
  status,
  challenges: [],
});

/** A guard, what it asked for, and a clock; its state goes through JSON, as it does in the browser's storage. */
export class Run {
  state: GuardState;
  now = START;
  effects: GuardEffect[] = [];

  constructor(state: GuardState) {
    this.state = state;
  }

  /** @returns what this event alone asked for, in words. */
  tell(event: GuardEvent): string[] {
    const { state, effects } = guard(this.state, event);
    this.state = JSON.parse(JSON.stringify(state)) as GuardState;
    this.effects.push(...effects);
    return effects.map((effect) => this.#inWords(effect));
  }

  #inWords(effect: GuardEffect): string {
    if (effect.do === 'recheckAt') return `recheckAt +${effect.at - this.now}`;
    if (effect.do === 'renewOrProbe') return effect.mayRenew ? 'renewOrProbe' : 'probe';
    if (effect.do === 'markNotAccepted') return `markNotAccepted ${effect.why}`;
    return effect.do === 'rememberRefusesRegardless' ? `remember ${effect.why} ${effect.url}` : effect.do;
  }

  answer(url: string, observation: Observation, round: number | null = this.state.round): string[] {
    return this.tell({ type: 'answer', round, url, observation, now: this.now });
  }

  outcome(result: AskResult, ask = this.state.asks, until: number | null = null): string[] {
    return this.tell({ type: 'outcome', ask, result, until, now: this.now });
  }

  hear(type: 'time' | 'started' | 'online' | 'offline' | 'tryAgain' | 'signInChanged' | 'renewed'): string[] {
    return this.tell({ type, now: this.now });
  }

  after(ms: number): this {
    this.now += ms;
    return this;
  }

  get is(): string {
    const { mode } = this.state;
    return 'waitsFor' in mode ? `${mode.is}, waits for ${mode.waitsFor}` : mode.is;
  }
}

export const tile = (layer: string, row: number) => `https://geo.example.com/tiles/${layer}/5/10/${row}.png`;
export const ROADS = tile('roads', 1);
export const SEWERS = tile('sewers', 1);
export const ANSWER_LIMIT = `recheckAt +${2 * MIN}`;

export const active = () => new Run(newGuard(START));

/** Paused by a refusal, and asked. */
export const asked = (url = ROADS, observation = refusal()) => {
  const run = active();
  run.answer(url, observation);
  return run;
};
