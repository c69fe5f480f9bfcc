import { describe, expect, test } from 'vitest';
import type { CertificateKind } from '../../../lib/explain/certificate.ts';
import { observe } from '../../../lib/guard/observed.ts';
import type { Pause } from '../../../lib/guard/state.ts';
import { newGuard } from '../../../lib/guard/state.ts';
import type { Answer } from '../../../lib/platform/watch.ts';
import { type Noted, withNote } from '../../../lib/sign-in/noted.ts';
import { withNoted } from '../../../lib/sign-in/noted-page.ts';
import { noteOf } from '../../../lib/sign-in/noting.ts';
import { grantText } from '../../../lib/sign-in/placements.ts';
import { popupView, type ViewParts } from '../../../lib/sign-in/popup-view.ts';
import { rowKey } from '../../../lib/sign-in/rows.ts';
import type { AccountState } from '../../../lib/sign-in/session.ts';
import { page } from '../../fakes/pages.ts';
import { account, grant, held, NOTHING, PREFIX, SITE, saved } from '../../fakes/records.ts';
import { NOTHING_TOLD } from '../../fakes/told.ts';

const NOW = NOTHING_TOLD.now;
const S = 1000;
const MAP = `${PREFIX}?SERVICE=WMS&REQUEST=GetMap&LAYERS=ws:roads`;
const KEY = rowKey(SITE, PREFIX);
const BAD = 'net::ERR_CERT_AUTHORITY_INVALID';

/** What the page's request told, as the watcher notes it. */
function note(more: {
  status?: number;
  headers?: Record<string, string>;
  error?: string;
  signed?: boolean;
  type?: string;
  method?: string;
  url?: string;
  at?: number;
  diverted?: boolean;
}): Noted {
  const { status = 0, headers = {}, error = '', signed = false, diverted = false } = more;
  const list = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const { type = 'image', method = 'get', url = MAP, at = NOW - S } = more;
  const request: Answer = {
    ...{ id: '1', url, method, type, tabId: 1, frameId: 0, parentFrameId: -1, site: SITE, at, status },
    headers: list,
  };
  const location = headers.location ?? '';
  const ours = signed ? ('signed' as const) : ('unknown' as const);
  const observation = observe({ ...request, location, error, fromCache: false, ours }, NOW);
  return noteOf(request, { observation, signed, error, diverted });
}

interface Content {
  notes?: Noted[];
  more?: Partial<ViewParts>;
  told?: Partial<ViewParts['told']>;
}

/** The page's one row. */
function rowOf({ notes = [], more = {}, told = {} }: Content) {
  const kept = notes.reduce<Noted[]>(withNote, []);
  const parts: ViewParts = {
    ...{ tabId: 1, saved: NOTHING, notice: null, rememberedIds: new Set(), credentials: new Map() },
    vault: { state: 'none', canRemember: true, hasPasskey: false, waitUntil: 0 },
    ...{ accounts: new Map(), rows: new Map(), changed: new Set(), ports: true, allSitesHeld: null },
    ...{ redirectUri: 'https://layerkey.chromiumapp.org/', hiddenWarnings: new Map() },
    ...more,
    page: withNoted(more.page ?? page(), { site: SITE, notes: kept }),
    told: { ...NOTHING_TOLD, notes: kept, ...told },
  };
  const { rows } = popupView(parts);
  expect(rows).toHaveLength(1);
  return rows[0] as (typeof rows)[number];
}

