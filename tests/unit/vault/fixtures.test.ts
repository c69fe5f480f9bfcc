import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Credential } from '../../../lib/sources/model.ts';
import { type Disk, diskOf, start } from './world.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/vaults/v1');
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const storage = JSON.parse(read('storage.json')) as { items: Disk; passkey: { id: string; output: string } };

const PASSPHRASE = 'Zo\u00eb\u2019s Stra\u00dfe nach \u00c7e\u015fme \u{1F5FA}\uFE0F';
const SITE = 'https://maps.example.org';
const place = (sourceId: string, prefix: string, site = SITE) => ({
  sourceId,
  prefix,
  site,
  topSites: [site],
  methods: ['get' as const, 'head' as const],
  frames: false,
});

const BASIC: Credential = {
  accountId: 'k3f9a2q',
  secrets: { password: 'gr\u00fcne W\u00e4lder, blaue Fl\u00fcsse' },
  destinations: [
    place('s0urce1', 'https://geo.example.com/geoserver/ows'),
    {
      ...place('s0urce1', 'https://geo.example.com/geoserver/ows', 'https://atlas.example.net'),
      topSites: ['https://atlas.example.net', 'https://portal.example.net'],
      frames: true,
    },
  ],
};
const KEY: Credential = {
  accountId: '0tiles7',
  secrets: { key: 'cl\u00e9-\u2603-0123456789abcdef' },
  destinations: [
    place('s0urce2', 'https://a.tiles.example.com/wmts'),
    place('s0urce2', 'https://b.tiles.example.com/wmts'),
  ],
};
const HEADER: Credential = {
  accountId: 'hdr0001',
  secrets: { value: 'anahtar-\u011f\u00fc\u015f\u0131\u00f6\u00e7-\u{1F511}', value2: 'second' },
  destinations: [place('s0urce3', 'https://api.example.com:8443/v1', 'http://localhost:8080')],
  refused: true,
};
const OPENED = {
  credentials: [BASIC, KEY, HEADER],
  report: { damaged: [], altered: [], missing: [], removed: [] },
};

test('the vault of version 1 opens with its passphrase', async () => {
  const { vault } = await start(storage.items);
  expect([vault.state(), vault.ids()]).toEqual(['locked', new Set(['k3f9a2q', '0tiles7', 'hdr0001'])]);
  expect(await vault.unlock(PASSPHRASE)).toEqual(OPENED);
  await vault.lock();
  expect(await vault.unlock(PASSPHRASE.normalize('NFD'))).toEqual(OPENED);
});

test('and with its passkey', async () => {
  const { vault } = await start(storage.items);
  expect(vault.passkeys()).toMatchObject([
    { id: storage.passkey.id, added: Date.parse('2026-11-22T09:00Z') },
  ]);
  expect(await vault.unlockWithPasskey(storage.passkey.id, storage.passkey.output)).toEqual(OPENED);
});

test('the backup of version 1 is read into an empty browser, and opens there', async () => {
  const { vault, area } = await start();
  const backup = await vault.readBackup(read('backup.json'), PASSPHRASE);
  expect(backup.records).toEqual({
    sources: [
      {
        id: 's0urce1',
        name: 'W\u00e4lder',
        kinds: ['WMS'],
        urls: ['https://geo.example.com/geoserver/ows'],
        sample: 'https://geo.example.com/geoserver/ows?SERVICE=WMS&REQUEST=GetCapabilities',
        frames: false,
      },
    ],
    accounts: [
      {
        id: 'k3f9a2q',
        method: 'basic',
        who: 'zo\u00eb',
        settings: { username: 'zo\u00eb' },
        origins: ['https://geo.example.com'],
      },
    ],
    grants: [{ sourceId: 's0urce1', accountId: 'k3f9a2q', site: SITE, topSites: [SITE] }],
    keyVault: [{ sourceId: 's0urce1', method: 'basic' }],
  });
  expect(backup.credentials).toEqual([
    { credential: BASIC, name: 'zo\u00eb, geo.example.com' },
    { credential: KEY, name: 'tiles.example.com' },
    { credential: HEADER, name: 'api.example.com:8443' },
  ]);
  await area.set(backup.storage);
  await vault.reload();
  expect(await vault.unlock(PASSPHRASE)).toEqual(OPENED);
});

test('opening it changes nothing of what version 1 wrote', async () => {
  const { vault, area } = await start(storage.items);
  await vault.unlockWithPasskey(storage.passkey.id, storage.passkey.output);
  expect(diskOf(area)).toEqual(storage.items);
});
