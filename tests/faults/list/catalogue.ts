import type { Fault } from '../faults.ts';

const promise = 'Accounts are not locked';
const PROPOSE = 'lib/auth/propose.ts';
const LOOKUP = 'lib/sources/catalogue/lookup.ts';
const PROPOSED = 'tests/unit/auth/propose.test.ts';

/** What is known of providers: a guess less, and never a provider that is another's. */
export const CATALOGUE: Fault[] = [
  {
    promise,
    what: 'A key is tried under names that its provider does not know',
    file: PROPOSE,
    find: 'const common = isDocumented ? []',
    replace: 'const common = false ? []',
    tests: [PROPOSED, 'tests/e2e/catalogue.test.ts'],
  },
  {
    promise: 'Only where it belongs',
    what: 'A host that only ends like a provider is taken for it',
    file: LOOKUP,
    find: 'return new RegExp(`^${deep',
    replace: 'return new RegExp(`${deep',
    tests: ['tests/unit/sources/catalogue.test.ts'],
  },
  {
    promise: 'Only where it belongs',
    what: 'A key in the query is proposed before the header that the page cannot read',
    file: PROPOSE,
    find: "...(usual.some(isTyped) ? ['header'] : []),",
    replace: '',
    tests: [PROPOSED],
  },
  {
    promise: 'Only where it belongs',
    what: 'An address that a provider signs by itself is changed by a rule',
    file: 'lib/rules/conditions.ts',
    find: '|x-goog-[a-z-]*|sig|signature|policy)=',
    replace: '|sig|policy)=',
    tests: ['tests/unit/services/credentials-in-url.test.ts'],
  },
];
