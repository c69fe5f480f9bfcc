import { expect, test } from 'vitest';
import {
  documentsToRead,
  mergeServices,
  pageFrom,
  pastedService,
  withoutSignedAnswers,
} from '../../../lib/sign-in/pages.ts';
import { page, reading, seen } from '../../fakes/pages.ts';
import { NOTHING, PREFIX, SITE, saved } from '../../fakes/records.ts';

const GET_MAP = `${PREFIX}?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=roads`;
const FRAME = 'https://geo.city.example';
test('a page that cannot be read has no site', () => {
  expect(pageFrom(page(), [], []).site).toBe(null);
});

test("a page's requests become its services, a frame's those of the frame's site", () => {
  const readings = [
    reading([GET_MAP], { full: true, frames: [FRAME] }),
    reading([GET_MAP], { origin: FRAME, frameId: 3 }),
  ];
  const made = pageFrom(page(), readings, []);
  expect(made).toMatchObject({ site: SITE, incomplete: true, frames: [{ origin: FRAME, looked: true }] });
  expect(made.services.map(({ site, topSite, service }) => [site, topSite, service.base])).toEqual([
    [SITE, SITE, PREFIX],
    [FRAME, SITE, PREFIX],
  ]);
  expect(pageFrom(page(), [reading([], { frames: [FRAME] })], []).frames).toEqual([
    { origin: FRAME, looked: false },
  ]);
});

test('what workers fetch unseen is found in the documents that name it', () => {
  const url = 'https://tiles.example.net/v1/style.json';
  expect(documentsToRead([reading([GET_MAP, url])])).toEqual([url]);
  expect(
    documentsToRead([reading(Array.from({ length: 20 }, (_, n) => `https://t${n}.example.net/style.json`))]),
  ).toHaveLength(6);
  expect(documentsToRead([])).toEqual([]);
  const text =
    '{"version":8,"sources":{"a":{"type":"vector","tiles":["https://vector.example.net/t/{z}/{x}/{y}.pbf"]}}}';
  const bases = pageFrom(page(), [reading([])], [{ url, text }]).services.map(({ service }) => service.base);
  expect(bases).toEqual(['https://vector.example.net/t']);
});

test('what was learned stays when the page is looked at again', () => {
  const before = [
    seen({ state: 'refuses', challenges: ['Basic'], sample: 'https://a' }),
    seen({ base: 'https://b.example/' }),
  ];
  const [first, second] = mergeServices(before, [seen({ kinds: ['WFS'], keyNames: ['key'] })]);
  expect(first?.service).toMatchObject({
    state: 'refuses',
    sample: 'https://a',
    kinds: ['WMS', 'WFS'],
    challenges: ['Basic'],
    keyNames: ['key'],
  });
  expect(second?.service.base).toBe('https://b.example/');
  expect(mergeServices(before, [seen({ state: 'open' })])[0]?.service.state).toBe('open');
});

test.each([
  [
    'https://anna:p%40ss@geo.example.com/geoserver/ows?service=WMS',
    'basic',
    { username: 'anna', password: 'p@ss' },
  ],
  [
    'https://geo.example.com/geoserver/ows?service=WMS&token=abcdefgh',
    'key',
    { key: 'abcdefgh', parameter: 'token' },
  ],
  [
    'https://geo.example.com/services;key=abcdefgh/wfs?service=WFS',
    'pathKey',
    { key: 'abcdefgh', pathText: ';key=' },
  ],
])('%s: what is secret goes into the form (%s), not into the source', (url, method, fields) => {
  const { added, draft } = pastedService(url, SITE);
  expect(draft).toEqual({ method, fields, acceptPlainHttp: false, remember: false });
  for (const secret of ['p%40ss', 'p@ss', 'anna', 'abcdefgh'])
    expect(JSON.stringify(added)).not.toContain(secret);
  expect(added).toMatchObject({ site: SITE, topSite: SITE, service: { state: 'unknown' } });
});

test('an address without a secret has no form; one that is none is refused', () => {
  expect(pastedService(PREFIX, SITE)).toMatchObject({ added: { service: { base: PREFIX } }, draft: null });
  expect(() => pastedService('ftp://geo.example.com/x', SITE)).toThrow(
    expect.objectContaining({ code: 'notHttpUrl' }),
  );
});

test('what a page got where somebody was signed in is not shown as open, then and after the sign-in has ended', () => {
  const open = page({ services: [seen({ state: 'open' })] });
  const during = withoutSignedAnswers(page({ services: [] }), saved());
  expect(withoutSignedAnswers(open, saved()).services[0]?.service.state).toBe('unknown');
  expect(withoutSignedAnswers({ ...open, signed: during.signed }, NOTHING).services[0]?.service.state).toBe(
    'unknown',
  );
  expect(withoutSignedAnswers(open, NOTHING).services[0]?.service.state).toBe('open');
});
