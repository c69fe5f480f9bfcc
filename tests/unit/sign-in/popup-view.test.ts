import { expect, test } from 'vitest';
import { popupView, type ViewParts } from '../../../lib/sign-in/popup-view.ts';
import { rowKey } from '../../../lib/sign-in/rows.ts';
import type { AccountState } from '../../../lib/sign-in/session.ts';
import { STATUSES, type Status } from '../../../lib/sign-in/status.ts';
import { page, seen } from '../../fakes/pages.ts';
import { account, grant, held, NOTHING, PREFIX, SITE, saved, source } from '../../fakes/records.ts';
import { NOTHING_TOLD } from '../../fakes/told.ts';

const KEY = rowKey(SITE, PREFIX);

const parts = (more: Partial<ViewParts> = {}): ViewParts => ({
  tabId: 1,
  page: page(),
  saved: NOTHING,
  notice: null,
  vault: { state: 'none', canRemember: true, hasPasskey: false, waitUntil: 0 },
  rememberedIds: new Set(),
  credentials: new Map(),
  accounts: new Map(),
  rows: new Map(),
  changed: new Set(),
  ports: true,
  redirectUri: 'https://layerkey.chromiumapp.org/',
  allSitesHeld: null,
  told: NOTHING_TOLD,
  hiddenWarnings: new Map(),
  ...more,
});

/** The view's one row. */
function rowOf(more: Partial<ViewParts>) {
  const { rows } = popupView(parts(more));
  expect(rows).toHaveLength(1);
  return rows[0] as (typeof rows)[number];
}

const inBrief = ({ group, status, next, hint }: ReturnType<typeof rowOf>) => [
  group,
  status,
  next,
  hint?.code ?? null,
];

test.each([
  ['nothing known', {}, ['notKnown', 'notChecked', 'check', null]],
  ['open', { state: 'open' }, ['open', 'open', 'signIn', 'openOnThisNetwork']],
  ['refused', { state: 'refuses' }, ['refuses', 'signIn', 'signIn', 'refusesAccess']],
  [
    'refused, with a key',
    { state: 'refuses', keyNames: ['token'] },
    ['refuses', 'signIn', 'signIn', 'asksKey'],
  ],
  [
    'asks for a password',
    { state: 'refuses', challenges: ['Basic realm="x"'] },
    ['refuses', 'signIn', 'signIn', 'asksPassword'],
  ],
  [
    'Windows',
    { state: 'refuses', challenges: ['Negotiate', 'NTLM'] },
    ['refuses', 'signIn', 'openInTab', null],
  ],
] as const)('seen, nothing saved: %s', (_, service, expected) => {
  const row = rowOf({
    page: page({ services: [seen(structuredClone(service) as Parameters<typeof seen>[0])] }),
  });
  expect(inBrief(row)).toEqual(expected);
  expect(row).toMatchObject({ sourceId: null, accountId: null, details: null, who: '' });
  expect(row.forms.length > 0).toBe(expected[2] !== 'openInTab');
});

const EXPECTED: Partial<Record<Status, unknown[]>> = {
  signedIn: ['signedIn', 'signedIn', null, 'untilBrowserCloses'],
  paused: ['signedIn', 'paused', 'resume', 'paused'],
  renewing: ['signedIn', 'renewing', null, 'renewing'],
  locked: ['refuses', 'locked', 'unlock', 'locked'],
  notChecked: ['notKnown', 'notChecked', 'tryAgain', 'untilBrowserCloses'],
  signingIn: ['notKnown', 'signingIn', null, 'untilBrowserCloses'],
  unreachable: ['refuses', 'unreachable', 'tryAgain', null],
  notAccepted: ['refuses', 'notAccepted', 'signInAgain', null],
  signedInWithoutAccess: ['refuses', 'signedInWithoutAccess', 'copyReport', null],
  certificateProblem: ['refuses', 'certificateProblem', 'openToDecide', null],
};

test.each(STATUSES)('saved, %s: its place and its next step', (status) => {
  const accounts = new Map<string, AccountState>([['accoun1', { status, why: null, since: 0 }]]);
  expect(inBrief(rowOf({ saved: saved(), accounts }))).toEqual(
    EXPECTED[status] ?? ['refuses', status, 'signInAgain', 'signedOutByRestart'],
  );
});

test('what came back from this device says so while it is proven', () => {
  const accounts = new Map<string, AccountState>([
    ['accoun1', { status: 'notChecked', why: null, since: 0 }],
  ]);
  const row = rowOf({ saved: saved(), accounts, rememberedIds: new Set(['accoun1']) });
  expect(inBrief(row)).toEqual(['notKnown', 'notChecked', 'tryAgain', 'remembered']);
});

test('after a restart nobody is signed in, and the row says why', () => {
  expect(inBrief(rowOf({ saved: saved() }))).toEqual([
    'refuses',
    'signIn',
    'signInAgain',
    'signedOutByRestart',
  ]);
  const accounts = new Map<string, AccountState>([
    ['accoun1', { status: 'signIn', why: 'permissionMissing', since: 0 }],
  ]);
  expect(rowOf({ saved: saved(), accounts }).hint?.code).toBe('permissionMissing');
});

