import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../../../lib/error-codes.ts';
import { ALL, failure, file, good, read } from './support.ts';

const wms = (inside: string) =>
  `<!DOCTYPE connections><qgsWMSConnections version="1.0">${inside}</qgsWMSConnections>`;
const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
const bomb =
  `<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${wms('<wms name="&b;" url="https://x.example"/>')}`.replace(
    '<!DOCTYPE connections>',
    '',
  );

test.each([
  ['an entity bomb', bomb, 'exchangeBadXml'],
  [
    'an outside entity',
    `<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><qgsWMSConnections><wms name="&a;"/></qgsWMSConnections>`,
    'exchangeBadXml',
  ],
  ['elements in each other', wms(nested(300)), 'exchangeBadXml'],
  ['so many of them that memory ends', wms(nested(100_000)), 'exchangeBadXml'],
  [
    'a name of the language',
    wms('<wms name="x" url="https://x.example/wms" __proto__="y"/>'),
    'exchangeOddName',
  ],
  [
    'the same in JSON',
    '{"grantFlow":0,"tokenUrl":"https://x.example/","__proto__":{"a":1}}',
    'exchangeOddName',
  ],
  [
    'a text of 1 MB',
    wms(`<wms name="${'x'.repeat(1_000_000)}" url="https://x.example/wms"/>`),
    'exchangeLongValue',
  ],
  ['5,001 entries', wms('<wms/>'.repeat(5001)), 'exchangeTooMany'],
  ['6 MB', ' '.repeat(6_000_000), 'exchangeTooLong'],
  ['nothing', '', 'exchangeUnknownFile'],
  ['no entry', wms(''), 'exchangeEmpty'],
  ['a picture', '\u0089PNG\r\n', 'exchangeUnknownFile'],
  ['a page', '<html><body/></html>', 'exchangeUnknownFile'],
  ['half a file', wms('<wms name="x"').slice(0, 80), 'exchangeBadXml'],
  ['a QGIS project', '<!DOCTYPE qgis><qgis version="3.22"/>', 'exchangeProject'],
  ['a QGIS project in its archive', 'PK\u0003\u0004', 'exchangeProject'],
  [
    'a database',
    '<qgsPgConnections version="1.0"><postgis name="x"/></qgsPgConnections>',
    'exchangeDatabases',
  ],
  ['other JSON', '{"layers":[]}', 'exchangeUnknownFile'],
  ['half JSON', '{"grantFlow":', 'exchangeBadJson'],
  ['OAuth settings out of range', '{"grantFlow":9,"tokenUrl":"https://x.example/"}', 'exchangeBadOAuth'],
  [
    'an encrypted file cut off',
    '<qgis_authentication hash="00" civ="00" salt="00">zz</qgis_authentication>',
    'exchangeDamaged',
  ],
] as const)('%s has one clear answer', async (_, text, code) => {
  expect(await failure(file(text), 'password')).toMatchObject({ code });
});

test('bytes that are no text', async () => {
  const given = { name: 'x', bytes: new Uint8Array([0x3c, 0xff, 0xfe, 0x41]) };
  expect(await failure(given)).toMatchObject({ code: 'exchangeUnreadable' });
});

test.each([
  ['javascript:alert(1)', 'exchange_noWebAddress'],
  ['data:text/html,x', 'exchange_noWebAddress'],
  ['file:///etc/passwd', 'exchange_noWebAddress'],
  ['', 'exchange_noWebAddress'],
  ['https://x.example/wms?X-Amz-Signature=1', 'exchange_signedAddress'],
  ['https://x.example/wms?key=a&amp;token=b&amp;apikey=c', 'exchange_manyKeys'],
])('the address %s is not imported, and why is said', async (url, key) => {
  const { rows, records } = await good([file(wms(`<wms name="x" url="${url}"/>`))]);
  expect(rows).toMatchObject([{ cannot: { key } }]);
  expect(records(new Map([['0.0', 'skip']]))).toEqual({ sources: [], signIns: [] });
  expect(records(ALL).sources).toEqual([]);
});

test('a wrong password is said under its field, and nothing is read', async () => {
  const { fixture } = await import('./support.ts');
  const done = await read([fixture('auth-enc-6.xml')], undefined, [['auth-enc-6.xml', 'Secret']]);
  expect(done.locked).toEqual([
    { name: 'auth-enc-6.xml', failure: { code: 'exchangePassword', values: [] } },
  ]);
  expect(done.rows).toEqual([]);
});

test('UTF-16, a byte order mark, Latin-1 that says so, single quotes and comments', async () => {
  const text = wms("<!-- x --><wms name='Zürich' url='https://x.example/wms'/>");
  const utf16 = new Uint8Array([
    0xff,
    0xfe,
    ...[...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
  ]);
  const latin = Uint8Array.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${text}`, (c) => c.charCodeAt(0));
  const marked = new TextEncoder().encode(`\ufeff${text}`);
  for (const bytes of [utf16, latin, marked]) {
    const { rows } = await good([{ name: 'x', bytes }]);
    expect(rows).toMatchObject([{ name: 'Zürich', cannot: null }]);
  }
});

test('whatever is in a file, the answer is a sentence that we have', async () => {
  const names = fc.constantFrom(
    'wms',
    'name',
    'url',
    'http-header:X',
    'authcfg',
    'hash',
    'civ',
    'salt',
    'Config',
  );
  const roots = fc.constantFrom('qgsWMSConnections', 'qgis_authentication', 'qgsXYZTilesConnections', 'x');
  const tag = fc
    .tuple(names, fc.string(), fc.webUrl({ withQueryParameters: true }))
    .map(([name, text, url]) => `<wms ${name}="${text}" url="${url}"/>`);
  const xml = fc.tuple(roots, fc.array(tag)).map(([root, tags]) => `<${root}>${tags.join('')}</${root}>`);
  const json = fc.json().map((text) => `{"grantFlow":0,"tokenUrl":"https://x.example/t","x":${text}}`);
  const bytes = fc.uint8Array({ maxLength: 300 }).map((each) => new Uint8Array(each));
  const encoded = fc.oneof(xml, json, fc.string()).map((text) => new TextEncoder().encode(text));
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, encoded), fc.string(), async (given, password) => {
      const done = await read([{ name: 'x', bytes: given }], undefined, [['x', password]]);
      for (const { failure: wrong } of [...done.failures, ...done.locked])
        if (wrong) expect(ERROR_CODES.filter((code) => code !== 'unknown')).toContain(wrong.code);
      done.records(ALL);
    }),
    { numRuns: 120 },
  );
});
