import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VaultState } from '../../../lib/messages/view.ts';
import { popupView, type ViewParts } from '../../../lib/sign-in/popup-view.ts';
import type { AccountState } from '../../../lib/sign-in/session.ts';
import { siteVaults } from '../../../lib/sign-in/site-vaults.ts';
import { STATUSES } from '../../../lib/sign-in/status.ts';
import { page } from '../../fakes/pages.ts';
import { account, grant, held, SITE, saved, source } from '../../fakes/records.ts';
import { NOTHING_TOLD } from '../../fakes/told.ts';

const OTHER_SITE = 'https://a-other.example';

/** Everything that a view of Anna's one saved service is made of. */
function parts(
  vault: VaultState,
  { entry = false, inMemory = null as boolean | null, state = null as Partial<AccountState> | null } = {},
): ViewParts {
  const known: AccountState = { status: 'signIn', why: null, since: 0, ...state };
  return {
    ...{ tabId: 1, page: page(), saved: saved(), notice: null, rows: new Map(), ports: true },
    redirectUri: 'https://layerkey.chromiumapp.org/',
    vault: { state: vault, canRemember: true, hasPasskey: false, waitUntil: 0 },
    rememberedIds: new Set(entry ? ['accoun1'] : []),
    credentials: new Map(inMemory === null ? [] : [['accoun1', held({ remembered: inMemory })]]),
    accounts: new Map(state === null ? [] : [['accoun1', known]]),
    changed: new Set(),
    allSitesHeld: null,
    told: NOTHING_TOLD,
    hiddenWarnings: new Map(),
  };
}

const SIGNED_IN = { status: 'signedIn' } as const;
const NO_ACCESS = { status: 'signIn', why: 'permissionMissing' } as const;

test.each<[string, ViewParts, unknown[]]>([
  ['locked, with an entry', parts('locked', { entry: true }), ['locked', 'unlock', 'locked', true]],
  ['locked, without one', parts('locked'), ['signIn', 'signInAgain', 'signedOutByRestart', false]],
  ['no vault', parts('none'), ['signIn', 'signInAgain', 'signedOutByRestart', false]],
  [
    'a damaged vault cannot be opened',
    parts('damaged', { entry: true }),
    ['signIn', 'signInAgain', 'signedOutByRestart', true],
  ],
  [
    'a newer vault neither',
    parts('newer', { entry: true }),
    ['signIn', 'signInAgain', 'signedOutByRestart', true],
  ],
  [
    'open and signed in',
    parts('unlocked', { entry: true, inMemory: true, state: SIGNED_IN }),
    ['signedIn', null, 'remembered', true],
  ],
  [
    'open, signed in until the browser closes',
    parts('unlocked', { inMemory: false, state: SIGNED_IN }),
    ['signedIn', null, 'untilBrowserCloses', false],
  ],
  [
    'locked, but signed in anew until the browser closes',
    parts('locked', { entry: true, inMemory: false, state: SIGNED_IN }),
    ['signedIn', null, 'untilBrowserCloses', false],
  ],
  [
    'access was taken away, remembered: no typing',
    parts('unlocked', { entry: true, state: NO_ACCESS }),
    ['signIn', 'tryAgain', 'permissionMissing', true],
  ],
  [
    'access was taken away, not remembered',
    parts('unlocked', { state: NO_ACCESS }),
    ['signIn', 'signInAgain', 'permissionMissing', false],
  ],
  [
    'not accepted any more',
    parts('unlocked', {
      entry: true,
      inMemory: true,
      state: { status: 'notAccepted', why: 'savedRefused' },
    }),
    ['notAccepted', 'signInAgain', undefined, true],
  ],
  [
    'what was saved could not be read',
    parts('unlocked', { entry: true, state: { status: 'signIn', why: 'savedUnreadable' } }),
    ['signIn', 'signInAgain', 'savedUnreadable', true],
  ],
  [
    'ended by itself',
    parts('none', { state: { status: 'signIn', why: 'endedByItself' } }),
    ['signIn', 'signInAgain', 'endedByItself', false],
  ],
])('%s', (_, made, expected) => {
  const [row] = popupView(made).rows;
  expect([row?.status, row?.next, row?.hint?.code, row?.remembered]).toEqual(expected);
  // The settings page says the same.
  const [site] = siteVaults(made.saved, made);
  expect(site?.sources[0]).toMatchObject({ status: expected[0], remembered: expected[3] });
});

test('access was taken away and the vault is locked: nothing can be tried before it is open', () => {
  const [row] = popupView(parts('locked', { entry: true, state: NO_ACCESS })).rows;
  expect(row?.next).toBe('unlock');
});

test('site vaults: every site with what it may use, by name; nothing that is gone', () => {
  const records = saved({
    sources: [
      source({ id: 'source1', urls: ['https://{a-c}.tiles.example:8443/b'], name: 'Tiles' }),
      source({ id: 'source2', urls: ['https://a.tiles.example:8443/a'] }),
    ],
    accounts: [account(), account({ id: 'accoun2', who: '', method: 'key' })],
    grants: [
      grant(),
      grant({ sourceId: 'source2', accountId: 'accoun2' }),
      grant({ site: OTHER_SITE }),
      grant({ sourceId: 'gone000' }),
    ],
  });
  const { accounts, credentials, rememberedIds, vault } = parts('locked', { entry: true });
  const sites = siteVaults(records, { accounts, credentials, rememberedIds, vault });
  expect(sites.map(({ site, name, sources }) => [site, name, sources.map(({ path }) => path)])).toEqual([
    [OTHER_SITE, 'a-other.example', ['/b']],
    [SITE, 'maps.example.org', ['/a', '/b']],
  ]);
  expect(sites[1]?.sources[1]).toEqual({
    sourceId: 'source1',
    accountId: 'accoun1',
    host: 'a.tiles.example:8443',
    path: '/b',
    kinds: ['WMS'],
    name: 'Tiles',
    who: 'anna',
    method: 'basic',
    status: 'locked',
    remembered: true,
  });
});

test('no secret is ever in a view, whatever stands in the vault and however it was signed in', () => {
  const secret = fc.string({
    unit: fc.constantFrom(...'0123456789abcdef"\\é🗺'),
    minLength: 12,
    maxLength: 40,
  });
  const state = fc.constantFrom<VaultState>('none', 'locked', 'unlocked', 'newer', 'damaged');
  fc.assert(
    fc.property(secret, state, fc.constantFrom(...STATUSES), fc.boolean(), (text, vault, status, isKept) => {
      const made = parts(vault, { entry: isKept, inMemory: isKept, state: { status } });
      const secrets = { password: text, key: text, [text.slice(0, 60)]: text };
      const credentials = new Map([['accoun1', held({ remembered: isKept, secrets })]]);
      const views = [popupView({ ...made, credentials }), siteVaults(made.saved, { ...made, credentials })];
      for (const view of views) {
        expect(JSON.stringify(view)).toContain('anna');
        expect(JSON.stringify(view)).not.toContain(JSON.stringify(text).slice(1, -1));
      }
    }),
  );
});
