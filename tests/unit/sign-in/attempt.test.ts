import { expect, test } from 'vitest';
import { basic } from '../../../lib/auth/basic.ts';
import { key } from '../../../lib/auth/key.ts';
import type { Method, SignInTools } from '../../../lib/auth/method.ts';
import { methodOf } from '../../../lib/auth/registry.ts';
import { type AskedService, attempt, checkOpen } from '../../../lib/sign-in/attempt.ts';
import { PREFIX } from '../../fakes/records.ts';
import { protectedBy, service } from '../../fakes/service.ts';
import { basicOf } from '../../fakes/sign-in-world.ts';

const SAMPLE = `${PREFIX}?SERVICE=WMS&REQUEST=GetMap&LAYERS=roads`;
const WMS: AskedService = {
  kinds: ['WMS'],
  prefix: PREFIX,
  prefixes: [PREFIX],
  sample: SAMPLE,
  signed: false,
};
const TILES: AskedService = {
  kinds: ['XYZ'],
  prefix: 'https://tiles.example.net/v1',
  prefixes: ['https://tiles.example.net/v1'],
  signed: false,
  sample: 'https://tiles.example.net/v1/0/0/0.png',
};
type SeenState = Parameters<typeof attempt>[3]['seen'];
const SEEN_REFUSING = {
  seen: 'refuses' as SeenState,
  challenged: true,
  acceptPlainHttp: false,
  keyNames: [] as string[],
};
const UNKNOWN = { ...SEEN_REFUSING, seen: 'unknown' as SeenState };

const signIn = (method: Method, values: Record<string, string>) => (tools: Parameters<Method['signIn']>[1]) =>
  method.signIn(values, tools);
const ANNA = { username: 'anna', password: 'Str0ng' };
const asAnna = signIn(basic, ANNA);

const layers = (...names: string[]) => ({
  contentType: 'text/xml',
  body: `<WMS_Capabilities><Capability><Layer>${names
    .map((name) => `<Layer><Name>${name}</Name></Layer>`)
    .join('')}</Layer></Capability></WMS_Capabilities>`,
});

test('the right password: one request, to what the page asked for', async () => {
  const { ask, asked } = protectedBy(basicOf('anna', 'Str0ng'));
  const signedIn = await attempt(ask, basic, WMS, SEEN_REFUSING, asAnna);
  expect(signedIn.who).toBe('anna');
  expect(asked).toEqual([{ url: SAMPLE, headers: { authorization: basicOf('anna', 'Str0ng') } }]);
});

test.each([
  ['the page was seen refused', SEEN_REFUSING, 1],
  ['nothing is known of it', UNKNOWN, 2],
])('a wrong password reaches the server exactly once where %s', async (_, options, requests) => {
  const { ask, asked } = protectedBy(basicOf('anna', 'other'));
  await expect(attempt(ask, basic, WMS, options, asAnna)).rejects.toMatchObject({
    code: 'passwordRefused',
    values: ['geo.example.com'],
  });
  expect(asked).toHaveLength(requests);
  expect(asked.filter(({ headers }) => headers.authorization !== undefined)).toHaveLength(1);
});

test('a service that needs nothing is not given a password', async () => {
  const { ask, asked } = service(() => ({}));
  await expect(attempt(ask, basic, TILES, UNKNOWN, asAnna)).rejects.toMatchObject({
    code: 'openService',
    values: ['tiles.example.net'],
  });
  expect(asked.every(({ headers }) => Object.keys(headers).length === 0)).toBe(true);
});

test('a key is asked for without it first, even where the page was refused', async () => {
  const { ask, asked } = service(() => ({}));
  const key = methodOf('key') as Method;
  await expect(
    attempt(ask, key, TILES, { ...SEEN_REFUSING, keyNames: ['key'] }, signIn(key, { key: 'S3cret' })),
  ).rejects.toMatchObject({ code: 'openService' });
  expect(asked.map(({ url }) => url)).toEqual([TILES.sample]);
});

