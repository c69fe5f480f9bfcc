import { describe, expect, test } from 'vitest';
import { explain } from '../../../lib/explain/explain.ts';
import type { Facts } from '../../../lib/explain/facts.ts';
import { TABLE } from '../../../lib/explain/table.ts';
import { STATUSES, type Status } from '../../../lib/sign-in/status.ts';
import { CASES } from './cases.ts';
import {
  account,
  answer,
  certificate,
  facts,
  failed,
  found,
  NOTHING,
  signedIn,
  unanswered,
  way,
} from './facts.ts';

const codeOf = (known: Partial<Facts>) => explain(facts(known)).code;

test('every row of the table has its state here, in the same order', () => {
  expect(CASES.map(([code, next]) => [code, next])).toEqual(TABLE.map(([, code, next]) => [code, next]));
});

test.each(CASES)('%s: %s', (code, next, known, values = [NOTHING.host]) => {
  expect(explain(facts(known))).toEqual({ code, next, values });
});

/** What is said where nothing but the status is known, with a sign-in and without. */
const BY_STATUS: Record<Status, [saved: string, seen: string]> = {
  notChecked: ['notTried', 'notKnown'],
  open: ['notKnown', 'open'],
  signIn: ['browserWasClosed', 'refusesAccess'],
  signingIn: ['signingIn', 'signingIn'],
  signedIn: ['signedIn', 'signedIn'],
  signedInWithoutAccess: ['noAccess', 'notKnown'],
  renewing: ['renewing', 'renewing'],
  paused: ['pausedByUser', 'pausedByUser'],
  notAccepted: ['passwordNotAccepted', 'notKnown'],
  changed: ['changed', 'changed'],
  unreachable: ['unreachable', 'unreachable'],
  certificateProblem: ['certificateOther', 'certificateOther'],
  locked: ['locked', 'locked'],
};

test.each(STATUSES)('the status %s alone', (status) => {
  expect([codeOf({ status, account: account() }), codeOf({ status })]).toEqual(BY_STATUS[status]);
});

describe('the likelier reason is given', () => {
  const refused = { status: 'notAccepted', account: account() } as const;
  const locked = { status: 'locked', account: account({ remembered: true }) } as const;
  const fewer = {
    layersAsked: ['Sewers'],
    check: { at: 3000, without: null, with: found({ layers: ['Roads'] }) },
  };
  test.each<[string, Partial<Facts>, string]>([
    ['no network, whatever was refused before', { ...refused, online: false }, 'offline'],
    [
      'an expired certificate, although it is locked',
      { ...locked, certificate: certificate() },
      'certificateExpired',
    ],
    [
      'a guest network before an unreachable service',
      { status: 'unreachable', answers: [answer({ status: 511 })] },
      'networkSignIn',
    ],
    [
      'the page’s own proxy, although nobody is signed in',
      { ...locked, ...way({ proxied: { kind: 'proxy', through: 'p', target: null } }) },
      'siteProxy',
    ],
    [
      'an ad blocker, although it asks for a password',
      { asks: 'password', answers: [unanswered('net::ERR_BLOCKED_BY_CLIENT')] },
      'extensionBlocks',
    ],
    ['a locked sign-in, although it asks for a password', { ...locked, asks: 'password' }, 'locked'],
    [
      'a fault of the server is no refusal',
      { ...signedIn(), answers: [answer({ status: 500, signed: true })] },
      'serverError',
    ],
    [
      'less access than the page wants, before a reload',
      { ...signedIn({ account: account({ stale: true }) }), ...fewer },
      'noAccessLayer',
    ],
    [
      'less access than the page wants, before CORS',
      { ...signedIn(), ...fewer, ...way({ cors: 'answer' }) },
      'noAccessLayer',
    ],
    [
      'a print says nothing while the map is wrong',
      { ...signedIn(), ...way({ cors: 'answer', proxied: { kind: 'print', through: 'p', target: null } }) },
      'corsAnswer',
    ],
    [
      'a password before CORS, which refusals lack, too',
      { asks: 'password', ...way({ cors: 'answer' }) },
      'asksPassword',
    ],
    ['CORS of an open service', { status: 'open', ...way({ cors: 'answer' }) }, 'corsAnswer'],
    [
      'a sign-in of another site, before a new one',
      { asks: 'password', usableFrom: 'a.example' },
      'usableFrom',
    ],
  ])('%s', (_, known, code) => {
    expect(codeOf(known)).toBe(code);
  });
});

test.each([401, 403, 498, 499])('%i is a refusal', (status) => {
  expect(codeOf(signedIn({ answers: [answer({ status, signed: true })] }))).toBe('refusedSignedIn');
});

test('511 of GEODI is its own refusal, not a network’s', () => {
  const url = 'https://geodi.example.com/geodi/QueryHandler?wsName=Kent&op=GetKeywords';
  expect(codeOf({ answers: [answer({ status: 511 })] })).toBe('networkSignIn');
  expect(codeOf({ status: 'signIn', answers: [answer({ status: 511, url })] })).not.toBe('networkSignIn');
  expect(codeOf(signedIn({ answers: [answer({ status: 511, url, signed: true })] }))).toBe('refusedSignedIn');
});

test('what the map gave up itself does not hide an unreachable service', () => {
  const before = { ...unanswered('net::ERR_CONNECTION_REFUSED'), at: 1500 };
  expect(codeOf({ answers: [before, unanswered('net::ERR_ABORTED')] })).toBe('unreachable');
});

describe('what is old or means nothing does not count', () => {
  test.each<[string, Partial<Facts>, string]>([
    [
      'a refusal from before the sign-in',
      signedIn({ answers: [answer({ at: 500, status: 401, signed: true })] }),
      'signedIn',
    ],
    [
      'a check from before the sign-in',
      signedIn({ ...failed('loginPage'), account: account({ since: 4000 }) }),
      'signedIn',
    ],
    [
      'a tile that the map gave up itself',
      signedIn({ answers: [unanswered('net::ERR_ABORTED'), answer({ at: 1500, signed: true })] }),
      'signedIn',
    ],
    [
      'an unreachable service that answers again',
      { answers: [unanswered('net::ERR_NAME_NOT_RESOLVED'), answer({ at: 2500 })] },
      'open',
    ],
    [
      'an older check, where the page was answered since',
      { ...failed('timedOut'), answers: [answer({ at: 4000 })] },
      'open',
    ],
    ['a time to wait for that is over', { waitUntil: 9999, answers: [answer()] }, 'open'],
    [
      'a service worker, where signed answers came, too',
      signedIn({ answers: [answer({ fromServiceWorker: true }), answer({ signed: true })] }),
      'signedIn',
    ],
    [
      'a copy that was made while signed in',
      signedIn({ answers: [answer({ signed: true }), answer({ fromCache: true, signed: true })] }),
      'signedIn',
    ],
    [
      'a refusal of a request that nothing was added to',
      signedIn({ answers: [answer({ status: 403 })] }),
      'signedIn',
    ],
    ['layers, where nobody gave capabilities', signedIn({ layersAsked: ['Sewers'] }), 'signedIn'],
  ])('%s', (_, known, code) => {
    expect(codeOf(known)).toBe(code);
  });
});
