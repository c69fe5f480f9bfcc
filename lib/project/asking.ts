import type { ErrorCode } from '../errors.ts';
import type { ServiceRow } from '../messages/view.ts';

/** What a service answers that wants to know who asks. */
const REFUSALS: readonly ErrorCode[] = [
  ...(['accessRefused', 'passwordRefused', 'keyRefused', 'headerRefused', 'loginPage'] as const),
  ...(['redirected', 'windowsSignIn', 'digestSignIn'] as const),
];

export const isRefusal = (code: ErrorCode): boolean => REFUSALS.includes(code);

/** Whether a service is asked what it offers, somebody has to sign in first, or it shows by itself in a moment. */
export function mayDescribe({ status, next, accountId }: ServiceRow): 'ask' | 'signIn' | 'wait' {
  if (next === 'useHere') return 'signIn';
  if (status === 'signingIn' || status === 'renewing') return 'wait';
  if (status === 'notChecked' && accountId !== null) return 'wait';
  const asks = ['notChecked', 'open', 'signedIn', 'unreachable', 'certificateProblem'];
  return asks.includes(status) ? 'ask' : 'signIn';
}