test('a key is tried under each name, then said to be refused', async () => {
  const { ask, asked } = service(() => ({ status: 403 }));
  const key = methodOf('key') as Method;
  const options = { ...UNKNOWN, keyNames: ['code', 'key', 'token'] };
  await expect(attempt(ask, key, TILES, options, signIn(key, { key: 'S3cret' }))).rejects.toMatchObject({
    code: 'keyRefused',
  });
  expect(asked.map(({ url }) => new URL(url).search)).toEqual([
    '',
    '?code=S3cret',
    '?key=S3cret',
    '?token=S3cret',
  ]);
});

test('the sentence of a refusal fits the way of signing in', async () => {
  const { ask } = service(() => ({ status: 401 }));
  const refusal = async (id: string, values: Record<string, string>) => {
    const method = methodOf(id) as Method;
    return attempt(ask, method, TILES, SEEN_REFUSING, signIn(method, values)).catch(({ code }) => code);
  };
  expect(await refusal('header', { header: 'X-Api-Key', value: 'k' })).toBe('headerRefused');
  expect(await refusal('pathKey', { key: 'k', pathText: ';key=' })).toBe('keyRefused');
  expect(await refusal('pair', { firstName: 'a', first: '1', secondName: 'b', second: '2' })).toBe(
    'keyRefused',
  );
});

test('layers that show only to those signed in: the sign-in is worth it', async () => {
  const { ask } = service(({ url, headers }) =>
    url.includes('GetCapabilities') ? layers('open', ...(headers.authorization ? ['hidden'] : [])) : {},
  );
  await expect(attempt(ask, basic, WMS, UNKNOWN, asAnna)).resolves.toMatchObject({ who: 'anna' });
});

test('a server that answers 200 to everything and shows no more: said, and not signed in', async () => {
  const { ask } = service(({ url }) => (url.includes('GetCapabilities') ? layers('open') : {}));
  await expect(attempt(ask, basic, WMS, UNKNOWN, asAnna)).rejects.toMatchObject({
    code: 'noMoreThanBefore',
    values: ['geo.example.com'],
  });
});

const PLAIN = {
  ...WMS,
  prefix: 'http://geo.example.com/ows',
  prefixes: ['http://geo.example.com/ows'],
  sample: 'http://geo.example.com/ows?REQUEST=GetMap',
};

test.each([
  ['plainHttp', { kind: 'failed', problem: 'network' } as const],
  ['plainHttpButHttps', { status: 401 }],
])('over plain http the secret waits for the word of the user: %s', async (code, secureAnswer) => {
  const { ask, asked } = service(({ url }) => (url.startsWith('https:') ? secureAnswer : {}));
  await expect(attempt(ask, basic, PLAIN, SEEN_REFUSING, asAnna)).rejects.toMatchObject({ code });
  expect(asked).toEqual([{ url: 'https://geo.example.com/ows?REQUEST=GetMap', headers: {}, blind: true }]);
});

test('after the word it is sent, and https is not asked again', async () => {
  const { ask, asked } = protectedBy(basicOf('anna', 'Str0ng'));
  await attempt(ask, basic, PLAIN, { ...SEEN_REFUSING, acceptPlainHttp: true }, asAnna);
  expect(asked.map(({ url }) => url)).toEqual([PLAIN.sample]);
});

test.each([
  'http://localhost:8080/ows',
  'http://127.0.0.1/ows',
  'http://[::1]:81/ows',
  'http://geo.localhost/ows',
])('%s stays on this machine: no question', async (prefix) => {
  const { ask, asked } = protectedBy(basicOf('anna', 'Str0ng'));
  await attempt(
    ask,
    basic,
    { ...WMS, prefix, prefixes: [prefix], sample: `${prefix}?x` },
    SEEN_REFUSING,
    asAnna,
  );
  expect(asked).toHaveLength(1);
});