/** Anna, signed in since an hour. */
const anna = (state: Partial<AccountState> = {}, more: Partial<ViewParts> = {}): Partial<ViewParts> => ({
  saved: saved(),
  credentials: new Map([['accoun1', held()]]),
  accounts: new Map([['accoun1', { status: 'signedIn', why: null, since: NOW - 3_600_000, ...state }]]),
  ...more,
});
const PAUSED = anna({ status: 'paused', why: 'stopped' });
const guardThat = (is: 'paused' | 'damped', more: Partial<Pause>) => ({
  guards: new Map([
    [
      'accoun1',
      {
        ...newGuard(NOW),
        mode: {
          is,
          ...{
            waitsFor: 'answer' as const,
            due: NOW + 60 * S,
            askedAt: NOW,
            troubles: 0,
            lost: 0,
            refused: [],
          },
          ...more,
        },
      },
    ],
  ]),
});
const FINE = { accepted: true } as const;
const probe = (layers: string[] | null, exceptionCodes: string[] = []) => ({
  verdict: FINE,
  layers,
  exceptionCodes,
});
const check = (facts: { with?: ReturnType<typeof probe>; without?: ReturnType<typeof probe> }) => ({
  checks: new Map([[KEY, { at: NOW, with: facts.with ?? null, without: facts.without ?? null }]]),
});

const FETCH = { type: 'xmlhttprequest' };
const BASIC = { 'WWW-Authenticate': 'Basic realm="geo"' };

