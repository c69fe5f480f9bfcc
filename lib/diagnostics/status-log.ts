import type { AccountState, Session } from '../sign-in/session.ts';
import type { SavedStore } from '../sources/store.ts';
import type { EventCode } from './events.ts';
import type { EventLog } from './log.ts';

interface Parts {
  session: Session;
  store: SavedStore;
  log: EventLog;
}

/** Writes down how accounts stand, whenever that has changed. Call it after every change of who is signed in. */
export function createStatusLog({ session, store, log }: Parts) {
  let before = session.all('account');

  return async (): Promise<void> => {
    const now = session.all('account');
    const changed = [...now].flatMap(([id, state]) => {
      const code = eventBetween(before.get(id), state);
      return code === null ? [] : [{ id, code }];
    });
    before = now;
    if (changed.length === 0) return;
    const { accounts } = await store.read();
    for (const { id, code } of changed) {
      log.note(code, accounts.find((account) => account.id === id)?.origins[0]);
    }
  };
}

const BY_STATUS: Partial<Record<AccountState['status'], EventCode>> = {
  locked: 'locked',
  notAccepted: 'notAccepted',
  signedInWithoutAccess: 'noAccess',
  unreachable: 'unreachable',
  certificateProblem: 'certificateProblem',
};

/** What happened to an account; null where nothing did that is not written down elsewhere. */
function eventBetween(before: AccountState | undefined, now: AccountState): EventCode | null {
  if (before?.status === now.status && before.why === now.why) return null;
  if (before?.status === 'locked' && now.status !== 'signIn') return 'unlocked';
  // The guard and the renewals write down themselves that they paused and went on.
  const wentOn = before?.status === 'paused' || before?.status === 'renewing';
  if (now.status === 'signedIn') return wentOn ? null : 'signedIn';
  if (now.status !== 'signIn') return BY_STATUS[now.status] ?? null;
  return now.why === 'sessionEnded' || now.why === 'sessionElsewhere' ? 'renewalFailed' : 'signedOut';
}
