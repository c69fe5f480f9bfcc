import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MapService } from '../../servers/fastcgi.ts';
import { startMapServer } from '../../servers/mapserver.ts';
import { startQgisServer } from '../../servers/qgis-server.ts';

const GET_MAP =
  'SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=countries&STYLES=&CRS=EPSG:3857&BBOX=-5000000,0,5000000,9000000&WIDTH=64&HEIGHT=64&FORMAT=image/png&TRANSPARENT=TRUE';
const GET_INFO =
  'SERVICE=WMS&VERSION=1.3.0&REQUEST=GetFeatureInfo&LAYERS=countries&QUERY_LAYERS=countries&STYLES=&CRS=EPSG:4326&BBOX=40,0,50,10&WIDTH=10&HEIGHT=10&I=5&J=5&FORMAT=image/png&INFO_FORMAT=text/html';

const account = { user: 'zoë', password: 'p:ä€ 😀' };
const header = (password: string) => ({
  authorization: `Basic ${Buffer.from(`${account.user}:${password}`).toString('base64')}`,
});

describe.each([
  ['MapServer', startMapServer],
  ['QGIS Server', startQgisServer],
])('%s behind nginx', (_name, start) => {
  let service: MapService;
  beforeAll(async () => {
    service = await start(account);
  }, 30_000);
  afterAll(() => service.close());
  const get = (query: string, headers?: Record<string, string>) =>
    fetch(`${service.url()}?${query}`, headers ? { headers } : {});

  test('asks for a password', async () => {
    for (const headers of [undefined, header('wrong')]) {
      const response = await get(GET_MAP, headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Basic realm="Maps"');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  test('draws a map for who signs in, and its log shows with what', { timeout: 30_000 }, async () => {
    const response = await get(GET_MAP, header(account.password));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const { authorization } = header(account.password);
    const line = await service.waitForLog((each) => each.authorization === authorization);
    expect(line).toMatchObject({ method: 'GET', status: 200, origin: '' });
    expect(line.url).toContain('REQUEST=GetMap');
  });

  test('answers GetFeatureInfo in HTML', { timeout: 30_000 }, async () => {
    const response = await get(GET_INFO, header(account.password));
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('France');
  });

  test('takes a changed password at once', async () => {
    service.setPassword('another');
    expect((await get(GET_MAP, header(account.password))).status).toBe(401);
    expect((await get(GET_MAP, header('another'))).status).toBe(200);
    service.setPassword(account.password);
  });
});

test('MapServer answers WFS as GeoJSON', { timeout: 30_000 }, async () => {
  await using service = await startMapServer(account);
  const query = 'SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=places&COUNT=2&OUTPUTFORMAT=geojson';
  const response = await fetch(`${service.url()}?${query}`, { headers: header(account.password) });
  expect(await response.json()).toMatchObject({ features: [{ geometry: { type: 'Point' } }, {}] });
});
