import { expect, test } from 'vitest';
import type { Credential } from '../../../lib/sources/model.ts';
import { credential } from '../../fakes/records.ts';
import {
  ANNA,
  diskOf,
  emptyOnDisk,
  HEADER,
  KEY,
  named,
  PASSPHRASE,
  start,
  threeOnDisk,
  unlocked,
  unlockQuickly,
} from './world.ts';

const CLEAN = { damaged: [], altered: [], missing: [], removed: [] };

test('made, filled, locked and unlocked with the passphrase', async () => {
  const { vault, area, place } = await start();
  expect([vault.state(), [...vault.ids()], place.key]).toEqual(['none', [], undefined]);
  await vault.create(PASSPHRASE);
  expect(vault.state()).toBe('unlocked');
  await vault.save(ANNA, 'anna, geo.example.com');
  expect(area.calls).toEqual(['set vault', 'set vault,vault:accoun1']);
  expect(vault.has('accoun1')).toBe(true);

  await vault.lock();
  expect([vault.state(), [...vault.ids()], place.key]).toEqual(['locked', ['accoun1'], undefined]);
  await expect(vault.unlock(PASSPHRASE)).resolves.toEqual({ credentials: [ANNA], report: CLEAN });
  expect(vault.state()).toBe('unlocked');
  expect(place.key).toMatch(/^[\w-]{43}$/);
});

test('a passphrase is the same however it was composed', async () => {
  const { vault } = await start();
  await vault.create('Zo\u00eb\u00a0Caf\u00e9');
  await vault.lock();
  await vault.unlock('Zoe\u0308 Cafe\u0301');
  expect(vault.state()).toBe('unlocked');
});

test.each([
  ['too short', '1234567', 'shortPassphrase'],
  ['too short when composed', 'e\u0301'.repeat(7), 'shortPassphrase'],
])('a first passphrase that is %s makes nothing', async (_, passphrase, code) => {
  const { vault, area, place } = await start();
  await expect(vault.create(passphrase)).rejects.toMatchObject({ code });
  expect([vault.state(), area.calls, place.key]).toEqual(['none', [], undefined]);
});

test('there is one vault: a second is refused, and the first stays open', async () => {
  const { vault, area, place } = await unlocked();
  const [disk, key] = [diskOf(area), place.key];
  await expect(vault.create('another passphrase')).rejects.toMatchObject({ code: 'badMessage' });
  expect([vault.state(), diskOf(area), place.key]).toEqual(['unlocked', disk, key]);
});

test('a wrong passphrase opens nothing, and the growing delay outlives the worker', async () => {
  const { vault, area, place } = await start(await threeOnDisk());
  for (const passphrase of ['', 'wrong horse battery', `${PASSPHRASE} `]) {
    await expect(vault.unlock(passphrase)).rejects.toMatchObject({ code: 'wrongPassphrase' });
  }
  await expect(vault.unlock('again wrong')).rejects.toMatchObject({ code: 'passphraseWait', values: ['2'] });
  expect([vault.state(), place.key, area.items.get('unlocking')]).toMatchObject([
    'locked',
    undefined,
    { failures: 4 },
  ]);

  const next = await start(diskOf(area));
  expect(next.vault.waitUntil()).toBe(next.clock.now + 2000);
  await expect(next.vault.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'passphraseWait' });
  next.clock.now += 2000;
  await next.vault.unlock(PASSPHRASE);
  expect(next.vault.waitUntil()).toBe(0);
  expect(next.area.items.has('unlocking')).toBe(false);
  // The sign-ins are all there: nothing is ever erased.
  expect(next.vault.ids().size).toBe(3);
});

test('the passkey ends the delay', async () => {
  const { vault, area } = await start({
    ...(await threeOnDisk()),
    unlocking: { failures: 9, notBefore: 1_900_000_000_000 },
  });
  await unlockQuickly(vault);
  expect([vault.waitUntil(), area.items.has('unlocking')]).toEqual([0, false]);
});

test('a worker that wakes up with the key goes on', async () => {
  const first = await unlocked();
  const next = await start(diskOf(first.area), first.place.key);
  expect(next.vault.state()).toBe('unlocked');
  await next.vault.save({ ...ANNA, secrets: { password: 'changed' } }, 'anna, geo.example.com');
  const { credentials, report } = (await unlocked(diskOf(next.area))).opened;
  expect(credentials).toContainEqual({ ...ANNA, secrets: { password: 'changed' } });
  expect([credentials.length, report]).toEqual([3, CLEAN]);
});

test.each([
  ['of another vault', Buffer.alloc(32, 1).toString('base64url')],
  ['that is too short', Buffer.alloc(16, 1).toString('base64url')],
  ['that is no key', 'not a key!'],
])('a worker that wakes up with a key %s is locked', async (_, key) => {
  const disk = await threeOnDisk();
  const { vault, area, place } = await start(disk, key);
  await expect(vault.save(ANNA, 'anna')).rejects.toMatchObject({ code: 'vaultLocked' });
  expect([vault.state(), place.key]).toEqual(['locked', undefined]);
  expect(diskOf(area)).toEqual(disk);
});

test('a key without a vault is cleared', async () => {
  const { vault, place } = await start({}, Buffer.alloc(32, 1).toString('base64url'));
  expect([vault.state(), place.key]).toEqual(['none', undefined]);
});

