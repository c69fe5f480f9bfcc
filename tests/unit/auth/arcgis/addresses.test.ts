import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isSame, overHttps, rootOf } from '../../../../lib/auth/arcgis/addresses.ts';
import { arcgis } from '../../../../lib/auth/arcgis.ts';
import { toFailure } from '../../../../lib/errors.ts';
import { ROADS } from '../../../servers/arcgis.ts';
import { type ArcgisWorld, arcgisWorld } from './world.ts';

test.each([
  ['gis.example.org/arcgis', 'https://gis.example.org/arcgis'],
  ['https://GIS.example.org/arcgis/rest/services/Roads/MapServer/0?f=json', 'https://gis.example.org/arcgis'],
  ['https://gis.example.org/arcgis/rest/admin/services/Roads.MapServer', 'https://gis.example.org/arcgis'],
  ['https://gis.example.org/rest/services', 'https://gis.example.org'],
  ['https://gis.example.org/rest/maps/server/rest/services/x', 'https://gis.example.org/rest/maps/server'],
  ['https://gis.example.org/arcgis/rest/info?f=json', 'https://gis.example.org/arcgis'],
  ['https://gis.example.org/arcgis/services/A/B/MapServer/WMSServer', 'https://gis.example.org/arcgis'],
  ['https://p.example.org/portal/sharing/rest/content/items/1', 'https://p.example.org/portal'],
  [
    'https://p.example.org/portal/sharing/servers/1a/rest/services/X/MapServer',
    'https://p.example.org/portal',
  ],
  ['https://p.example.org/portal/home/index.html', 'https://p.example.org/portal'],
  [
    'https://services1.arcgis.com/aBc/arcgis/rest/services/X/FeatureServer',
    'https://services1.arcgis.com/aBc/arcgis',
  ],
  ['http://localhost:6080/arcgis/', 'http://localhost:6080/arcgis'],
])('the root of %s', (typed, root) => {
  expect(rootOf(typed)).toBe(root);
});

test.each([
  ['https://gis.example.org/arcgis', 'https://gis.example.org/arcgis'],
  ['http://gis.example.org/arcgis', 'https://gis.example.org/arcgis'],
  ['http://gis.example.org:6080/arcgis', null],
  ['http://localhost:6080/arcgis', 'http://localhost:6080/arcgis'],
])('what can be changed on the way must not say where a password goes: %s', (root, asked) => {
  expect(overHttps(root)).toBe(asked);
});

test('anything at all is a root or a failure under the field, and a root is its own root', () => {
  const path = fc
    .array(fc.constantFrom('rest', 'services', 'sharing', 'x', 'admin', '', '..', '%2f'))
    .map((parts) => parts.join('/'));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        path.map((each) => `https://gis.example.org/${each}`),
      ),
      (typed) => {
        try {
          const root = rootOf(typed);
          expect(root).toMatch(/^https?:\/\/[^/]+(?:\/.*[^/])?$/);
          expect(root).not.toMatch(/\/rest\/services(\/|$)|\/sharing(\/|$)/i);
        } catch (error) {
          expect(['emptyField', 'badUrl']).toContain(toFailure(error).code);
          expect(toFailure(error).values).toEqual(['server']);
        }
      },
    ),
  );
});

test.each([
  ['https://p.example.org/portal', 'http://P.example.org/portal/', true],
  ['http://p.example.org:7080/arcgis', 'https://p.example.org:7443/arcgis', true],
  ['https://p.example.org/portal', 'https://p.example.org/other', false],
  ['https://p.example.org/portal', 'https://p.example.org.evil.example/portal', false],
  ['https://p.example.org/portal', 'https://p.example.org:8443/portal', false],
  ['https://org.maps.arcgis.com', 'https://www.arcgis.com', true],
  ['https://evilarcgis.com', 'https://www.arcgis.com', false],
])('%s and %s are the same: %s', (one, other, same) => {
  expect(isSame(one, other)).toBe(same);
});

const recognise = (base: string, ...challenges: string[]) =>
  arcgis.recognise?.({ base, kinds: /rest|sharing/.test(base) ? ['ArcGIS'] : ['WMS'], challenges });

test.each([
  [
    'https://gis.example.org/arcgis/rest/services/Roads/MapServer',
    { server: 'https://gis.example.org/arcgis' },
  ],
  ['https://gis.example.org/arcgis/services/A/MapServer/WMSServer', null],
  [
    'https://tiles.arcgis.com/tiles/x/arcgis/rest/services/y',
    { server: 'https://tiles.arcgis.com/tiles/x/arcgis' },
  ],
  [
    'https://ibasemaps-api.arcgis.com/arcgis/rest/services/x',
    { server: 'https://ibasemaps-api.arcgis.com/arcgis', way: 'key' },
  ],
  ['http://gis.example.org:6080/arcgis/rest/services/x', { server: '' }],
  ['https://geo.example.org/geoserver/ows', null],
])('recognised by its address: %s', (base, values) => {
  expect(recognise(base)).toEqual(values);
});

test('a server that asks for a password itself is signed in to by Basic', () => {
  expect(recognise('https://gis.example.org/arcgis/rest/services/x', 'negotiate', 'basic')).toBeNull();
});

describe('looked up while it is typed', () => {
  let world: ArcgisWorld;
  beforeEach(async () => {
    world = await arcgisWorld();
  });
  afterEach(async () => {
    expect(world.desk.problems).toEqual([]);
    await world[Symbol.asyncDispose]();
  });
  const look = (typed: string) => arcgis.lookUp?.look(typed, world.provider);
  const bare = (url: string) => url.replace('http://', '');

  test('a stand-alone server: its version, and user name and password', async () => {
    const { root } = world.standalone;
    expect(await look(root + ROADS)).toEqual({
      name: `ArcGIS 11.1.0, ${bare(root)}`,
      origins: [new URL(root).origin],
      proposed: { way: 'password' },
      notes: ['arcgisStandalone'],
    });
  });

  test.each(['federated', 'portal'] as const)('%s: the portal’s page', async (which) => {
    const { portal } = world;
    expect(await look(world[which].root)).toMatchObject({
      name: expect.stringContaining(bare(portal.root)),
      origins: expect.arrayContaining([new URL(portal.root).origin]),
      proposed: { way: 'portal' },
      notes: ['arcgisPortal'],
    });
  });

  test('ArcGIS Online is known without being asked', async () => {
    expect(await look('https://myorg.maps.arcgis.com/home')).toMatchObject({
      name: 'ArcGIS, www.arcgis.com',
      proposed: { way: 'portal' },
      notes: ['arcgisOnline'],
    });
  });

  test('a server that is reached by plain http is not asked', async () => {
    const looking = look('http://gis.example.org:6080/arcgis');
    await expect(looking).rejects.toMatchObject({
      code: 'plainHttpProvider',
      values: ['gis.example.org:6080', 'server'],
    });
  });

  test('a Windows server, and one that is no ArcGIS', async () => {
    await expect(look(world.windows.root)).rejects.toMatchObject({ code: 'windowsSignIn' });
    await expect(look(`${world.portal.url()}/nothing`)).rejects.toMatchObject({ code: 'notArcgis' });
    expect(world.desk.problems.splice(0)).toHaveLength(2);
  });
});
