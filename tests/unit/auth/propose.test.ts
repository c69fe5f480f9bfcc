import fc from 'fast-check';
import { expect, test } from 'vitest';
import { header } from '../../../lib/auth/header.ts';
import {
  formOf,
  isForBrowserOnly,
  type Known,
  keyNamesFor,
  proposeForms,
} from '../../../lib/auth/propose.ts';
import { methodOf } from '../../../lib/auth/registry.ts';
import type { KnownService } from '../../../lib/sources/catalogue/lookup.ts';

const entry = (more: Partial<KnownService>): KnownService => ({
  ...{ id: 'x', name: 'X', hosts: ['x.example'], paths: [], query: [], headers: [], pairs: [] },
  ...{ pathText: '', keyPrefixes: [], keyPage: '', address: '', tokens: {}, open: false, cannot: '' },
  ...more,
});

const known = (more: Partial<Known> = {}): Known => ({
  challenges: [],
  keyNames: [],
  foundNames: [],
  catalogue: null,
  service: { base: 'https://geo.example.org/ows', kinds: ['WMS'] },
  ...more,
});

const USUAL = [
  ...['basic', 'key', 'oauth', 'header', 'arcgis', 'geomapfish', 'isogeo', 'geodi', 'pathKey', 'pair'],
  ...['clientCredentials', 'passwordGrant'],
];
/** These, then the others as they usually stand. */
const first = (...likely: string[]) => [...likely, ...USUAL.filter((id) => !likely.includes(id))];

const order = (more: Partial<Known>) => proposeForms(known(more)).map(({ method }) => method);

test.each<[string, Partial<Known>, string[]]>([
  ['nothing known', {}, first()],
  ['a password is asked for', { challenges: ['basic'] }, first()],
  ['the URL has a key', { keyNames: ['token'] }, first('key')],
  ['a key was found before', { foundNames: ['token'] }, first('key')],
  [
    'a header and a key are known: the header is safer',
    { catalogue: entry({ query: ['key'], headers: [{ name: 'X-Api-Key', scheme: '' }] }) },
    first('header', 'key'),
  ],
  ['a key in the path', { catalogue: entry({ pathText: ';key=' }) }, first('pathKey')],
  ['two parts', { catalogue: entry({ pairs: [['id', 'code']] }) }, first('pair')],
  ['a token is asked for', { challenges: ['bearer'] }, first('oauth')],
  ['Basic beside Negotiate still has its form', { challenges: ['negotiate', 'basic'] }, first()],
])('%s', (_, more, expected) => {
  expect(order(more)).toEqual(expected);
});

test.each([[['negotiate']], [['ntlm', 'negotiate']], [['digest']]])(
  "%j is the browser's own: no form",
  (challenges) => {
    expect(isForBrowserOnly(challenges)).toBe(true);
    expect(order({ challenges, keyNames: ['key'] })).toEqual([]);
  },
);

test('no challenge, or an unknown one, is no reason to give up', () => {
  expect(isForBrowserOnly([])).toBe(false);
  expect(isForBrowserOnly(['bearer', 'ntlm'])).toBe(false);
});

test.each<[Partial<Known>, string[]]>([
  [{}, ['code', 'key', 'token']],
  [{ keyNames: ['apiKey'] }, ['apiKey', 'code', 'key', 'token']],
  [{ foundNames: ['f'], catalogue: entry({ query: ['c'] }), keyNames: ['u'] }, ['f', 'c', 'u', 'code']],
  [{ keyNames: ['token', 'key'] }, ['token', 'key', 'code']],
  [
    { catalogue: entry({ query: ['ApiKey'] }), keyNames: ['apikey', 'Token'] },
    ['ApiKey', 'Token', 'code', 'key'],
  ],
])('names to try with %o are %j', (more, expected) => {
  expect(keyNamesFor(known(more))).toEqual(expected);
});

test('never more than four names, never one twice', () => {
  const names = fc.array(fc.constantFrom('a', 'A', 'b', 'key', 'KEY', 'token', 'c', 'd'));
  fc.assert(
    fc.property(names, names, names, (foundNames, keyNames, query) => {
      const tried = keyNamesFor(known({ foundNames, keyNames, catalogue: entry({ query }) }));
      expect(tried.length).toBeLessThanOrEqual(4);
      expect(new Set(tried.map((name) => name.toLowerCase())).size).toBe(tried.length);
    }),
  );
});

test('what is known stands in the form; a secret never does', () => {
  const catalogue = entry({
    headers: [{ name: 'Authorization', scheme: 'Apikey' }],
    pathText: '/token/',
    pairs: [['app_id', 'app_code']],
  });
  const forms = proposeForms(known({ catalogue }));
  const initial = (method: string) =>
    Object.fromEntries(
      forms.find((form) => form.method === method)?.fields.map((field) => [field.name, field.initial]) ?? [],
    );
  expect(initial('header')).toEqual({ header: 'Authorization', scheme: 'Apikey', value: '' });
  expect(initial('pathKey')).toEqual({ key: '', pathText: '/token/' });
  expect(initial('pair')).toEqual({ firstName: 'app_id', first: '', secondName: 'app_code', second: '' });
  const basic = methodOf('basic');
  expect(basic && formOf(basic, { username: 'anna', password: 'no' }).fields.map((f) => f.initial)).toEqual([
    'anna',
    '',
  ]);
});

test('a saved sign-in with several headers is asked for with all their names', () => {
  const form = formOf(header, { header: 'X-Id', scheme: '', 'header#1': 'X-Key', 'scheme#1': 'Apikey' });
  expect(form.fields.find(({ name }) => name === 'header')?.initial).toBe('X-Id');
  expect(form.more).toEqual({ 'header#1': 'X-Key', 'scheme#1': 'Apikey' });
});
