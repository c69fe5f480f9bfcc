import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../../lib/explain/explain.ts';
import type { Facts } from '../../../lib/explain/facts.ts';
import { TABLE } from '../../../lib/explain/table.ts';
import { STATUSES } from '../../../lib/sign-in/status.ts';
import { CASES } from './cases.ts';
import { answer, NOTHING } from './facts.ts';

const text = fc.constantFrom(
  '',
  'a.example',
  'net::ERR_FAILED',
  'net::ERR_CERT_DATE_INVALID',
  'NS_ERROR_OFFLINE',
);
const anyAccount = fc.record({
  why: fc.constantFrom(null, 'signedOut', 'permissionMissing', 'savedRefused', 'sessionEnded'),
  who: fc.constantFrom('', 'ada'),
  method: fc.constantFrom('basic', 'key', 'oauth', 'of-a-newer-version'),
  since: fc.nat(5000),
  remembered: fc.boolean(),
  pause: fc.constantFrom(null, 'user', 'refusal', 'flapping'),
  restsUntil: fc.option(fc.nat(9000)),
  stale: fc.boolean(),
});
const anyAnswer = fc.record({
  at: fc.nat(5000),
  status: fc.constantFrom(0, 200, 302, 401, 403, 404, 407, 429, 453, 499, 500, 511),
  type: fc.constantFrom('', 'image/png', 'text/html'),
  wanted: fc.constantFrom('image', 'data', 'frame'),
  fromCache: fc.boolean(),
  fromServiceWorker: fc.boolean(),
  signed: fc.boolean(),
  redirectedTo: text,
  error: text,
});
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  host: fc.constant('geo.example.com'),
  site: fc.constant('maps.example.org'),
  now: fc.nat(5000),
  online: fc.boolean(),
  status: fc.constantFrom(...STATUSES),
  account: fc.option(anyAccount),
  usableFrom: fc.option(fc.constant('a.example')),
  asks: fc.option(fc.constantFrom('password', 'key', 'token', 'access', 'windows', 'digest')),
  answers: fc.array(anyAnswer, { maxLength: 4 }),
  check: fc.option(fc.constantFrom(...CASES.flatMap(([, , { check }]) => check ?? []))),
  layersAsked: fc.subarray(['Sewers', 'Roads']),
  layersRefused: fc.subarray(['Sewers', 'Wells']),
  certificate: fc.option(fc.constantFrom(...CASES.flatMap(([, , known]) => known.certificate ?? []))),
  waitUntil: fc.option(fc.nat(9000)),
  way: fc.constantFrom(NOTHING.way, ...CASES.flatMap(([, , known]) => known.way ?? [])),
});

describe('whatever is known', () => {
  test('there is one explanation, and it is the first row that holds', () => {
    fc.assert(
      fc.property(anyFacts, (known) => {
        const { code, next } = explain(known);
        const index = TABLE.findIndex((row) => row[1] === code && row[2] === next);
        expect(TABLE[index]?.[0](known)).toBe(true);
        expect(TABLE.slice(0, index).filter(([holds]) => holds(known))).toEqual([]);
      }),
    );
  });

  test('without a network nothing else is said', () => {
    fc.assert(fc.property(anyFacts, (known) => explain({ ...known, online: false }).code === 'offline'));
  });

  test('a new sign-in is offered only where none is saved, and another try only where it can help', () => {
    fc.assert(
      fc.property(anyFacts, (known) => {
        const { next, code } = explain(known);
        if (next === 'signIn' || next === 'useHere') expect([code, known.account]).toEqual([code, null]);
        if (next === 'signInAgain') expect(known.account).not.toBeNull();
        // One attempt per password: what was refused is never tried again by a button.
        if (known.status === 'notAccepted' && known.account) expect(next === 'resume').toBe(false);
      }),
    );
  });

  test('all is well is never said where a request with the sign-in was refused', () => {
    const refusal = fc.constantFrom(401, 403, 498, 499).map((status) => answer({ status, signed: true }));
    fc.assert(
      fc.property(anyFacts, anyAccount, refusal, (known, behind, refused) => {
        const answers = [...known.answers, { ...refused, at: behind.since }];
        const { code } = explain({ ...known, status: 'signedIn', account: behind, answers });
        expect(['signedIn', 'open', 'notKnown', 'sitePrint']).not.toContain(code);
      }),
    );
  });

  test('the order of the answers does not matter where they came at different times', () => {
    fc.assert(
      fc.property(anyFacts, (known) => {
        const answers = known.answers.map((each, index) => ({ ...each, at: each.at * 10 + index }));
        const [one, other] = [answers, [...answers].reverse()].map((list) =>
          explain({ ...known, answers: list }),
        );
        expect(one).toEqual(other);
      }),
    );
  });
});
