import type { EventLog } from '../../lib/diagnostics/log.ts';
import { diagnosticsView } from '../../lib/diagnostics/view.ts';
import type { DiagnosticsView } from '../../lib/messages/diagnostics-view.ts';
import type { apiPermissions, versions } from '../../lib/platform/about.ts';
import type { Permissions, RuleStore } from '../../lib/platform/ports.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import { NOTHING_SAVED } from '../../lib/sources/model.ts';
import type { SavedStore } from '../../lib/sources/store.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';

interface Parts {
  session: Session;
  store: SavedStore;
  settings: SettingsStore;
  permissions: Pick<Permissions, 'granted'>;
  log: Pick<EventLog, 'all'>;
  ruleStore: Pick<RuleStore, 'getSessionRules'>;
  about: { apiPermissions: typeof apiPermissions; versions: typeof versions };
}

/** Answers the diagnostics page: how things stand now, without secrets. */
export function createDiagnostics(parts: Parts) {
  const { session, store, settings, permissions, log, ruleStore, about } = parts;
  return {
    view: async (): Promise<DiagnosticsView> => {
      const [versions, hosts, api, rules, saved] = await Promise.all([
        about.versions(),
        permissions.granted(),
        about.apiPermissions(),
        ruleStore.getSessionRules(),
        // Records that cannot be read are a reason to look here.
        store.read().catch(() => NOTHING_SAVED),
      ]);
      return diagnosticsView({
        versions,
        permissions: { hosts, api },
        rules,
        saved,
        accounts: session.all('account'),
        guards: session.all('guard'),
        settings: settings.now(),
        events: log.all(),
      });
    },
  };
}

export type Diagnostics = ReturnType<typeof createDiagnostics>;
