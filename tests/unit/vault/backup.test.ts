import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  ANNA,
  codeOf,
  diskOf,
  emptyOnDisk,
  envelope,
  HEADER,
  KEY,
  NAMES,
  named,
  PASSPHRASE,
  start,
  threeOnDisk,
  unlocked,
  withHeader,
} from './world.ts';

vi.mock(import('hash-wasm'), async (original) => {
  const { derivedOnce } = await import('../../fakes/derived-once.ts');
  return derivedOnce(await original());
});

const RECORDS = { sources: [{ id: 'source1', name: 'Zo\u00eb 🗺️' }], accounts: [], grants: [], keyVault: [] };

interface File {
  format: string;
  version: number;
  made: string;
  passphrase: string;
  index: string;
  entries: Record<string, string>;
  records: string;
}

let made: Promise<{ text: string; file: File }> | undefined;

/** A backup of the three accounts; made once. */
function backup() {
  made ??= unlocked().then(async ({ vault }) => {
    const text = await vault.backup(RECORDS);
    return { text, file: JSON.parse(text) as File };
  });
  return made;
}

/** Reads it in a browser where nothing is saved. */
async function readNew(text: string, passphrase = PASSPHRASE) {
  const { vault, area } = await start();
  const result = await vault.readBackup(text, passphrase).catch(codeOf);
  expect([vault.state(), diskOf(area), area.calls]).toEqual(['none', {}, []]);
  return result;
}

test('there and back again, into an empty browser', async () => {
  const { text, file } = await backup();
  expect(file).toMatchObject({ format: 'layerkey-backup', version: 1, made: '2027-01-15T08:00:00.000Z' });
  const { vault, area } = await start();
  const read = await vault.readBackup(text, PASSPHRASE);
  expect(read.records).toEqual(RECORDS);
  expect(read.credentials).toEqual([ANNA, KEY, HEADER].map(named));
  expect([vault.state(), area.calls]).toEqual(['none', []]);

  await area.set(read.storage);
  await vault.reload();
  expect([vault.state(), vault.passkeys()]).toEqual(['locked', []]);
  expect(await vault.unlock(PASSPHRASE)).toEqual({
    credentials: [ANNA, KEY, HEADER],
    report: { damaged: [], altered: [], missing: [], removed: [] },
  });
});

test('into a browser that has a vault of its own', async () => {
  const { text } = await backup();
  const { vault, area } = await unlocked(await emptyOnDisk());
  const { credentials } = await vault.readBackup(text, PASSPHRASE);
  expect([vault.state(), area.calls]).toEqual(['unlocked', []]);
  await vault.saveAll(credentials);
  expect((await unlocked(diskOf(area))).opened.credentials).toEqual([ANNA, KEY, HEADER]);
});

test('a backup of nothing', async () => {
  const { vault } = await unlocked(await emptyOnDisk());
  expect(await readNew(await vault.backup(null))).toMatchObject({ records: null, credentials: [] });
});

test('what does not open is left out, and the backup is whole', async () => {
  const disk = await threeOnDisk();
  const { vault } = await unlocked({
    ...disk,
    'vault:accoun1': 'broken',
    'vault:accoun2': disk['vault:accoun3'],
  });
  expect(await readNew(await vault.backup(RECORDS))).toMatchObject({ credentials: [named(HEADER)] });
});

test('a backup is made under the passphrase of its time', async () => {
  const { text } = await backup();
  const { vault } = await unlocked();
  await vault.changePassphrase(PASSPHRASE, 'another passphrase');
  const later = await vault.backup(RECORDS);
  expect(await readNew(text, 'another passphrase')).toBe('backupPassphrase');
  expect(await readNew(later, 'another passphrase')).toMatchObject({ records: RECORDS });
});

test.each(['', 'wrong horse battery', `${PASSPHRASE} `])(
  'the passphrase "%s" does not open it',
  async (passphrase) => {
    const { text } = await backup();
    expect(await readNew(text, passphrase)).toBe('backupPassphrase');
  },
);

