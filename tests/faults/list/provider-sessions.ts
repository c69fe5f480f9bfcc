import type { Fault } from '../faults.ts';

const GONE = 'Locked means gone';
const LOST = 'Nothing lost';
const ATTEMPTS = 'Accounts are not locked';
const RENEWING = 'lib/sign-in/renewing.ts';
const RENEWALS = 'lib/sign-in/renewals.ts';
const inRaces = (name: string) => `tests/unit/sign-in/renewal-races.test.ts :: ${name}`;
const inEnds = (name: string) => `tests/unit/sign-in/renewal-ends.test.ts :: ${name}`;
const inTrouble = (name: string) => `tests/unit/sign-in/renewal-trouble.test.ts :: trouble > ${name}`;
const atSignIn = (name: string) => `tests/unit/sign-in/provider-sign-in.test.ts :: ${name}`;
const atSignOut = (name: string) => `tests/unit/sign-in/provider-sign-out.test.ts :: signed out > ${name}`;

/** Promises 4, 5 and 6, for sign-ins that renew themselves. */
export const PROVIDER_SESSIONS: Fault[] = [
  {
    promise: ATTEMPTS,
    what: 'A token is renewed as often as somebody asks, at the same moment',
    file: RENEWING,
    find: 'const under = running.get(id) ?? renewNow(id).finally(() => running.delete(id));',
    replace: 'const under = renewNow(id).finally(() => running.delete(id));',
    tests: [inRaces('one at a time > alarm, wake-ups, a refusal')],
  },
  {
    promise: ATTEMPTS,
    what: 'A refresh token that the provider does not take is tried again after the next unlocking',
    file: RENEWING,
    find: 'await credentials.hold({ ...held, refused: true }).catch(() => undefined);',
    replace: '',
    tests: [inEnds('the end > oauth: what is dead is not tried again')],
  },
  {
    promise: ATTEMPTS,
    what: 'A refresh token that the provider does not take is tried again by itself',
    file: 'lib/oauth/renewal.ts',
    find: "'providerAnswerUnreadable',",
    replace: "'providerAnswerUnreadable',\n  'signInEnded',",
    tests: [inEnds('the end > invalid_grant: told')],
  },
  {
    promise: ATTEMPTS,
    what: 'While a provider is in trouble it is asked without waiting',
    file: 'lib/oauth/renewal.ts',
    find: 'return failures === 0 ? 0 : Math.min(LONGEST_DELAY_MS, SHORTEST_MS * 2 ** (failures - 1));',
    replace: 'return Math.min(LONGEST_DELAY_MS, failures);',
    tests: ['tests/unit/oauth/renewal.test.ts :: after trouble', inTrouble('the waits grow')],
  },
  {
    promise: LOST,
    what: 'No alarm is set: a token ends unless somebody opens the popup',
    file: RENEWALS,
    find: 'await renewalAlarm.set(Math.max(now(), earliest));',
    replace: '',
    tests: ['tests/background/renewing.test.ts :: signed in: the alarm is set'],
  },
  {
    promise: LOST,
    what: 'A worker that is stopped while it renews is not waked up again',
    file: RENEWALS,
    find: 'await renewalAlarm.set(now() + retryDelay(1));',
    replace: '',
    tests: ['tests/unit/oauth/promises.test.ts :: while a provider is asked for a new token'],
  },
  {
    promise: LOST,
    what: 'The old token is forgotten before the new one is saved',
    file: 'lib/sign-in/credentials.ts',
    find: 'await remember([held], newcomer);\n      if (!held.remembered &&',
    replace:
      "await session.set('credential', held.accountId, held);\n      await remember([held], newcomer);\n      if (!held.remembered &&",
    tests: [
      'tests/unit/sign-in/renewal-interrupted.test.ts :: the worker is stopped > after any change, then locked',
    ],
  },
  {
    promise: LOST,
    what: 'A renewed token is not written to the saved sign-ins',
    file: RENEWING,
    find: 'await credentials.hold(held).catch(async (error: unknown) => {',
    replace: 'await credentials.holdUnsaved(held).catch(async (error: unknown) => {',
    tests: ['tests/unit/sign-in/renewals.test.ts :: remembered: the new token is on the disk'],
  },
  {
    promise: LOST,
    what: "A second's trouble with the network ends a session",
    file: RENEWING,
    find: "if (meaningOf(code) === 'retry') {",
    replace: "if (meaningOf(code) === 'signIn') {",
    tests: [inTrouble('the waits grow')],
  },
  {
    promise: GONE,
    what: 'A token that has ended is still sent',
    file: RENEWALS,
    find: 'const over = (await due()).filter(({ end }) => end <= now());',
    replace: 'const over = (await due()).filter(({ end }) => end < 0);',
    tests: [inTrouble('a token that ends between two tries')],
  },
  {
    promise: GONE,
    what: 'A token that arrives after the sign-out, or after a lock, is taken up',
    file: RENEWING,
    find: 'const current = credentials.get(id);\n    if (!current || !isStill(before)) {',
    replace: 'const current = credentials.get(id) ?? before;\n    if (current === undefined) {',
    tests: [
      inRaces('meanwhile > signed out: nothing comes back'),
      inRaces('meanwhile > locked: nothing comes back'),
    ],
  },
  {
    promise: GONE,
    what: 'A token that arrives after the sign-out stays good at the provider',
    file: RENEWING,
    find: 'if (await isOver(id)) void method.revoke?.(secrets, quiet).catch(() => undefined);',
    replace: "if (await isOver(id)) return 'nothing';",
    tests: [inRaces('meanwhile > signed out: nothing comes back')],
  },
  {
    promise: GONE,
    what: 'Signing out does not tell the provider: the tokens stay good',
    file: 'lib/sign-in/farewell.ts',
    find: 'void method?.revoke?.(secrets, quiet).catch(() => undefined);',
    replace: 'void [method, secrets, quiet];',
    tests: [atSignOut('the provider up')],
  },
  {
    promise: GONE,
    what: 'Only the access token is revoked: the refresh token makes new ones',
    file: 'lib/oauth/revoke.ts',
    find: "...(session.refreshToken === undefined ? [] : [['refresh_token', session.refreshToken] as const]),",
    replace: '',
    tests: ['tests/unit/oauth/later.test.ts :: later > both tokens are revoked'],
  },
  {
    promise: GONE,
    what: 'After the sign-out the refresh token stays on this device',
    file: 'lib/sign-in/taking-back.ts',
    find: 'await leave(accountIds, why);\n      await credentials.forgetSaved(accountIds);',
    replace: 'await leave(accountIds, why);',
    tests: [atSignOut('the provider up')],
  },
  {
    promise: GONE,
    what: 'A sign-in that was cancelled is taken all the same',
    file: 'lib/sign-in/sign-ins.ts',
    find: 'if (isWanted()) await finish(row, owner, { ...signedIn, remember });\n      else giveBack();',
    replace: 'await finish(row, owner, { ...signedIn, remember });',
    tests: [atSignIn('given up > cancelled while the provider answers')],
  },
  {
    promise: GONE,
    what: 'Tokens of a sign-in that was cancelled stay good at the provider',
    file: 'lib/sign-in/sign-ins.ts',
    find: 'if (isWanted()) await finish(row, owner, { ...signedIn, remember });\n      else giveBack();',
    replace: 'if (isWanted()) await finish(row, owner, { ...signedIn, remember });',
    tests: [atSignIn('given up > cancelled while the provider answers')],
  },
  {
    promise: GONE,
    what: 'Cancel, or a lock, leaves the visit to the provider going on',
    file: 'entrypoints/background/visits.ts',
    find: 'visits.get(key)?.end.abort();',
    replace: '',
    tests: ['tests/background/visits-given-up.test.ts :: given up > all visits end with a lock'],
  },
  {
    promise: ATTEMPTS,
    what: 'A password that a provider refuses is sent a second time',
    file: 'lib/auth/oauth-sign-in.ts',
    find: 'const first = await tokensFor(party, values, asked);',
    replace:
      'const first = await tokensFor(party, values, asked).catch(() => tokensFor(party, values, asked));',
    tests: ['tests/unit/oauth/promises.test.ts :: a password that a provider refuses is sent once'],
  },
  {
    promise: ATTEMPTS,
    what: 'What was renewed before it was ever proven at its service is used without proof',
    file: RENEWING,
    find: "state.proven ? 'signedIn' : 'notChecked'",
    replace: "'signedIn'",
    tests: ['tests/unit/oauth/promises.test.ts :: renewed before anybody could prove it'],
  },
  {
    promise: LOST,
    what: 'The refresh token that was used up is kept instead of the new one',
    file: 'lib/oauth/tokens.ts',
    find: 'refreshToken: renewed.refreshToken ?? refreshToken,',
    replace: 'refreshToken,',
    tests: ['tests/unit/oauth/later.test.ts :: a renewal asks for nothing but tokens'],
  },
  {
    promise: GONE,
    what: 'After the sign-out token and client secret stay in memory',
    file: 'lib/sign-in/taking-back.ts',
    find: 'await credentials.drop(accountIds);',
    replace: '',
    tests: [atSignOut('the provider up')],
  },
  {
    promise: GONE,
    what: 'Tokens that the service does not take stay good at the provider',
    file: 'lib/auth/oauth-sign-in.ts',
    find: 'void revoke(party, session).catch(() => undefined);',
    replace: '',
    tests: [atSignIn('given up > the service does not take the token')],
  },
  {
    promise: GONE,
    what: 'A sign-in window outlives the worker that opened it',
    file: 'lib/sign-in/authorizer.ts',
    find: 'await port.closeWindow(windowId);',
    replace: 'void windowId;',
    tests: ['tests/unit/sign-in/authorizer-flow.test.ts :: the worker died with a window open'],
  },
];
