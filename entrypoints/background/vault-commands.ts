import { AppError } from '../../lib/errors.ts';
import type { CommandPayload, ViewOf } from '../../lib/messages/protocol.ts';
import type { SettingsView } from '../../lib/messages/settings-view.ts';
import type { VAULT_COMMANDS } from '../../lib/messages/vault-protocol.ts';
import { ALL_SITES } from '../../lib/permissions/patterns.ts';
import { capabilities } from '../../lib/platform/events.ts';
import type { Permissions } from '../../lib/platform/ports.ts';
import { announceChange } from '../../lib/platform/worker.ts';
import type { Backups } from '../../lib/sign-in/backups.ts';
import type { Locking } from '../../lib/sign-in/locking.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import { siteVaults } from '../../lib/sign-in/site-vaults.ts';
import type { TakingBack } from '../../lib/sign-in/taking-back.ts';
import type { Unlocking } from '../../lib/sign-in/unlocking.ts';
import type { SavedStore } from '../../lib/sources/store.ts';
import type { Settings, SettingsStore } from '../../lib/vault/settings.ts';
import type { Vault } from '../../lib/vault/vault.ts';
import type { Access } from './access.ts';
import type { Returning } from './returning.ts';
import type { VaultReport } from './vault-report.ts';

interface Parts {
  session: Session;
  store: SavedStore;
  vault: Vault;
  settings: SettingsStore;
  permissions: Permissions;
  unlocking: Unlocking;
  locking: Locking;
  backups: Backups;
  takingBack: TakingBack;
  access: Access;
  returning: Returning;
  report: VaultReport;
}

type Name = keyof typeof VAULT_COMMANDS;
type Handlers = { [N in Name]: (payload: CommandPayload<N>) => Promise<ViewOf<N>> };

/** Commands about the saved sign-ins and settings: carried out, then answered with how things stand. */
export function createVaultCommands(parts: Parts) {
  const {
    session,
    store,
    vault,
    settings,
    permissions,
    unlocking,
    locking,
    backups,
    takingBack,
    access,
    returning,
    report,
  } = parts;

  async function view(): Promise<SettingsView> {
    const { notice } = report;
    const { rows, ...state } = report.parts();
    return {
      vault: state.vault,
      remembered: vault.ids().size,
      passkeys: vault.passkeys(),
      settings: settings.now(),
      noticing: settings.now().noticeEverywhere && (await permissions.contains([ALL_SITES])),
      noticeOrigins: [ALL_SITES],
      noticeKeep: await access.keptAfterNoticing().catch(() => []),
      canLockWithComputer: capabilities.tellsComputerLocked,
      sites: siteVaults(await store.read(), state),
      notice: notice(),
    };
  }

  /** Carries out, tells every page of ours, and answers. */
  async function done(work: Promise<unknown>): Promise<SettingsView> {
    await work;
    await locking.arm();
    await announceChange();
    return view();
  }

  /** Opened: what is remembered is proven meanwhile, for the sites that are open. */
  async function open(work: Promise<unknown>): Promise<SettingsView> {
    const answer = await done(work);
    void returning.openSites();
    return answer;
  }

  async function changeSettings(next: Settings): Promise<void> {
    if (!next.noticeEverywhere) await access.noticingEnds().catch(() => undefined);
    await settings.change(next);
    await locking.settingsChanged();
    await access.giveBack();
  }

  const mayRemember = () => {
    if (settings.now().sharedComputer) throw new AppError('sharedComputer');
  };

  const handlers: Handlers = {
    settings: view,
    createVault: ({ passphrase }) => {
      mayRemember();
      return done(vault.create(passphrase));
    },
    unlock: ({ passphrase }) => open(unlocking.unlock(passphrase)),
    unlockWithPasskey: ({ id, output }) => open(unlocking.unlockWithPasskey(id, output)),
    lock: () => done(locking.lock()),
    changePassphrase: ({ current, next }) => done(vault.changePassphrase(current, next)),
    addPasskey: ({ id, salt, output }) => done(vault.addPasskey(id, salt, output, Date.now())),
    removePasskey: ({ id }) => done(vault.removePasskey(id)),
    deleteVault: () => done(locking.destroy()),
    backup: async () => ({ file: await backups.make() }),
    restore: ({ text, passphrase }) => {
      mayRemember();
      return open(backups.restore(text, passphrase));
    },
    changeSettings: (next) => done(changeSettings(next)),
    stopUsingAt: ({ sourceId, site }) =>
      done(takingBack.stopUsing(sourceId, site).then(() => access.giveBack())),
    forgetSiteAt: ({ site }) => done(takingBack.forgetSite(site).then(() => access.giveBack())),
    dismissNotice: ({ code }) => done(session.remove('notice', code)),
  };

  return {
    carryOut: <N extends Name>(name: N, payload: unknown): Promise<ViewOf<N>> =>
      (handlers[name] as (payload: unknown) => Promise<ViewOf<N>>)(payload),
  };
}

export type VaultCommands = ReturnType<typeof createVaultCommands>;
