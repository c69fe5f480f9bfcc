import type { Rule, RuleStore } from '../../lib/platform/ports.ts';

/** Session rules in memory, with the browser's habits: an update happens whole or not at all. */
export interface RuleMemory extends RuleStore {
  rules: Map<number, Rule>;
  /** How many updates were asked for, the refused ones included. */
  updates: number;
  /** Rules that the browser does not take. */
  refuses: (rule: Rule) => boolean;
  /** Makes every update fail, that removes or adds. */
  broken: boolean;
}

/** @param log gets `rules` for each update that happened, to compare the order with storage's. */
export function ruleMemory(log: string[] = []): RuleMemory {
  const memory: RuleMemory = {
    rules: new Map(),
    updates: 0,
    refuses: () => false,
    broken: false,
    getSessionRules: async () => structuredClone([...memory.rules.values()]),
    updateSessionRules: async ({ removeRuleIds = [], addRules = [] }) => {
      await Promise.resolve();
      memory.updates += 1;
      if (memory.broken) throw new Error('Internal error while updating session rules.');
      const after = new Map(memory.rules);
      for (const id of removeRuleIds) after.delete(id);
      for (const rule of addRules) {
        if (after.has(rule.id)) throw new Error(`Rule with id ${rule.id} does not have a unique ID.`);
        if (memory.refuses(rule)) throw new Error(`Rule with id ${rule.id} is not valid.`);
        after.set(rule.id, structuredClone(rule));
      }
      memory.rules = after;
      log.push(`rules ${after.size}`);
    },
  };
  return memory;
}
