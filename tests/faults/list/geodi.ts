// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text.
import type { Fault } from '../faults.ts';

const BELONGS = 'Only where it belongs';
const DISK = 'Nothing readable on disk';
const LOCKED = 'Accounts are not locked';
const GONE = 'Locked means gone';
const SHOWN = 'No secret in what is shown, said or logged';
const METHOD = 'lib/auth/geodi.ts';
const VALIDATOR = 'lib/auth/geodi/validator.ts';
const CHECK = 'scripts/geodi-validator/check.ts';
const SIGN_IN = 'tests/unit/auth/geodi.test.ts';
const VALIDATORS = 'tests/unit/auth/geodi-validator.test.ts';

/** Promises as they concern GEODI, and the check behind its ValidateURL. */
export const GEODI: Fault[] = [
  {
    promise: LOCKED,
    what: 'A feed that lacks a parameter is taken for a refused sign-in',
    file: 'lib/services/refusals.ts',
    find: ' && /\\/TokenHandler(?:[?#]|$)/i.test(url)',
    replace: '',
    tests: [
      'tests/unit/guard/observed.test.ts :: statuses > 452 to 455 are refusals',
      'tests/unit/services/geodi.test.ts :: statuses > 452 is a refusal of TokenHandler alone',
    ],
  },
  {
    promise: BELONGS,
    what: 'A ClientValidator is taken as often as it comes',
    file: CHECK,
    find: 'seen.set(validator.id, forgettableAt(validator));',
    replace: '',
    tests: [`${VALIDATORS} :: the check > takes each validator once`],
  },
  {
    promise: BELONGS,
    what: 'The ids of validators are forgotten before they expire',
    file: CHECK,
    find: 'if (until < now())',
    replace: 'if (until > now())',
    tests: [`${VALIDATORS} :: the check > takes each validator once`],
  },
  {
    promise: BELONGS,
    what: 'A validator that was made for another client is taken',
    file: VALIDATOR,
    find: '      audience: clientId,\n',
    replace: '',
    tests: [`${VALIDATORS} :: a validator > foreign`],
  },
  {
    promise: BELONGS,
    what: 'A token of GEODI is offered to other services of the site',
    file: METHOD,
    find: '  bound: true,\n',
    replace: '',
    tests: [
      'tests/unit/oauth/promises.test.ts :: a token of one service is offered to another > but not one that is good',
    ],
  },
  {
    promise: BELONGS,
    what: 'A link that signs in goes a more readable way than its token did',
    file: METHOD,
    find: ' || isLessSafe(url, server)',
    replace: '',
    tests: [`${SIGN_IN} :: what was sealed > a link that goes a more readable way`],
  },
  {
    promise: DISK,
    what: 'What was typed into secret fields is saved with the readable settings',
    file: METHOD,
    find: '({ secret, kind }) => !secret && kind',
    replace: '({ kind }) => kind',
    tests: [
      `${SIGN_IN} :: user name and password > one request makes a token`,
      `${SIGN_IN} :: a trusted client > computes its validator, by POST`,
    ],
  },
  {
    promise: GONE,
    what: 'A link that came after signing out lets somebody in',
    file: 'lib/sign-in/links.ts',
    find: "if (credentials.get(accountId) === undefined) throw new AppError('badMessage');",
    replace: '',
    tests: ['tests/unit/sign-in/links.test.ts :: signed out meanwhile'],
  },
  {
    promise: SHOWN,
    what: 'The log of the check has the validator in it',
    file: 'scripts/geodi-validator/server.ts',
    find: 'clientId: options.clientId, reason });',
    replace: 'clientId: `${options.clientId}${request.url}`, reason });',
    tests: [`${VALIDATORS} :: over http > OK once, then NOK`],
  },
];
