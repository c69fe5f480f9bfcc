import { expect, test } from 'vitest';
import type { StorageArea } from '../../../lib/platform/ports.ts';
import { openVault } from '../../../lib/vault/vault.ts';
import { type MemoryArea, memoryArea } from '../../fakes/memory-area.ts';
import {
  ANNA,
  codeOf,
  type Disk,
  diskOf,
  emptyOnDisk,
  HEADER,
  KEY,
  keyPlace,
  start,
  threeOnDisk,
  unlocked,
  unlockQuickly,
} from './world.ts';

const CHANGED = { ...ANNA, secrets: { password: 'changed' } };

/** Lets the caller say when each write goes on. */
function slow(area: MemoryArea) {
  const waiting: (() => void)[] = [];
  const asked: (() => void)[] = [];
  const gate = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      asked.shift()?.();
    });
  const slowArea: StorageArea = { ...area, set: async (items) => gate().then(() => area.set(items)) };
  return {
    area: slowArea,
    /** When a write has been asked for. */
    asked: () => new Promise<void>((resolve) => (waiting.length > 0 ? resolve() : asked.push(resolve))),
    goOn: () => waiting.shift()?.(),
  };
}

test('locked during a save: the save ends first, then the key goes', async () => {
  const area = memoryArea(await threeOnDisk());
  const { area: slowArea, asked, goOn } = slow(area);
  const place = keyPlace();
  const vault = await openVault(slowArea, place);
  await unlockQuickly(vault);
  const order: string[] = [];
  const saving = vault.save(CHANGED, 'anna').then(() => order.push('saved'));
  await asked();
  const locking = vault.lock().then(() => order.push('locked'));
  const late = vault.save(KEY, 'key').catch((error) => order.push(String(codeOf(error))));
  expect([vault.state(), place.key === undefined]).toEqual(['unlocked', false]);
  goOn();
  await Promise.all([saving, locking, late]);
  expect(order).toEqual(['saved', 'locked', 'vaultLocked']);
  expect([vault.state(), place.key]).toEqual(['locked', undefined]);
  expect((await unlocked(diskOf(area))).opened.credentials).toEqual([CHANGED, KEY, HEADER]);
});

test('everything at once happens in the order in which it was asked for', async () => {
  const { vault, area } = await start(await emptyOnDisk());
  const results = await Promise.allSettled([
    vault.save(ANNA, 'too early'),
    unlockQuickly(vault),
    vault.save(ANNA, 'anna'),
    vault.save(CHANGED, 'anna'),
    vault.save(KEY, 'key'),
    vault.forget(['accoun2']),
    vault.save(HEADER, 'header'),
    vault.lock(),
    vault.save(KEY, 'too late'),
    vault.forget(['accoun3']),
    unlockQuickly(vault),
  ]);
  expect(results.map((result) => (result.status === 'rejected' ? codeOf(result.reason) : ''))).toEqual([
    'vaultLocked',
    ...Array(7).fill(''),
    'vaultLocked',
    '',
    '',
  ]);
  expect(results.at(-1)).toMatchObject({
    value: { credentials: [CHANGED], report: { removed: [{ accountId: 'accoun3', name: 'header' }] } },
  });
  expect(Object.keys(diskOf(area) as Disk).toSorted()).toEqual(['vault', 'vault:accoun1']);
});

test('many saves at once all stand', async () => {
  const { vault, area } = await unlocked(await emptyOnDisk());
  const ids = Array.from({ length: 30 }, (_, at) => `accou${String(at).padStart(2, '0')}`);
  await Promise.all(ids.map((accountId) => vault.save({ ...ANNA, accountId }, accountId)));
  const { opened } = await unlocked(diskOf(area));
  expect(opened.credentials.map(({ accountId }) => accountId)).toEqual(ids);
});
