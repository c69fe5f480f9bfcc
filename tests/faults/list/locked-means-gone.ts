import type { Fault } from '../faults.ts';

const promise = 'Locked means gone';
const inLifecycle = (name: string) => `tests/e2e/lifecycle.test.ts :: locked means gone > ${name}`;

/** Promise 6. */
export const LOCKED_MEANS_GONE: Fault[] = [
  {
    promise,
    what: 'A worker that finds no marker leaves the old rules in place',
    file: 'entrypoints/background/worker.ts',
    find: 'if (isNewSession) await rules.clear();',
    replace: '',
    tests: [
      inLifecycle('reload of the extension'),
      'tests/e2e/vault-locking.test.ts :: reload of the extension',
      'tests/e2e/vault-locking.test.ts :: disable and enable',
    ],
  },
  {
    promise,
    what: 'Signing out removes the secret and leaves the rule',
    file: 'lib/sign-in/taking-back.ts',
    find: 'await installed.withdraw();\n    await credentials.drop(accountIds);',
    replace: 'await credentials.drop(accountIds);',
    tests: ['tests/unit/sign-in/taking-back.test.ts', inLifecycle('sign out')],
  },
  {
    promise,
    what: 'Signing out removes the rule and keeps the secret',
    file: 'lib/sign-in/taking-back.ts',
    find: 'await installed.withdraw();\n    await credentials.drop(accountIds);',
    replace: 'await installed.withdraw();',
    tests: [inLifecycle('sign out')],
  },
  {
    promise,
    what: 'Removing a source keeps its rule until something else changes',
    file: 'lib/sign-in/taking-back.ts',
    find: 'await installed.withdraw();\n    const left',
    replace: 'const left',
    tests: ['tests/unit/sign-in/taking-back.test.ts'],
  },
  {
    promise,
    what: 'Host access that is taken away leaves the rules and secrets in place',
    file: 'entrypoints/background/start.ts',
    find: 'return access.afterLoss();',
    replace: 'return access.giveBack();',
    tests: ['tests/e2e/privilege.test.ts'],
  },
  {
    promise,
    what: 'A paused account is still injected',
    file: 'lib/sign-in/placements.ts',
    find: 'if (!state || !isIn(state)) continue;',
    replace: 'void isIn;',
    tests: ['tests/unit/sign-in/placements.test.ts'],
  },
];
