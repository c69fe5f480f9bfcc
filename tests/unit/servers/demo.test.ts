import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Demo, startDemo } from '../../../demo/demo.ts';
import { byNumber } from '../../../demo/server.ts';

let demo: Demo;
beforeEach(async () => {
  demo = await startDemo();
});
afterEach(() => demo.close());

const get = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(byNumber(url), { headers });

function basic(password = demo.credentials.password): Record<string, string> {
  return {
    authorization: `Basic ${Buffer.from(`${demo.credentials.username}:${password}`).toString('base64')}`,
  };
}

/** The colour of a PNG's pixel: red, green, blue, alpha. */
async function pixelOf(response: Response, x: number, y: number): Promise<number[]> {
  const image = await loadImage(Buffer.from(await response.arrayBuffer()));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return [...context.getImageData(x, y, 1, 1).data];
}

// France lies at 47 N, 2 E; the sea at 47 N, 20 W.
const FRANCE = { '1.3.0': 'CRS=EPSG:4326&BBOX=42,-3,52,7', '1.1.1': 'SRS=EPSG:4326&BBOX=-3,42,7,52' };
const map = (layers: string, where: string, version = '1.3.0'): string =>
  `${demo.services.wms}?SERVICE=WMS&VERSION=${version}&REQUEST=GetMap&LAYERS=${layers}&STYLES=&FORMAT=image/png&WIDTH=20&HEIGHT=20&${where}`;

describe('the WMS', () => {
  test('asks for a password, in words that any site can read', async () => {
    const response = await get(map('countries', FRANCE['1.3.0']));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm="Demo"/);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect((await get(demo.services.wms, basic('wrong'))).status).toBe(401);
    expect(demo.log.wms).toHaveLength(2);
  });

  test.each(['1.3.0', '1.1.1'] as const)('draws %s with its axis order', async (version) => {
    const land = await get(map('countries', FRANCE[version], version), basic());
    expect(land.headers.get('content-type')).toBe('image/png');
    expect((await pixelOf(land, 10, 10))[3]).toBeGreaterThan(100);
    const sea = version === '1.3.0' ? 'CRS=EPSG:4326&BBOX=42,-25,52,-15' : 'SRS=EPSG:4326&BBOX=-25,42,-15,52';
    expect(await pixelOf(await get(map('countries', sea, version), basic()), 10, 10)).toEqual([0, 0, 0, 0]);
  });

  test('draws the same place in EPSG:3857', async () => {
    const response = await get(
      map('countries,borders', 'CRS=EPSG:3857&BBOX=-300000,5200000,800000,6800000'),
      basic(),
    );
    expect((await pixelOf(response, 10, 10))[3]).toBeGreaterThan(100);
  });

  test('tells the country at a point', async () => {
    const url = `${map('countries', FRANCE['1.3.0'])}&QUERY_LAYERS=countries&I=10&J=10`.replace(
      'GetMap',
      'GetFeatureInfo',
    );
    const json = await (await get(`${url}&INFO_FORMAT=application/json`, basic())).json();
    expect(json.features).toMatchObject([{ properties: { name: 'France', code: '250' } }]);
    expect(await (await get(`${url}&INFO_FORMAT=text/html`, basic())).text()).toContain('<td>France</td>');
  });

  test('describes itself and its second service, draws legends, answers nonsense with an exception', async () => {
    const question = '?SERVICE=WMS&REQUEST=GetCapabilities';
    expect(await (await get(demo.services.wms + question, basic())).text()).toContain('<Name>borders</Name>');
    expect(await (await get(demo.services.wms2 + question, basic())).text()).toContain(
      '<Name>graticule</Name>',
    );
    expect(demo.log.wms2).toHaveLength(1);
    const legend = await get(`${demo.services.wms}?REQUEST=GetLegendGraphic&LAYER=borders`, basic());
    expect(legend.headers.get('content-type')).toBe('image/png');
    for (const nonsense of [
      map('rivers', FRANCE['1.3.0']),
      map('countries', 'CRS=EPSG:1&BBOX=a'),
      `${demo.services.wms}?REQUEST=Buy`,
    ]) {
      expect(await (await get(nonsense, basic())).text()).toContain('<ServiceException code=');
    }
  });

  test('takes a changed password from the next request on', async () => {
    const old = basic();
    demo.credentials.password = 'another';
    expect((await get(`${demo.services.wms}?REQUEST=GetCapabilities`, old)).status).toBe(401);
    expect((await get(`${demo.services.wms}?REQUEST=GetCapabilities`, basic())).status).toBe(200);
  });
});

test('the tiles take the key under one name alone', async () => {
  const tile = `${demo.services.tiles}/2/2/1.png`;
  for (const query of ['', '?code=KEY', '?key=KEY', '?token=wrong']) {
    expect((await get(tile + query.replace('KEY', demo.credentials.token))).status).toBe(403);
  }
  const response = await get(`${tile}?token=${demo.credentials.token}`);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect((await get(`${demo.services.tiles}/2/9/1.png?token=${demo.credentials.token}`)).status).toBe(404);
});

test('the features take the key in a header', async () => {
  const items = `${demo.services.features}/collections/places/items`;
  const key = { 'X-Api-Key': demo.credentials.apiKey };
  expect((await get(items)).status).toBe(401);
  expect((await get(items, { 'X-Api-Key': 'wrong' })).status).toBe(401);
  const answer = await (await get(`${items}?bbox=-3,42,7,52&limit=1`, key)).json();
  expect(answer).toMatchObject({ type: 'FeatureCollection', numberReturned: 1 });
  const all = await (await get(items, key)).json();
  expect(all.features.length).toBeGreaterThan(200);
  for (const path of [
    '',
    '/conformance',
    '/collections',
    '/collections/places',
    '/collections/places/items/1',
  ]) {
    expect((await get(demo.services.features + path, key)).status, path).toBe(200);
  }
  expect((await get(`${items}/none`, key)).status).toBe(404);
});

test('the open layer and the page need nothing', async () => {
  expect((await get(`${demo.services.open}/0/0/0.png`)).status).toBe(200);
  expect(await (await get(demo.mapUrl)).text()).toContain('<title>Demo map</title>');
  const config = await (await get(`${demo.mapUrl}config.json`)).json();
  expect(config).toEqual({ services: demo.services, credentials: demo.credentials });
});

test('a blank demo answers pictures without a credential with ones to keep for an hour', async () => {
  await demo.close();
  demo = await startDemo({ blankTiles: true });
  for (const url of [`${demo.services.tiles}/2/2/1.png`, map('countries', FRANCE['1.3.0'])]) {
    const response = await get(url);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'max-age=3600']);
    expect(await pixelOf(response, 10, 10)).toEqual([0, 0, 0, 0]);
  }
  expect((await get(`${demo.services.tiles}/2/2/1.png?key=wrong`)).status).toBe(403);
  expect((await get(map('countries', FRANCE['1.3.0']), basic('wrong'))).status).toBe(401);
  expect((await get(`${demo.services.wms}?REQUEST=GetCapabilities`)).status).toBe(401);
});
