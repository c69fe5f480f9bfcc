import {
  capabilities,
  onAuthQuestion,
  onCommand,
  onInstalled,
  onLockSignals,
  onPermissionsChanged,
  onRenewalDue,
  onTabs,
  ownId,
  ownOrigin,
} from '../../lib/platform/events.ts';
import { hideOwnOrigin } from '../../lib/platform/own-requests.ts';
import { ask } from '../../lib/platform/probe.ts';
import { closeWindow, launchFlow, openWindow, redirectUri } from '../../lib/platform/sign-in-window.ts';
import {
  announceChange,
  fetchProvider,
  localStorageArea,
  lockAlarm,
  openOwnPage,
  permissions,
  queryIdle,
  renewalAlarm,
  ruleStore,
  sessionStorageArea,
} from '../../lib/platform/worker.ts';
import { createQueue } from '../../lib/queue.ts';
import { createRuleApplier } from '../../lib/rules/apply.ts';
import { createAuthorizer } from '../../lib/sign-in/authorizer.ts';
import { createBackups } from '../../lib/sign-in/backups.ts';
import { createCredentials } from '../../lib/sign-in/credentials.ts';
import { createInstalled } from '../../lib/sign-in/installed.ts';
import { createLocking } from '../../lib/sign-in/locking.ts';
import { createRecheck } from '../../lib/sign-in/recheck.ts';
import { createRenewals } from '../../lib/sign-in/renewals.ts';
import { keyPlaceIn, openSession } from '../../lib/sign-in/session.ts';
import { createSignIns } from '../../lib/sign-in/sign-ins.ts';
import { createTakingBack } from '../../lib/sign-in/taking-back.ts';
import { createUnlocking } from '../../lib/sign-in/unlocking.ts';
import { createSavedStore } from '../../lib/sources/store.ts';
import { openSettings } from '../../lib/vault/settings.ts';
import { openVault } from '../../lib/vault/vault.ts';
import { createAccess } from './access.ts';
import { createCommands } from './commands.ts';
import { shouldSuppressDialog } from './dialogs.ts';
import { createDiscoveries } from './discoveries.ts';
import { createIntents } from './intents.ts';
import { createPages } from './pages.ts';
import { createReturning } from './returning.ts';
import { isFromOwnPage } from './sender.ts';
import { createVaultCommands } from './vault-commands.ts';
import { createVaultReport } from './vault-report.ts';
import { createVisits } from './visits.ts';

/**
 * The composition root. Every listener is added in the first tick, because the browser wakes the worker for an event
 * only then; what they do waits until the worker is ready.
 */
export function start(): void {
  const ready = prepare();
  /** At every wake-up it is looked whether the time is over, before anything else. */
  const awake = async () => {
    const worker = await ready;
    if (await worker.locking.check()) {
      await worker.pages.showBadges();
      await announceChange();
    }
    // What waits for nothing: who wakes the worker is answered meanwhile.
    void worker.renewals.run();
    return worker;
  };
  const whenReady = (work: (worker: Worker) => Promise<unknown>) => () => void awake().then(work);
  const announced = (work: (worker: Worker) => Promise<unknown>) =>
    whenReady(async (worker) => {
      await work(worker);
      await worker.pages.showBadges();
      await announceChange();
    });

  onCommand((message, sender) => {
    if (!isFromOwnPage(sender, ownId(), ownOrigin())) return undefined;
    return awake().then((worker) => worker.commands.handle(message));
  });
  onPermissionsChanged(
    whenReady(async ({ installed, intents, returning }) => {
      // More hosts may ask now: those below an allowed site must not ask as that site.
      await installed.sync();
      await intents.resumeAll();
      await returning.openSites();
    }),
    whenReady((worker) => worker.access.afterLoss()),
  );
  onTabs({
    leaves: (tabId) =>
      void awake().then(async ({ pages, returning }) => {
        await pages.leaves(tabId);
        await returning.openSites();
      }),
    loaded: (tabId) => void awake().then(({ pages }) => pages.loaded(tabId)),
    closed: (tabId) => void awake().then(({ pages }) => pages.closed(tabId)),
  });
  onLockSignals({
    alarm: announced(({ locking }) => locking.look()),
    computerLocked: announced(({ locking }) => locking.computerLocked()),
    useChanged: whenReady(async () => undefined),
    shortcut: announced(({ locking }) => locking.lock()),
  });
  onRenewalDue(() => void awake());
  onAuthQuestion(async (question) => {
    const { placements } = await (await awake()).installed.placed();
    return shouldSuppressDialog(question, placements);
  });
  onInstalled((first) => {
    if (first) void openOwnPage('/welcome.html');
  });
}

