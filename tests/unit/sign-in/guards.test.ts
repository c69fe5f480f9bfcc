import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../lib/guard/observed.ts';
import { byPerson } from '../../fakes/anna.ts';
import { ANNA, annaIn, refused, SILENT, TILE } from '../../fakes/guarded.ts';
import { settled, slowArea } from '../../fakes/interruptions.ts';

describe('the first refusal', () => {
  test('rules go first, then one question, then they are back', async () => {
    const made = await annaIn();
    expect(made.injected()).toEqual([ANNA]);
    made.answers(refused());
    await settled();
    expect(made.injected()).toEqual([ANNA]);
    expect(made.asked.map(({ headers }) => headers.authorization)).toEqual([ANNA]);
    const rules = made.log.filter((line) => line.startsWith('rules'));
    expect(rules[0]).toBe('rules 0');
    expect(rules).toHaveLength(2);
    expect(made.status()).toEqual(['signedIn', null]);
    expect(made.mode()).toBe('active');
  });

  test('what is refused while the rules are going asks nobody again', async () => {
    const made = await annaIn();
    const signature = made.of(TILE);
    made.answers(refused());
    for (let n = 0; n < 60; n++) if (signature) made.guards.answered(signature, `${TILE}&n=${n}`, refused());
    await settled();
    expect(made.asked).toHaveLength(1);
    expect(made.of(TILE)?.round).toBe((signature?.round ?? 0) + 1);
  });

  test('the question is asked with no rule installed', async () => {
    const made = await annaIn();
    const seen: number[] = [];
    made.says((request) => {
      seen.push(made.browserRules.rules.size);
      return byPerson(request);
    });
    made.answers(refused());
    await settled();
    expect(seen).toEqual([0]);
  });

  test('the session takes its time, or has no room: rules go all the same', async () => {
    const made = await annaIn();
    const disk = slowArea(made.memory, 'set', 'account:');
    made.answers(refused());
    await disk.reached;
    await settled();
    expect(made.injected()).toEqual([]);
    disk.letGo();
    await settled();
    const full = await annaIn();
    full.says(SILENT);
    full.memory.failing.add('set');
    full.answers(refused());
    await settled();
    expect(full.injected()).toEqual([]);
  });

  test('views that take for ever hold up neither this pause nor the next', async () => {
    const made = await annaIn();
    made.hooks.changed = () => new Promise(() => undefined);
    made.answers(refused());
    await settled();
    expect(made.mode()).toBe('active');
    made.says(SILENT);
    made.answers(refused(), `${TILE}2`);
    await settled();
    expect(made.injected()).toEqual([]);
  });

  test('a page that is refused at a thousand places: the views are told a few times', async () => {
    const made = await annaIn();
    let told = 0;
    made.hooks.changed = async () => {
      told += 1;
      await settled();
    };
    made.answers(refused());
    await settled();
    for (let n = 0; n < 1000; n++) made.answers(refused('access', 403), `${TILE}${n}`);
    await settled();
    // Two of them are taken for what they are; after that it is asked whether the sign-in still holds.
    expect(made.injected()).toEqual([]);
    await settled();
    await settled();
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(20);
  });

  test('rules that cannot be changed one by one all go', async () => {
    const made = await annaIn();
    made.says(SILENT);
    const { updateSessionRules } = made.browserRules;
    let calls = 0;
    made.browserRules.updateSessionRules = (update) =>
      calls++ < 2 ? Promise.reject(new Error('Internal error')) : updateSessionRules(update);
    made.answers(refused());
    await settled();
    expect(made.browserRules.rules.size).toBe(0);
    expect(made.of(TILE)).toBeNull();
  });

  test('a proxy, a fault, a certificate, good answers: nothing happens', async () => {
    const made = await annaIn();
    const nothing: Observation[] = [
      refused('proxy', 407),
      { what: 'fault', until: null },
      { what: 'certificate' },
      { what: 'fine' },
      { what: 'nothing' },
    ];
    for (const each of nothing) made.answers(each);
    await settled();
    expect(made.log.filter((line) => line.startsWith('rules'))).toEqual([]);
    expect(made.asked).toEqual([]);
  });
});
