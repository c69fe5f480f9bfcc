import type { Fault } from '../faults.ts';

const promise = 'Exchange with QGIS';

/** What is brought from QGIS and written for it. */
export const EXCHANGE: Fault[] = [
  {
    promise,
    what: 'A key stays in the address that is kept for the way back',
    file: 'lib/interchange/qgis/address-secrets.ts',
    find: "return text.slice(0, text.indexOf('=') + 1);",
    replace: 'return text;',
    tests: ['tests/unit/interchange/qgis/round-trip.test.ts'],
  },
  {
    promise,
    what: 'A file without secrets has them',
    file: 'lib/interchange/qgis/sign-in-to-qgis.ts',
    find: 'const secrets = withSecrets ? signIn.secrets : {};',
    replace: 'const secrets = signIn.secrets;',
    tests: ['tests/unit/interchange/qgis/becomes.test.ts'],
  },
  {
    promise,
    what: 'A password that QGIS changes on saving is written',
    file: 'lib/interchange/qgis/authentication-write.ts',
    find: "throw new AppError('exchangeSeparator', [label]);",
    replace: 'continue;',
    tests: ['tests/unit/interchange/qgis/properties.test.ts'],
  },
  {
    promise,
    what: 'What is saved already is replaced without a word of the user',
    file: 'components/exchange/ImportFiles.tsx',
    find: "choices.get(key) ?? 'skip'",
    replace: "choices.get(key) ?? 'replace'",
    tests: ['tests/components/exchange.test.tsx'],
  },
  {
    promise,
    what: 'A file for QGIS is encrypted with another key than QGIS takes',
    file: 'lib/interchange/qgis/authentication-crypto.ts',
    find: 'encode(password).subarray(0, 32)',
    replace: 'encode(password.trim().toLowerCase()).subarray(0, 31)',
    tests: ['tests/unit/interchange/qgis-real.test.ts'],
  },
  {
    promise,
    what: 'What only QGIS knows is lost on the way',
    file: 'lib/interchange/qgis/connection-to-qgis.ts',
    find: 'each.startsWith(ATTRIBUTE) ?',
    replace: "each.startsWith('at.z') ?",
    tests: ['tests/unit/interchange/qgis/round-trip.test.ts'],
  },
];