test('many are saved in one write, and an entry is written over', async () => {
  const { vault, area } = await unlocked(await emptyOnDisk());
  await vault.saveAll([ANNA, KEY, HEADER].map(named));
  await vault.saveAll([]);
  expect(area.calls).toEqual(['set vault,vault:accoun1,vault:accoun2,vault:accoun3']);
  await vault.save({ ...KEY, secrets: { key: 'newer' }, refused: true }, 'tiles.example.com');
  expect(area.calls.slice(1)).toEqual(['set vault,vault:accoun2']);
  const { opened } = await unlocked(diskOf(area));
  expect(opened).toEqual({
    credentials: [ANNA, { ...KEY, secrets: { key: 'newer' }, refused: true }, HEADER],
    report: CLEAN,
  });
});

test('one that is saved is read again', async () => {
  const { vault } = await unlocked({ ...(await threeOnDisk()), 'vault:accoun3': 'broken' });
  expect(await vault.read('accoun2')).toEqual(KEY);
  expect(await vault.read('accoun3')).toBeNull();
  expect(await vault.read('accoun9')).toBeNull();
});

test('what belongs to the same change is written with it, by whoever knows how', async () => {
  const { vault, area } = await unlocked(await emptyOnDisk());
  await vault.saveAll([named(ANNA)], (items) => area.set({ ...items, 'account:accoun1': { who: 'anna' } }));
  expect(area.calls).toEqual(['set vault,vault:accoun1,account:accoun1']);
  const failing = vault.saveAll([named(KEY)], () => Promise.reject(new Error('QUOTA_BYTES quota exceeded')));
  await expect(failing).rejects.toMatchObject({ code: 'storageFailed' });
  expect([...vault.ids()]).toEqual(['accoun1']);
});

test('what could not be read again is not written', async () => {
  const { vault, area } = await unlocked();
  const disk = diskOf(area);
  const wrong = { ...ANNA, accountId: 'not an id' };
  const more = { ...ANNA, more: 1 } as Credential;
  for (const bad of [wrong, more]) {
    await expect(vault.saveAll([named(KEY), named(bad)])).rejects.toMatchObject({ code: 'badMessage' });
  }
  expect(diskOf(area)).toEqual(disk);
});

test('what is sealed is read as it was, whatever it holds', async () => {
  const odd = credential({
    secrets: { value: '\u0000\ud800 é e\u0301 🗺️ " \\ </script>', '': '' },
    destinations: [],
  });
  const { vault, area } = await unlocked(await emptyOnDisk());
  await vault.save(odd, 'odd\ud800 "name"');
  expect((await unlocked(diskOf(area))).opened).toEqual({ credentials: [odd], report: CLEAN });
});

test('forgotten while unlocked: index and entry go in one write', async () => {
  const { vault, area } = await unlocked();
  await vault.forget(['accoun1', 'accoun3', 'accoun9']);
  expect(area.calls).toEqual(['set vault,vault:accoun1,vault:accoun3', 'remove vault:accoun1,vault:accoun3']);
  expect([...vault.ids()]).toEqual(['accoun2']);
  const { opened } = await unlocked(diskOf(area));
  expect(opened).toEqual({ credentials: [KEY], report: CLEAN });
  await vault.forget(['accoun9']);
  expect(area.calls).toHaveLength(2);
});

test('forgotten while locked: the entry goes, and unlocking says once what we removed', async () => {
  const { vault, area } = await start(await threeOnDisk());
  await vault.forget(['accoun2', 'accoun9']);
  expect(area.calls).toEqual(['set vault:accoun2']);
  expect(area.items.get('vault:accoun2')).toBeNull();
  expect([...vault.ids()]).toEqual(['accoun1', 'accoun3']);
  const { report } = await unlockQuickly(vault);
  expect(report).toEqual({ ...CLEAN, removed: [{ accountId: 'accoun2', name: 'tiles.example.com' }] });
  expect((await unlockQuickly(vault)).report).toEqual(CLEAN);
  expect((await unlocked(diskOf(area))).opened.report).toEqual(CLEAN);
});

test('deleted: every key of the vault, and nothing else', async () => {
  const disk = {
    ...(await threeOnDisk()),
    unlocking: { failures: 1, notBefore: 0 },
    version: 1,
    'source:a': {},
  };
  const { vault, area, place } = await unlocked(disk);
  await vault.destroy();
  expect(diskOf(area)).toEqual({ version: 1, 'source:a': {} });
  expect([vault.state(), vault.ids().size, vault.passkeys(), place.key]).toEqual(['none', 0, [], undefined]);
  await vault.create('another passphrase');
  expect(vault.state()).toBe('unlocked');
});

test('deleted while locked, by somebody who lost the passphrase', async () => {
  const { vault, area } = await start(await threeOnDisk());
  await vault.destroy();
  expect([vault.state(), area.items.size]).toEqual(['none', 0]);
});

test('what another wrote into the area is there after reloading, locked', async () => {
  const { vault, area, place } = await unlocked(await emptyOnDisk());
  for (const [key, value] of Object.entries(await threeOnDisk())) area.items.set(key, value);
  await vault.reload();
  expect([vault.state(), vault.ids().size, place.key]).toEqual(['locked', 3, undefined]);
});

test('left-overs of a vault that is gone are no saved sign-ins', async () => {
  const { vault: _, ...left } = await threeOnDisk();
  const { vault } = await start(left);
  expect([vault.state(), vault.ids().size]).toEqual(['none', 0]);
});
