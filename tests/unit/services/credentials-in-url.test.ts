import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SIGNED_URL } from '../../../lib/rules/conditions.ts';
import { credentialNames, isSigned, withoutCredentials } from '../../../lib/services/credentials-in-url.ts';

describe('credentialNames', () => {
  test.each([
    ['https://h.example/a?apiKey=x&api_key=y&API-KEY=z', ['apiKey', 'api_key', 'API-KEY']],
    ['https://h.example/a?access_token=x&access-token=y', ['access_token', 'access-token']],
    [
      'https://h.example/a?subscription-key=1&tk=2&appid=3&app_code=4',
      ['subscription-key', 'tk', 'appid', 'app_code'],
    ],
    ['https://h.example/a?USERNAME=u&PASSWORD=p&authkey=k', ['USERNAME', 'PASSWORD', 'authkey']],
    ['https://h.example/a?key=', ['key']],
    ['https://h.example/a?key=1&key=2', ['key']],
    ['https://h.example/a?api=c01jzabcdef', ['api']],
    ['https://h.example/a?api=1&code=3857&session=a&f=json&id=7&layers=key', []],
    ['https://h.example/a#?token=x', []],
    ['https://h.example/a?%E0%A4%A=1&t%6Fken=x', ['token']],
  ])('%s', (url, names) => {
    expect(credentialNames(url)).toEqual(names);
  });
});

describe('isSigned', () => {
  test.each([
    'https://h.example/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=x',
    'https://h.example/a?x-goog-signature=x',
    'https://h.example/a?sv=2020&sr=b&sig=x&se=2030',
    'https://h.example/a?Expires=1&Signature=x&Key-Pair-Id=y',
    'https://h.example/a?Policy=x',
    'https://h.example/a?key=x&signature=y',
  ])('%s', (url) => {
    expect(isSigned(url)).toBe(true);
  });

  test.each([
    'https://h.example/a?sig=x',
    'https://h.example/a?signature=x',
    'https://h.example/a?key=x',
    '',
  ])('not %s', (url) => {
    expect(isSigned(url)).toBe(false);
  });
});

/** What the catalogue's services sign, each as its client makes it: recognised when pasted, and fenced off from every rule. */
test.each([
  [
    'Amazon',
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=c&X-Amz-Date=d&X-Amz-SignedHeaders=host&X-Amz-Signature=s',
  ],
  ['Amazon, with a session', 'X-Amz-Security-Token=t&X-Amz-Signature=s'],
  ['Amazon, version 2', 'AWSAccessKeyId=a&Signature=s&Expires=1'],
  ['Google Cloud Storage', 'X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Signature=s'],
  ['Google Cloud Storage, version 2', 'GoogleAccessId=a&Expires=1&Signature=s'],
  ['Azure (Planetary Computer)', 'st=1&se=2&sp=rl&sv=2021-06-08&sr=c&sig=s'],
  ['CloudFront', 'Expires=1&Signature=s&Key-Pair-Id=k'],
  ['CloudFront, with a policy', 'Policy=p&Signature=s&Key-Pair-Id=k'],
  ['MapTiler', 'key=k&signature=s'],
])('%s signs the whole address', (_, query) => {
  const parameters = query.split('&');
  for (const order of [parameters, parameters.toReversed()]) {
    const url = `https://h.example/a.png?${order.join('&')}`;
    expect(isSigned(url)).toBe(true);
    expect(url).toMatch(new RegExp(SIGNED_URL, 'i'));
    expect(isSigned(url.toLowerCase())).toBe(true);
  }
});

test('a signed address that is handed on inside another one is no reason to stop (TiTiler)', () => {
  const url = `https://h.example/cog?url=${encodeURIComponent('https://s3.example/a.tif?X-Amz-Signature=s&sig=1')}`;
  expect(isSigned(url)).toBe(false);
  expect(url).not.toMatch(new RegExp(SIGNED_URL, 'i'));
});

describe('withoutCredentials', () => {
  test.each([
    ['https://u:p@h.example/a?x=1', 'https://h.example/a?x=1'],
    ['https://h.example/a?TOKEN=x&b=%20c+d&key=y', 'https://h.example/a?b=%20c+d'],
    ['https://h.example/a?key=y', 'https://h.example/a'],
    ['https://h.example/a#access_token=x', 'https://h.example/a'],
    ['https://h.example/services;key=abc/wfs?service=WFS', 'https://h.example/services/wfs?service=WFS'],
    ['https://h.example/a;v=1/b', 'https://h.example/a;v=1/b'],
    ['https://h.example/a?sv=1&sig=x&se=2&X-Amz-Signature=q', 'https://h.example/a?sv=1&se=2'],
    ['https://{a-c}.h.example/{z}/{x}/{y}.png?key={key}', 'https://{a-c}.h.example/{z}/{x}/{y}.png'],
    ['https://user:p😀ss@h.example/wms', 'https://h.example/wms'],
    ['https://h.example\\@evil.example/', 'https://h.example/@evil.example/'],
    ['ftp://u:p@h.example/', ''],
    ['u:p@h.example', ''],
  ])('%s', (url, stripped) => {
    expect(withoutCredentials(url)).toBe(stripped);
  });

  test('once is enough, and nothing of a credential is left', () => {
    const names = fc.constantFrom(
      'key',
      'Api_Key',
      'ACCESS-TOKEN',
      'layers',
      'password',
      'bbox',
      'X-Amz-Signature',
    );
    const pairs = fc.array(fc.tuple(names, fc.string()), { maxLength: 5 });
    fc.assert(
      fc.property(fc.webUrl(), pairs, fc.string({ unit: 'binary' }), (url, list, password) => {
        const query = list
          .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
          .join('&');
        const secret = encodeURIComponent(password.toWellFormed());
        const full = `${url.replace('://', `://u:${secret}@`)}?${query}`;
        const once = withoutCredentials(full);
        expect(withoutCredentials(once)).toBe(once);
        expect(credentialNames(once)).toEqual([]);
        expect(new URL(once).username + new URL(once).password).toBe('');
      }),
    );
  });

  test('any text is answered the same way twice', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc.webUrl().map((url) => `${url}{{z}}{?;key=1`),
        ),
        (text) => {
          const once = withoutCredentials(text);
          expect(withoutCredentials(once)).toBe(once);
        },
      ),
    );
  });
});