test('one plain address among several is enough for the question', async () => {
  const { ask, asked } = service(() => ({ status: 401 }));
  const mixed = { ...WMS, prefixes: [PREFIX, 'http://geo.example.com/ows'] };
  await expect(attempt(ask, basic, mixed, SEEN_REFUSING, asAnna)).rejects.toMatchObject({
    code: 'plainHttpButHttps',
  });
  expect(asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

test('a picture that differs from what everyone gets shows that the credential was accepted', async () => {
  const pictures = service(({ headers }) => ({ picture: headers.authorization ? 'map' : 'blank' }));
  const open = { ...UNKNOWN, seen: 'open' as SeenState };
  await expect(attempt(pictures.ask, basic, TILES, open, asAnna)).resolves.toMatchObject({ who: 'anna' });
  const same = service(() => ({ picture: 'blank' }));
  await expect(attempt(same.ask, basic, TILES, open, asAnna)).rejects.toMatchObject({
    code: 'noMoreThanBefore',
  });
});

test('where everyone is answered, a key goes on to the next name until one shows more', async () => {
  const { ask, asked } = service(({ url }) =>
    url.includes('GetCapabilities') ? layers('open', ...(url.includes('token=') ? ['hidden'] : [])) : {},
  );
  const asKey = (tools: SignInTools) => key.signIn({ key: 'k1' }, tools);
  const names = { ...UNKNOWN, keyNames: ['code', 'key', 'token'] };
  await expect(attempt(ask, key, WMS, names, asKey)).resolves.toMatchObject({ parameter: 'token' });
  expect(asked.filter(({ url }) => url.includes('GetMap') && url.includes('=k1'))).toHaveLength(3);
});

test('a page whose own addresses are signed is left alone', async () => {
  const { ask, asked } = service(() => ({ status: 403 }));
  await expect(attempt(ask, basic, { ...WMS, signed: true }, SEEN_REFUSING, asAnna)).rejects.toMatchObject({
    code: 'signedUrl',
  });
  expect(asked).toEqual([]);
});

test('an address with a signature is left alone: nothing is sent', async () => {
  const { ask, asked } = service(() => ({ status: 403 }));
  const signed = { ...WMS, sample: `${PREFIX}?X-Amz-Signature=abc` };
  await expect(attempt(ask, basic, signed, SEEN_REFUSING, asAnna)).rejects.toMatchObject({
    code: 'signedUrl',
  });
  expect(asked).toEqual([]);
});

test.each([
  ['unreachable', { kind: 'failed', problem: 'network' } as const],
  ['timedOut', { kind: 'failed', problem: 'timeout' } as const],
  ['certificateProblem', { kind: 'failed', problem: 'certificate' } as const],
  ['windowsSignIn', { status: 401, challenge: 'Negotiate, NTLM' }],
  ['digestSignIn', { status: 401, challenge: 'Digest realm="x"' }],
  ['proxySignIn', { status: 407 }],
  ['tooManyRequests', { status: 429 }],
  ['redirected', { kind: 'redirect', location: 'https://elsewhere.example/' } as const],
  ['loginPage', { kind: 'redirect', location: 'https://geo.example.com/login' } as const],
  ['serverError', { status: 502 }],
])('%s stands in the way before any secret is sent', async (code, reply) => {
  const { ask, asked } = service(() => reply);
  await expect(attempt(ask, basic, WMS, UNKNOWN, asAnna)).rejects.toMatchObject({ code });
  expect(asked).toEqual([{ url: SAMPLE, headers: {} }]);
});

test('a check asks once, without any credential', async () => {
  const { ask, asked } = protectedBy('x');
  const { verdict, answer } = await checkOpen(ask, WMS);
  expect(verdict).toMatchObject({ accepted: false, refusal: true });
  expect(answer.challenge).toBe('Basic realm="geo"');
  expect(asked).toEqual([{ url: SAMPLE, headers: {} }]);
});

test('a refusal seen without its challenge: Windows sign-in gets no password', async () => {
  const { ask, asked } = service(() => ({ status: 401, challenge: 'Negotiate, NTLM' }));
  const unknown = { ...SEEN_REFUSING, challenged: false };
  await expect(attempt(ask, basic, WMS, unknown, asAnna)).rejects.toMatchObject({ code: 'windowsSignIn' });
  expect(asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});
