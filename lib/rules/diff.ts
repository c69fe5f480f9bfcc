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

/**
 * What must change so that exactly the wanted rules are installed. Equal rules keep their numbers.
 * @returns null where nothing has to change.
 */
export function diffRules(installed: readonly Rule[], wanted: readonly CompiledRule[]): RuleChange | null {
  const wantedTexts = new Set(wanted.map(({ rule }) => ruleText(rule)));
  const kept = new Set<string>();
  const removeRuleIds: number[] = [];
  let highest = 0;
  for (const rule of installed) {
    highest = Math.max(highest, rule.id);
    const text = ruleText(rule);
    if (wantedTexts.has(text) && !kept.has(text)) kept.add(text);
    else removeRuleIds.push(rule.id);
  }
  const addRules: Rule[] = [];
  for (const { rule } of wanted) {
    const text = ruleText(rule);
    if (kept.has(text)) continue;
    kept.add(text);
    highest += 1;
    addRules.push({ ...rule, id: highest });
  }
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
