/** The statuses of an account, one list for code, popup and tests. Temporary: never on disk. */
export const STATUSES = [
  'notChecked',
  'open',
  'signIn',
  'signingIn',
  'signedIn',
  'signedInWithoutAccess',
  'renewing',
  'paused',
  'notAccepted',
  'changed',
  'unreachable',
  'certificateProblem',
  'locked',
] as const;

export type Status = (typeof STATUSES)[number];
