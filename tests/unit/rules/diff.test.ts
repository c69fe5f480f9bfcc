import { expect, test } from 'vitest';
import type { Rule } from '../../../lib/platform/ports.ts';
import type { CompiledRule } from '../../../lib/rules/compile.ts';
import { diffRules, ruleText } from '../../../lib/rules/diff.ts';

const rule = (urlFilter: string, id = 0): Rule => ({
  id,
  priority: 5,
  action: { type: 'allow' },
  condition: { urlFilter, requestMethods: ['get', 'head'] },
});

const wanted = (...filters: string[]): CompiledRule[] =>
  filters.map((urlFilter) => {
    const { id: _, ...rest } = rule(urlFilter);
    return { sourceId: 'source1', rule: rest };
  });

test('nothing to change is no update', () => {
  expect(diffRules([], [])).toBe(null);
  expect(diffRules([rule('a', 7), rule('b', 3)], wanted('b', 'a'))).toBe(null);
});

test('equal rules keep their numbers, new ones get numbers nobody has', () => {
  expect(diffRules([rule('a', 7), rule('b', 3)], wanted('a', 'c', 'd'))).toEqual({
    removeRuleIds: [3],
    addRules: [rule('c', 8), rule('d', 9)],
  });
});

test('what is installed twice or unknown goes, what is wanted twice is added once', () => {
  expect(diffRules([rule('a', 1), rule('a', 2)], wanted('a'))).toEqual({ removeRuleIds: [2], addRules: [] });
  expect(diffRules([], wanted('a', 'a'))?.addRules).toHaveLength(1);
});

test('the order of members and what the browser adds as null say nothing; the order in a list does', () => {
  const turned = {
    condition: {
      requestMethods: ['get', 'head'],
      urlFilter: 'a',
      domainType: null,
      initiatorDomains: undefined,
    },
    action: { type: 'allow', redirect: null },
    id: 4,
    priority: 5,
  } as unknown as Rule;
  expect(ruleText(turned)).toBe(ruleText(rule('a', 9)));
  expect(diffRules([turned], wanted('a'))).toBe(null);
  const other = rule('a');
  other.condition.requestMethods = ['head', 'get'] as NonNullable<Rule['condition']['requestMethods']>;
  expect(ruleText(other)).not.toBe(ruleText(rule('a')));
});
