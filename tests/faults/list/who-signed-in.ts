import type { Fault } from '../faults.ts';

const promise = 'A sign-in belongs to who made it';
const inEnds = (name: string) => `tests/unit/sign-in/renewal-ends.test.ts :: ${name}`;
const atSignIn = (name: string) => `tests/unit/sign-in/provider-sign-in.test.ts :: ${name}`;

/** Promise 1, for people: nobody's requests go out with somebody else's token. */
export const WHO_SIGNED_IN: Fault[] = [
  {
    promise,
    what: "Without a window somebody else's session at the provider is taken",
    file: 'lib/auth/oauth-token.ts',
    find: 'if (session.claims.sub !== before.claims.sub)',
    replace: 'if (session.claims.sub === undefined)',
    tests: [inEnds('the provider’s own session > it is somebody else’s')],
  },
  {
    promise,
    what: 'Without a window any session is taken where nobody knows who it was',
    file: 'lib/auth/oauth-token.ts',
    find: 'const isKnown = before.claims.sub !== undefined;',
    replace: 'const isKnown = before.claims !== undefined;',
    tests: [inEnds('the provider’s own session > not asked where nobody knows who it was')],
  },
  {
    promise,
    what: "Of two people with one client the second gets the first one's sign-in",
    file: 'lib/sign-in/edits.ts',
    find: '!isOther(account),',
    replace: 'true,',
    tests: [atSignIn('who is who > two people, one client')],
  },
  {
    promise,
    what: "Of two people of the same name the second gets the first one's sign-in",
    file: 'lib/sign-in/owners.ts',
    find: 'if (person !== undefined && before !== undefined) return person !== before;',
    replace: 'void [person, before];',
    tests: ['tests/unit/oauth/promises.test.ts :: two people of the same name'],
  },
  {
    promise,
    what: 'A renewal nobody asked for opens a window',
    file: 'lib/sign-in/authorizer.ts',
    find: 'const answer = await port.launchFlow(url, false);',
    replace: 'const answer = await port.launchFlow(url, true);',
    tests: ['tests/unit/sign-in/authorizer-flow.test.ts :: without a window: never one'],
  },
  {
    promise,
    what: 'The userinfo of another person is taken',
    file: 'lib/oauth/identity.ts',
    find: 'session.claims.sub ?? skipSubjectCheck,',
    replace: 'skipSubjectCheck,',
    tests: ['tests/unit/oauth/flows.test.ts :: another person than the one who signed in'],
  },
];
