import { expect, test } from 'vitest';
import {
  ANNA,
  anOlderDisk,
  codeOf,
  type Disk,
  diskOf,
  envelope,
  HEADER,
  KEY,
  NAMES,
  named,
  start,
  threeOnDisk,
  unlocked,
  unlockQuickly,
} from './world.ts';

const CLEAN = { damaged: [], altered: [], missing: [], removed: [] };

/** How the report calls it. */
const entry = (accountId: string) => ({ accountId, name: NAMES[accountId] ?? '' });

const open = async (disk: Disk) => unlockQuickly((await start(disk)).vault);

test('swapped entries are both named', async () => {
  const disk = await threeOnDisk();
  const swapped = { ...disk, 'vault:accoun1': disk['vault:accoun2'], 'vault:accoun2': disk['vault:accoun1'] };
  const { credentials, report } = await open(swapped);
  expect(credentials).toEqual([HEADER]);
  expect(report).toEqual({ ...CLEAN, altered: [entry('accoun1'), entry('accoun2')] });
});

test("another account's entry under this key is named", async () => {
  const disk = await threeOnDisk();
  const { credentials, report } = await open({ ...disk, 'vault:accoun3': disk['vault:accoun1'] });
  expect([credentials, report]).toEqual([[ANNA, KEY], { ...CLEAN, altered: [entry('accoun3')] }]);
});

test('a dropped entry is named', async () => {
  const { 'vault:accoun1': _, ...disk } = await threeOnDisk();
  const { credentials, report } = await open(disk);
  expect(credentials).toEqual([KEY, HEADER]);
  expect(report).toEqual({ ...CLEAN, missing: [entry('accoun1')] });
});

async function olderAndNewer(): Promise<[Disk, Disk]> {
  const older = await anOlderDisk();
  const { vault, area } = await unlocked(older);
  await vault.saveAll([ANNA, HEADER].map(named));
  return [older, diskOf(area)];
}

test('one entry rolled back is named, and stays as it is', async () => {
  const [older, newer] = await olderAndNewer();
  const { opened, area } = await unlocked({ ...newer, 'vault:accoun1': older['vault:accoun1'] });
  expect([new Set(opened.credentials), opened.report]).toEqual([
    new Set([KEY, HEADER]),
    { ...CLEAN, altered: [entry('accoun1')] },
  ]);
  expect(area.items.get('vault:accoun1')).toBe(older['vault:accoun1']);
});

test('an index rolled back alone: what is newer than it is named, by its service where it has no name', async () => {
  const [older, newer] = await olderAndNewer();
  const { opened, area } = await unlocked({ ...newer, vault: older.vault });
  expect(opened.credentials).toEqual([KEY]);
  expect(opened.report).toEqual({
    ...CLEAN,
    altered: [entry('accoun1'), { accountId: 'accoun3', name: 'api.example.com' }],
  });
  expect(area.items.has('vault:accoun3')).toBe(false);
});

test('a forgotten entry that was put back is named, never used, and swept', async () => {
  const disk = await threeOnDisk();
  const { vault, area } = await unlocked(disk);
  await vault.forget(['accoun2']);
  const next = await unlocked({ ...diskOf(area), 'vault:accoun2': disk['vault:accoun2'] });
  expect(next.opened).toEqual({
    credentials: [ANNA, HEADER],
    report: { ...CLEAN, altered: [entry('accoun2')] },
  });
  expect([...next.vault.ids()]).toEqual(['accoun1', 'accoun3']);
  expect((await unlockQuickly(next.vault)).report).toEqual(CLEAN);
});

test.each([
  ['a text', 'broken'],
  ['no text', { a: 1 }],
  ['what is left of a forgotten one', null],
])('an entry that the index does not know and that is %s is swept', async (_, extra) => {
  const { opened, vault, area } = await unlocked({ ...(await threeOnDisk()), 'vault:accoun9': extra });
  expect(opened).toEqual({ credentials: [ANNA, KEY, HEADER], report: CLEAN });
  expect([area.items.has('vault:accoun9'), vault.has('accoun9')]).toEqual([false, false]);
});

test("another vault's entry, and another vault's index", async () => {
  const { vault, area } = await start();
  await vault.create('another passphrase');
  await vault.save(ANNA, 'anna, geo.example.com');
  const [other, disk] = [diskOf(area), await threeOnDisk()];
  const { report } = await open({ ...disk, 'vault:accoun1': other['vault:accoun1'] });
  expect(report).toEqual({ ...CLEAN, altered: [entry('accoun1')] });
  const mixed = { ...disk, vault: { ...envelope(disk), index: envelope(other).index } };
  expect(await open(mixed).catch(codeOf)).toBe('vaultDamaged');
  // Another vault's passphrase, with its wrap, opens nothing here.
  const wrapped = await start({
    ...disk,
    vault: { ...envelope(disk), passphrase: envelope(other).passphrase },
  });
  expect(await wrapped.vault.unlock('another passphrase').catch(codeOf)).toBe('vaultDamaged');
  expect(wrapped.vault.state()).toBe('locked');
});

test('what is damaged stays until it is written over or forgotten', async () => {
  const disk = { ...(await threeOnDisk()), 'vault:accoun1': 'broken', 'vault:accoun2': 'broken' };
  const { vault, area } = await unlocked(disk);
  expect(area.items.get('vault:accoun1')).toBe('broken');
  await vault.save(ANNA, 'anna, geo.example.com');
  await vault.forget(['accoun2']);
  expect((await unlocked(diskOf(area))).opened).toEqual({ credentials: [ANNA, HEADER], report: CLEAN });
});