describe('reached from what a session holds', () => {
  const CASES: [string, Content, [code: string, group: string, status: string, next: string | null]][] = [
    [
      'asks for a password',
      { notes: [note({ status: 401, headers: BASIC })] },
      ['asksPassword', 'refuses', 'signIn', 'signIn'],
    ],
    [
      'the same, without CORS',
      { notes: [note({ status: 401, headers: BASIC, ...FETCH })] },
      ['asksPassword', 'refuses', 'signIn', 'signIn'],
    ],
    ['forbids', { notes: [note({ status: 403 })] }, ['refusesAccess', 'refuses', 'signIn', 'signIn']],
    [
      'a key was sent',
      { notes: [note({ status: 403, url: `${MAP}&api_key=x` })] },
      ['refusesAccess', 'refuses', 'signIn', 'signIn'],
    ],
    [
      'asks for a token',
      { notes: [note({ status: 401, headers: { 'www-authenticate': 'Bearer' } })] },
      ['asksToken', 'refuses', 'signIn', 'signIn'],
    ],
    [
      'Windows',
      { notes: [note({ status: 401, headers: { 'www-authenticate': 'Negotiate, NTLM' } })] },
      ['windowsSignIn', 'refuses', 'signIn', 'openInTab'],
    ],
    [
      'Digest',
      { notes: [note({ status: 401, headers: { 'www-authenticate': 'Digest realm="x"' } })] },
      ['digestSignIn', 'refuses', 'signIn', 'openInTab'],
    ],
    [
      'a login page',
      { notes: [note({ status: 302, headers: { location: '/sso/login?back=x' } })] },
      ['loginPage', 'refuses', 'signIn', 'openInTab'],
    ],
    [
      'a page for a picture',
      { notes: [note({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } })] },
      ['refusesAccess', 'refuses', 'signIn', 'signIn'],
    ],
    [
      'nobody answers',
      { notes: [note({ error: 'net::ERR_CONNECTION_REFUSED' })] },
      ['unreachable', 'notKnown', 'notChecked', 'tryAgain'],
    ],
    [
      'too slow',
      { notes: [note({ error: 'net::ERR_TIMED_OUT' })] },
      ['timedOut', 'notKnown', 'notChecked', 'tryAgain'],
    ],
    ['a fault', { notes: [note({ status: 502 })] }, ['serverError', 'notKnown', 'notChecked', 'tryAgain']],
    [
      'too many',
      { notes: [note({ status: 429 })] },
      ['tooManyRequests', 'notKnown', 'notChecked', 'tryAgain'],
    ],
    [
      'the network wants a sign-in',
      { notes: [note({ status: 407 })] },
      ['networkSignIn', 'notKnown', 'notChecked', 'openInTab'],
    ],
    [
      'no network',
      { notes: [note({ status: 503 })], told: { online: false } },
      ['offline', 'notKnown', 'notChecked', 'tryAgain'],
    ],
    [
      'an extension blocks',
      { notes: [note({ error: 'net::ERR_BLOCKED_BY_CLIENT' })] },
      ['extensionBlocks', 'notKnown', 'notChecked', 'reload'],
    ],
    [
      'an extension sends elsewhere',
      { notes: [note({ diverted: true })] },
      ['extensionChanges', 'notKnown', 'notChecked', 'reload'],
    ],
    ['CORS', { notes: [note({ status: 200, ...FETCH })] }, ['corsAnswer', 'open', 'open', 'copyReport']],
    [
      'a preflight',
      { notes: [note({ status: 401, ...FETCH, method: 'options' })] },
      ['corsPreflight', 'notKnown', 'notChecked', 'copyReport'],
    ],
    [
      'a certificate',
      {
        notes: [note({ error: BAD })],
        told: { certificates: [{ host: 'geo.example.com', error: BAD, strict: false }] },
      },
      ['certificateUnknownIssuer', 'refuses', 'certificateProblem', 'openToDecide'],
    ],
    [
      'the same, where HSTS forbids exceptions',
      {
        notes: [note({ error: BAD })],
        told: { certificates: [{ host: 'geo.example.com', error: BAD, strict: true }] },
      },
      ['certificateUnknownIssuerFinal', 'refuses', 'certificateProblem', 'copyReport'],
    ],
    [
      'somebody between',
      {
        notes: [note({ error: BAD })],
        told: {
          certificates: [
            { host: 'geo.example.com', error: BAD, strict: false },
            { host: 'id.example.com', error: BAD, strict: false },
          ],
        },
      },
      ['certificateIntercepted', 'refuses', 'certificateProblem', 'copyHosts'],
    ],
    ['signed in', { more: anna() }, ['signedIn', 'signedIn', 'signedIn', null]],
    [
      'the guard asks',
      { more: PAUSED, told: guardThat('paused', {}) },
      ['pausedAfterRefusal', 'signedIn', 'paused', null],
    ],
    [
      'the guard rests',
      { more: PAUSED, told: guardThat('damped', { waitsFor: 'steadiness' }) },
      ['pausedFlapping', 'signedIn', 'paused', 'tryAgain'],
    ],
    [
      'the guard could not find out',
      { more: PAUSED, told: guardThat('paused', { waitsFor: 'trouble' }) },
      ['unreachable', 'signedIn', 'unreachable', 'tryAgain'],
    ],
    [
      'the user paused',
      { more: anna({ status: 'paused' }) },
      ['pausedByUser', 'signedIn', 'paused', 'resume'],
    ],
    [
      'not accepted',
      { more: anna({ status: 'notAccepted', why: 'savedRefused' }) },
      ['passwordNotAccepted', 'refuses', 'notAccepted', 'signInAgain'],
    ],
    [
      'known, no access',
      {
        notes: [note({ status: 403, signed: true })],
        more: anna(),
        told: check({ with: probe(['ws:roads']) }),
      },
      ['noAccess', 'signedIn', 'signedInWithoutAccess', 'copyReport'],
    ],
    [
      'one layer less',
      {
        notes: [note({ status: 403, signed: true })],
        more: anna(),
        told: check({ with: probe(['ws:rivers']) }),
      },
      ['noAccessLayer', 'signedIn', 'signedInWithoutAccess', 'copyReport'],
    ],
    [
      'refused, not asked yet',
      { notes: [note({ status: 401, signed: true })], more: anna() },
      ['refusedSignedIn', 'signedIn', 'signedIn', 'check'],
    ],
    [
      'hides layers',
      { notes: [note({ status: 200 })], told: check({ without: probe(['ws:rivers']) }) },
      ['hidesLayers', 'open', 'open', 'signIn'],
    ],
    [
      'reports an error',
      { notes: [note({ status: 404 })], told: check({ without: probe(null, ['LayerNotDefined']) }) },
      ['reportsError', 'notKnown', 'notChecked', 'copyReport'],
    ],
  ];
  test.each(CASES)('%s', (_, content, expected) => {
    const { why, group, status, next } = rowOf(content);
    expect([why.code, group, status, next]).toEqual(expected);
  });
});

