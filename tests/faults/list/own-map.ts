import type { Fault } from '../faults.ts';

const BELONGS = 'Only where it belongs';
const MAP =
  'tests/e2e/map-site.test.ts :: our own map as a site: chrome > signed in there, its own requests are signed, and nobody else’s';

/** Our own map as a site that uses sources. */
export const OWN_MAP: Fault[] = [
  {
    promise: BELONGS,
    what: 'What the worker asks is signed as the map is',
    file: 'lib/rules/compile.ts',
    find: '      excludedTabIds: [-1],\n',
    replace: '',
    tests: [
      MAP,
      'tests/unit/rules/compile.test.ts :: our own map is a site by its real host, and what the worker asks is kept out',
    ],
  },
  {
    promise: BELONGS,
    what: 'A sign-in on our own map is used for every page',
    file: 'lib/rules/compile.ts',
    find: '      initiatorDomains: [ownHost],\n',
    replace: '',
    tests: [MAP],
  },
  {
    promise: 'Accounts are not locked',
    what: 'Refusals of the map’s own requests are not seen',
    file: 'lib/platform/own-pages.ts',
    find: 'return tabId === -1 ? undefined : MAP_SITE;',
    replace: 'return undefined;',
    tests: [MAP],
  },
];
