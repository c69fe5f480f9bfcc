import { hostsOf } from '../permissions/patterns.ts';
import type { Permissions } from '../platform/ports.ts';
import { createQueue } from '../queue.ts';
import type { RuleApplier } from '../rules/apply.ts';
import { compileRules } from '../rules/compile.ts';
import { windowRules } from '../rules/windows.ts';
import type { Saved } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import { placementsOf } from './placements.ts';
import type { AccountState, Session } from './session.ts';
import type { Signing } from './signing.ts';

interface Parts {
  store: SavedStore;
  session: Session;
  rules: RuleApplier;
  permissions: Permissions;
  capabilities: { topDomains: boolean };
  /** Host of our own pages' addresses. */
  ownHost: string;
  signing: Signing;
  /** Called after every change of who is signed in. */
  synced: (applied: Awaited<ReturnType<RuleApplier['apply']>>) => void;
}

/** Keeps the browser's rules as what is signed in says. */
export function createInstalled({ store, session, rules, permissions, capabilities, ...parts }: Parts) {
  const { signing, synced, ownHost } = parts;
  const inTurn = createQueue();

  const placedIn = (saved: Saved, isIn?: (state: AccountState) => boolean) =>
    placementsOf(saved, session.all('credential'), session.all('account'), isIn);

  async function syncNow(): Promise<Awaited<ReturnType<RuleApplier['apply']>>> {
    const allowed = hostsOf(await permissions.granted());
    const saved = await store.read();
    const { placements } = placedIn(saved);
    const rounds = new Map([...session.all('guard')].map(([id, { round }]) => [id, round]));
    signing.leave(placements);
    const windows = [...session.all('window')].flatMap(([tabId, { redirect }]) =>
      redirect === null ? [] : [{ tabId: Number(tabId), redirect }],
    );
    const wanted = [
      ...windowRules(windows),
      ...compileRules(placements, { ...capabilities, allowed, ownHost }),
    ];
    const applied = await rules.apply(wanted);
    const left = new Set([...applied.rejectedSourceIds, ...applied.tooManySourceIds]);
    const installed = placements.filter(({ destination }) => !left.has(destination.sourceId));
    signing.enter(installed, rounds, saved);
    return applied;
  }

  /**
   * Installs exactly the rules of what is signed in. One after the other, each from what is true in its turn: rules that were
   * made before a lock must not be installed after it.
   * @returns sources that stay without rules, and why.
   */
  const sync = async () => {
    const applied = await inTurn(syncNow);
    synced(applied);
    return applied;
  };

  return {
    /** What is injected now, and what is not because it was changed. */
    placed: async () => placedIn(await store.read()),
    /** The same with what was refused since, and which the popup asks about: the browser's own question would be the second. */
    signedOrRefused: async () => {
      const isIn = ({ status, why }: AccountState) =>
        why === 'stopped' || ['signedIn', 'notAccepted', 'signedInWithoutAccess'].includes(status);
      return placedIn(await store.read(), isIn).placements;
    },
    sync,
    /** Takes rules away: should that fail, all of them go rather than one too many stays. */
    withdraw: async (): Promise<void> => {
      await sync().catch(() => {
        signing.leave([]);
        return rules.clear();
      });
    },
  };
}

export type Installed = ReturnType<typeof createInstalled>;
