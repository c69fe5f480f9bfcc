import type { Fault } from '../faults.ts';

const PORTAL = 'A GeoMapFish portal says whom it knows';
const OWN = 'A portal’s own login stays its own';
const WAYS = 'lib/auth/geomapfish/ways.ts';
const inUnit = (name: string) => `tests/unit/auth/geomapfish.test.ts :: ${name}`;

/** Promises 1, 4 and 10 for GeoMapFish portals. */
export const GEOMAPFISH: Fault[] = [
  {
    promise: PORTAL,
    what: 'The Referer of a foreign page goes along: whoever is signed in is nobody',
    file: WAYS,
    find: "removed: ['referer'], ",
    replace: '',
    tests: [
      inUnit('OAuth2 > signs in; what is secret is held'),
      'tests/e2e/geomapfish.test.ts :: OAuth2 with the portal',
    ],
  },
  {
    promise: PORTAL,
    what: 'A session that ended is taken for a sign-in, because the service answers everyone',
    file: 'lib/sign-in/proving.ts',
    find: 'const witness = method.witness?.(held.secrets);',
    replace: 'const witness = undefined;',
    tests: [inUnit('the portal’s own login > on its page')],
  },
  {
    promise: PORTAL,
    what: 'A sign-in that ended is used at another service',
    file: 'lib/sign-in/attempt.ts',
    find: 'if (!heard.verdict.accepted) return heard.verdict;',
    replace: '',
    tests: [inUnit('the portal’s own login > a session that ended')],
  },
  {
    promise: OWN,
    what: 'A cookie session is offered to the map of another site',
    file: 'lib/auth/own-pages.ts',
    find: 'if (other !== undefined) throw',
    replace: "if (other === '') throw",
    tests: [inUnit('the portal’s own login > serves no other site')],
  },
  {
    promise: OWN,
    what: 'A password stays although it went with a code that nobody can send twice',
    file: WAYS,
    find: "const isKept = otp === '' || otpSecret !== '';",
    replace: 'const isKept = true;',
    tests: [inUnit('the portal’s own login > keeps the password only')],
  },
  {
    promise: OWN,
    what: 'Whoever edits the records turns a session into Basic',
    file: 'lib/auth/geomapfish.ts',
    find: 'const way = wayIn(secrets);',
    replace: 'const way = wayIn(settings);',
    tests: [inUnit('whoever edits the readable records')],
  },
  {
    promise: OWN,
    what: 'Every request to a provider takes the browser’s cookies along',
    file: 'lib/oauth/http.ts',
    find: "credentials: cookies ? 'include' : 'omit',",
    replace: "credentials: 'include',",
    tests: [inUnit('what a portal tells > is asked for without')],
  },
  {
    promise: 'One attempt per password',
    what: 'A password goes to a portal that does not take it',
    file: WAYS,
    find: 'if ((await takesBasic(portal, asked)) === false)',
    replace: 'if ((await takesBasic(portal, asked)) === null)',
    tests: [inUnit('Basic > where it is off')],
  },
];
