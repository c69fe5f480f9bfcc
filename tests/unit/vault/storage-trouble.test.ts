import { expect, test, vi } from 'vitest';
import type { StorageArea } from '../../../lib/platform/ports.ts';
import { openVault, type Vault } from '../../../lib/vault/vault.ts';
import { type MemoryArea, memoryArea } from '../../fakes/memory-area.ts';
import {
  ANNA,
  codeOf,
  diskOf,
  HEADER,
  KEY,
  keyPlace,
  NAMES,
  named,
  PASSKEY,
  PASSPHRASE,
  start,
  threeOnDisk,
  unlocked,
  unlockQuickly,
} from './world.ts';

vi.mock(import('hash-wasm'), async (original) => {
  const { derivedOnce } = await import('../../fakes/derived-once.ts');
  return derivedOnce(await original());
});

const CHANGED = { ...ANNA, secrets: { password: 'changed' } };
const NEXT = 'another passphrase';

/** Every change to a vault that is open, and what it holds afterwards. */
const CHANGES: [string, (vault: Vault) => Promise<unknown>, unknown[]][] = [
  ['save', (vault) => vault.save(CHANGED, NAMES.accoun1 ?? ''), [CHANGED, KEY, HEADER]],
  [
    'saveAll',
    (vault) => vault.saveAll([named(CHANGED), named({ ...ANNA, accountId: 'accoun4' })]),
    [CHANGED, KEY, HEADER, { ...ANNA, accountId: 'accoun4' }],
  ],
  ['forget', (vault) => vault.forget(['accoun1', 'accoun2']), [HEADER]],
  ['changePassphrase', (vault) => vault.changePassphrase(PASSPHRASE, NEXT), [ANNA, KEY, HEADER]],
  ['addPasskey', (vault) => vault.addPasskey('bmV3', 'c2FsdA', PASSKEY.output, 1), [ANNA, KEY, HEADER]],
];

test.each(CHANGES)(
  '%s on a full disk: nothing changed, neither there nor in memory',
  async (_, act, after) => {
    const disk = await threeOnDisk();
    const { vault, area } = await unlocked(disk);
    const before = { state: vault.state(), ids: [...vault.ids()], passkeys: vault.passkeys() };
    area.failing.add('set');
    await expect(act(vault)).rejects.toMatchObject({ code: 'storageFailed', values: [] });
    expect({ state: vault.state(), ids: [...vault.ids()], passkeys: vault.passkeys() }).toEqual(before);
    expect(diskOf(area)).toEqual(disk);

    // With room again, it goes on where it was.
    area.failing.clear();
    await act(vault);
    const { credentials, report } = (await unlocked(diskOf(area))).opened;
    expect(new Set(credentials)).toEqual(new Set(after));
    expect(report).toEqual({ damaged: [], altered: [], missing: [], removed: [] });
  },
);

test.each(CHANGES)('%s on a disk that fails altogether, and then works again', async (_, act, after) => {
  const { vault, area } = await unlocked();
  area.failing.add('set').add('get').add('remove');
  await expect(act(vault)).rejects.toMatchObject({ code: 'storageFailed' });
  await expect(act(vault)).rejects.toMatchObject({ code: 'storageFailed' });
  area.failing.clear();
  await act(vault);
  expect(new Set((await unlocked(diskOf(area))).opened.credentials)).toEqual(new Set(after));
});

test('a write that failed but arrived all the same is followed', async () => {
  const disk = await threeOnDisk();
  const area = memoryArea(disk);
  let isLying = false;
  const lying: StorageArea = {
    ...area,
    set: async (items) => {
      await area.set(items);
      if (isLying) throw new Error('disconnected');
    },
  };
  const vault = await openVault(lying, keyPlace());
  await unlockQuickly(vault);
  isLying = true;
  await expect(vault.save(CHANGED, 'anna')).rejects.toMatchObject({ code: 'storageFailed' });
  isLying = false;
  await vault.save(HEADER, 'header');
  const { opened } = await unlocked(diskOf(area));
  expect(opened).toEqual({
    credentials: [CHANGED, KEY, HEADER],
    report: { damaged: [], altered: [], missing: [], removed: [] },
  });
});

test('made on a full disk: no vault, no key, and the next try works', async () => {
  const { vault, area, place } = await start();
  area.failing.add('set');
  await expect(vault.create(PASSPHRASE)).rejects.toMatchObject({ code: 'storageFailed' });
  expect([vault.state(), area.items.size, place.key]).toEqual(['none', 0, undefined]);
  area.failing.clear();
  place.failing.add('write');
  await expect(vault.create(PASSPHRASE)).rejects.toMatchObject({ code: 'storageFailed' });
  expect([vault.state(), area.items.size, place.key]).toEqual(['none', 0, undefined]);
  place.failing.clear();
  await vault.create(PASSPHRASE);
  expect(vault.state()).toBe('unlocked');
});

test('forgetting while locked and deleting, on a disk that takes nothing', async () => {
  const disk = await threeOnDisk();
  const { vault, area } = await start(disk);
  area.failing.add('remove').add('set');
  await expect(vault.forget(['accoun1'])).rejects.toMatchObject({ code: 'storageFailed' });
  await expect(vault.destroy()).rejects.toMatchObject({ code: 'storageFailed' });
  expect([diskOf(area), vault.state(), vault.ids().size]).toEqual([disk, 'locked', 3]);
});

