import type { Rule, RuleStore } from '../platform/ports.ts';
import { createQueue } from '../queue.ts';
import type { CompiledRule } from './compile.ts';
import { diffRules, ruleText } from './diff.ts';

/** What an update did: the sources that stay without rules. */
interface Applied {
  /** The browser did not take their rules. */
  rejectedSourceIds: string[];
  /** There was no room for them. */
  tooManySourceIds: string[];
}

export interface RuleApplier {
  /** Makes the installed rules exactly these; one update, after those that are under way. */
  apply(wanted: readonly CompiledRule[]): Promise<Applied>;
  /** Removes every rule, whatever it is. */
  clear(): Promise<void>;
}

/**
 * The only writer of session rules. Updates run one after the other; the installed rules are read from the
 * browser once per life of the worker and followed from then on (reading 5,000 back takes a tenth of a second).
 */
export function createRuleApplier(store: RuleStore): RuleApplier {
  let installed: Rule[] | null = null;
  const inTurn = createQueue();

  async function applyNow(all: readonly CompiledRule[]): Promise<Applied> {
    installed ??= await store.getSessionRules();
    const { wanted, tooMany } = withinLimit(all, store.mostRules);
    const update = diffRules(installed, wanted);
    const applied: Applied = { rejectedSourceIds: [], tooManySourceIds: tooMany };
    if (update === null) return applied;
    const removed = new Set(update.removeRuleIds);
    try {
      await store.updateSessionRules(update);
      installed = [...installed.filter((rule) => !removed.has(rule.id)), ...update.addRules];
      return applied;
    } catch {
      // Nothing of a rejected update happens. What must go goes first: a bad rule may not keep an old one alive.
      installed = null;
      await store.updateSessionRules({ removeRuleIds: update.removeRuleIds });
      return { ...applied, rejectedSourceIds: await addWhatIsTaken(wanted, update.addRules) };
    }
  }

  /** @returns the sources whose rules were not taken. */
  async function addWhatIsTaken(wanted: readonly CompiledRule[], added: Rule[]): Promise<string[]> {
    const owners = new Map(wanted.map(({ rule, sourceId }) => [ruleText(rule), sourceId]));
    const ownerOf = (rule: Rule) => owners.get(ruleText(rule)) ?? null;
    // The fences are all or nothing: without them no credential may go out.
    await store.updateSessionRules({ addRules: added.filter((rule) => ownerOf(rule) === null) });
    const bad = await addByHalves(added.filter((rule) => ownerOf(rule) !== null));
    const rejected = new Set(bad.map(ownerOf));
    const now = await store.getSessionRules();
    const halfDone = now.filter((rule) => ownerOf(rule) !== null && rejected.has(ownerOf(rule)));
    await store.updateSessionRules({ removeRuleIds: halfDone.map((rule) => rule.id) });
    return [...rejected].filter((id) => id !== null);
  }

  /** Adds all rules that the browser takes; returns the others, found by halving. */
  async function addByHalves(rules: Rule[]): Promise<Rule[]> {
    if (rules.length === 0) return [];
    try {
      await store.updateSessionRules({ addRules: rules });
      return [];
    } catch {
      if (rules.length === 1) return rules;
      const middle = rules.length >> 1;
      return [...(await addByHalves(rules.slice(0, middle))), ...(await addByHalves(rules.slice(middle)))];
    }
  }

  return {
    apply: (wanted) => inTurn(() => applyNow(wanted)),
    clear: () =>
      inTurn(async () => {
        const rules = await store.getSessionRules();
        await store.updateSessionRules({ removeRuleIds: rules.map((rule) => rule.id) });
        installed = [];
      }),
  };
}

/**
 * As many whole sources, in their order, as the browser has room for: it refuses an update that goes beyond, and to find
 * out by trying takes seconds.
 */
function withinLimit(all: readonly CompiledRule[], most = Number.POSITIVE_INFINITY) {
  if (all.length <= most) return { wanted: all, tooMany: [] };
  const bySource = Map.groupBy(all, ({ sourceId }) => sourceId);
  let room = most - (bySource.get(null)?.length ?? 0);
  const left = new Set<string>();
  for (const [sourceId, { length }] of bySource) {
    if (sourceId === null) continue;
    if (length > room) left.add(sourceId);
    else room -= length;
  }
  const wanted = all.filter(({ sourceId }) => sourceId === null || !left.has(sourceId));
  return { wanted, tooMany: [...left] };
}
