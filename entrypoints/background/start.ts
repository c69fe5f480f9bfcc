import {
  onAuthQuestion,
  onCommand,
  onGuardSignals,
  onInstalled,
  onLockSignals,
  onPermissionsChanged,
  onRenewalDue,
  onTabs,
  ownId,
  ownOrigin,
} from '../../lib/platform/events.ts';
import { watchRequests } from '../../lib/platform/watch.ts';
import { announceChange, openOwnPage } from '../../lib/platform/worker.ts';
import { shouldSuppressDialog } from './dialogs.ts';
import { fromFirstTick } from './first-tick.ts';
import { isFromOwnPage } from './sender.ts';
import { prepareWorker, type Worker } from './worker.ts';

/**
 * Every listener is added in the first tick, because the browser wakes the worker for an event
 * only then; what they do waits until the worker is ready.
 */
export function start(): void {
  const ready = prepareWorker();
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
    whenReady(async ({ installed, intents, returning, log }) => {
      log.note('permissionGiven');
      // More hosts may ask now: those below an allowed site must not ask as that site.
      await installed.sync();
      await intents.resumeAll();
      await returning.openSites();
      await announceChange();
    }),
    whenReady(({ access, log }) => {
      log.note('permissionTaken');
      return access.afterLoss();
    }),
  );
  onTabs({
    leaves: (tabId) =>
      void awake().then(async ({ pages, returning }) => {
        await pages.leaves(tabId);
        await returning.openSites();
      }),
    loaded: (tabId) =>
      void awake().then(async ({ pages, noticing }) => {
        if (await pages.isOther(tabId)) noticing.clear(tabId);
        await pages.loaded(tabId);
      }),
    closed: (tabId) =>
      void awake().then(({ pages, noticing }) => {
        noticing.clear(tabId);
        return pages.closed(tabId);
      }),
  });
  watchRequests(fromFirstTick(awake().then(({ noticing }) => noticing.watcher)));
  onGuardSignals({
    due: (accountId) => void awake().then(({ guards }) => guards.due(accountId)),
    network: (online) => void awake().then(({ guards }) => guards.network(online)),
  });
  onLockSignals({
    alarm: announced(({ locking }) => locking.look()),
    computerLocked: announced(({ locking }) => locking.computerLocked()),
    useChanged: whenReady(async () => undefined),
    shortcut: announced(({ locking }) => locking.lock()),
  });
  onRenewalDue(() => void awake());
  onAuthQuestion(async (question) => {
    const { installed, noticing } = await awake();
    const isOurs = noticing.wasSigned(question.id);
    return shouldSuppressDialog(question, isOurs, await installed.signedOrRefused());
  });
  onInstalled((first) => {
    if (first) void openOwnPage('/welcome.html');
  });
}
