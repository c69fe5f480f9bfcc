import { createEventLog } from '../../lib/diagnostics/log.ts';
import { createStatusLog } from '../../lib/diagnostics/status-log.ts';
import { readCertificateError } from '../../lib/explain/certificate.ts';
import { apiPermissions, versions } from '../../lib/platform/about.ts';
import { capabilities } from '../../lib/platform/events.ts';
import { ownHost } from '../../lib/platform/own-pages.ts';
import { forgetReferers } from '../../lib/platform/own-referer.ts';
import { hideOwnOrigin } from '../../lib/platform/own-requests.ts';
import { ask as askOnce } from '../../lib/platform/probe.ts';
import { closeWindow, launchFlow, openWindow, redirectUri } from '../../lib/platform/sign-in-window.ts';
import {
  announceChange,
  fetchProvider,
  guardAlarm,
  isOnline,
  localStorageArea,
  lockAlarm,
  openTab,
  permissions,
  queryIdle,
  renewalAlarm,
  ruleStore,
  sessionStorageArea,
} from '../../lib/platform/worker.ts';
import { createQueue } from '../../lib/queue.ts';
import { createRuleApplier } from '../../lib/rules/apply.ts';
import { createAllowing } from '../../lib/sign-in/allowing.ts';
import { createAuthorizer } from '../../lib/sign-in/authorizer.ts';
import { createBackups } from '../../lib/sign-in/backups.ts';
import { createCertificates } from '../../lib/sign-in/certificates.ts';
import { createChecking } from '../../lib/sign-in/checking.ts';
import { createChecks } from '../../lib/sign-in/checks.ts';
import { createCredentials } from '../../lib/sign-in/credentials.ts';
import { createEditing } from '../../lib/sign-in/editing.ts';
import { createGuards } from '../../lib/sign-in/guards.ts';
import { createImporting } from '../../lib/sign-in/importing.ts';
import { createInstalled } from '../../lib/sign-in/installed.ts';
import { createLinks } from '../../lib/sign-in/links.ts';
import { createLocking } from '../../lib/sign-in/locking.ts';
import { createProving } from '../../lib/sign-in/proving.ts';
import { createRecheck } from '../../lib/sign-in/recheck.ts';
import { createRenewals } from '../../lib/sign-in/renewals.ts';
import { keyPlaceIn, openSession } from '../../lib/sign-in/session.ts';
import { createSignIns } from '../../lib/sign-in/sign-ins.ts';
import { createSigning } from '../../lib/sign-in/signing.ts';
import { createTakingBack } from '../../lib/sign-in/taking-back.ts';
import { createTesting } from '../../lib/sign-in/testing.ts';
import { createUndoing } from '../../lib/sign-in/undoing.ts';
import { createUnlocking } from '../../lib/sign-in/unlocking.ts';
import { createSavedStore } from '../../lib/sources/store.ts';
import { openSettings } from '../../lib/vault/settings.ts';
import { openVault } from '../../lib/vault/vault.ts';
import { createAccess } from './access.ts';
import { createCommands } from './commands.ts';
import { createDiagnostics } from './diagnostics.ts';
import { createDiscoveries } from './discoveries.ts';
import { createIntents } from './intents.ts';
import { createNoticing } from './noticing.ts';
import { createOwnPages } from './own-pages.ts';
import { createPageView } from './page-view.ts';
import { createPages } from './pages.ts';
import { createProjects } from './projects.ts';
import { createReturning } from './returning.ts';
import { createSourcesCommands } from './sources-commands.ts';
import { createVaultCommands } from './vault-commands.ts';
import { createVaultReport } from './vault-report.ts';
import { createVisits } from './visits.ts';
import { createWarnings } from './warnings.ts';

/**
 * The composition root: builds all parts, in the order in which they lean on each other, and puts right what the last life of
 * the worker left half done.
 */
