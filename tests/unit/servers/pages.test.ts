import { expect, test } from 'vitest';
import { byNumber } from '../../../demo/server.ts';
import { startPages } from '../../servers/pages.ts';
import { startVector } from '../../servers/vector.ts';

test('serves the client pages with all their scripts and styles', { timeout: 30_000 }, async () => {
  await using pages = await startPages();
  const addresses = [
    ...(['openlayers', 'leaflet', 'maplibre'] as const).map((client) => pages.map(client, { layers: [] })),
    pages.probe(),
    pages.frame('about:blank'),
  ];
  for (const address of addresses) {
    const html = await (await fetch(byNumber(address))).text();
    for (const [, file] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
      expect((await fetch(byNumber(pages.origin()) + file)).status, file).toBe(200);
    }
    expect(html).toContain('<script type="module"');
  }
});

test('the vector tile service refuses who may not see it, and serves tiles to others', async () => {
  await using service = await startVector(({ query }) => query.get('key') === 'k');
  expect((await fetch(`${service.url()}/style.json`)).status).toBe(403);
  const style = await (await fetch(`${service.url()}/style.json?key=k`)).json();
  expect(style.sources.world.url).toBe(`${service.url()}/tiles.json`);
  const tile = await fetch(`${service.url()}/tiles/0/0/0.pbf?key=k`);
  expect(tile.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile');
  expect((await tile.arrayBuffer()).byteLength).toBeGreaterThan(1000);
});
