import type { Rule } from '../platform/ports.ts';
import type { CompiledRule } from './compile.ts';

/** One update of the session rules. */
export interface RuleChange {
  removeRuleIds: number[];
  addRules: Rule[];
}

/** A rule as text, the same for equal rules whatever the order of their members; without its number. */
export function ruleText(rule: Omit<Rule, 'id'> & { id?: number }): string {
  const { id: _, ...rest } = rule;
  return JSON.stringify(sorted(rest));
}

/** The text under which an installed rule was last wanted: the same rules are compared at every change. */
const wantedTexts = new WeakMap<Rule, string>();

/**
 * What must change so that exactly the wanted rules are installed. Equal rules keep their numbers.
 * @returns null where nothing has to change.
 */
export function diffRules(installed: readonly Rule[], wanted: readonly CompiledRule[]): RuleChange | null {
  // As they are written: the compiler writes equal rules equally, and that is quick to compare.
  const missing = new Map(wanted.map(({ rule }) => [JSON.stringify(rule), rule]));
  const others = installed.filter((rule) => !missing.delete(wantedTexts.get(rule) ?? ''));
  // What the browser gave back has another order, and is looked at once more.
  const left = new Map([...missing].map(([text, rule]) => [others.length > 0 ? ruleText(rule) : text, text]));
  const removed = others.filter((rule) => {
    const key = ruleText(rule);
    const text = left.get(key);
    if (text === undefined) return true;
    left.delete(key);
    wantedTexts.set(rule, text);
    return false;
  });
  let highest = installed.reduce((most, { id }) => Math.max(most, id), 0);
  const addRules = [...left.values()].flatMap((text) => {
    const rule = missing.get(text);
    if (rule === undefined) return [];
    highest += 1;
    const added = { ...rule, id: highest };
    wantedTexts.set(added, text);
    return [added];
  });
  const removeRuleIds = removed.map(({ id }) => id);
  return removeRuleIds.length === 0 && addRules.length === 0 ? null : { removeRuleIds, addRules };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      // Firefox gives back absent members as null.
      .filter(([, member]) => member !== undefined && member !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
