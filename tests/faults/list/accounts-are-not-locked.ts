import type { Fault } from '../faults.ts';

const promise = 'Accounts are not locked';

/** Promise 4. */
export const ACCOUNTS_ARE_NOT_LOCKED: Fault[] = [
  {
    promise,
    what: 'A refused password is sent a second time',
    file: 'lib/auth/fields.ts',
    find: 'const verdict = await tools.attempt(injection);',
    replace:
      'const first = await tools.attempt(injection);\n  const verdict = first.accepted ? first : await tools.attempt(injection);',
    tests: ['tests/unit/auth/methods.test.ts'],
  },
  {
    promise,
    what: 'A key is tried under more than four names',
    file: 'lib/auth/propose.ts',
    find: 'return [...distinct.values()].slice(0, MOST_NAMES);',
    replace: 'return [...distinct.values()];',
    tests: ['tests/unit/auth/propose.test.ts'],
  },
  {
    promise,
    what: "The search for a key's name goes on at 429",
    file: 'lib/auth/key.ts',
    find: 'if (!verdict.refusal || verdict.stop) break;',
    replace: '',
    tests: ['tests/unit/auth/key-detection.test.ts'],
  },
  {
    promise,
    what: 'What is under way is started a second time by a second click',
    file: 'entrypoints/background/intents.ts',
    find: 'if (running.has(key)) return;',
    replace: '',
    tests: ['tests/background/intents.test.ts'],
  },
  {
    promise,
    what: 'An account is saved before it is proven',
    file: 'lib/sign-in/sign-ins.ts',
    find: 'const signedIn = await attempt(',
    replace: `await store.change((all) => ({
      ...all,
      accounts: [...all.accounts, { id: 'unprovn', method: method.id, settings: {}, who: '', origins: [] }],
    }));
    const signedIn = await attempt(`,
    tests: ['tests/unit/sign-in/sign-ins.test.ts'],
  },
  {
    promise,
    what: 'A changed password replaces the old one before it is proven',
    file: 'lib/sign-in/sign-ins.ts',
    find: 'const signedIn = await attempt(',
    replace: `const old = replaces === null ? undefined : credentials.get(replaces);
    if (old) await session.set('credential', old.accountId, { ...old, secrets: draft.fields });
    const signedIn = await attempt(`,
    tests: ['tests/unit/sign-in/sign-ins.test.ts'],
  },
];
