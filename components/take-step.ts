import type { ServiceRow, VaultView } from '../lib/messages/view.ts';
import type { OwnStep } from './NextButton.tsx';
import type { PopupActions } from './popup-actions.ts';
import type { Panel } from './RowPanel.tsx';
import { isSessionOver } from './row-state.ts';
import { startDraft } from './start-draft.ts';
import { focusUnlock } from './vault/focus-unlock.ts';

interface Taker {
  row: ServiceRow;
  vault: VaultView;
  onPanel: (panel: Panel | null) => void;
  actions: PopupActions;
}

/** Does the row's next step. */
export function takeStep(step: OwnStep, { row, vault, onPanel, actions }: Taker): void {
  const signIn = () => onPanel(row.existing.some(({ ready }) => ready) ? 'offer' : 'form');
  const open = () => actions.openAddress(row.why.open);
  const deeds: Record<OwnStep, () => void> = {
    check: () => actions.check(row),
    resume: () => actions.resume(row),
    tryAgain: () => actions.tryAgain(row),
    unlock: focusUnlock,
    confirm: () => actions.confirmChange(row),
    reload: () => actions.reload(),
    openInTab: open,
    openToDecide: open,
    clearStored: () => onPanel('clearStored'),
    signIn,
    useHere: signIn,
    // Signing in again is about the row's own sign-in; another one is chosen in its menu.
    signInAgain: () =>
      isSessionOver(row) ? actions.signIn(row, startDraft(row, vault, false), false) : onPanel('form'),
  };
  deeds[step]();
}
