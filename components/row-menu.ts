import type { ServiceRow } from '../lib/messages/view.ts';
import { usesPassword } from './format.ts';
import type { MessageKey } from './translation.ts';

export type RowChoice =
  | { do: 'change' | 'another' | 'pause' | 'resume' | 'signOut' | 'stopUsing' | 'details'; label: MessageKey }
  | { do: 'switch'; accountId: string; who: string };

export interface RowMenu {
  /** Before the heading *Switch sign-in*. */
  top: RowChoice[];
  /** Under that heading. */
  switchTo: RowChoice[];
  rest: RowChoice[];
}

const HOLDS_SECRET = ['signedIn', 'signedInWithoutAccess', 'renewing', 'paused', 'notAccepted', 'changed'];

/** What the user can do with a saved row; null for a row that is not saved. */
export function rowMenu(row: ServiceRow): RowMenu | null {
  const { details, status } = row;
  if (!details) return null;
  const detailsChoice: RowChoice = { do: 'details', label: 'menuDetails' };
  const usedHere = row.accountId !== null && row.next !== 'useHere';
  if (!usedHere) return { top: [], switchTo: [], rest: [detailsChoice] };

  const signedIn = HOLDS_SECRET.includes(status);
  const canChange = signedIn && row.forms.some((form) => form.method === details.method);
  return {
    top: canChange
      ? [{ do: 'change', label: usesPassword(row) ? 'menuChangePassword' : 'menuChangeKey' }]
      : [],
    switchTo: [
      ...details.switchTo
        .filter((other) => other.ready)
        .map(({ accountId, who }): RowChoice => ({ do: 'switch', accountId, who })),
      ...(row.forms.length > 0 ? [{ do: 'another', label: 'menuSwitchOther' } as const] : []),
    ],
    rest: [
      ...(status === 'paused' ? [{ do: 'resume', label: 'menuResume' } as const] : []),
      ...(signedIn && status !== 'paused' && status !== 'changed'
        ? [{ do: 'pause', label: 'menuPause' } as const]
        : []),
      ...(signedIn ? [{ do: 'signOut', label: 'menuSignOut' } as const] : []),
      { do: 'stopUsing', label: 'menuStopUsing' },
      detailsChoice,
    ],
  };
}
