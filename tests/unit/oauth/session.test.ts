import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { readSession, Session, shownClaims, whoOf, writeSession } from '../../../lib/oauth/session.ts';
import { readSettings } from '../../../lib/oauth/settings.ts';
import { injectionOf } from '../../../lib/oauth/use.ts';

const token = fc.stringMatching(/^[\x21-\x7e]{1,100}$/);
const text = fc.stringMatching(/^[a-zA-Z é]{1,50}$/);
const time = fc.nat();
const session: fc.Arbitrary<Session> = fc.record(
  {
    accessToken: token,
    tokenType: fc.constant('bearer' as const),
    refreshToken: token,
    receivedAt: time,
    expiresAt: fc.option(time),
    scope: text,
    headers: fc.dictionary(fc.stringMatching(/^X-[A-Z]{1,9}$/), token),
    claims: fc.record({ sub: text, name: text, email: text, username: text }, { requiredKeys: [] }),
  },
  { requiredKeys: ['accessToken', 'tokenType', 'receivedAt', 'expiresAt', 'scope', 'headers', 'claims'] },
);

describe('a session', () => {
  test('comes back as it was written, with other secrets beside it', () => {
    fc.assert(
      fc.property(session, (one) => {
        expect(readSession({ ...writeSession(one), clientSecret: 'x', password: 'y' })).toEqual(one);
        expect(v.is(Session, JSON.parse(JSON.stringify(one)))).toBe(true);
        const longest = Math.max(...Object.values(writeSession(one)).map((each) => each.length));
        expect(longest).toBeLessThanOrEqual(8000);
      }),
    );
  });

  test('is not there where it was not written', () => {
    expect(readSession({})).toBeNull();
    expect(readSession({ clientSecret: 'x' })).toBeNull();
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('accessToken', 'receivedAt', 'expiresAt', 'header:x'), fc.string()),
        (secrets) => {
          const read = readSession(secrets);
          expect(read === null || v.is(Session, read)).toBe(true);
        },
      ),
    );
  });
});

describe('who is signed in', () => {
  test.each([
    [{ sub: '7', name: ' Anna Map ', email: 'a@example.org' }, 'Anna Map'],
    [{ sub: '7', email: 'a@example.org', preferred_username: 'anna' }, 'a@example.org'],
    [{ sub: '7', preferred_username: 'anna' }, 'anna'],
    [{ sub: '7', name: 7, email: null }, ''],
    [{ name: 'a\u202egpj.exe\u0000\n' }, 'agpj.exe'],
    [{ name: '\u200b' }, ''],
    [{ name: 'x'.repeat(500) }, 'x'.repeat(200)],
  ])('%j: %s', (claims, who) => {
    expect(whoOf(shownClaims(claims))).toBe(who);
  });

  test('of the claims nothing else is kept', () => {
    const claims = { sub: 's', name: 'n', phone_number: '1', address: {}, at_hash: 'x' };
    expect(shownClaims(claims)).toEqual({ sub: 's', name: 'n' });
  });
});

describe('what a request gets', () => {
  const one: Session = {
    accessToken: 'abc',
    tokenType: 'bearer',
    receivedAt: 0,
    expiresAt: null,
    scope: '',
    headers: { 'X-Extra': 'more' },
    claims: {},
  };
  const use = (values: Record<string, string>) =>
    injectionOf(readSettings({ clientId: 'c', issuer: 'https://id.example.org', ...values }), one);
  const headers = (...pairs: string[][]) => ({
    kind: 'headers',
    headers: pairs.map(([name, value]) => ({ name, value })),
  });

  test.each([
    [{}, headers(['Authorization', 'Bearer abc'], ['X-Extra', 'more'])],
    [{ tokenName: 'X-Token' }, headers(['X-Token', 'Bearer abc'], ['X-Extra', 'more'])],
    [{ tokenName: 'X-Token', tokenScheme: '' }, headers(['X-Token', 'abc'], ['X-Extra', 'more'])],
    [{ tokenName: 'x-extra' }, headers(['x-extra', 'Bearer abc'])],
    [{ tokenUse: 'query' }, { kind: 'query', parameters: [{ name: 'access_token', value: 'abc' }] }],
    [
      { tokenUse: 'query', tokenName: 't' },
      { kind: 'query', parameters: [{ name: 't', value: 'abc' }] },
    ],
  ])('%j', (values, injection) => {
    expect(use(values)).toEqual(injection);
  });
});