test('what was refused before the sign-in says nothing about it', () => {
  const before = note({ status: 401, signed: true, at: NOW - 7_200_000 });
  expect(rowOf({ notes: [before], more: anna() }).why.code).toBe('signedIn');
});

test('fine again: no trouble any more', () => {
  const notes = [note({ status: 502 }), note({ status: 200 })];
  expect(rowOf({ notes }).why.code).toBe('open');
  const answeredWell = new Map([[grantText(grant()), NOW]]);
  const more = anna();
  expect(rowOf({ notes: [note({ status: 502, signed: true })], more, told: { answeredWell } }).why.code).toBe(
    'signedIn',
  );
});

test('the service said until when', () => {
  const [[id, guard] = ['', newGuard(NOW)]] = [...guardThat('paused', { waitsFor: 'trouble' }).guards];
  const told = { guards: new Map([[id, { ...guard, limitedUntil: NOW + 60 * S }]]) };
  const { why } = rowOf({ more: PAUSED, told: { ...told }, notes: [note({ status: 429, signed: true })] });
  expect([why.code, why.values]).toEqual(['waitUntil', ['geo.example.com', { at: NOW + 60 * S }]]);
});

test('a layer that refuses although the sign-in is good is named', () => {
  const regardless = [
    `access ${PREFIX}?LAYERS=ws:sewers&REQUEST=GetMap`,
    'access https://b.example/?LAYERS=x',
  ];
  const told = { guards: new Map([['accoun1', { ...newGuard(NOW), regardless }]]) };
  const { why } = rowOf({ more: anna(), told });
  expect([why.code, why.values]).toEqual([
    'noAccessLayer',
    ['geo.example.com', 'anna', { names: ['ws:sewers'] }],
  ]);
});

test('a certificate where one signs in is told in the row of the service, and opened there', () => {
  const more = anna({}, { saved: saved({ accounts: [account({ providers: ['https://id.example.org'] })] }) });
  const told = { certificates: [{ host: 'id.example.org', error: BAD, strict: false }] };
  const { why } = rowOf({ more, told });
  expect(why).toMatchObject({
    ...{ code: 'certificateUnknownIssuer', values: ['id.example.org'] },
    ...{ open: 'https://id.example.org/', hideable: 'id.example.org', loud: true },
  });
});

test('a hidden warning is quiet, has no button, and lets nothing through', () => {
  const told = { certificates: [{ host: 'geo.example.com', error: BAD, strict: false }] };
  const hidden = (host: string, kind: CertificateKind) => ({ hiddenWarnings: new Map([[host, kind]]) });
  const more = hidden('geo.example.com', 'unknownIssuer');
  const row = rowOf({ notes: [note({ error: BAD })], told, more });
  expect(row).toMatchObject({
    status: 'certificateProblem',
    next: null,
    why: { loud: false, hideable: null },
  });
  const others = [hidden('other.example.com', 'unknownIssuer'), hidden('geo.example.com', 'expired')];
  for (const other of others)
    expect(rowOf({ notes: [note({ error: BAD })], told, more: other }).why.loud).toBe(true);
});

test('an answer is told as the browser told it', () => {
  expect(rowOf({ notes: [note({ status: 502 })] }).why.answer).toBe('HTTP 502');
  expect(rowOf({ notes: [note({ error: 'net::ERR_TIMED_OUT' })] }).why).toMatchObject({
    ...{ answer: 'net::ERR_TIMED_OUT', at: NOW - S },
  });
  expect(rowOf({ more: anna() }).why).toMatchObject({ answer: '', at: 0 });
});

test("notes of another site's page, or of another place, are not this row's", () => {
  const foreign = { ...note({ status: 401, headers: BASIC, signed: true }), site: 'https://other.example' };
  const told = {
    notes: [foreign, note({ status: 401, signed: true, url: 'https://b.example/wms?REQUEST=GetMap' })],
  };
  expect(rowOf({ more: anna(), told }).why.code).toBe('signedIn');
});
