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
import { type KnownService, lookup } from '../../../lib/sources/catalogue/lookup.ts';

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

const CDSE = ['passwordGrant', 'clientCredentials', 'header'];

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
  [
    'a header for something else than the key comes last',
    {
      catalogue: entry({
        query: ['key'],
        headers: [{ name: 'Authorization', scheme: 'Bearer', other: true }],
      }),
    },
    first('key', 'header'),
  ],
  [
    'a password in a header has its own form',
    { catalogue: entry({ query: ['authkey'], headers: [{ name: 'Authorization', scheme: 'Basic' }] }) },
    first('basic', 'key'),
  ],
  ['a provider gives tokens', { catalogue: lookup('sh.dataspace.copernicus.eu') }, first(...CDSE)],
  [
    'a key before the tokens of a provider',
    { catalogue: lookup('api.os.uk') },
    first('header', 'key', 'clientCredentials'),
  ],
  [
    'a token is asked for where the provider is known',
    { challenges: ['bearer'], catalogue: lookup('services.sentinel-hub.com') },
    first('clientCredentials', 'header'),
  ],
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
  [{ foundNames: ['f'], catalogue: entry({ query: ['c'] }), keyNames: ['u'] }, ['f', 'c', 'u']],
  // A product stands on anybody's host, and may be set up in another way there.
  [{ catalogue: entry({ hosts: [], query: ['authkey'] }) }, ['authkey', 'code', 'key', 'token']],
  [{ keyNames: ['token', 'key'] }, ['token', 'key', 'code']],
  [{ catalogue: entry({ query: ['ApiKey'] }), keyNames: ['apikey', 'Token'] }, ['ApiKey', 'Token']],
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

/** What stands in the form of a method at first, and is not folded away. */
const shownAt = (host: string, method: string) => {
  const form = proposeForms(known({ catalogue: lookup(host) })).find((each) => each.method === method);
  const shown = form?.fields.filter(({ rare, secret }) => !rare && !secret) ?? [];
  return Object.fromEntries(shown.map(({ name, initial }) => [name, initial]));
};

test('where the provider is known its address is filled in', () => {
  const realm = 'https://identity.dataspace.copernicus.eu/auth/realms/CDSE';
  expect(shownAt('sh.dataspace.copernicus.eu', 'passwordGrant')).toEqual({
    ...{ issuer: realm, clientId: 'cdse-public', username: '' },
  });
  expect(shownAt('sh.dataspace.copernicus.eu', 'clientCredentials')).toEqual({ issuer: realm, clientId: '' });
  expect(shownAt('sh.dataspace.copernicus.eu', 'oauth')).toMatchObject({ issuer: '' });
});

test('a token endpoint that is all that is known stands in the place of the issuer', () => {
  expect(shownAt('public-api.meteofrance.fr', 'clientCredentials')).toEqual({
    ...{ tokenEndpoint: 'https://portail-api.meteofrance.fr/token', clientId: '' },
  });
  const form = proposeForms(known({ catalogue: lookup('public-api.meteofrance.fr') })).find(
    ({ method }) => method === 'clientCredentials',
  );
  expect(form?.fields[0]?.name).toBe('tokenEndpoint');
  expect(form?.fields.find(({ name }) => name === 'issuer')).toMatchObject({ rare: true, optional: true });
  expect(new Set(form?.fields.map(({ name }) => name)).size).toBe(form?.fields.length);
});

test('a header is proposed with its own word, never with that of a password', () => {
  const header = (host: string) => {
    const form = proposeForms(known({ catalogue: lookup(host) })).find(({ method }) => method === 'header');
    return form?.fields.slice(0, 2).map(({ initial }) => initial);
  };
  expect(header('api.os.uk')).toEqual(['key', '']);
  expect(header('api.nearmap.com')).toEqual(['Authorization', 'Apikey']);
  expect(header('avoin-karttakuva.maanmittauslaitos.fi')).toEqual(['Authorization', '']);
});

test('a saved sign-in with several headers is asked for with all their names', () => {
  const form = formOf(header, { header: 'X-Id', scheme: '', 'header#1': 'X-Key', 'scheme#1': 'Apikey' });
  expect(form.fields.find(({ name }) => name === 'header')?.initial).toBe('X-Id');
  expect(form.more).toEqual({ 'header#1': 'X-Key', 'scheme#1': 'Apikey' });
});
