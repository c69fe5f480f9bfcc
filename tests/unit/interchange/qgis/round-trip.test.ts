import { expect, test } from 'vitest';
import { exchange } from '../../../../lib/interchange/qgis/exchange.ts';
import { ALL, file, fixture, good, meaning, saved, text } from './support.ts';

const CONNECTIONS = ['ArcgisFeatureServer', 'VectorTile', 'WCS', 'WFS', 'WMS', 'XyzTiles'].map(
  (kind) => `conn-3.22-${kind}.xml`,
);

test.each(CONNECTIONS)('%s: QGIS, Layerkey, QGIS keeps everything', async (name) => {
  const given = fixture(name);
  const { known, exported } = saved((await good([given])).records(ALL));
  const [family] = exchange.families(known.sources);
  const written = exchange.writeConnections(family?.id ?? '', known, exported);
  expect(written.notes).toEqual([]);
  expect(meaning(written.text)).toEqual(meaning(text(given)));
});

test('authentication: QGIS, Layerkey, QGIS keeps everything, ids too', async () => {
  const given = fixture('auth-plain.xml');
  const { known, exported } = saved((await good([given])).records(ALL));
  expect(known.signIns.map(({ id }) => id)).toEqual(['f4hgag3', '67i0517', 'b996459', 'jk4u0um']);
  const written = await exchange.writeSignIns(exported, known, { password: '', secrets: true });
  expect(meaning(written.text)).toEqual(meaning(text(given)));
});

test.each([
  ['auth-enc-6.xml', 'secret'],
  ['auth-enc-10.xml', 'pässwörd'],
  ['auth-enc-32.xml', 'x'.repeat(32)],
])('%s is opened, and written again with a password of its own', async (name, password) => {
  const { known, exported } = saved((await good([fixture(name)], [[name, password]])).records(ALL));
  const plain = await exchange.writeSignIns(exported, known, { password: '', secrets: true });
  expect(meaning(plain.text)).toEqual(meaning(text(fixture('auth-plain.xml'))));
  const written = await exchange.writeSignIns(exported, known, { password: 'another', secrets: true });
  expect(written.text).not.toContain('alice');
  const again = saved((await good([file(written.text, 'x')], [['x', 'another']])).records(ALL));
  expect(again.exported).toEqual(exported);
});

const HEADERS = `<!DOCTYPE connections>
<qgsVectorTileConnections version="1.0">
    <vectortile name="Both" authcfg="b996459" url="https://vt.example.test/{z}/{x}/{y}.pbf?a=1&amp;key=sec%2Fret&amp;b=2" styleUrl="https://vt.example.test/style.json?key=sec%2Fret" username="u" password="p" zmin="1" zmax="9" serviceType="" future="kept" http-header:X-Api-Key="k-1" referer="https://r.test" http-header:referer="https://r.test"/>
    <vectortile name="Path" url="https://data.example.test/services;key=abc/x/{z}/{x}/{y}.pbf" http-header:Authorization="Bearer t o"/>
    <vectortile name="In it" url="https://me:p%40ss@vt.example.test/x/{z}/{x}/{y}.pbf" username="" password="" authcfg="unknown"/>
</qgsVectorTileConnections>
`;

test('every place that a secret can be in is emptied, and filled again', async () => {
  const done = await good([file(HEADERS), fixture('auth-plain.xml')]);
  const records = done.records(ALL);
  const shown = JSON.stringify([
    records.sources,
    done.rows.map(({ address, name, who }) => [address, name, who]),
  ]);
  for (const secret of ['sec/ret', 'sec%2Fret', 'k-1', 'abc/', '=abc', 't o', 'p%40ss', 'p@ss'])
    expect(shown).not.toContain(secret);
  const { known, exported } = saved(records);
  const [family] = exchange.families(known.sources);
  const written = exchange.writeConnections(family?.id ?? '', known, exported);
  const declared = HEADERS.replace(
    'version="1.0"',
    'version="1.0" xmlns:http-header="https://qgis.org/http-header"',
  );
  expect(meaning(written.text)).toEqual(meaning(declared));

  const without = exchange.writeConnections(family?.id ?? '', known, null);
  for (const secret of ['ret', 'k-1', 'abc', 't o', 'p%40ss']) expect(without.text).not.toContain(secret);
  expect(without.text).toContain('authcfg="b996459"');
  expect(without.text).toContain('.pbf?a=1&amp;b=2"');
  expect(without.notes.length).toBeGreaterThan(0);
});

