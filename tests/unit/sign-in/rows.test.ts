import { expect, test } from 'vitest';
import { placeOf, rowKey, rowsOf, sourceAt } from '../../../lib/sign-in/rows.ts';
import type { PageRecord, PageService } from '../../../lib/sign-in/session.ts';
import { page, seen } from '../../fakes/pages.ts';
import { grant, NOTHING, PREFIX, SITE, saved, source } from '../../fakes/records.ts';

const OTHER_SITE = 'https://other.example';
const keys = (services: PageService[], records = saved(), more: Partial<PageRecord> = {}) =>
  rowsOf(page({ services, ...more }), records).map(({ key }) => key);

test('seen services come in the order of first sight, then what is saved here and was not seen', () => {
  expect(keys([seen({ base: 'https://b.example/ows' }), seen({ base: 'https://a.example/ows' })])).toEqual([
    rowKey(SITE, 'https://b.example/ows'),
    rowKey(SITE, 'https://a.example/ows'),
    rowKey(SITE, PREFIX),
  ]);
});

test('a row keeps its name when its service is signed in', () => {
  expect(keys([seen()], NOTHING)).toEqual(keys([seen()], saved()));
});

test('several seen addresses under one saved source are one row; the one that refuses says most', () => {
  const services = [
    seen({ base: `${PREFIX}/a`, state: 'open' }),
    seen({ base: `${PREFIX}/b`, state: 'refuses' }),
  ];
  const rows = rowsOf(page({ services }), saved());
  expect(rows.map(({ key, seen: each }) => [key, each?.state])).toEqual([[rowKey(SITE, PREFIX), 'refuses']]);
});

test('what is saved for another site is known, but is not a row of its own', () => {
  const elsewhere = saved({ grants: [grant({ site: OTHER_SITE })] });
  expect(keys([], elsewhere)).toEqual([]);
  const [row] = rowsOf(page({ services: [seen()] }), elsewhere);
  expect(row).toMatchObject({ key: rowKey(SITE, PREFIX), source: source() });
});

test('a frame of another site has its own rows, with the page on top beside it', () => {
  const services = [seen({}, { site: OTHER_SITE, topSite: SITE })];
  const records = saved({ grants: [grant(), grant({ site: OTHER_SITE })] });
  expect(rowsOf(page({ services }), records).map(({ site, topSite }) => [site, topSite])).toEqual([
    [OTHER_SITE, SITE],
    [SITE, SITE],
  ]);
});

test('a page that nobody may read has no rows', () => {
  expect(keys([], saved(), { site: null })).toEqual([]);
});

test.each([
  [PREFIX, 'source1'],
  [`${PREFIX}/deeper`, 'source2'],
  ['https://geo.example.com/geoserver', undefined],
  [`${PREFIX}~old`, undefined],
  ['http://geo.example.com/geoserver/ows', undefined],
  ['not a url', undefined],
])('%s is covered by %s: the longest prefix', (base, id) => {
  const records = saved({
    sources: [source(), source({ id: 'source2', urls: [`${PREFIX}/deeper`] })],
    grants: [],
  });
  expect(sourceAt(records, base, SITE)?.id).toBe(id);
});

test('a source that is allowed here comes before a longer one that is not', () => {
  const records = saved({ sources: [source(), source({ id: 'source2', urls: [`${PREFIX}/deeper`] })] });
  expect(sourceAt(records, `${PREFIX}/deeper`, SITE)?.id).toBe('source1');
});

test('a sign-in is for the saved addresses where there are some, else for what was seen', () => {
  const urls = ['https://{a-b}.tiles.example/v1'];
  const row = {
    key: 'k',
    site: SITE,
    topSite: OTHER_SITE,
    source: null,
    seen: seen({ base: urls[0] ?? '' }).service,
  };
  expect(placeOf(row)).toMatchObject({
    urls,
    site: SITE,
    topSite: OTHER_SITE,
    host: 'a.tiles.example',
    origins: ['https://a.tiles.example', 'https://b.tiles.example'],
  });
  expect(placeOf({ ...row, source: source({ kinds: ['WFS'] }) })).toMatchObject({
    urls: [PREFIX],
    kinds: ['WFS', 'WMS'],
  });
});

test('an address that cannot be kept to its place is no place', () => {
  const row = {
    key: 'k',
    site: SITE,
    topSite: SITE,
    source: null,
    seen: seen({ base: 'https://a.example/*' }).service,
  };
  expect(() => placeOf(row)).toThrow(expect.objectContaining({ code: 'badPrefix' }));
});
