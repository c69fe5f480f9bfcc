import type { GuardState } from '../guard/state.ts';
import type { AccountLine, DiagnosticsView, Versions } from '../messages/diagnostics-view.ts';
import type { Rule } from '../platform/ports.ts';
import type { AccountState } from '../sign-in/session.ts';
import type { Account, Saved } from '../sources/model.ts';
import type { Settings } from '../vault/settings.ts';
import { type DiagnosticEvent, safeDetail, safeHost } from './events.ts';
import { rulesBySource } from './rules.ts';

/** Everything that the page is made of. */
export interface DiagnosticsParts {
  versions: Versions;
  /** Host patterns, and names of permissions. */
  permissions: { hosts: readonly string[]; api: readonly string[] };
  /** The browser's session rules. */
  rules: readonly Rule[];
  saved: Saved;
  /** By account id. */
  accounts: ReadonlyMap<string, AccountState>;
  guards: ReadonlyMap<string, GuardState>;
  settings: Settings;
  /** The newest last. */
  events: readonly DiagnosticEvent[];
}

/** What the diagnostics page shows. Pure; in an order that depends on nothing else than what is shown. */
export function diagnosticsView(parts: DiagnosticsParts): DiagnosticsView {
  const { versions, permissions, rules, saved, accounts, guards, settings, events } = parts;
  const lines = saved.accounts.map((account) =>
    lineOf(account, accounts.get(account.id), guards.get(account.id)),
  );
  const { lockAfterMinutes, lockWithComputer, sharedComputer, noticeEverywhere, hiddenWarnings } = settings;
  return {
    versions,
    permissions: { hosts: [...permissions.hosts].sort(), api: [...permissions.api].sort() },
    sources: rulesBySource(rules, saved),
    accounts: lines.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    settings: {
      ...{ lockAfterMinutes, lockWithComputer, sharedComputer, noticeEverywhere },
      hiddenWarnings: hiddenWarnings.map(({ host }) => safeHost(host)).sort(),
    },
    events: events.map(({ at, code, host, detail, times }) => ({
      ...{ at, code, times },
      ...{ host: safeHost(host), detail: safeDetail(detail) },
    })),
  };
}

function lineOf(account: Account, state: AccountState | undefined, guard: GuardState | undefined) {
  const line: AccountLine = {
    method: account.method,
    hosts: account.origins.map(safeHost).sort(),
    status: state?.status ?? null,
    why: state?.why ?? '',
    since: state?.since ?? 0,
    guard: guard ? { mode: guard.mode.is, round: guard.round } : null,
  };
  return line;
}

const orderOf = (line: AccountLine) => JSON.stringify([line.hosts, line.method, line.since]);
