import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Method, Values } from '../../../lib/auth/method.ts';
import { allMethods, methodOf } from '../../../lib/auth/registry.ts';
import { REFUSED, tools } from '../../fakes/tools.ts';

/** Signs in at a service that accepts everything. @returns what was sent, and what would be saved. */
async function signIn(id: string, values: Values) {
  const used = tools(undefined, ['key']);
  const method = methodOf(id) as Method;
  const signedIn = await method.signIn(values, used);
  return { ...signedIn, sent: used.attempts.at(-1), attempts: used.attempts.length };
}

/** What is said of wrong fields, and that nothing was sent. */
async function refused(id: string, values: Values): Promise<[string, string[]]> {
  const used = tools(undefined, ['key']);
  const error = await (methodOf(id) as Method).signIn(values, used).then(
    () => ({ code: 'accepted', values: [] }),
    (thrown: { code: string; values: string[] }) => thrown,
  );
  expect(used.attempts).toEqual([]);
  return [error.code, error.values];
}

const basicValue = async (username: string, password: string) => {
  const { sent } = await signIn('basic', { username, password });
  return sent?.kind === 'headers' ? sent.headers[0]?.value : undefined;
};

test('the registry knows each method by its id, once', () => {
  const ids = allMethods().map(({ id }) => id);
  expect(ids).toEqual([
    ...['basic', 'key', 'oauth', 'header', 'arcgis', 'geomapfish', 'isogeo', 'geodi', 'pathKey', 'pair'],
    ...['clientCredentials', 'passwordGrant'],
  ]);
  for (const id of ids) expect(methodOf(id)?.id).toBe(id);
  expect(methodOf('fromTheFuture')).toBeUndefined();
  expect(methodOf('constructor')).toBeUndefined();
});

test.each([
  // RFC 7617, section 2 and section 2.1 (UTF-8)
  ['Aladdin', 'open sesame', 'QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
  ['test', '123£', 'dGVzdDoxMjPCow=='],
  // RFC 6749, section 2.3.1
  ['s6BhdRkqt3', 'gX1fBat3bV', 'czZCaGRSa3F0MzpnWDFmQmF0M2JW'],
  ['anna', 'pass:with:colons', 'YW5uYTpwYXNzOndpdGg6Y29sb25z'],
  ['anna', ' 🗺️ ', 'YW5uYTog8J+Xuu+4jyA='],
])('Basic: %s and %s', async (username, password, expected) => {
  expect(await basicValue(username, password)).toBe(`Basic ${expected}`);
});

test('Basic: any name and password arrive as they were typed', async () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  await fc.assert(
    fc.asyncProperty(
      text.map((each) => each.replaceAll(':', '') || 'a'),
      text,
      async (username, password) => {
        const value = (await basicValue(username, password)) ?? '';
        const bytes = Uint8Array.from(atob(value.slice('Basic '.length)), (each) => each.charCodeAt(0));
        expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe(`${username}:${password}`);
      },
    ),
  );
});

test('Basic: who is signed in is public, the password is not', async () => {
  expect(await signIn('basic', { username: 'anna', password: 'pw' })).toMatchObject({
    settings: { username: 'anna' },
    secrets: { password: 'pw' },
    who: 'anna',
    attempts: 1,
  });
});

test.each<[string, Values, [string, string[]]]>([
  ['basic', { password: 'x' }, ['emptyField', ['username']]],
  ['basic', { username: 'anna', password: '' }, ['emptyField', ['password']]],
  ['basic', { username: 'an:na', password: 'x' }, ['badHeaderValue', ['username']]],
  ['key', {}, ['emptyField', ['key']]],
  ['key', { key: ' \r\n' }, ['emptyField', ['key']]],
  ['key', { key: 'k', parameter: 'a b' }, ['badParameterName', ['parameter']]],
  ['key', { key: 'k', parameter: 'a=1&b' }, ['badParameterName', ['parameter']]],
  ['header', {}, ['emptyField', ['header']]],
  ['header', { header: 'X-Api-Key' }, ['emptyField', ['value']]],
  ['header', { header: 'X-Api-Key', value: '\n' }, ['emptyField', ['value']]],
  ['header', { header: 'X Api', value: 'k' }, ['badHeaderName', ['header']]],
  ['header', { header: 'X-Api-Key:', value: 'k' }, ['badHeaderName', ['header']]],
  ['header', { header: 'X-Api-Key', value: 'ké' }, ['badHeaderValue', ['value']]],
  ['header', { header: 'X-Api-Key', value: 'a\u0000b' }, ['badHeaderValue', ['value']]],
  ['header', { header: 'Authorization', scheme: 'Two words', value: 'k' }, ['badHeaderValue', ['scheme']]],
  ['header', { header: 'Authorization', scheme: 'é', value: 'k' }, ['badHeaderValue', ['scheme']]],
  [
    'header',
    { header: 'X-Key', value: 'k', 'header#1': 'x-key', 'value#1': 'l' },
    ['badHeaderName', ['header#1']],
  ],
  ['header', { header: 'X-Key', value: 'k', 'header#1': 'X-Two' }, ['emptyField', ['value#1']]],
  ['pathKey', { key: '', pathText: ';key=' }, ['emptyField', ['key']]],
  ['pathKey', { key: 'k', pathText: '' }, ['emptyField', ['pathText']]],
  ['pathKey', { key: '..', pathText: '/' }, ['emptyField', ['key']]],
  ['pathKey', { key: 'k', pathText: 'key=' }, ['badParameterName', ['pathText']]],
  ['pathKey', { key: 'k', pathText: '/token' }, ['badParameterName', ['pathText']]],
  ['pathKey', { key: 'k', pathText: '/a?b=' }, ['badParameterName', ['pathText']]],
  ['pathKey', { key: 'k', pathText: ';key=\\2' }, ['badParameterName', ['pathText']]],
  [
    'pair',
    { firstName: 'a', first: '1', secondName: 'a', second: '2' },
    ['badParameterName', ['secondName']],
  ],
  ['pair', { firstName: 'a', first: '\n', secondName: 'b', second: '2' }, ['emptyField', ['first']]],
  ['pair', { firstName: 'a', first: '1', secondName: 'b' }, ['emptyField', ['second']]],
  [
    'pair',
    { firstName: 'a&b', first: '1', secondName: 'b', second: '2' },
    ['badParameterName', ['firstName']],
  ],
])('%s with %o says %o, and sends nothing', async (id, values, expected) => {
  expect(await refused(id, values)).toEqual(expected);
});

