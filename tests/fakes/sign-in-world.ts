import type { QuietTools } from '../../lib/auth/method.ts';
import { createEventLog } from '../../lib/diagnostics/log.ts';
import type { Permissions } from '../../lib/platform/ports.ts';
import { createQueue } from '../../lib/queue.ts';
import { createRuleApplier } from '../../lib/rules/apply.ts';
import type { Ask } from '../../lib/sign-in/attempt.ts';
import { createBackups } from '../../lib/sign-in/backups.ts';
import { createChecking } from '../../lib/sign-in/checking.ts';
import { createChecks } from '../../lib/sign-in/checks.ts';
import { createCredentials } from '../../lib/sign-in/credentials.ts';
import { createGuards } from '../../lib/sign-in/guards.ts';
import { createInstalled } from '../../lib/sign-in/installed.ts';
import { createLocking } from '../../lib/sign-in/locking.ts';
import { createProving } from '../../lib/sign-in/proving.ts';
import { createRecheck } from '../../lib/sign-in/recheck.ts';
import { createRenewals } from '../../lib/sign-in/renewals.ts';
import { type Row, rowKey } from '../../lib/sign-in/rows.ts';
import { keyPlaceIn, openSession } from '../../lib/sign-in/session.ts';
import { createSignIns } from '../../lib/sign-in/sign-ins.ts';
import { createSigning } from '../../lib/sign-in/signing.ts';
import { createTakingBack } from '../../lib/sign-in/taking-back.ts';
import { createUnlocking } from '../../lib/sign-in/unlocking.ts';
import { createSavedStore } from '../../lib/sources/store.ts';
import { openSettings } from '../../lib/vault/settings.ts';
import { openVault } from '../../lib/vault/vault.ts';
import { type MemoryArea, memoryArea } from './memory-area.ts';
import { PREFIX, SITE } from './records.ts';
import { type RuleMemory, ruleMemory } from './rule-memory.ts';

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

/** What the browser keeps while a worker comes and goes. */
export interface Kept {
  log: string[];
  local: MemoryArea;
  memory: MemoryArea;
  browserRules: RuleMemory;
}

/**
 * Everything that signing in works with, in memory: the real store, session, vault and rules over fake browser parts.
 * `log` has every change of storage and rules in the order in which the browser saw it.
 * @param reach how identity providers are reached; without it nobody answers.
 */
export async function signInWorld(ask: Ask, kept: Partial<Kept> = {}, reach: Partial<QuietTools> = {}) {
  const { log = [] } = kept;
  const { local = memoryArea({}, log), memory = memoryArea({}, log) } = kept;
  const { browserRules = ruleMemory(log) } = kept;
  const store = createSavedStore(local);
  const session = await openSession(memory);
  const settings = await openSettings(local);
  const vault = await openVault(local, keyPlaceIn(session));
  const permissions = allPermissions();
  const capabilities = { portsInPatterns: true, topDomains: true };
  const rules = createRuleApplier(browserRules);
  const signing = createSigning(capabilities);
  const installed = createInstalled({
    ...{ store, session, rules, permissions, capabilities, signing, ownHost: 'layerkey' },
    synced: () => void renewals.arm(),
  });
  const credentials = createCredentials({ session, vault, store, settings });
  const inTurn = createQueue();
  const shared = {
    ...{ store, session, vault, settings, credentials, installed, permissions, capabilities, ask, inTurn },
  };
  const clock = { now: 1_800_000_000_000 };
  const quiet: QuietTools = {
    fetch: async () => new Response(null, { status: 503 }),
    now: () => clock.now,
    redirectUri: 'https://layerkey.chromiumapp.org/',
    authorizeSilently: async () => null,
    ...reach,
  };
  /** What follows a renewal; a test may say. */
  const hooks = { changed: async (): Promise<unknown> => undefined };
  const takingBack = createTakingBack({ ...shared, quiet });
  /** What the renewal alarm was set to, in order; 0 where it was taken away. */
  const renewalAlarms: number[] = [];
  const renewalAlarm = {
    set: async (when: number) => void renewalAlarms.push(when),
    clear: async () => void renewalAlarms.push(0),
  };
  const proving = createProving({ store, ask });
  const checks = createChecks({ session, now: quiet.now });
  const eventLog = createEventLog({ session, now: quiet.now });
  /** When accounts are to be looked at again: id and time, in order. */
  const guardAlarms: [string, number][] = [];
  const renewals = createRenewals({
    ...{ ...shared, quiet, renewalAlarm },
    changed: () => hooks.changed(),
    renewed: (accountId) => guards.renewed(accountId),
  });
  const guards = createGuards({
    ...{ ...shared, renewals, proving, checks },
    log: eventLog,
    alarm: { set: async (id, when) => void guardAlarms.push([id, when]) },
    isOnline: () => online.now,
    now: quiet.now,
    changed: () => hooks.changed(),
  });
  const online = { now: true };
  const signIns = createSignIns({ ...shared, takingBack, quiet, renewals, guards });
  const alarms: number[] = [];
  const alarm = {
    set: async (when: number) => void alarms.push(when),
    clear: async () => void alarms.push(0),
  };
  /** When the computer was used last, and whether its screen is locked. */
  const idle = { last: 0, locked: false };
  const queryIdle = async (seconds: number) => {
    if (idle.locked) return 'locked' as const;
    return clock.now - idle.last < seconds * 1000 ? ('active' as const) : ('idle' as const);
  };
  const locking = createLocking({
    ...shared,
    quiet,
    alarm,
    queryIdle,
    endVisits: () => {},
    now: () => clock.now,
  });
  const unlocking = createUnlocking(shared);
  return {
    ...{
      log,
      local,
      memory,
      browserRules,
      store,
      session,
      settings,
      vault,
      permissions,
      credentials,
      installed,
    },
    ...{ signIns, takingBack, locking, unlocking, clock, alarms, idle, inTurn },
    ...{ renewals, renewalAlarms, quiet, hooks },
    ...{ guards, guardAlarms, signing, online, checks, eventLog },
    recheck: createRecheck({ ...shared, renewals, guards, proving }),
    check: createChecking({ ...shared, proving, checks }),
    backups: createBackups({ ...shared, unlocking }),
  };
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
export function injectedValues(rules: RuleMemory['rules']): string[] {
  const headers = [...rules.values()].flatMap(({ action }) => action.requestHeaders ?? []);
  return [
    ...new Set(headers.filter(({ header }) => header === 'authorization').map(({ value }) => value ?? '')),
  ];
}

/** `Basic ...` of a name and password. */
export function basicOf(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