export async function prepareWorker() {
  const session = await openSession(sessionStorageArea);
  const log = createEventLog({ session, now: Date.now });
  log.note('workerStarted');
  const rules = createRuleApplier(ruleStore);
  // Session rules outlive the session's memory (reload, update, disable and enable): without the marker that this worker
  // sets, rules may belong to credentials that nobody holds any more. Before anything else is read.
  const isNewSession = session.get('marker', '') === undefined;
  if (isNewSession) await rules.clear();
  await hideOwnOrigin();
  await forgetReferers();
  const store = createSavedStore(localStorageArea);
  const settings = await openSettings(localStorageArea);
  const vault = await openVault(localStorageArea, keyPlaceIn(session));
  const signing = createSigning(capabilities);
  const statusLog = createStatusLog({ session, store, log });
  const installed = createInstalled({
    ...{ store, session, rules, permissions, capabilities, signing, ownHost: ownHost() },
    synced: ({ rejectedSourceIds, tooManySourceIds }) => {
      if (rejectedSourceIds.length + tooManySourceIds.length > 0) log.note('rulesNotTaken');
      void statusLog().catch(() => undefined);
      void renewals.arm();
    },
  });
  const credentials = createCredentials({ session, vault, store, settings });
  // Everything that changes who is signed in, one after the other.
  const inTurn = createQueue();
  const certificates = createCertificates({
    ...{ session, now: Date.now },
    changed: (host, isTrusted) => void trustChanged(host, isTrusted).catch(() => undefined),
  });
  const ask = certificates.watchingAsk(askOnce);
  const fetch = certificates.watchingFetch(fetchProvider);
  const proving = createProving({ store, ask });
  const checks = createChecks({ session, now: Date.now });
  const warnings = createWarnings({ session, settings });
  const shared = {
    ...{ store, session, vault, settings, credentials, installed, permissions, capabilities, ask, inTurn },
    ...{ log, proving, checks, warnings },
  };
  const trustChanged = async (host: string, isTrusted: boolean) => {
    const { kind = '' } = readCertificateError(session.get('certificate', host)?.error ?? '') ?? {};
    log.note(isTrusted ? 'certificateAccepted' : 'certificateProblem', host, kind);
    if (isTrusted) await recheck.trusted(host);
    // What the page asked before did not come through.
    if (isTrusted) await pages.markStaleEverywhere((row) => row.host === host);
    await changed();
  };
  /** Something may look different now. */
  const changed = async () => {
    await pages.showBadges();
    await announceChange();
  };
  const port = { redirectUri, launchFlow, openWindow, closeWindow };
  const authorizer = createAuthorizer({ port, session, syncRules: installed.sync });
  const quiet = {
    fetch,
    now: Date.now,
    redirectUri: redirectUri(),
    authorizeSilently: authorizer.askSilently,
  };
  const takingBack = createTakingBack({ ...shared, quiet });
  const renewals = createRenewals({
    ...{ ...shared, quiet, renewalAlarm },
    changed: async () => {
      await returning.openSites();
      await changed();
    },
    renewed: (accountId) => {
      log.note('renewed');
      guards.renewed(accountId);
    },
  });
  const guards = createGuards({
    ...{ ...shared, renewals, isOnline, now: Date.now },
    alarm: guardAlarm,
    changed: async (accountId) => {
      // What was asked meanwhile came without a sign-in.
      await pages.markStaleEverywhere((row) => row.accountId === accountId);
      await changed();
    },
  });
  const signIns = createSignIns({ ...shared, takingBack, quiet, renewals, guards });
  const recheck = createRecheck({ ...shared, renewals, guards });
  const locking = createLocking({
    ...{ ...shared, quiet, alarm: lockAlarm, queryIdle },
    endVisits: () => visits.endAll(),
  });
  const unlocking = createUnlocking(shared);
  const undoing = createUndoing({ ...shared, takingBack, quiet });
  const changing = { ...shared, takingBack, undoing };
  const backups = createBackups({ ...shared, unlocking });
  const testing = createTesting({
    ...{ ...shared, recheck, changed, now: Date.now },
    giveBack: () => access.giveBack(),
  });
  const access = createAccess({ ...shared, takingBack, testing });
  const report = createVaultReport(shared);
  const pageView = createPageView({
    ...{ ...shared, report, access },
    answeredWell: () => noticing.answeredWell(),
  });
  const pages = createPages({ ...shared, access, pageView, listen: (tell) => noticing.listen(tell) });
  const noticing = createNoticing({
    ...{ session, signing, guards, certificates, log, now: Date.now },
    noticed: pages.noticed,
  });
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
    await undoing.afterStart().catch(() => undefined);
    await authorizer.afterStart();
    await renewals.afterStart().catch(() => undefined);
    await installed.sync().catch(() => rules.clear());
    guards.afterStart();
  }
  const check = createChecking(shared);
  const discoveries = createDiscoveries({ pages, permissions, fetch });
  const intents = createIntents({
    ...shared,
    signIns,
    recheck,
    locking,
    pages,
    access,
    visits,
    guards,
    check,
  });
  await pages.afterStart();
  await intents.afterStart();
  // What was to be proven when the last worker was stopped.
  void returning.openSites().catch(() => undefined);
  const vaultCommands = createVaultCommands({
    ...shared,
    ...{ unlocking, locking, backups, takingBack, access, returning, report },
  });
  const sources = createSourcesCommands({
    ...{ ...shared, undoing, locking, access, returning, report, changed, testing },
    editing: createEditing(changing),
    allowing: createAllowing(changing),
    importing: createImporting(changing),
    answeredWell: () => noticing.answeredWell(),
  });
  const about = { apiPermissions, versions };
  const diagnostics = createDiagnostics({ ...shared, ruleStore, about });
  const links = createLinks({ ...shared, quiet, openTab });
  const ownPages = createOwnPages({ ...shared, pages, access, returning });
  const projects = createProjects({ area: localStorageArea, now: Date.now });
  const commands = createCommands({
    ...{ ...shared, diagnostics, guards, links, ownPages, projects, sources },
    ...{ signIns, takingBack, locking, pages, intents, access, vaultCommands, visits, discoveries },
  });
  return { log, installed, renewals, guards, noticing, locking, access, pages, intents, returning, commands };
}

export type Worker = Awaited<ReturnType<typeof prepareWorker>>;
