import {
  capabilities,
  onAuthQuestion,
  onCommand,
  onInstalled,
  onPermissionsChanged,
  onTabs,
  ownId,
  ownOrigin,
} from '../../lib/platform/events.ts';
import { ask } from '../../lib/platform/probe.ts';
import {
  localStorageArea,
  openOwnPage,
  permissions,
  ruleStore,
  sessionStorageArea,
} from '../../lib/platform/worker.ts';
import { createRuleApplier } from '../../lib/rules/apply.ts';
import { openSession } from '../../lib/sign-in/session.ts';
import { createSignIns } from '../../lib/sign-in/sign-ins.ts';
import { createSavedStore } from '../../lib/sources/store.ts';
import { createAccess } from './access.ts';
import { createCommands } from './commands.ts';
import { shouldSuppressDialog } from './dialogs.ts';
import { createIntents } from './intents.ts';
import { createPages } from './pages.ts';
import { isFromOwnPage } from './sender.ts';

/**
 * The composition root. Every listener is added in the first tick, because the browser wakes the worker for an event
 * only then; what they do waits until the worker is ready.
 */
export function start(): void {
  const ready = prepare();
  const whenReady = (work: (worker: Worker) => Promise<unknown>) => () => void ready.then(work);

  onCommand((message, sender) => {
    if (!isFromOwnPage(sender, ownId(), ownOrigin())) return undefined;
    return ready.then((worker) => worker.commands.handle(message));
  });
  onPermissionsChanged(
    whenReady(async ({ signIns, intents }) => {
      // More hosts may ask now: those below an allowed site must not ask as that site.
      await signIns.syncRules();
      await intents.resumeAll();
    }),
    whenReady((worker) => worker.access.afterLoss()),
  );
  onTabs({
    leaves: (tabId) => void ready.then(({ pages }) => pages.leaves(tabId)),
    loaded: (tabId) => void ready.then(({ pages }) => pages.loaded(tabId)),
    closed: (tabId) => void ready.then(({ pages }) => pages.closed(tabId)),
  });
  onAuthQuestion(async (question) => {
    const { placements } = await (await ready).signIns.placed();
    return shouldSuppressDialog(question, placements);
  });
  onInstalled((first) => {
    if (first) void openOwnPage('/welcome.html');
  });
}

async function prepare() {
  const session = await openSession(sessionStorageArea);
  const store = createSavedStore(localStorageArea);
  const rules = createRuleApplier(ruleStore);
  const signIns = createSignIns({ store, session, rules, permissions, ask, capabilities });
  const access = createAccess({ session, store, permissions, signIns, capabilities });
  if (session.get('marker', '') === undefined) {
    // Session rules outlive the session's memory (reload, update, disable and enable): without the marker that this
    // worker sets, rules may belong to credentials that nobody holds any more.
    await rules.clear();
    await session.set('marker', '', true);
    // Where the records cannot be read, what they need is not known, and the popup says why.
    await access.giveBack({ starting: true }).catch(() => undefined);
  } else {
    // A worker stopped in the middle may have left a rule behind, and what was edited since is no longer injected.
    await signIns.syncRules().catch(() => rules.clear());
  }
  const pages = createPages({ session, store, signIns, access });
  const intents = createIntents({ session, signIns, pages, access, permissions });
  await pages.afterStart();
  await intents.afterStart();
  return {
    signIns,
    access,
    pages,
    intents,
    commands: createCommands({ session, store, signIns, pages, intents, access }),
  };
}

type Worker = Awaited<ReturnType<typeof prepare>>;
