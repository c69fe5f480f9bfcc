import type { ServiceRow, VaultView } from '../lib/messages/view.ts';
import { secretOf } from './form-state.ts';
import type { MessageKey } from './translation.ts';
import { canRemember } from './vault/vault-state.ts';

type RowDeed =
  | 'change'
  | 'another'
  | 'check'
  | 'tryAgain'
  | 'pause'
  | 'resume'
  | 'remember'
  | 'forgetSaved'
  | 'signOut'
  | 'stopUsing'
  | 'openLink'
  | 'details';

export type RowChoice = { do: RowDeed; label: MessageKey } | { do: 'switch'; accountId: string; who: string };

export interface RowMenu {
  /** Before the heading *Switch sign-in*. */
  top: RowChoice[];
  /** Under that heading. */
  switchTo: RowChoice[];
  rest: RowChoice[];
}

const CHANGE = { password: 'menuChangePassword', key: 'menuChangeKey', file: 'menuChangeFile' } as const;

/** Those whose sign-in is known to be good. */
const REMEMBERABLE = ['signedIn', 'signedInWithoutAccess', 'renewing', 'paused'];
/** Nothing else comes first. */
const SIGNED_IN = ['signedIn', 'signedInWithoutAccess'];
/** Worth asking about: how they stand may be different by now. What was not accepted is not sent again. */
const CHECKABLE = ['signedIn', 'signedInWithoutAccess', 'unreachable', 'certificateProblem'];
const HOLDS_SECRET = [...new Set([...REMEMBERABLE, ...CHECKABLE, 'notAccepted', 'changed'])];

/** Whether this site has a sign-in for the service. */
export function usedHere(row: ServiceRow): boolean {
  return row.details !== null && row.accountId !== null && row.next !== 'useHere';
}

/** What the user can do with a saved row; null for a row that is not saved. */
export function rowMenu(row: ServiceRow, vault: VaultView): RowMenu | null {
  const { details, status } = row;
  if (!details) return null;
  const detailsChoice: RowChoice = { do: 'details', label: 'menuDetails' };
  if (!usedHere(row)) return { top: [], switchTo: [], rest: [detailsChoice] };

  const signedIn = HOLDS_SECRET.includes(status);
  const secret = signedIn ? secretOf(row) : null;
  return {
    top: secret ? [{ do: 'change', label: CHANGE[secret] }] : [],
    switchTo: [
      ...details.switchTo
        .filter((other) => other.ready)
        .map(({ accountId, who }): RowChoice => ({ do: 'switch', accountId, who })),
      ...(row.forms.length > 0 ? [{ do: 'another', label: 'menuSwitchOther' } as const] : []),
    ],
    rest: [
      ...(details.linkLife !== null && SIGNED_IN.includes(status)
        ? [{ do: 'openLink', label: 'menuOpenLink' } as const]
        : []),
      ...(CHECKABLE.includes(status)
        ? [{ do: status === 'signedIn' ? 'check' : 'tryAgain', label: 'menuCheckNow' } as const]
        : []),
      ...(status === 'paused' ? [{ do: 'resume', label: 'menuResume' } as const] : []),
      ...(signedIn && status !== 'paused' && status !== 'changed'
        ? [{ do: 'pause', label: 'menuPause' } as const]
        : []),
      ...(REMEMBERABLE.includes(status) && !row.remembered && canRemember(vault)
        ? [{ do: 'remember', label: 'remember' } as const]
        : []),
      ...(signedIn && row.remembered ? [{ do: 'forgetSaved', label: 'menuForgetSaved' } as const] : []),
      // What is saved can be thrown away while it is locked, too.
      ...(signedIn || row.remembered ? [{ do: 'signOut', label: 'menuSignOut' } as const] : []),
      { do: 'stopUsing', label: 'menuStopUsing' },
      detailsChoice,
    ],
  };
}