const CLIENT_SECRETS = JSON.stringify({
  web: { client_id: 'maps-1', client_secret: 's3cret', token_uri: 'https://id.api.isogeo.com/oauth/token' },
});

test('settings of OAuth from a file of their own come back with the same names and values', async () => {
  const config = {
    ...{ accessMethod: 0, apiKey: '', clientId: 'qgis', clientSecret: 'secret', configType: 1 },
    ...{
      customHeader: 'X-Esri-Authorization',
      description: 'd',
      extraTokens: { id_token: 'X-Id' },
      grantFlow: 3,
    },
    ...{
      id: '',
      name: 'GeoMapFish',
      objectName: '',
      password: '',
      persistToken: true,
      queryPairs: { a: 'b c' },
    },
    ...{ redirectHost: 'localhost', redirectPort: 7071, redirectUrl: 'back/', requestTimeout: 60 },
    ...{
      refreshTokenUrl: 'https://gmf.example.test/refresh',
      requestUrl: 'https://gmf.example.test/oauth/login',
    },
    ...{ scope: '', tokenUrl: 'https://gmf.example.test/oauth/token', username: '', version: 1 },
  };
  const { known, exported } = saved((await good([file(JSON.stringify(config))])).records(ALL));
  const [signIn] = exported;
  if (!signIn) throw new Error('nothing was read');
  const written = exchange.writeOAuth(signIn, known, { secrets: true, older: false });
  expect(JSON.parse(written.text)).toEqual({ ...config, extraTokens: { id_token: 'X-Id' } });
  expect(written.text).toContain('\n    "accessMethod": 0,');
  expect(written.name).toBe('GeoMapFish.json');
  const older = JSON.parse(exchange.writeOAuth(signIn, known, { secrets: true, older: true }).text);
  const { redirectHost, extraTokens, ...others } = config;
  expect(older).toEqual({ ...others, grantFlow: 0 });
  const without = exchange.writeOAuth(signIn, known, { secrets: false, older: false });
  expect(JSON.parse(without.text).clientSecret).toBe('');
});

test('client_secrets.json becomes the sign-in that its file makes', async () => {
  const done = await good([file(CLIENT_SECRETS)]);
  expect(done.rows).toMatchObject([{ method: 'isogeo', from: 'client_secrets.json', cannot: null }]);
  const { exported } = saved(done.records(ALL));
  expect(exported[0]).toMatchObject({
    settings: { clientId: 'maps-1', tokenEndpoint: 'https://id.api.isogeo.com/oauth/token' },
    secrets: { clientSecretsFile: CLIENT_SECRETS },
  });
});

test('tiles that were never in QGIS go there by the template of a request that was seen; others cannot', async () => {
  const { known } = saved((await good([fixture('conn-3.22-XyzTiles.xml')])).records(ALL));
  const [first] = known.sources;
  if (!first) throw new Error('no source');
  const { qgis: _, ...tiles } = { ...first, uses: [], urls: ['https://tiles.example.org/topo'] };
  const written = (sample: string) =>
    exchange.writeConnections('qgsXYZTilesConnections', { ...known, sources: [{ ...tiles, sample }] }, null);
  const seen = 'https://tiles.example.org/topo/7/66/42.png';
  expect(written(seen).text).toContain('url="https://tiles.example.org/topo/{z}/{x}/{y}.png"');
  for (const sample of ['', 'https://elsewhere.example/topo/7/66/42.png'])
    expect(written(sample).notes).toMatchObject([{ key: 'exchange_noTemplate' }]);
});
