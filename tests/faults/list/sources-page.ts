import type { Fault } from '../faults.ts';

/** What the sources page asks of the worker. */
export const SOURCES_PAGE: Fault[] = [
  {
    promise: 'Locked means gone',
    what: 'What a removal took away can be had back after a lock',
    file: 'lib/sign-in/locking.ts',
    find: '      kept.forgetSecrets,\n',
    replace: '',
    tests: ['tests/background/sources-commands.test.ts'],
  },
  {
    promise: 'Nothing lost',
    what: 'An import that the browser stops in the middle stays half done',
    file: 'lib/sign-in/undoing.ts',
    find: "      await kept.set('pending', record, secrets);\n",
    replace: '',
    tests: ['tests/background/import-records.test.ts'],
  },
  {
    promise: 'A credential cannot be redirected by editing',
    what: 'An address that was edited is agreed to by saving it',
    file: 'lib/sign-in/editing.ts',
    find: 'if (frames !== source.frames)\n        await credentials.change((each) => (each.sourceId === id ? { ...each, frames } : each));',
    replace:
      "await credentials.change((each) => (each.sourceId === id ? { ...each, frames, prefix: after.urls[0] ?? '' } : each));",
    tests: ['tests/background/sources-commands.test.ts'],
  },
  {
    promise: 'A credential cannot be redirected by editing',
    what: 'A saved sign-in that a file names is agreed to by importing it',
    file: 'lib/sign-in/import-plan.ts',
    find: 'if (left.length < before.destinations.length) changed.set(accountId, { ...before, destinations: left });',
    replace: 'changed.set(accountId, { ...before, destinations: [...left, ...sealed(accountId)] });',
    tests: [
      'tests/background/import-records.test.ts :: a saved sign-in that a file names goes nowhere before that is confirmed; without any sign-in there is nothing to confirm',
    ],
  },
  {
    promise: 'A credential cannot be redirected by editing',
    what: 'An address that was edited is agreed to by allowing one more site',
    file: 'lib/sign-in/allowing.ts',
    find: 'source && isAgreed(credential, source) ?',
    replace: 'source ?',
    tests: ['tests/background/sources-commands.test.ts'],
  },
  {
    promise: 'A credential cannot be redirected by editing',
    what: 'An imported secret goes where the one that it replaces was allowed',
    file: 'lib/sign-in/import-plan.ts',
    find: 'destinations: sealed(accountId),',
    replace: 'destinations: [...(held.get(accountId)?.destinations ?? []), ...sealed(accountId)],',
    tests: ['tests/background/import-records.test.ts'],
  },
  {
    promise: 'Accounts are not locked',
    what: 'A test sends a password again that was refused',
    file: 'lib/sign-in/testing.ts',
    find: "if (held && isRefused) return { code: 'testNotRepeated', values: [host] };\n    if (!held || !state || !ASKED.includes(state.status)) return { code: 'testNotSignedIn', values: [host] };",
    replace:
      "if (!held || !state) return { code: 'testNotSignedIn', values: [host] };\n    void [isRefused, ASKED];",
    tests: ['tests/background/test-sources.test.ts'],
  },
  {
    promise: 'Nothing readable on disk',
    what: 'Tokens are exported beside the client secret',
    file: 'lib/auth/exported.ts',
    find: "|| name === 'clientSecret')",
    replace: "|| name !== 'sealed')",
    tests: ['tests/unit/auth/exported.test.ts', 'tests/background/sources-providers.test.ts'],
  },
];