test.each<[string, (file: File) => unknown, string]>([
  ['of a newer version', (file) => ({ ...file, version: 2, more: {} }), 'backupNewer'],
  ['of a version before the first', (file) => ({ ...file, version: 0 }), 'backupUnreadable'],
  ['of something else', (file) => ({ ...file, format: 'other-backup', version: 2 }), 'backupUnreadable'],
  ['with one more member', (file) => ({ ...file, more: 1 }), 'backupUnreadable'],
  ['without its records', ({ records: _, ...file }) => file, 'backupUnreadable'],
  ['without its index', ({ index: _, ...file }) => file, 'backupUnreadable'],
  [
    'with a missing entry',
    (file) => ({ ...file, entries: { ...file.entries, accoun1: undefined } }),
    'backupUnreadable',
  ],
  ['without entries', (file) => ({ ...file, entries: {} }), 'backupUnreadable'],
  [
    'with one more entry',
    (file) => ({ ...file, entries: { ...file.entries, accoun9: file.entries.accoun1 } }),
    'backupUnreadable',
  ],
  [
    'with swapped entries',
    (file) => ({
      ...file,
      entries: { ...file.entries, accoun1: file.entries.accoun2, accoun2: file.entries.accoun1 },
    }),
    'backupUnreadable',
  ],
  ['with a later date', (file) => ({ ...file, made: '2028-01-15T08:00:00.000Z' }), 'backupUnreadable'],
  ['with the index for the records', (file) => ({ ...file, records: file.index }), 'backupUnreadable'],
  [
    'that wants 4 GiB',
    (file) => ({ ...file, passphrase: withHeader(file.passphrase, { m: 4_194_304 }) }),
    'backupUnreadable',
  ],
  [
    'that wants a billion passes',
    (file) => ({ ...file, passphrase: withHeader(file.passphrase, { t: 1e9 }) }),
    'backupUnreadable',
  ],
  ['in a list', (file) => [file], 'backupUnreadable'],
])('a backup %s is refused, and nothing is written', async (_, change, code) => {
  const { file } = await backup();
  expect(await readNew(JSON.stringify(change(file)))).toBe(code);
});

test('another vault\u2019s index or records in a backup', async () => {
  const { file } = await backup();
  const other = await start();
  await other.vault.create('another passphrase');
  const stranger = JSON.parse(await other.vault.backup(RECORDS)) as File;
  for (const part of ['index', 'records', 'passphrase'] as const) {
    const mixed = JSON.stringify({ ...file, [part]: stranger[part] });
    expect(await readNew(mixed)).toBe(part === 'passphrase' ? 'backupPassphrase' : 'backupUnreadable');
  }
});

test('an entry or records of another time in a backup', async () => {
  const { file } = await backup();
  const { vault, clock } = await unlocked();
  clock.now += 1;
  const later = JSON.parse(await vault.backup({ sources: [] })) as File;
  expect(await readNew(JSON.stringify({ ...file, records: later.records }))).toBe('backupUnreadable');
  await vault.save({ ...ANNA, secrets: { password: 'changed' } }, NAMES.accoun1 ?? '');
  const changed = JSON.parse(await vault.backup({ sources: [] })) as File;
  const mixed = { ...file, entries: { ...file.entries, accoun1: changed.entries.accoun1 } };
  expect(await readNew(JSON.stringify(mixed))).toBe('backupUnreadable');
});

test('one changed byte anywhere', async () => {
  const { text, file } = await backup();
  const codes = ['backupUnreadable', 'backupNewer', 'backupPassphrase'];
  // Most of them cost a derivation each: a few tell enough.
  const at = fc.oneof(
    fc.nat(text.length - 1),
    fc.nat(file.index.length - 1).map((offset) => text.indexOf(file.index) + offset),
    fc.nat(file.records.length - 1).map((offset) => text.indexOf(file.records) + offset),
  );
  await fc.assert(
    fc.asyncProperty(at, fc.integer({ min: 0x20, max: 0x7e }), async (place, other) => {
      const changed = `${text.slice(0, place)}${String.fromCharCode(other)}${text.slice(place + 1)}`;
      fc.pre(changed !== text);
      expect(codes).toContain(await readNew(changed));
    }),
    { numRuns: 16 },
  );
});

test('text that is no backup', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (text) => {
      expect(await readNew(text)).toBe('backupUnreadable');
    }),
  );
});

test('JSON in the shape of a backup', async () => {
  const { file } = await backup();
  const part = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(file)));
  const like = fc.record({
    format: fc.constant('layerkey-backup'),
    version: fc.oneof(fc.constant(1), fc.jsonValue()),
    made: part,
    // The real wrap would only cost time here: the members beside it are looked at with it above.
    passphrase: fc.oneof(fc.jsonValue(), fc.constant(file.index), fc.constant(file.records)),
    index: part,
    entries: fc.oneof(part, fc.dictionary(fc.string(), fc.jsonValue())),
    records: part,
  });
  await fc.assert(
    fc.asyncProperty(like, async (value) => {
      expect(['backupUnreadable', 'backupNewer']).toContain(await readNew(JSON.stringify(value)));
    }),
  );
});

test('the envelope in the file is that of the disk', async () => {
  const { file } = await backup();
  const disk = await threeOnDisk();
  expect(Object.keys(file)).toEqual([
    'format',
    'version',
    'made',
    'passphrase',
    'index',
    'entries',
    'records',
  ]);
  expect(envelope(disk).passphrase).toBe(file.passphrase);
  expect(Object.keys(file.entries)).toEqual(['accoun1', 'accoun2', 'accoun3']);
});
