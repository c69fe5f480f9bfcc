import type { AuthQuestion } from '../../lib/platform/events.ts';
import type { Placement } from '../../lib/rules/compile.ts';
import { isSigned } from '../../lib/services/credentials-in-url.ts';
import { admits } from '../../lib/sources/destinations.ts';

/**
 * Whether the browser's own login dialog stays away: exactly for requests that Layerkey signs, where a dialog would ask
 * for what the user has already given. Never for a proxy's question.
 * @param wasSigned a rule of ours matched this very request.
 * @param placements what is signed in, and what was refused since and is asked about in the popup.
 */
export function shouldSuppressDialog(
  question: Omit<AuthQuestion, 'id'>,
  wasSigned: boolean,
  placements: readonly Placement[],
): boolean {
  if (question.isProxy || isSigned(question.url)) return false;
  return wasSigned || placements.some(({ destination }) => admits(destination, question));
}
