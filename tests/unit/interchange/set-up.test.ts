import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSetUp, readSetUp, type SetUp, writeSetUp } from '../../../lib/interchange/set-up.ts';
import { SERVICE_KINDS } from '../../../lib/services/kinds.ts';

const CADASTRE: SetUp = {
  name: 'Cadastre',
  kinds: ['WMS', 'WFS'],
  urls: ['https://geo.example.com/geoserver/ows', 'https://{a-c}.tiles.example.com/{z}/{x}/{y}'],
  method: 'key',
  parameter: 'apikey',
};

const failing = (text: string): string => {
  try {
    readSetUp(text);
  } catch (error) {
    return (error as { code?: string }).code ?? 'no code';
  }
  return 'nothing';
};

test('one line that begins with a word', () => {
  expect(writeSetUp(CADASTRE)).toBe(
    'layerkey:1 {"name":"Cadastre","kinds":["WMS","WFS"],"urls":["https://geo.example.com/geoserver/ows",' +
      '"https://{a-c}.tiles.example.com/{z}/{x}/{y}"],"method":"key","parameter":"apikey"}',
  );
  expect(isSetUp(` ${writeSetUp(CADASTRE)}`)).toBe(true);
  expect(isSetUp('https://layerkey:1@geo.example.com')).toBe(false);
});

const text = fc.string({ minLength: 1, maxLength: 60, unit: 'binary' });
const setUps: fc.Arbitrary<SetUp> = fc.record(
  {
    name: text.filter((name) => name.trim() === name && !/https?:/i.test(name)),
    kinds: fc.uniqueArray(fc.constantFrom(...SERVICE_KINDS), { minLength: 1, maxLength: 4 }),
    urls: fc.uniqueArray(
      fc.webUrl({ withFragments: false }).map((url) => new URL(url).href),
      { minLength: 1, maxLength: 5 },
    ),
    method: fc.constantFrom('basic', 'key', 'oauth'),
    parameter: text,
  },
  { requiredKeys: ['name', 'kinds', 'urls'] },
);

test('what is written is read as it was', () => {
  expect(readSetUp(writeSetUp(CADASTRE))).toEqual(CADASTRE);
  fc.assert(
    fc.property(setUps, (setUp) => {
      const line = writeSetUp(setUp);
      expect(line).not.toMatch(/[\r\n]/);
      expect(readSetUp(` ${line}\n`)).toEqual(setUp);
    }),
  );
});

/** Everything that a secret may look like on its way through a URL or a header. */
const encodings = (secret: string): string[] => {
  const bytes = Buffer.from(secret);
  return [
    ...[secret, encodeURIComponent(secret), encodeURI(secret), JSON.stringify(secret).slice(1, -1)],
    ...[bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url'), bytes.toString('hex')],
    ...[new URLSearchParams({ s: secret }).toString().slice(2)],
  ];
};

test('a secret of the source never stands in it, however it was spelled', () => {
  // Long and random, so that it stands in no host or name by chance.
  const secrets = fc
    .string({ minLength: 12, maxLength: 30, unit: fc.constantFrom(...'abcXYZ0189-_ äß%&=+/;#?@"\\') })
    .map((end) => `s3cr${end.trim()}t7`);
  const places: ((secret: string, base: URL) => string)[] = [
    (secret, base) => `${base.protocol}//anna:${encodeURIComponent(secret)}@${base.host}/ows`,
    (secret, base) => `${base.protocol}//${encodeURIComponent(secret)}@${base.host}/ows`,
    (secret, base) => `${base.origin}/ows?service=WMS&apikey=${encodeURIComponent(secret)}`,
    (secret, base) => `${base.origin}/ows?${new URLSearchParams({ token: secret })}&x=1`,
    (secret, base) => `${base.origin}/services;key=${encodeURIComponent(secret)}/wfs`,
    (secret, base) => `${base.origin}/ows#access_token=${encodeURIComponent(secret)}`,
    (secret, base) => `${base.origin}/ows?X-Amz-Signature=${Buffer.from(secret).toString('hex')}`,
    (secret, base) => `${base.origin}/ows?sig=${Buffer.from(secret).toString('base64url')}&se=1`,
  ];
  const all = fc.property(secrets, setUps, fc.constantFrom(...places), (secret, setUp, place) => {
    const url = place(secret, new URL(setUp.urls[0] ?? ''));
    // The test can see: the address holds it in one of these spellings.
    expect(encodings(secret).some((each) => url.includes(each))).toBe(true);
    // Read and written, as the name and as an address, in our writing and in somebody else's.
    const holding = { ...setUp, name: `Map ${url}`, urls: [url, ...setUp.urls] };
    const written = writeSetUp(holding);
    const again = JSON.stringify(readSetUp(`layerkey:1 ${JSON.stringify(holding)}`));
    for (const each of encodings(secret)) {
      expect(written).not.toContain(each);
      expect(again).not.toContain(each);
    }
  });
  fc.assert(all);
});

test('what only looks like a set-up gets one clear error', () => {
  const line = writeSetUp(CADASTRE);
  const body = line.slice('layerkey:1 '.length);
  const hostile = [
    ...['', 'layerkey:', 'layerkey:1', 'layerkey:1 ', 'layerkey:1 {', 'layerkey:1 null', 'layerkey:1 []'],
    ...[`layerkey:0 ${body}`, `layerkey:-1 ${body}`, `layerkey:x ${body}`, `${line}x`, `x${line}`],
    ...['{}', '{"name":"x"}', body.replace('{', '{"__proto__":{"a":1},'), body.replace('"WMS"', '"LPT"')].map(
      (each) => `layerkey:1 ${each}`,
    ),
    ...[
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,x',
      '',
      'geo.example.com',
      'x'.repeat(9000),
    ].map((url) => `layerkey:1 ${JSON.stringify({ ...CADASTRE, urls: [url] })}`),
    `layerkey:1 ${JSON.stringify({ ...CADASTRE, name: 'x'.repeat(501) })}`,
    `layerkey:1 ${JSON.stringify({ ...CADASTRE, password: 'x' })}`,
    `layerkey:1 ${' '.repeat(100_000)}${body}`,
    `layerkey:1 ${'['.repeat(90_000)}`,
  ];
  expect(hostile.filter((each) => failing(each) !== 'setUpUnreadable')).toEqual([]);
  expect(failing(`layerkey:2 ${body}`)).toBe('setUpNewer');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (end) => {
      expect(['setUpUnreadable', 'setUpNewer']).toContain(failing(`layerkey:1 ${end}`));
    }),
  );
});
