import { expect, test } from 'vitest';
import { MAP_SITE } from '../../../lib/map-site.ts';
import { isOwnRecord, mapServices, ownPage, sourceServices } from '../../../lib/sign-in/own-record.ts';
import { rowKey } from '../../../lib/sign-in/rows.ts';
import { page, seen } from '../../fakes/pages.ts';
import { grant, SITE, saved, source } from '../../fakes/records.ts';

const OWS = 'https://geo.example.com/ows';
const map = page({ site: MAP_SITE });

test('a page of ours says itself what it is, and begins anew when it is loaded again', () => {
  const known = page({ site: MAP_SITE, services: [seen()] });
  expect(ownPage(known, MAP_SITE)).toBe(known);
  expect(ownPage({ ...known, left: true }, MAP_SITE)).toMatchObject({
    site: MAP_SITE,
    services: [],
    left: false,
  });
  expect(ownPage(page(), MAP_SITE)).toMatchObject({ site: MAP_SITE, services: [] });
  expect(ownPage(known, undefined)).toMatchObject({ site: null, services: [] });
  expect([map, page({ site: null }), page()].map(isOwnRecord)).toEqual([true, true, false]);
});

test('the map’s services are its rows; what was learned of them stays, others go', () => {
  const named = (url: string) => mapServices(map, [{ url }]).page.services[0];
  const refused = named(`${OWS}?service=WMS`);
  if (!refused) throw new Error('no service');
  const before = page({
    site: MAP_SITE,
    services: [{ ...refused, service: { ...refused.service, state: 'refuses' } }, seen()],
  });
  const { services } = mapServices(before, [{ url: `${OWS}?service=WMS` }]).page;
  expect(services.map(({ site, service }) => [site, service.base, service.state])).toEqual([
    [MAP_SITE, OWS, 'refuses'],
  ]);
});

test('a key in a layer’s address goes into its form; what the project says of a sign-in opens the right one', () => {
  const { page: record, drafts } = mapServices(map, [
    { url: `${OWS}?service=WMS&token=tk-4711` },
    { url: 'https://keyed.example/wms?service=WMS', method: 'key', parameter: 'apikey' },
    { url: 'https://plain.example/wms?service=WMS', method: 'basic' },
    { url: 'https://open.example/wms?service=WMS' },
  ]);
  expect(JSON.stringify(record)).not.toContain('tk-4711');
  expect(drafts.get(rowKey(MAP_SITE, OWS))).toMatchObject({
    method: 'key',
    fields: { key: 'tk-4711', parameter: 'token' },
  });
  expect(drafts.get(rowKey(MAP_SITE, 'https://keyed.example/wms'))).toMatchObject({
    method: 'key',
    fields: { parameter: 'apikey' },
  });
  expect(drafts.get(rowKey(MAP_SITE, 'https://plain.example/wms'))?.method).toBe('basic');
  expect(drafts.size).toBe(3);
  expect(record.services[1]?.service.keyNames).toEqual(['apikey']);
});

test('an address that is none of a service is refused, and nothing is taken', () => {
  expect(() => mapServices(map, [{ url: OWS }, { url: 'javascript:alert(1)' }])).toThrow('notHttpUrl');
});

test('a source is shown for every site that uses it, and for the map', () => {
  const framed = grant({ site: 'https://framed.example', topSites: [SITE] });
  const records = saved({ grants: [grant(), framed] });
  const shown = sourceServices(records, source()).map(({ site, topSite }) => [site, topSite]);
  expect(shown).toEqual([
    [SITE, SITE],
    ['https://framed.example', SITE],
    [MAP_SITE, MAP_SITE],
  ]);
  const onMap = saved({ grants: [grant({ site: MAP_SITE, topSites: [MAP_SITE] })] });
  expect(sourceServices(onMap, source())).toHaveLength(1);
});