test('a changed address asks to be confirmed, whatever its account says', () => {
  for (const status of STATUSES) {
    const accounts = new Map<string, AccountState>([['accoun1', { status, why: null, since: 0 }]]);
    const row = rowOf({ saved: saved(), accounts, changed: new Set([`source1 ${SITE}`]) });
    expect(inBrief(row)).toEqual(['refuses', 'changed', 'confirm', 'changedAddress']);
  }
});

test('a page that had loaded before the sign-in is to be reloaded', () => {
  const accounts = new Map<string, AccountState>([['accoun1', { status: 'signedIn', why: null, since: 0 }]]);
  expect(rowOf({ saved: saved(), accounts, page: page({ stale: [KEY] }) }).hint?.code).toBe('reloadToSee');
});

test('a service that is saved for another site can be used here, if its sign-in works', () => {
  const elsewhere = { saved: saved({ grants: [grant({ site: 'https://other.example' })] }) };
  const services = [seen({ state: 'refuses' })];
  const row = rowOf({
    ...elsewhere,
    page: page({ services }),
    credentials: new Map([['accoun1', held()]]),
  });
  expect(inBrief(row)).toEqual(['refuses', 'signIn', 'useHere', 'savedForOtherSite']);
  expect(row.hint?.values).toEqual(['other.example']);
  expect(row.existing).toEqual([
    { accountId: 'accoun1', at: 'geo.example.com', who: 'anna', method: 'basic', ready: true },
  ]);
  expect(inBrief(rowOf({ ...elsewhere, page: page({ services }) }))[2]).toBe('signIn');
});

test('a second service of a host is offered the sign-in that exists, working ones first', () => {
  const records = saved({ accounts: [account(), account({ id: 'accoun2', who: 'ben' })] });
  const services = [seen({ base: 'https://geo.example.com/second' })];
  const { rows } = popupView(
    parts({ saved: records, page: page({ services }), credentials: new Map([['accoun2', held()]]) }),
  );
  expect(rows[0]?.existing.map(({ who, ready }) => [who, ready])).toEqual([
    ['ben', true],
    ['anna', false],
  ]);
  expect(rows[1]?.details?.switchTo.map(({ who }) => who)).toEqual(['ben']);
});

test('exactly these origins are asked for', () => {
  const services = [seen({ base: 'https://{a-b}.tiles.example:8443/v1' })];
  expect(rowOf({ page: page({ services }) })).toMatchObject({
    host: 'a.tiles.example:8443',
    path: '/v1',
    url: 'https://{a-b}.tiles.example:8443/v1',
    origins: [
      'https://a.tiles.example:8443/*',
      'https://b.tiles.example:8443/*',
      'https://maps.example.org:443/*',
    ],
  });
});

test('the name that a key was found under is the first to be tried again', () => {
  const records = saved({ keyVault: [{ sourceId: 'source1', method: 'key', parameter: 'apiToken' }] });
  const services = [seen({ base: 'https://geo.example.com/second' })];
  const { rows } = popupView(parts({ saved: records, page: page({ services }) }));
  expect(rows[0]?.keyNames).toEqual(['apiToken', 'code', 'key', 'token']);
  expect(rows[1]?.details?.parameter).toBe('apiToken');
});

test('a saved sign-in is asked for in its own way, all but the secret filled in', () => {
  const [form] = rowOf({ saved: saved() }).forms;
  expect(form?.method).toBe('basic');
  expect(form?.fields.map(({ name, initial }) => [name, initial])).toEqual([
    ['username', 'anna'],
    ['password', ''],
  ]);
});

test('details name what is allowed where; frames are possible for headers only', () => {
  const grants = [grant(), grant({ site: 'https://other.example:8443' })];
  expect(rowOf({ saved: saved({ grants }) }).details).toMatchObject({
    usedFor: [PREFIX],
    allowedOn: ['maps.example.org', 'other.example:8443'],
    frames: false,
    framesPossible: true,
  });
  const inUrl = saved({ accounts: [account({ method: 'key', settings: {}, who: '' })] });
  expect(rowOf({ saved: inUrl }).details?.framesPossible).toBe(false);
});

test('frames are listed by host, with what looking inside needs', () => {
  const view = popupView(
    parts({ page: page({ frames: [{ origin: 'https://geo.city.example', looked: false }] }) }),
  );
  expect(view.frames).toEqual([
    { frameId: 1, host: 'geo.city.example', origins: ['https://geo.city.example:443/*'], looked: false },
  ]);
  expect(popupView(parts({ page: page({ site: null }) })).siteName).toBe(null);
  expect(view.siteName).toBe('maps.example.org');
});

test('no secret is in the view, but what the user is typing', () => {
  const typed = {
    method: 'basic',
    fields: { username: 'anna', password: 'half-typed' },
    acceptPlainHttp: false,
    remember: false,
  };
  const view = (draft: typeof typed | null) =>
    JSON.stringify(
      popupView(
        parts({
          saved: saved({ sources: [source({ frames: true })] }),
          credentials: new Map([['accoun1', held()]]),
          accounts: new Map([['accoun1', { status: 'signedIn', why: null, since: 0 }]]),
          rows: new Map([[KEY, { draft, failure: null, pending: null, origins: [] }]]),
          page: page({ services: [seen()] }),
        }),
      ),
    );
  expect(view(null)).not.toContain('Str0ng-secret');
  expect(view(null)).toContain('anna');
  expect(view(typed)).toContain('half-typed');
});
