import { expect, test } from 'vitest';
import type { Rule } from '../../../lib/platform/ports.ts';
import { createRuleApplier } from '../../../lib/rules/apply.ts';
import type { CompiledRule } from '../../../lib/rules/compile.ts';
import { ruleMemory } from '../../fakes/rule-memory.ts';

/** `fence` belongs to nobody, `a:1` and `a:2` to source `a`. */
function wanted(...names: string[]): CompiledRule[] {
  return names.map((urlFilter) => ({
    sourceId: urlFilter === 'fence' ? null : urlFilter.replace(/:.*/, ''),
    rule: { priority: 1, action: { type: 'allow' }, condition: { urlFilter } },
  }));
}

const names = (rules: Iterable<Rule>) => [...rules].map(({ condition }) => condition.urlFilter).sort();

test('rules are made exactly those, by one update; nothing to change is none', async () => {
  const store = ruleMemory();
  const rules = createRuleApplier(store);
  expect(await rules.apply(wanted('fence', 'a:1', 'b:1'))).toMatchObject({ rejectedSourceIds: [] });
  expect(names(store.rules.values())).toEqual(['a:1', 'b:1', 'fence']);
  expect(store.updates).toBe(1);
  await rules.apply(wanted('b:1', 'fence', 'a:1'));
  expect(store.updates).toBe(1);
  const kept = [...store.rules.values()].find(({ condition }) => condition.urlFilter === 'b:1')?.id;
  await rules.apply(wanted('fence', 'b:1', 'c:1'));
  expect(store.updates).toBe(2);
  expect(names(store.rules.values())).toEqual(['b:1', 'c:1', 'fence']);
  expect(store.rules.get(kept ?? 0)?.condition.urlFilter).toBe('b:1');
});

test('a new worker starts from what the browser has', async () => {
  const store = ruleMemory();
  await createRuleApplier(store).apply(wanted('fence', 'a:1'));
  await createRuleApplier(store).apply(wanted('fence', 'a:1'));
  expect(store.updates).toBe(1);
  await createRuleApplier(store).apply(wanted('fence', 'b:1'));
  expect(names(store.rules.values())).toEqual(['b:1', 'fence']);
});

test('updates that come at once run one after the other: the last word stands', async () => {
  const store = ruleMemory();
  const rules = createRuleApplier(store);
  await Promise.all([
    rules.apply(wanted('fence', 'a:1')),
    rules.apply(wanted('fence', 'a:1', 'b:1')),
    rules.clear(),
    rules.apply(wanted('fence', 'c:1')),
  ]);
  expect(names(store.rules.values())).toEqual(['c:1', 'fence']);
});

test('a rule that the browser does not take is found; the others stand and its source is named', async () => {
  const store = ruleMemory();
  store.refuses = ({ condition }) => condition.urlFilter === 'c:2';
  const applied = await createRuleApplier(store).apply(
    wanted('fence', 'a:1', 'a:2', 'b:1', 'c:1', 'c:2', 'c:3', 'd:1', 'e:1'),
  );
  expect(applied).toMatchObject({ rejectedSourceIds: ['c'] });
  // Half a source would sign some of its requests: c:1 and c:3 go too.
  expect(names(store.rules.values())).toEqual(['a:1', 'a:2', 'b:1', 'd:1', 'e:1', 'fence']);
});

test('several bad ones are each found', async () => {
  const store = ruleMemory();
  store.refuses = ({ condition }) => /^[bd]/.test(condition.urlFilter ?? '');
  const { rejectedSourceIds } = await createRuleApplier(store).apply(
    wanted('fence', 'a:1', 'b:1', 'c:1', 'd:1'),
  );
  expect(rejectedSourceIds.sort()).toEqual(['b', 'd']);
  expect(names(store.rules.values())).toEqual(['a:1', 'c:1', 'fence']);
});

test('what must go goes, even when what comes with it is not taken', async () => {
  const store = ruleMemory();
  const rules = createRuleApplier(store);
  await rules.apply(wanted('fence', 'old:1', 'kept:1'));
  store.refuses = ({ condition }) => condition.urlFilter === 'bad:1';
  expect(await rules.apply(wanted('fence', 'kept:1', 'bad:1'))).toMatchObject({ rejectedSourceIds: ['bad'] });
  expect(names(store.rules.values())).toEqual(['fence', 'kept:1']);
  await rules.apply(wanted('fence'));
  expect(names(store.rules.values())).toEqual(['fence']);
});

test('without its fences no credential goes out', async () => {
  const store = ruleMemory();
  store.refuses = ({ condition }) => condition.urlFilter === 'fence';
  await expect(createRuleApplier(store).apply(wanted('fence', 'a:1'))).rejects.toThrow();
  expect(names(store.rules.values())).toEqual([]);
});

test('after a failure the browser is asked again what it has', async () => {
  const store = ruleMemory();
  const rules = createRuleApplier(store);
  store.broken = true;
  await expect(rules.apply(wanted('fence', 'a:1'))).rejects.toThrow();
  store.broken = false;
  await rules.apply(wanted('fence', 'a:1'));
  expect(names(store.rules.values())).toEqual(['a:1', 'fence']);
});

test('clear removes every rule, also those that nobody here made', async () => {
  const store = ruleMemory();
  await createRuleApplier(store).apply(wanted('fence', 'a:1'));
  await createRuleApplier(store).clear();
  expect(store.rules.size).toBe(0);
});

test('more than the browser has room for: whole sources stand in their order, the others are named at once', async () => {
  const store = Object.assign(ruleMemory(), { mostRules: 5 });
  const rules = createRuleApplier(store);
  const all = wanted('fence', 'a:1', 'a:2', 'b:1', 'b:2', 'c:1', 'c:2');
  expect(await rules.apply(all)).toEqual({ rejectedSourceIds: [], tooManySourceIds: ['c'] });
  expect(names(store.rules.values())).toEqual(['a:1', 'a:2', 'b:1', 'b:2', 'fence']);
  expect(store.updates).toBe(1);
  // Nothing else changes, and it is still said.
  expect(await rules.apply(all)).toEqual({ rejectedSourceIds: [], tooManySourceIds: ['c'] });
  expect(store.updates).toBe(1);
  expect(await rules.apply(wanted('fence', 'b:1', 'b:2', 'c:1', 'c:2'))).toMatchObject({
    rejectedSourceIds: [],
  });
});
