import type { Fault } from '../faults.ts';

const promise = 'Protected layers wait for their sign-in';

/** Of the map page. */
export const MAP_PAGE: Fault[] = [
  {
    promise,
    what: 'A hidden layer is drawn after signing in',
    file: 'lib/project/drawn.ts',
    find: "return { ...at, shows: eye ? may : 'hidden' };",
    replace: 'return { ...at, shows: may };',
    tests: ['tests/unit/project/drawn.test.ts'],
  },
  {
    promise,
    what: 'A service that needs a sign-in, as the project says, is asked before there is one',
    file: 'lib/project/drawn.ts',
    find: 'return !isProtected && !hasSignIn && MAY_TRY',
    replace: 'return MAY_TRY',
    tests: ['tests/unit/project/drawn.test.ts'],
  },
  {
    promise,
    what: 'Layers are drawn before the worker has told how their services stand',
    file: 'lib/project/drawn.ts',
    find: 'const isKnown = rows !== null && (row !== null || settled) && isAllowed !== undefined;',
    replace: 'const isKnown = rows !== undefined;',
    tests: ['tests/unit/project/drawn.test.ts'],
  },
  {
    promise,
    what: 'A layer that is refused while it is drawn goes on asking',
    file: 'entrypoints/map/use-engine.ts',
    find: "if (trouble.what === 'refused') now.current.onRefused(id);",
    replace: '',
    tests: ['tests/components/map-protected.test.tsx'],
  },
  {
    promise,
    what: 'Who signs out in the popup stays signed in for the map',
    file: 'entrypoints/background/commands.ts',
    find: 'if (SEEN_ELSEWHERE.includes(name)) void announceChange();',
    replace: '',
    tests: [
      'tests/e2e/map-page.test.ts :: the map page: chrome > protected layers come and go with the sign-in, and their eyes stay as they were',
    ],
  },
];
