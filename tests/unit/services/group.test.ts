import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupServices } from '../../../lib/services/group.ts';

const WMS = 'https://geo.example.com/geoserver/ows?SERVICE=WMS&REQUEST=GetMap&LAYERS=a';

describe('groupServices', () => {
  test('one service with its kinds, in order of first appearance', () => {
    const services = groupServices([
      { url: 'https://a.tile.example.org/1/0/0.png', status: 200 },
      { url: WMS, status: 0 },
      {
        url: 'https://geo.example.com/geoserver/ows?SERVICE=WFS&REQUEST=GetFeature',
        status: 401,
        challenge: 'Basic realm="x"',
      },
      { url: 'https://b.tile.example.org/1/0/1.png', status: 0 },
      { url: 'https://site.example.org/logo.png', status: 200 },
    ]);
    expect(services).toEqual([
      {
        base: 'https://{a-b}.tile.example.org/',
        kinds: ['XYZ'],
        sample: 'https://a.tile.example.org/1/0/0.png',
        state: 'open',
        challenges: [],
        keyNames: [],
        signed: false,
      },
      {
        base: 'https://geo.example.com/geoserver/ows',
        kinds: ['WMS', 'WFS'],
        sample: 'https://geo.example.com/geoserver/ows?SERVICE=WFS&REQUEST=GetFeature',
        state: 'refuses',
        challenges: ['Basic realm="x"'],
        keyNames: [],
        signed: false,
      },
    ]);
  });

  test.each([
    [[0], 'unknown'],
    [[200], 'open'],
    [[0, 304], 'open'],
    [[200, 404], 'unknown'],
    [[200, 500], 'unknown'],
    [[407], 'unknown'],
    [[200, 401], 'refuses'],
    [[403], 'refuses'],
    [[498], 'refuses'],
    [[499, 200], 'refuses'],
  ])('statuses %j: %s', (statuses, state) => {
    const services = groupServices(statuses.map((status) => ({ url: WMS, status })));
    expect(services.map((service) => service.state)).toEqual([state]);
  });

  test('the sample is small and without credentials', () => {
    const [service] = groupServices([
      { url: 'https://u:p@h.example.org/ows?service=WFS&request=GetFeature&Api_Key=SECRET', status: 0 },
      { url: 'https://h.example.org/ows?service=WMS&request=GetMap&token=SECRET', status: 0 },
    ]);
    expect(service).toMatchObject({
      sample: 'https://h.example.org/ows?service=WMS&request=GetMap',
      keyNames: ['Api_Key', 'token'],
    });
  });

  test('a sample that would be too long is left out', () => {
    const [service] = groupServices([{ url: `${WMS}&SLD_BODY=${'x'.repeat(5000)}`, status: 0 }]);
    expect(service?.sample).toBe('https://geo.example.com/geoserver/ows');
  });

  test("a style's tiles and glyphs belong to it, an endpoint beside it does not", () => {
    const bases = groupServices([
      { url: 'https://h.example.org/maps/a/style.json', status: 200 },
      { url: 'https://h.example.org/maps/a/tiles/1/0/0.pbf', status: 0 },
      { url: 'https://h.example.org/maps/a/fonts/x/0-255.pbf', status: 0 },
      { url: 'https://h.example.org/maps/ab/1/0/0.pbf', status: 0 },
      { url: 'https://h.example.org/maps/a/wms?service=WMS', status: 401 },
    ]).map(({ base, kinds }) => [base, kinds]);
    expect(bases).toEqual([
      ['https://h.example.org/maps/a', ['Style', 'MVT']],
      ['https://h.example.org/maps/ab', ['MVT']],
      ['https://h.example.org/maps/a/wms', ['WMS']],
    ]);
  });

  test('signed addresses are known as such, and their signature is not kept', () => {
    const [service] = groupServices([
      { url: 'https://h.example.org/t/1/0/0.png?X-Amz-Signature=SECRET&X-Amz-Date=1', status: 403 },
    ]);
    expect(service).toMatchObject({
      signed: true,
      keyNames: [],
      sample: 'https://h.example.org/t/1/0/0.png',
    });
  });

  test('any requests are answered', () => {
    const request = fc.record({ url: fc.oneof(fc.string(), fc.webUrl()), status: fc.nat(600) });
    fc.assert(fc.property(fc.array(request), (requests) => Array.isArray(groupServices(requests))));
  });
});
