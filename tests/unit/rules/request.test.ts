import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRules } from '../../../lib/rules/compile.ts';
import type { Injection } from '../../../lib/rules/injection.ts';
import { signedRequest } from '../../../lib/rules/request.ts';
import { destination } from '../../fakes/records.ts';

const PREFIX = 'https://geo.example.com/ows';
const query = (value: string, name = 'token'): Injection => ({
  kind: 'query',
  parameters: [{ name, value }],
});

test('without a credential a request stays as it is', () => {
  const url = `${PREFIX}?b=2&a=%20`;
  expect(signedRequest(url, PREFIX, null)).toEqual({ url, headers: {} });
});

test('headers are set, the address stays', () => {
  const headers = [
    { name: 'X-Api-Key', value: 'k' },
    { name: 'X-Two', value: '2' },
  ];
  expect(signedRequest(PREFIX, PREFIX, { kind: 'headers', headers })).toEqual({
    url: PREFIX,
    headers: { 'X-Api-Key': 'k', 'X-Two': '2' },
  });
});

test.each([
  ['', `${PREFIX}?token=k`],
  ['?a=1', `${PREFIX}?a=1&token=k`],
  ['?a=1&token=old&b=%2F', `${PREFIX}?a=1&token=k&b=%2F`],
  ['?TOKEN=old', `${PREFIX}?TOKEN=old&token=k`],
  ['?token', `${PREFIX}?token=k`],
  ['?bbox=1,2,3,4&crs=EPSG:3857', `${PREFIX}?bbox=1,2,3,4&crs=EPSG:3857&token=k`],
])('a key in the query of %s', (search, expected) => {
  expect(signedRequest(PREFIX + search, PREFIX, query('k')).url).toBe(expected);
});

test('any key arrives as it was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const { url } = signedRequest(`${PREFIX}?x=1`, PREFIX, query(value));
      const sent = url.slice(url.indexOf('token=') + 'token='.length);
      expect(decodeURIComponent(sent)).toBe(value);
      expect(sent).not.toMatch(/[&#+ ]/);
    }),
  );
});

test.each<[string, string, string]>([
  [PREFIX, ';key=', '/x/1.png?s=1'],
  [PREFIX, ';key=', ''],
  [PREFIX, '/token/', '?a'],
  ['https://geo.example.com/', ';key=', 'wfs'],
  ['https://geo.example.com/', '/', 'v1'],
])('a key in the path of %s by %s: the check asks what the rule would make', (prefix, text, rest) => {
  const injection: Injection = { kind: 'path', text, value: 'a/b é' };
  const rule = compileRules([{ destination: destination({ prefix }), injection }], {
    topDomains: true,
    allowed: [],
    ownHost: 'layerkey',
  })
    .map((each) => each.rule)
    .find(({ action }) => action.type === 'redirect');
  const to = rule?.action.redirect?.regexSubstitution?.replace(/\\(\d)/g, '$$$1') ?? '';
  const byRule = (prefix + rest).replace(new RegExp(rule?.condition.regexFilter ?? ''), to);
  const asked = signedRequest(prefix + rest, prefix, injection);
  expect(asked).toEqual({ url: byRule, headers: {} });
  expect(new URL(asked.url).host).toBe('geo.example.com');
});

test('the check sends every header that the rule sets', () => {
  const injection: Injection = { kind: 'headers', headers: [{ name: 'authorization', value: 'Token x' }] };
  const rule = compileRules([{ destination: destination(), injection }], {
    topDomains: true,
    allowed: [],
    ownHost: 'layerkey',
  }).at(-1)?.rule;
  const set = rule?.action.requestHeaders?.filter(({ header }) => header !== 'cache-control');
  expect(set).toEqual([{ header: 'authorization', operation: 'set', value: 'Token x' }]);
  expect(signedRequest(PREFIX, PREFIX, injection).headers).toEqual({ authorization: 'Token x' });
});