async function prepare() {
  const session = await openSession(sessionStorageArea);
  const rules = createRuleApplier(ruleStore);
  // Session rules outlive the session's memory (reload, update, disable and enable): without the marker that this worker
  // sets, rules may belong to credentials that nobody holds any more. Before anything else is read.
  const isNewSession = session.get('marker', '') === undefined;
  if (isNewSession) await rules.clear();
  await hideOwnOrigin();
  const store = createSavedStore(localStorageArea);
  const settings = await openSettings(localStorageArea);
  const vault = await openVault(localStorageArea, keyPlaceIn(session));
  const installed = createInstalled({
    ...{ store, session, rules, permissions, capabilities },
    synced: () => void renewals.arm(),
  });
  const credentials = createCredentials({ session, vault, store, settings });
  // Everything that changes who is signed in, one after the other.
  const inTurn = createQueue();
  const shared = {
    ...{ store, session, vault, settings, credentials, installed, permissions, capabilities, ask, inTurn },
  };
  const port = { redirectUri, launchFlow, openWindow, closeWindow };
  const authorizer = createAuthorizer({ port, session, syncRules: installed.sync });
  const quiet = {
    fetch: fetchProvider,
    now: Date.now,
    redirectUri: redirectUri(),
    authorizeSilently: authorizer.askSilently,
  };
  const takingBack = createTakingBack({ ...shared, quiet });
  const renewals = createRenewals({
    ...{ ...shared, quiet, renewalAlarm },
    changed: async () => {
      await returning.openSites();
      await pages.showBadges();
      await announceChange();
    },
  });
  const signIns = createSignIns({ ...shared, takingBack, quiet, renewals });
  const recheck = createRecheck({ ...shared, renewals });
  const locking = createLocking({
    ...{ ...shared, quiet, alarm: lockAlarm, queryIdle },
    endVisits: () => visits.endAll(),
  });
  const unlocking = createUnlocking(shared);
  const backups = createBackups({ ...shared, unlocking });
  const access = createAccess({ ...shared, takingBack });
  const report = createVaultReport(shared);
  const pages = createPages({ ...shared, report, access });
  const returning = createReturning({ session, recheck, pages });
  const visits = createVisits({ pages, authorizer, permissions, quiet });
  if (isNewSession) {
    await session.set('marker', '', true);
    // Where the records cannot be read, what they need is not known, and the popup says why.
    await access.giveBack({ starting: true }).catch(() => undefined);
  } else {
    // A worker stopped in the middle may have left a lock half done, secrets or a rule behind, and what was edited since is
    // no longer injected.
    await locking.afterStart().catch(() => rules.clear());
    await recheck.afterStart();
    await takingBack.afterStart().catch(() => undefined);
    await authorizer.afterStart();
    await renewals.afterStart().catch(() => undefined);
    await installed.sync().catch(() => rules.clear());
  }
  const discoveries = createDiscoveries({ pages, permissions, fetch: fetchProvider });
  const intents = createIntents({ ...shared, signIns, recheck, locking, pages, access, visits });
  await pages.afterStart();
  await intents.afterStart();
  // What was to be proven when the last worker was stopped.
  void returning.openSites().catch(() => undefined);
  const vaultCommands = createVaultCommands({
    ...shared,
    ...{ unlocking, locking, backups, takingBack, access, returning, report },
  });
  const commands = createCommands({
    ...shared,
    ...{ signIns, takingBack, locking, pages, intents, access, vaultCommands, visits, discoveries },
  });
  return { installed, renewals, locking, access, pages, intents, returning, commands };
}

type Worker = Awaited<ReturnType<typeof prepare>>;
