import type { Fault } from '../faults.ts';

const inSignIn = (name: string) => `tests/unit/auth/arcgis/sign-in.test.ts :: ${name}`;
const later = (name: string) => `tests/unit/auth/arcgis/later.test.ts :: ${name}`;
const addresses = (name: string) => `tests/unit/auth/arcgis/addresses.test.ts :: ${name}`;

/** ArcGIS: whose tokens go where. */
export const ARCGIS: Fault[] = [
  {
    promise: 'Only where it belongs',
    what: "A portal's token goes to a server that is none of its",
    file: 'lib/auth/arcgis/discovery.ts',
    find: 'if (!isThere && !isOfPortal &&',
    replace: 'if (isThere && !isOfPortal &&',
    tests: [inSignIn('a server of a portal > the portal’s own address does as well')],
  },
  {
    promise: 'Only where it belongs',
    what: 'A token for https alone is sent over http',
    file: 'lib/auth/arcgis/tokens.ts',
    find: 'if (ssl && isPlain)',
    replace: 'if (ssl && !isPlain)',
    tests: [inSignIn('a stand-alone server > a token for https alone')],
  },
  {
    promise: 'Only where it belongs',
    what: 'A host that only looks like ArcGIS Online passes for it',
    file: 'lib/auth/arcgis/addresses.ts',
    find: "hostname.endsWith('.arcgis.com')",
    replace: "hostname.endsWith('arcgis.com')",
    tests: [addresses('https://evilarcgis.com')],
  },
  {
    promise: 'Only where it belongs',
    what: 'What can be changed on the way says where a password goes',
    file: 'lib/auth/arcgis/addresses.ts',
    find: "root.replace(/^http:/, 'https:')",
    replace: 'root',
    tests: [addresses('what can be changed on the way must not say where a password goes')],
  },
  {
    promise: 'Accounts are not locked',
    what: 'A server with Windows sign-in gets the password',
    file: 'lib/auth/arcgis/discovery.ts',
    find: 'if (status !== 401) return;',
    replace: 'if (status !== 400) return;',
    tests: [inSignIn('a stand-alone server > Windows sign-in')],
  },
  {
    promise: 'Locked means gone',
    what: 'Signing out leaves the session at the portal',
    file: 'lib/auth/arcgis.ts',
    find: "if (read(secrets)?.plan.way === 'portal')",
    replace: "if (read(secrets)?.plan.way === 'key')",
    tests: [later('signing out ends the session')],
  },
  {
    promise: 'Only where it belongs',
    what: 'The Referer of our own check stays behind',
    file: 'lib/platform/own-referer.ts',
    find: 'await netRequest.updateSessionRules({ removeRuleIds: [id] });',
    replace: 'void id;',
    tests: ['tests/unit/platform/own-referer.test.ts :: a rule about our own request'],
  },
];
