import { hostOf } from '../../lib/addresses.ts';
import type { EventLog } from '../../lib/diagnostics/log.ts';
import { AppError, toFailure } from '../../lib/errors.ts';
import type { Permissions } from '../../lib/platform/ports.ts';
import { announceChange, reloadTab, reopenPopup } from '../../lib/platform/worker.ts';
import type { Checking } from '../../lib/sign-in/checking.ts';
import type { Guards } from '../../lib/sign-in/guards.ts';
import type { Locking } from '../../lib/sign-in/locking.ts';
import { mergeServices } from '../../lib/sign-in/pages.ts';
import type { Recheck } from '../../lib/sign-in/recheck.ts';
import type { Intent, Session } from '../../lib/sign-in/session.ts';
import type { SignIns } from '../../lib/sign-in/sign-ins.ts';
import type { SavedStore } from '../../lib/sources/store.ts';
import type { Access } from './access.ts';
import { callByBadge } from './badge.ts';
import type { Pages } from './pages.ts';
import type { Visits } from './visits.ts';

/** How long the browser's permission prompt may stand unanswered, in milliseconds. */
const LIFETIME_MS = 120_000;
const LOOK_AGAIN_MS = 500;

interface Parts {
  session: Session;
  signIns: SignIns;
  recheck: Recheck;
  locking: Locking;
  pages: Pages;
  access: Access;
  visits: Visits;
  guards: Guards;
  log: EventLog;
  check: Checking;
  store: SavedStore;
  permissions: Permissions;
}

/**
 * What the user asked for and what needs host access first. The popup posts the intent and asks the browser in the same
 * tick; Chromium closes the popup when its prompt opens, so the worker carries on alone.
 */
