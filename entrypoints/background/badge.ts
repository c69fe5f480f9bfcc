import type { PopupView } from '../../lib/messages/view.ts';
import { setBadge } from '../../lib/platform/worker.ts';

const AMBER = '#b45309';
const TEAL = '#0f766e';

/** The icon's few characters for a page: how many services need the user, or a tick when all are in. */
export async function showBadge({ tabId, rows }: PopupView): Promise<void> {
  const refusing = rows.filter(({ group }) => group === 'refuses');
  // A warning that the user has hidden is not counted; all is not in for that.
  const need = refusing.filter(({ status, why }) => status !== 'certificateProblem' || why.loud).length;
  const allIn = refusing.length === 0 && rows.some(({ status }) => status === 'signedIn');
  await setBadge(tabId, need > 0 ? String(need) : allIn ? '✓' : '', need > 0 ? AMBER : TEAL);
}

/** A result waits in the popup, which could not be reopened. */
export async function callByBadge(tabId: number): Promise<void> {
  await setBadge(tabId, '!', AMBER);
}
