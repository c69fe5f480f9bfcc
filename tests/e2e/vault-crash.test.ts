import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Scene, scene } from './support/scene.ts';
import { rulesIn } from './support/state.ts';
import {
  changing,
  findAfter,
  firstTime,
  killAmid,
  locking,
  PATH,
  prepare,
  rewrapping,
  type Storm,
  Truth,
} from './support/storms.ts';
import { openDesk } from './support/vault-desk.ts';
import { passwordService } from './support/vault-steps.ts';

/**
 * `kill -9` in the middle of everything that writes into the vault. `npm run soak` (SOAK: how many kills) makes many; SEED
 * makes the same ones again.
 */
const KILLS = Number(process.env.SOAK ?? 4);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** What is going on, and when it is killed: after up to so many confirmed steps and up to so many milliseconds. */
const STORMS: { what: string; storm: Storm; steps: number; ms: number }[] = [
  { what: 'password changed', storm: changing, steps: 12, ms: 120 },
  { what: 'remembered for the first time', storm: firstTime, steps: 6, ms: 500 },
  { what: 'passphrase changed', storm: rewrapping, steps: 2, ms: 900 },
  { what: 'locked and unlocked', storm: locking, steps: 6, ms: 300 },
  { what: 'password changed', storm: changing, steps: 40, ms: 60 },
];

/** Mulberry32: a small generator of numbers from 0 to 1 that a seed fixes. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

let made: Scene;
beforeEach(async () => {
  made = await scene(passwordService(() => true));
});
afterEach(() => made[Symbol.asyncDispose]());

test(
  'killed at any moment, the vault holds what was confirmed last or what was under way',
  async () => {
    const random = randomFrom(SEED);
    const upTo = (most: number) => Math.floor(random() * (most + 1));
    const truth = new Truth();
    const counts: Record<string, { kills: number; before: number; after: number }> = {};
    let desk = await openDesk(made, PATH);
    for (let kill = 0; kill < KILLS; kill++) {
      const { what, storm, steps, ms } = STORMS[kill % STORMS.length] as (typeof STORMS)[number];
      await prepare(desk, truth);
      const moment = { steps: upTo(steps), ms: upTo(ms) };
      await killAmid(made, storm(desk, truth), moment);
      const { possible } = truth;
      const about = `seed ${SEED}, kill ${kill + 1} (${what}) ${JSON.stringify(moment)}`;
      const after = await findAfter(made, truth);
      expect(possible, about).toContainEqual(after.found);
      expect(after.notice, about).toBeNull();
      // Until it was unlocked nothing was sent, although something was injected when the browser died.
      expect(after.carriedBefore, about).toBeNull();
      truth.possible = [after.found];
      desk = after.desk;
      counts[what] ??= { kills: 0, before: 0, after: 0 };
      const count = counts[what];
      count.kills += 1;
      if (possible.length > 1)
        count[JSON.stringify(possible[0]) === JSON.stringify(after.found) ? 'before' : 'after'] += 1;
    }
    // The control: the last one is really used.
    expect((await rulesIn(made.browser)).length > 0).toBe(truth.now.password !== null);
    console.log(
      `${KILLS} kills (seed ${SEED}) among ${truth.confirmed} confirmed changes: ${Object.entries(counts)
        .map(
          ([what, { kills, before, after }]) =>
            `${kills} ${what} (${kills - before - after} between two steps, ${before} before and ${after} after the write under way)`,
        )
        .join('; ')}; none lost, none damaged.`,
    );
  },
  60_000 + KILLS * 30_000,
);
