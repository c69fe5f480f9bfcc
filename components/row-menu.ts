import type { ServiceRow, VaultView } from '../lib/messages/view.ts';
import { secretOf } from './format.ts';
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
/** Worth asking about: how they stand may be different by now. What was not accepted is not sent again. */
const CHECKABLE = ['signedIn', 'signedInWithoutAccess', 'unreachable', 'certificateProblem'];
const HOLDS_SECRET = [...new Set([...REMEMBERABLE, ...CHECKABLE, 'notAccepted', 'changed'])];

/** Whether this site has a sign-in for the service. */
export function usedHere(row: ServiceRow): boolean {
  return row.details !== null && row.accountId !== null && row.next !== 'useHere';
}

/** At a provider's own page there is nothing to change here: one signs in anew. */
function hasSecretOfItsOwn(row: ServiceRow): boolean {
  const form = changeForm(row);
  if (!form) return false;
  const initial = Object.fromEntries(form.fields.map((field) => [field.name, field.initial]));
  return shownFields(drawnFields(form, 1), initial).some(({ secret, optional }) => secret && !optional);
}

/** What the user can do with a saved row; null for a row that is not saved. */
export function rowMenu(row: ServiceRow, vault: VaultView): RowMenu | null {
  const { details, status } = row;
  if (!details) return null;
  const detailsChoice: RowChoice = { do: 'details', label: 'menuDetails' };
  if (!usedHere(row)) return { top: [], switchTo: [], rest: [detailsChoice] };

  const signedIn = HOLDS_SECRET.includes(status);
  const canChange = signedIn && hasSecretOfItsOwn(row);
  return {
    top: canChange ? [{ do: 'change', label: CHANGE[secretOf(row)] }] : [],
    switchTo: [
      ...details.switchTo
        .filter((other) => other.ready)
        .map(({ accountId, who }): RowChoice => ({ do: 'switch', accountId, who })),
      ...(row.forms.length > 0 ? [{ do: 'another', label: 'menuSwitchOther' } as const] : []),
    ],
    rest: [
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
