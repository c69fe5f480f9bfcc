import type { Fault } from '../faults.ts';

const promise = 'Nothing readable on disk';
const SEARCHED = 'tests/e2e/disk.test.ts :: after signing in in every way';

/** Promises 2 and 5. */
export const NOTHING_ON_DISK: Fault[] = [
  {
    promise,
    what: 'Credentials are kept in storage.local',
    file: 'entrypoints/background/worker.ts',
    find: 'openSession(sessionStorageArea)',
    replace: 'openSession(localStorageArea)',
    tests: [SEARCHED],
  },
  {
    promise,
    what: 'Dynamic rules, which the browser writes down, instead of session rules',
    file: 'lib/platform/worker.ts',
    find: `getSessionRules: async () => (await netRequest.getSessionRules()).filter((rule) => !isOwnReferer(rule)),
  updateSessionRules: (update) => netRequest.updateSessionRules(update),`,
    replace: `getSessionRules: () => netRequest.getDynamicRules(),
  updateSessionRules: (update) => netRequest.updateDynamicRules(update),`,
    tests: [SEARCHED],
  },
  {
    promise,
    what: 'The typed password is saved with the account',
    file: 'lib/auth/basic.ts',
    find: 'const settings = { username };',
    replace: "const settings = { username, typed: required(values, 'password') };",
    tests: ['tests/unit/auth/methods.test.ts', SEARCHED],
  },
  {
    promise,
    what: 'Secrets are typed into a plain text field',
    file: 'components/FormInput.tsx',
    find: 'type="password"',
    replace: 'type="text"',
    tests: ['tests/components/sign-in-form.test.tsx'],
  },
  {
    promise: 'Nothing lost',
    what: 'Records of a newer version are read and overwritten',
    file: 'lib/sources/store.ts',
    find: "if (typeof items.version === 'number' && items.version > VERSION) throw new AppError('newerData');",
    replace: '',
    tests: ['tests/unit/sources/store.test.ts'],
  },
  {
    promise: 'Nothing lost',
    what: 'Records that do not validate are used all the same',
    file: 'lib/sources/store.ts',
    find: 'if (isOwn) (saved[list] as unknown[]).push(result.output);',
    replace: 'if (value) (saved[list] as unknown[]).push(value);',
    tests: ['tests/unit/sources/store.test.ts'],
  },
];
