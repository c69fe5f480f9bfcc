import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchange } from '../../../lib/interchange/qgis/exchange.ts';
import type { SavedSource } from '../../../lib/messages/sources-view.ts';
import { ALL, fixture, good, saved } from './qgis/support.ts';

/** Files that we wrote, read by the QGIS that is installed here: its own dialog, its own keeper of sign-ins. */
interface QgisHas {
  settings: Record<string, string>;
  authentication: (Record<string, { method: string; name: string; config: Record<string, string> }> | null)[];
  stored: string[];
}

const folder = mkdtempSync(join(tmpdir(), 'layerkey-qgis-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const put = (text: string): string => {
  files += 1;
  const path = join(folder, `${files}.xml`);
  writeFileSync(path, text);
  return path;
};

const KINDS = {
  WMS: 'WMS',
  WFS: 'WFS',
  WCS: 'WCS',
  XyzTiles: 'XyzTiles',
  VectorTile: 'VectorTile',
  ArcgisFeatureServer: 'ArcgisFeatureServer',
} as const;
const CORRUPTED = ['a|||b', 'a:::b', 'ends|'];
const KEPT = ['a||b', 'a::b', ':starts', 'p&ss "w<rd> é\t|x'];

let qgis: QgisHas;

beforeAll(async () => {
  const connections: [string, string][] = [];
  for (const [kind, type] of Object.entries(KINDS)) {
    const { known, exported } = saved((await good([fixture(`conn-3.22-${kind}.xml`)])).records(ALL));
    const [family] = exchange.families(known.sources);
    connections.push([type, put(exchange.writeConnections(family?.id ?? '', known, exported).text)]);
  }
  // Sources that were never in QGIS, one of them with a header.
  const own: SavedSource[] = [
    ownSource('Own WMS', 'WMS', 'header1'),
    ownSource('Own features', 'OGC API', null),
  ];
  const header = { method: 'header', who: '', settings: { header: 'X-Api-Key', scheme: '' } };
  const known = {
    sources: own,
    signIns: [
      {
        ...{
          id: 'header1',
          method: 'header',
          who: '',
          hosts: ['own.example.test'],
          status: 'signedIn' as const,
        },
      },
    ].map((each) => ({ ...each, remembered: false, ready: true, sources: 1 })),
  };
  const exported = [{ id: 'header1', ...header, secrets: { value: 'k-1' } }];
  for (const { id } of exchange.families(own)) {
    const type = id === 'qgsWMSConnections' ? 'WMS' : 'WFS';
    connections.push([type, put(exchange.writeConnections(id, known, exported).text)]);
  }
  const auth = saved((await good([fixture('auth-plain.xml')])).records(ALL));
  const write = async (password: string) =>
    put((await exchange.writeSignIns(auth.exported, auth.known, { password, secrets: true })).text);
  const long = 'pässwörd, and longer than the thirty-two bytes of a key';
  const encrypted = await write(long);
  const authentication = [
    [await write(''), ''],
    [encrypted, long],
    [await write('x'), 'x'],
    [encrypted, 'wrong'],
  ];
  const ran = spawnSync(
    '/usr/bin/python3',
    [fileURLToPath(new URL('../../servers/qgis-reads.py', import.meta.url))],
    {
      input: JSON.stringify({ connections, authentication, stored: [...CORRUPTED, ...KEPT] }),
      env: { PATH: process.env.PATH, HOME: folder, QT_QPA_PLATFORM: 'offscreen', LANG: 'C.UTF-8' },
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  const last = ran.stdout.trim().split('\n').at(-1) ?? '';
  expect([ran.status, last === '' ? ran.stderr : '']).toEqual([0, '']);
  qgis = JSON.parse(last) as QgisHas;
}, 90_000);

function ownSource(name: string, kind: 'WMS' | 'OGC API', accountId: string | null): SavedSource {
  return {
    ...{
      id: 'source1',
      name,
      kinds: [kind],
      urls: ['https://own.example.test/ows'],
      provider: '',
      sample: '',
      origins: [],
    },
    ...{ parameter: null, frames: false, status: 'signedIn', tested: null, lastUsed: null },
    uses: accountId
      ? [{ accountId, status: 'signedIn', changed: false, site: 'https://maps.example.org', name: '' }]
      : [],
  };
}

test('QGIS has every connection that it wrote itself, as it was', () => {
  expect(qgis.settings).toMatchObject({
    'qgis/connections-wms/City WMS/url': 'https://wms.example.test/ows?map=a&x=1',
    'qgis/connections-wms/City WMS/referer': 'https://ref.example.test',
    'qgis/connections-wms/City WMS/smoothPixmapTransform': 'True',
    'qgis/connections-wms/City WMS/dpiMode': '7',
    'qgis/WMS/City WMS/username': 'alice',
    'qgis/WMS/City WMS/password': 'p<>&"w',
    'qgis/connections-wfs/City WFS/version': '2.0.0',
    'qgis/connections-wfs/City WFS/pagingenabled': 'true',
    'qgis/connections-wcs/City WCS/url': 'https://wcs.example.test/ows',
    'qgis/connections-xyz/Tiles/url': 'https://t.example.test/{z}/{x}/{y}.png?key=1',
    'qgis/connections-xyz/Tiles/authcfg': 'abc1234',
    'qgis/connections-xyz/Tiles/zmax': '19',
    'qgis/connections-vector-tile/VT/styleUrl': 'https://vt.example.test/style.json',
    'qgis/connections-vector-tile/VT/serviceType': 'arcgis',
    'qgis/connections-arcgisfeatureserver/Esri/url':
      'https://gis.example.test/arcgis/rest/services/A/FeatureServer',
  });
});

test('QGIS takes connections that it never saw, with a header that it does not know yet', () => {
  expect(qgis.settings).toMatchObject({
    'qgis/connections-wms/Own WMS/url': 'https://own.example.test/ows',
    'qgis/connections-wms/Own WMS/dpiMode': '7',
    'qgis/connections-wfs/Own features/version': 'OGC_API_FEATURES',
  });
});

test('QGIS opens sign-ins in clear and encrypted, with the ids that they have here', () => {
  const [clear, encrypted, short, wrong] = qgis.authentication;
  expect(clear).toMatchObject({
    f4hgag3: {
      method: 'Basic',
      name: 'City WMS (basic)',
      config: { password: 'p&ss "w<rd> é', username: 'alice' },
    },
    '67i0517': { method: 'EsriToken', config: { token: 'AAPK-abc' } },
    b996459: { method: 'APIHeader', config: { 'X-API-Key': 'k-123', 'X-Tenant': 'acme' } },
    jk4u0um: { method: 'OAuth2' },
  });
  expect(JSON.parse(clear?.jk4u0um?.config.oauth2config ?? '')).toMatchObject({
    ...{ clientId: 'cid', clientSecret: 'sec', grantFlow: 0, redirectPort: 7070 },
    requestUrl: 'https://idp.example.test/authorize',
  });
  expect(encrypted).toEqual(clear);
  expect(short).toEqual(clear);
  expect(wrong).toBeNull();
});

test('what we refuse to write is what QGIS would change, and nothing else', () => {
  expect(CORRUPTED.map((password, index) => qgis.stored[index] === password)).toEqual([false, false, false]);
  expect(qgis.stored.slice(CORRUPTED.length)).toEqual(KEPT);
});
