import type { Fault } from '../faults.ts';

const promise = 'Accounts are not locked';
const SEALED = 'A credential cannot be redirected by editing';
const GUARDS = 'lib/sign-in/guards.ts';
const PAUSING = 'lib/guard/pausing.ts';
const ANSWERS = 'lib/guard/answers.ts';
const inGuard = (name: string) => `tests/unit/guard/guard.test.ts :: ${name}`;
const inWaits = (name: string) => `tests/unit/guard/guard-waits.test.ts :: ${name}`;
const inChromium = (name: string) => `tests/e2e/guard.test.ts :: an account is not locked: chrome > ${name}`;
const inGuards = (name: string) => `tests/unit/sign-in/guards.test.ts :: the first refusal > ${name}`;
const whenAsked = (name: string) =>
  `tests/unit/sign-in/guards-asked.test.ts :: what the question finds > ${name}`;
const whatMayBeAsked = (name: string) =>
  `tests/unit/sign-in/guards-meanwhile.test.ts :: what may be asked > ${name}`;

/** Promise 4 after signing in, and promise 10 where the guard asks. */
export const GUARD: Fault[] = [
  {
    promise,
    what: 'The first refusal does not pause',
    file: PAUSING,
    find: "return { state: after, effects: [{ do: 'pauseInjection' }, ...effects] };",
    replace: 'return { state: after, effects };',
    tests: [inGuard('the first refusal > pauses at once and asks once'), inGuards('rules go first')],
  },
  {
    promise,
    what: 'Only one source of a refused account is paused',
    file: 'lib/sign-in/placements.ts',
    find: 'if (!state || !isIn(state)) continue;',
    replace: `const first = saved.grants.find(({ accountId }) => accountId === account.id);
    if (!state || (!isIn(state) && (state.why !== 'stopped' || grant === first))) continue;`,
    tests: ['tests/unit/sign-in/installed.test.ts :: an account with two sources'],
  },
  {
    promise,
    what: 'The rules stay until the session has written the pause down',
    file: GUARDS,
    find: 'await installed.withdraw();\n    await written;',
    replace: 'await written;\n    await installed.withdraw();',
    tests: [inGuards('the session takes its time, or has no room')],
  },
  {
    promise,
    what: 'The rules go once the views were told',
    file: GUARDS,
    find: 'await installed.withdraw();\n    await written;',
    replace: 'await parts.changed(id);\n    await installed.withdraw();\n    await written;',
    tests: [inGuards('views that take for ever')],
  },
  {
    promise,
    what: 'The guard asks twice',
    file: GUARDS,
    find: 'const proof = await proving(place.account, held, place.source);',
    replace: `await proving(place.account, held, place.source);
    const proof = await proving(place.account, held, place.source);`,
    tests: [inGuards('rules go first, then one question')],
  },
  {
    promise,
    what: 'Every refusal while it is asked pauses and asks again',
    file: ANSWERS,
    find: 'if (isPaused(state)) {',
    replace: 'if (isPaused(state) && state.mode.askedAt === null) {',
    tests: [
      inGuard('the first refusal > several in flight: one pause'),
      'tests/unit/guard/guard-bound.test.ts',
    ],
  },
  {
    promise,
    what: 'A late answer about the old password counts against the new one',
    file: ANSWERS,
    find: 'if (round !== null && round !== state.round) return onLate(state, event);',
    replace: '',
    tests: [inGuard('late answers > of before signInChanged: ignored')],
  },
  {
    promise,
    what: 'A fault of the server counts as a refusal',
    file: 'lib/guard/observed.ts',
    find: "if (status >= 500 || status === 408) return { what: 'fault', until: until() };",
    replace: "if (status >= 500 || status === 408) return refusal('signIn', answer);",
    tests: ['tests/unit/guard/observed.test.ts :: a fault is never a refusal'],
  },
  {
    promise,
    what: 'Retry-After of a refused tile is ignored',
    file: ANSWERS,
    find: 'observation.until ?? now + USUAL_LIMIT_MS',
    replace: 'now + USUAL_LIMIT_MS',
    tests: [inWaits('too many requests > a shorter time does not undo a longer one')],
  },
  {
    promise,
    what: "Retry-After of the guard's own question is ignored",
    file: GUARDS,
    find: "retryTime(proof.answered?.answer.retryAfter ?? '', '', now())",
    replace: 'null',
    tests: [whenAsked('the service says when to come again: not before')],
  },
  {
    promise,
    what: 'No rest between pauses, however often the server flaps',
    file: PAUSING,
    find: 'const wait = retryDelay(pauses - 1);',
    replace: 'const wait = 0;',
    tests: [inWaits('a server that flaps'), whenAsked('refused and accepted by turns')],
  },
  {
    promise,
    what: 'Offline counts as trouble for good: a network that is back is not noticed',
    file: PAUSING,
    find: "waitsFor: 'network', due: null",
    replace: "waitsFor: 'user', due: null",
    tests: [inWaits('trouble > offline'), whenAsked('no network: waits for it')],
  },
  {
    promise,
    what: 'The account goes on although the answer was a refusal',
    file: 'lib/guard/outcomes.ts',
    find: "case 'refused':\n      return giveUp(state, now, 'refused');",
    replace: "case 'refused':\n      return resume(state, now);",
    tests: [
      inGuard('what the renewal or probe found > refused: not accepted'),
      whenAsked('not accepted: told'),
    ],
  },
  {
    promise,
    what: 'A refused password is tried again after the next unlocking',
    file: GUARDS,
    find: 'await credentials.hold({ ...held, refused: true }).catch(() => undefined);',
    replace: '',
    tests: [whenAsked('not accepted: told, and not tried again')],
  },
  {
    promise,
    what: '*Check* tries a password that was refused',
    file: 'lib/sign-in/checking.ts',
    find: '&& !held.refused',
    replace: '',
    tests: [whatMayBeAsked('the same for Check, and for a password that was refused')],
  },
  {
    promise,
    what: 'The worker died while it paused: the rules stay',
    file: GUARDS,
    find: "if (mode !== 'notAccepted') return pause(id);",
    replace: "if (mode !== 'notAccepted') return;",
    tests: [
      'tests/unit/sign-in/guards-restarted.test.ts :: a worker that died > between deciding to pause and writing it down',
    ],
  },
  {
    promise,
    what: 'Requests that wait for their turn go out with the refused password',
    file: 'entrypoints/background/noticing.ts',
    find: 'stopQueued(underWay.values(), signature.accountId);',
    replace: 'stopQueued([], signature.accountId);',
    tests: [
      'tests/background/noticing-signed.test.ts :: what we sign > refused: the guard hears of it at once',
    ],
  },
  {
    promise,
    what: 'A refusal that comes before the worker is ready is lost',
    file: 'entrypoints/background/first-tick.ts',
    find: 'else if (!isOver) early.push(tell);',
    replace: '',
    tests: ['tests/background/first-tick.test.ts :: what is told before the worker is ready'],
  },
  {
    promise,
    what: 'Requests that wait for their turn are not ended in the page',
    file: 'lib/platform/stop-loading.ts',
    find: 'func: () => window.stop(),',
    replace: 'func: () => undefined,',
    tests: [inChromium('a password that is changed on the server while 60 tiles load > pictures')],
  },
  {
    promise,
    what: 'Refusals that the page may not read are not heard',
    file: 'lib/platform/watch.ts',
    find: '...(isFirefox ? [] : [EXTRA_HEADERS]),',
    replace: '',
    tests: [
      'tests/e2e/notice.test.ts :: services that refuse are noticed: chrome > each way to refuse > basic:',
    ],
  },
  {
    promise,
    what: 'Nothing is heard once the first site is allowed, until the browser starts again',
    file: 'lib/platform/web-request.ts',
    find: 'browser.permissions.onAdded.addListener(again);',
    replace: '',
    tests: ['tests/e2e/notice-everywhere.test.ts'],
  },
  {
    promise: SEALED,
    what: 'The guard asks at an address that was edited',
    file: 'lib/sign-in/asked-place.ts',
    find: '&& sealedFor(held, source, grant) !== null;',
    replace: ';',
    tests: [whatMayBeAsked('an address that was edited since')],
  },
  {
    promise: SEALED,
    what: '*Check* asks at an address that was edited',
    file: 'lib/sign-in/checking.ts',
    find: '&& sealedFor(held, source, grant) !== null;',
    replace: ';',
    tests: [whatMayBeAsked('the same for Check')],
  },
];
