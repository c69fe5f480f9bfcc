import type { ErrorCode, Failure } from '../lib/errors.ts';
import type { ServiceRow } from '../lib/messages/view.ts';
import type { Translate } from './translation.ts';

/** True while the provider's window has the place of the row's form; what was typed stays. */
export function isAway({ pending }: ServiceRow): boolean {
  return pending?.what === 'window' || pending?.what === 'code';
}

/** True where the provider has ended the session and its window is all that is missing: nothing has to be typed. */
export function isSessionOver({ details, failure, hint }: ServiceRow): boolean {
  const isOver = hint?.code === 'sessionEnded' || hint?.code === 'sessionElsewhere';
  return isOver && failure === null && details?.method === 'oauth';
}

/** What the service answered: the explanation says that, too. */
const ANSWERS: readonly ErrorCode[] = [
  ...(['passwordRefused', 'keyRefused', 'headerRefused', 'accessRefused', 'unreachable'] as const),
  ...(['timedOut', 'certificateProblem', 'notMapService', 'redirected', 'loginPage'] as const),
  ...(['windowsSignIn', 'digestSignIn', 'proxySignIn', 'tooManyRequests', 'serverError'] as const),
  'unexpectedStatus',
];

/** Whether an explanation that stands in the row makes the failure's own words one too many. */
export function isExplained({ code }: Failure): boolean {
  return ANSWERS.includes(code);
}

/** Words on how a sign-in with a token goes on; null where nothing is to be said. */
export function tokenWords(
  row: ServiceRow,
  t: Translate,
  moment: (at: number) => { today: boolean; words: string },
): string | null {
  const { token, status } = row;
  if (!token || (status !== 'signedIn' && status !== 'signedInWithoutAccess')) return null;
  if (token.renews) return t('tokenRenews');
  if (token.until === null) return null;
  const { today, words } = moment(token.until);
  return t(today ? 'tokenUntil' : 'tokenUntilDay', words);
}