test.each([
  ...[
    'Cookie',
    'host',
    'Origin',
    'REFERER',
    'Content-Length',
    'Transfer-Encoding',
    'Connection',
    'Upgrade',
    'TE',
  ],
  ...['Proxy-Authorization', 'Sec-Fetch-Site', 'Cache-Control', 'Content-Type'],
])("the header %s is the browser's own", async (header) => {
  expect(await refused('header', { header, value: 'k' })).toEqual(['badHeaderName', ['header']]);
});

test.each([
  ['Authorization', 'Apikey', 'abc', 'Apikey abc'],
  ['Authorization', 'key', 'abc', 'key abc'],
  ['Authorization', ' Token ', 'abc\n', 'Token abc'],
  ['X-Api-Key', '', ' abc\r\ndef \n', 'abcdef'],
  ['Authorization', '', 'Bearer a.b-c', 'Bearer a.b-c'],
])('header %s, word %j, value %j is sent as %j', async (header, scheme, value, expected) => {
  const { sent, settings, secrets } = await signIn('header', { header, scheme, value });
  expect(sent).toEqual({ kind: 'headers', headers: [{ name: header, value: expected }] });
  expect(JSON.stringify(settings)).not.toContain('abc');
  expect(Object.keys(secrets)).toEqual(['value']);
});

test('several headers travel together, in their order', async () => {
  const values: Values = {
    'header#10': 'X-C',
    'value#10': '3',
    header: 'X-A',
    value: '1',
    'header#2': 'X-B',
  };
  const { sent } = await signIn('header', { ...values, 'value#2': '2', 'scheme#2': 'Key', headerX: 'no' });
  expect(sent).toEqual({
    kind: 'headers',
    headers: [
      { name: 'X-A', value: '1' },
      { name: 'X-B', value: 'Key 2' },
      { name: 'X-C', value: '3' },
    ],
  });
});

test('a key in the path stands behind its text; pasted line breaks go', async () => {
  expect((await signIn('pathKey', { key: ' ab\nc ', pathText: ' ;key= ' })).sent).toEqual({
    kind: 'path',
    text: ';key=',
    value: 'abc',
  });
  for (const pathText of ['/', '/token/', '/a/b/', ';api-key='])
    expect((await signIn('pathKey', { key: 'k', pathText })).settings).toEqual({ pathText });
});

test('two-part keys are two parameters; their names are public, their values are not', async () => {
  const values = { firstName: 'app_id', first: 'a\n', secondName: 'app_code', second: ' b&c ' };
  const { sent, settings, secrets } = await signIn('pair', values);
  expect(sent).toEqual({
    kind: 'query',
    parameters: [
      { name: 'app_id', value: 'a' },
      { name: 'app_code', value: 'b&c' },
    ],
  });
  expect(settings).toEqual({ firstName: 'app_id', secondName: 'app_code' });
  expect(secrets).toEqual({ first: 'a', second: 'b&c' });
});

test.each(['basic', 'header', 'pathKey', 'pair'])('%s that is refused was sent exactly once', async (id) => {
  const used = tools(() => REFUSED);
  const values: Values = {
    ...{ username: 'a', password: 'b', header: 'X-K', value: 'v', key: 'k', pathText: ';key=' },
    ...{ firstName: 'a', first: '1', secondName: 'b', second: '2' },
  };
  await expect(methodOf(id)?.signIn(values, used)).rejects.toMatchObject({
    code: 'keyRefused',
    values: ['geo.example.com'],
  });
  expect(used.attempts).toHaveLength(1);
});

const withoutProvider = allMethods().filter(({ provider }) => !provider);

test.each(withoutProvider.map((method) => [method.id, method] as const))(
  '%s: what is saved gives what was proven, and a URL is said to carry it exactly where it does',
  async (_, method) => {
    const used = tools(undefined, ['token']);
    const values: Values = {
      ...{
        username: 'anna',
        password: 'S3cret!',
        header: 'X-K',
        value: 'S3cret!',
        key: 'S3cret!',
        pathText: ';key=',
      },
      ...{ firstName: 'a', first: 'S3cret!', secondName: 'b', second: 'S3cret!' },
    };
    const signedIn = await method.signIn(values, used);
    expect(method.inject(signedIn.settings, signedIn.secrets, signedIn.parameter)).toEqual(
      used.attempts.at(-1),
    );
    expect(JSON.stringify([signedIn.settings, signedIn.who, signedIn.parameter])).not.toContain('S3cret!');
    expect(method.inUrl).toBe(used.attempts.at(-1)?.kind !== 'headers');
    for (const field of method.fields.filter(({ secret }) => secret)) expect(field.initial).toBeUndefined();
  },
);