export function createIntents(parts: Parts) {
  const { session, signIns, recheck, locking, pages, access, visits, permissions } = parts;
  const running = new Set<string>();
  const adding = new Set<string>();
  const cancelled = new Set<string>();

  async function add(intent: Omit<Intent, 'expires'>): Promise<void> {
    const { key } = intent;
    // What is under way is not started twice: the second attempt would come later, by itself.
    if (running.has(key)) return;
    adding.add(key);
    await write(intent);
    adding.delete(key);
    if (cancelled.delete(key)) return session.remove('intent', key).then(() => session.remove('row', key));
    if (!(await tryToRun(key))) void waitForAnswer(key);
  }

  async function write(intent: Omit<Intent, 'expires'>): Promise<void> {
    const { key, act } = intent;
    await session.set('intent', key, { ...intent, expires: Date.now() + LIFETIME_MS });
    if ('draft' in act) await pages.setRow(key, { draft: act.draft });
    if (isRowAct(act)) {
      const pending = { what: 'permission' as const, since: Date.now() };
      await pages.setRow(key, { failure: null, pending, origins: intent.origins });
    }
  }

  /** Runs an intent if its host access is there. @returns false while it is not. */
  async function tryToRun(key: string): Promise<boolean> {
    const intent = session.get('intent', key);
    if (!intent || running.has(key)) return true;
    if (Date.now() > intent.expires) {
      await giveUp(intent, 'intentExpired');
      return true;
    }
    if (!(await permissions.contains(intent.origins))) return false;
    if (running.has(key) || session.get('intent', key) === undefined) return true;
    running.add(key);
    try {
      await session.remove('intent', key);
      await run(intent);
    } finally {
      running.delete(key);
      cancelled.delete(key);
    }
    return true;
  }

  async function run(intent: Intent): Promise<void> {
    const { key, tabId, act } = intent;
    if (act.what === 'watch') {
      await pages.watch(tabId);
      return callBack(tabId);
    }
    if (act.what === 'lookInside') {
      const frame = pages.pageOf(tabId).frames[act.frame - 1];
      if (frame) await pages.lookInside(tabId, frame.origin);
      return callBack(tabId);
    }
    await pages.setRow(key, {
      pending: { what: act.what === 'check' ? 'check' : 'signIn', since: Date.now() },
    });
    await announceChange();
    try {
      await carryOut(intent);
      // What the user typed is kept no longer than the form is needed.
      await session.remove('row', key);
    } catch (error) {
      const failure = toFailure(error);
      parts.log.note('failure', failure.values[0] ?? '', failure.code);
      // A window that was closed is no error: the form waits as it was.
      const shown = failure.code === 'signInCancelled' ? null : failure;
      if (cancelled.has(key)) await session.remove('row', key);
      else if (pages.hasRow(key)) await pages.setRow(key, { failure: shown, pending: null });
    }
    visits.end(key);
    await locking.arm();
    await access.giveBack();
    await callBack(tabId);
  }

  async function carryOut({ key, tabId, act }: Intent): Promise<void> {
    const row = await pages.rowOf(tabId, key);
    if (!row) throw new AppError('badMessage');
    if (act.what === 'check') {
      const { without, isSaved } = await parts.check(row);
      // What stands in the way of somebody who is signed in is explained in the row.
      if (!row.seen || isSaved) return;
      const { verdict, answer } = without;
      const state = verdict.accepted ? 'open' : verdict.refusal ? 'refuses' : 'unknown';
      const service = { ...row.seen, state, challenges: answer.challenge ? [answer.challenge] : [] } as const;
      const page = pages.pageOf(tabId);
      const learned = mergeServices(page.services, [{ site: row.site, topSite: row.topSite, service }]);
      await pages.setPage(tabId, { ...page, services: learned });
      if (!verdict.accepted && !verdict.refusal)
        throw new AppError(verdict.failure.code, verdict.failure.values);
      return;
    }
    // What ended everything meanwhile took the row's state along.
    const isWanted = () => !cancelled.has(key) && session.get('row', key) !== undefined;
    if (act.what === 'signIn') {
      const seen = (await pages.view(tabId)).rows.find((each) => each.key === key);
      // A key that replaces another goes under the same name: it is tried once.
      const known = act.replaces === null ? null : seen?.details?.parameter;
      const names = known ? [known] : (seen?.keyNames ?? []);
      await signIns.signIn(row, act.draft, names, act.replaces, isWanted, visits.toolsFor(key));
    } else if (act.what === 'useExisting') {
      const { acceptPlainHttp = false } = pages.rowState(key).draft ?? {};
      await signIns.useExisting(row, act.accountId, acceptPlainHttp, isWanted);
    } else if (row.source) {
      const { grants } = await parts.store.read();
      const grant = grants.find(({ sourceId, site }) => sourceId === row.source?.id && site === row.site);
      if (!grant || !parts.guards.tryAgain(grant.accountId)) await recheck.again(row.source.id, row.site);
    }
    if (!isWanted()) return;
    if ('reload' in act && act.reload) return reloadTab(tabId);
    const sourceId = (await pages.rowOf(tabId, key))?.source?.id;
    await pages.markStale(tabId, (each) => each.sourceId === sourceId);
  }

  /** The result waits in the popup: drawn at once where it is open, else it is reopened, else the badge calls. */
  async function callBack(tabId: number): Promise<void> {
    if (!(await announceChange()) && !(await reopenPopup())) await callByBadge(tabId);
  }

  /**
   * A yes arrives as an event; a no does not, and the popup that could tell is closed. But while the prompt stands the
   * browser refuses to open the popup: the moment it opens again without access, the answer was no.
   */
  async function waitForAnswer(key: string): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      const intent = session.get('intent', key);
      if (!intent || (await tryToRun(key))) return;
      if (!(await announceChange()) && (await reopenPopup())) {
        if (!(await permissions.contains(intent.origins))) await giveUp(intent, 'permissionNotGiven');
        return;
      }
    }
  }

  async function giveUp(intent: Intent, code: 'intentExpired' | 'permissionNotGiven'): Promise<void> {
    await session.remove('intent', intent.key);
    if (isRowAct(intent.act)) {
      const host = hostOf(intent.origins[0]?.replace('*', '') ?? '');
      await pages.setRow(intent.key, { failure: { code, values: [host] }, pending: null, origins: [] });
    }
    await access.giveBack();
    await callBack(intent.tabId);
  }

  return {
    add,
    /** Host access was given: carries out what waited for it. */
    resumeAll: async () => {
      for (const key of session.all('intent').keys()) await tryToRun(key);
    },
    denied: async (key: string) => {
      const intent = session.get('intent', key);
      if (intent) await giveUp(intent, 'permissionNotGiven');
    },
    cancel: async (key: string) => {
      if (running.has(key) || adding.has(key)) cancelled.add(key);
      await session.remove('intent', key);
      await session.remove('row', key);
      await access.giveBack();
    },
    /** A worker that was stopped in the middle: what waits for a prompt goes on waiting, what was under way is told. */
    afterStart: async () => {
      for (const [key, row] of session.all('row')) {
        const waits = session.get('intent', key) !== undefined;
        if (row.pending === null || waits) continue;
        const host = hostOf(key.slice(key.indexOf(' ') + 1).replace(/\{(.)[^}]*\}/, '$1'));
        const code = row.pending.what === 'permission' ? 'intentExpired' : 'interrupted';
        await pages.setRow(key, { pending: null, failure: { code, values: [host] } });
      }
      // A popup that is open still says what was under way.
      await announceChange();
      for (const key of session.all('intent').keys()) {
        if (!(await tryToRun(key))) void waitForAnswer(key);
      }
    },
  };
}

export type Intents = ReturnType<typeof createIntents>;

function isRowAct(act: Intent['act']): boolean {
  return act.what !== 'lookInside' && act.what !== 'watch';
}
