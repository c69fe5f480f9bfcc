import type { Permissions } from '../../lib/platform/ports.ts';
import { createRuleApplier } from '../../lib/rules/apply.ts';
import type { Ask } from '../../lib/sign-in/attempt.ts';
import { type Row, rowKey } from '../../lib/sign-in/rows.ts';
import { openSession } from '../../lib/sign-in/session.ts';
import { createSignIns } from '../../lib/sign-in/sign-ins.ts';
import { createSavedStore } from '../../lib/sources/store.ts';
import { memoryArea } from './memory-area.ts';
import { PREFIX, SITE } from './records.ts';
import { ruleMemory } from './rule-memory.ts';

/** Host access in memory: everything but what is listed in `missing`. */
export function allPermissions(): Permissions & { missing: Set<string> } {
  const missing = new Set<string>();
  return {
    missing,
    contains: async (origins) => origins.every((origin) => !missing.has(origin)),
    granted: async () => [],
    remove: async () => undefined,
  };
}

/**
 * Everything that signing in works with, in memory: the real store, session and rules over fake browser parts.
 * `log` has every change of storage and rules in the order in which the browser saw it.
 */
export async function signInWorld(ask: Ask) {
  const log: string[] = [];
  const local = memoryArea({}, log);
  const memory = memoryArea({}, log);
  const browserRules = ruleMemory(log);
  const store = createSavedStore(local);
  const session = await openSession(memory);
  const permissions = allPermissions();
  const capabilities = { portsInPatterns: true, topDomains: true };
  const rules = createRuleApplier(browserRules);
  const signIns = createSignIns({ store, session, rules, permissions, ask, capabilities });
  return { log, local, memory, browserRules, store, session, permissions, signIns };
}

/** A WMS as a page uses it, refused. */
export function seenRow(
  more: { base?: string; site?: string; seen?: Partial<NonNullable<Row['seen']>> } = {},
): Row {
  const { base = PREFIX, site = SITE } = more;
  return {
    key: rowKey(site, base),
    site,
    topSite: site,
    source: null,
    seen: {
      base,
      kinds: ['WMS'],
      sample: `${base}?SERVICE=WMS&REQUEST=GetMap`,
      state: 'refuses',
      challenges: ['Basic realm="x"'],
      keyNames: [],
      signed: false,
      ...more.seen,
    },
  };
}

/** All header values that the installed rules set, each once. */
export function injectedValues(rules: ReturnType<typeof ruleMemory>['rules']): string[] {
  const headers = [...rules.values()].flatMap(({ action }) => action.requestHeaders ?? []);
  return [
    ...new Set(headers.filter(({ header }) => header === 'authorization').map(({ value }) => value ?? '')),
  ];
}

/** `Basic ...` of a name and password. */
export function basicOf(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
