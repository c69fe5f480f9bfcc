import type { AuthQuestion } from '../../lib/platform/events.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import { admits } from '../../lib/sources/destinations.ts';

/**
 * Whether the browser's own login dialog stays away: exactly for requests that Layerkey signs, where a dialog would ask
 * for what the user has already given. Never for a proxy's question.
 */
export function shouldSuppressDialog(question: AuthQuestion, session: Session): boolean {
  if (question.isProxy) return false;
  for (const [accountId, { destinations }] of session.all('credential')) {
    if (session.get('account', accountId)?.status !== 'signedIn') continue;
    if (destinations.some((destination) => admits(destination, question))) return true;
  }
  return false;
}