test('forgotten on a disk that removes nothing: the sealed text is gone all the same', async () => {
  const { vault, area } = await unlocked();
  area.failing.add('remove');
  await vault.forget(['accoun1']);
  expect([area.items.get('vault:accoun1'), vault.has('accoun1')]).toEqual([null, false]);
  const next = await unlocked(diskOf(area));
  expect(next.opened).toEqual({
    credentials: [KEY, HEADER],
    report: { damaged: [], altered: [], missing: [], removed: [] },
  });
  expect(next.area.items.has('vault:accoun1')).toBe(false);
});

test('unlocked where the key cannot be kept: locked, and said', async () => {
  const { vault, place } = await start(await threeOnDisk());
  place.failing.add('write');
  await expect(unlockQuickly(vault)).rejects.toMatchObject({ code: 'storageFailed' });
  expect([vault.state(), place.key]).toEqual(['locked', undefined]);
});

test('locked where the key cannot be cleared: nothing is opened with it any more, and it is said', async () => {
  const { vault, place } = await unlocked();
  place.failing.add('clear');
  await expect(vault.lock()).rejects.toMatchObject({ code: 'storageFailed' });
  expect(vault.state()).toBe('locked');
  await expect(vault.save(ANNA, 'anna')).rejects.toMatchObject({ code: 'vaultLocked' });
});

test('unlocked on a full disk: everything opens, and what is missing is told again next time', async () => {
  const { 'vault:accoun2': _, ...disk } = await threeOnDisk();
  const area = memoryArea({ ...disk, 'vault:accoun9': 'broken' });
  area.failing.add('set').add('remove');
  const vault = await openVault(area, keyPlace());
  for (let times = 0; times < 2; times++) {
    const { credentials, report } = await unlockQuickly(vault);
    expect(credentials).toEqual([ANNA, HEADER]);
    expect(report.missing).toEqual([{ accountId: 'accoun2', name: 'tiles.example.com' }]);
  }
});

/** A disk that is torn away after so many writes: what is said to it then is lost. */
function torn(area: MemoryArea, writes: number): StorageArea {
  const left = () => writes-- > 0;
  return {
    get: area.get,
    set: async (items) => (left() ? area.set(items) : undefined),
    remove: async (keys) => (left() ? area.remove(keys) : undefined),
  };
}

test.each(CHANGES)(
  'killed before, between or after the writes of %s: old or new',
  async (name, act, after) => {
    const disk = await threeOnDisk();
    const seen: unknown[] = [];
    for (let writes = 0; writes <= 2; writes++) {
      const area = memoryArea(disk);
      const vault = await openVault(torn(area, writes), keyPlace());
      await unlockQuickly(vault);
      await act(vault);
      const next = await unlocked(diskOf(area));
      const { credentials, report } = next.opened;
      expect(report).toEqual({ damaged: [], altered: [], missing: [], removed: [] });
      expect([new Set([ANNA, KEY, HEADER]), new Set(after)]).toContainEqual(new Set(credentials));
      expect([...next.vault.ids()].toSorted()).toEqual(
        credentials.map(({ accountId }) => accountId).toSorted(),
      );
      if (name === 'changePassphrase') seen.push(await next.vault.unlock(NEXT).then(() => 'new', codeOf));
      else seen.push(diskOf(area));
    }
    expect(seen[0]).toEqual(name === 'changePassphrase' ? 'wrongPassphrase' : disk);
    expect(seen[1]).not.toEqual(seen[0]);
  },
);

test('killed while it is made: none, or one that opens', async () => {
  for (const writes of [0, 1]) {
    const area = memoryArea();
    const place = keyPlace();
    await (await openVault(torn(area, writes), place)).create(PASSPHRASE);
    const next = await openVault(memoryArea(diskOf(area)), place);
    expect([next.state(), place.key === undefined]).toEqual(
      writes === 0 ? ['none', true] : ['unlocked', false],
    );
    if (writes === 1) await expect(next.unlock(PASSPHRASE)).resolves.toMatchObject({ credentials: [] });
  }
});

test('killed while it is tidied after unlocking: opens again, with what is there', async () => {
  const { 'vault:accoun2': _, ...rest } = await threeOnDisk();
  const disk = { ...rest, 'vault:accoun9': 'broken' };
  for (const writes of [0, 1, 2]) {
    const area = memoryArea(disk);
    await unlockQuickly(await openVault(torn(area, writes), keyPlace()));
    const { opened, vault } = await unlocked(diskOf(area));
    expect(opened.credentials).toEqual([ANNA, HEADER]);
    expect(opened.report.missing).toHaveLength(writes === 0 ? 1 : 0);
    expect(vault.ids().size).toBe(2);
  }
});

test('killed while it is deleted: there, or gone', async () => {
  for (const writes of [0, 1]) {
    const area = memoryArea(await threeOnDisk());
    await (await openVault(torn(area, writes), keyPlace())).destroy();
    const { vault } = await start(diskOf(area));
    expect([vault.state(), vault.ids().size]).toEqual(writes === 0 ? ['locked', 3] : ['none', 0]);
  }
});
