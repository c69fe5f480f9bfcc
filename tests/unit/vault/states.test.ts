import { expect, test } from 'vitest';
import { openVault } from '../../../lib/vault/vault.ts';
import { memoryArea } from '../../fakes/memory-area.ts';
import {
  ANNA,
  diskOf,
  envelope,
  keyPlace,
  named,
  PASSKEY,
  PASSPHRASE,
  start,
  threeOnDisk,
  unlocked,
  unlockQuickly,
} from './world.ts';

const LOCKED: [string, (vault: Awaited<ReturnType<typeof openVault>>) => Promise<unknown>][] = [
  ['save', (vault) => vault.save(ANNA, 'anna')],
  ['saveAll', (vault) => vault.saveAll([named(ANNA)])],
  ['changePassphrase', (vault) => vault.changePassphrase(PASSPHRASE, 'another passphrase')],
  ['addPasskey', (vault) => vault.addPasskey('bmV3', PASSKEY.salt, PASSKEY.output, 0)],
  ['removePasskey', (vault) => vault.removePasskey(PASSKEY.id)],
  ['backup', (vault) => vault.backup({})],
  ['read', (vault) => vault.read('accoun1')],
];

test.each(LOCKED)('locked, %s is refused', async (_, act) => {
  const disk = await threeOnDisk();
  const { vault, area } = await unlocked(disk);
  await vault.lock();
  await expect(act(vault)).rejects.toMatchObject({ code: 'vaultLocked' });
  expect([diskOf(area), area.calls]).toEqual([disk, []]);
});

test.each([...LOCKED])('where there is no vault, %s is refused', async (_, act) => {
  const { vault, area } = await start();
  await expect(act(vault)).rejects.toMatchObject({ code: 'vaultLocked' });
  await expect(vault.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'badMessage' });
  expect(area.items.size).toBe(0);
});

test.each([
  ['a text', 'broken'],
  ['no version', { passphrase: 'x', passkeys: [], index: 'x' }],
  ['an older version', { version: 0, passphrase: 'x', passkeys: [], index: 'x' }],
  ['a version in words', { version: '2' }],
  ['a member nobody knows', { ...envelopeOf(), more: 1 }],
  ['null', null],
])('an envelope that is %s is damaged; it can be deleted', async (_, broken) => {
  const disk = { ...(await threeOnDisk()), vault: broken };
  const { vault, area } = await start(disk, Buffer.alloc(32, 1).toString('base64url'));
  expect(vault.state()).toBe('damaged');
  for (const act of [
    () => vault.unlock(PASSPHRASE),
    () => unlockQuickly(vault),
    () => vault.create(PASSPHRASE),
    () => vault.forget(['accoun1']),
    ...LOCKED.map(
      ([, locked]) =>
        () =>
          locked(vault),
    ),
  ]) {
    await expect(act()).rejects.toMatchObject({ code: 'vaultDamaged' });
  }
  expect(diskOf(area)).toEqual(disk);
  await vault.destroy();
  expect([vault.state(), area.items.size]).toEqual(['none', 0]);
});

function envelopeOf() {
  return { version: 1, passphrase: 'x', passkeys: [], index: 'x' };
}

test('an area that cannot be read is damaged, until it can be', async () => {
  const disk = await threeOnDisk();
  const area = memoryArea(disk);
  area.failing.add('get');
  const first = await unlocked(disk);
  const vault = await openVault(area, keyPlace(first.place.key));
  expect([vault.state(), vault.ids().size]).toEqual(['damaged', 0]);
  for (const act of [
    () => vault.unlock(PASSPHRASE),
    () => vault.create(PASSPHRASE),
    () => vault.destroy(),
    ...LOCKED.map(
      ([, locked]) =>
        () =>
          locked(vault),
    ),
  ]) {
    await expect(act()).rejects.toMatchObject({ code: 'storageFailed' });
  }
  area.failing.clear();
  await vault.save(ANNA, 'anna, geo.example.com');
  expect([vault.state(), vault.ids().size]).toEqual(['unlocked', 3]);
});

test('the envelope says no more than it must', async () => {
  const disk = await threeOnDisk();
  expect(Object.keys(disk)).toEqual(['vault', 'vault:accoun1', 'vault:accoun2', 'vault:accoun3']);
  const headers = [
    envelope(disk).passphrase,
    envelope(disk).passkeys[0]?.jwe,
    envelope(disk).index,
    disk['vault:accoun1'],
  ].map((jwe) => JSON.parse(Buffer.from(String(jwe).split('.')[0] ?? '', 'base64url').toString()));
  const salt = expect.stringMatching(/^[\w-]{22}$/);
  const common = { alg: 'dir', enc: 'A256GCM', v: 1 };
  expect(headers).toEqual([
    { ...common, typ: 'layerkey-key', kdf: 'argon2id', m: 65_536, t: 3, p: 1, salt },
    { ...common, typ: 'layerkey-key', kdf: 'hkdf-sha256', salt },
    { ...common, typ: 'layerkey-index' },
    { ...common, typ: 'layerkey-entry', acc: 'accoun1' },
  ]);
});
