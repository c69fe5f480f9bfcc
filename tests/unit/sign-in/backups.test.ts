import { expect, test, vi } from 'vitest';
import { byPerson, draft, PASSWORD, yes } from '../../fakes/anna.ts';
import { stoppedAfter } from '../../fakes/interruptions.ts';
import { memoryArea } from '../../fakes/memory-area.ts';
import { SITE } from '../../fakes/records.ts';
import {
  entriesOf,
  lockedWorld,
  nextWorker,
  PASSPHRASE,
  type RememberedWorld,
  textOf,
  unlockedWorld,
} from '../../fakes/remembered.ts';
import { ruleMemory } from '../../fakes/rule-memory.ts';
import { service } from '../../fakes/service.ts';
import { basicOf, injectedValues, seenRow, signInWorld } from '../../fakes/sign-in-world.ts';

vi.mock(import('hash-wasm'), async (original) => {
  const { derivedOnce } = await import('../../fakes/derived-once.ts');
  return derivedOnce(await original());
});

const OPEN = new Set([SITE]);
const ANNA = basicOf('anna', PASSWORD);

/** Another computer, with nothing saved yet. */
async function emptyWorld() {
  const { ask, asked } = service(byPerson);
  return { ...(await signInWorld(ask)), asked };
}

test('on another computer: everything is there, and signed in after one request', async () => {
  const home = await unlockedWorld();
  const file = await home.backups.make();
  expect(file).not.toContain(PASSWORD);
  expect(file).not.toContain('geo.example.com');
  const away = await emptyWorld();
  await away.backups.restore(file, PASSPHRASE);
  expect(await away.store.read()).toEqual(await home.store.read());
  expect(away.vault.state()).toBe('unlocked');
  expect(injectedValues(away.browserRules.rules)).toEqual([]);
  await away.recheck.openSites(OPEN);
  expect(injectedValues(away.browserRules.rules)).toEqual([ANNA]);
  expect(away.asked).toHaveLength(1);
  // The same passphrase opens it from now on.
  const next = await lockedWorld(undefined, Object.fromEntries(away.local.items));
  await next.unlocking.unlock(PASSPHRASE);
  expect(next.credentials.get(home.annaId)?.secrets).toEqual({ password: PASSWORD });
});

test('where something is saved already: the file wins, and what it does not know stays', async () => {
  const made = await unlockedWorld();
  const file = await made.backups.make();
  const row = { ...seenRow(), source: (await made.store.read()).sources[0] ?? null };
  await made.signIns.signIn(row, draft('anna', 'n3w'), [], made.annaId, yes);
  await made.signIns.setRemembered(made.benId, true);
  await made.backups.restore(file, PASSPHRASE);
  expect(made.injected()).toEqual([basicOf('ben', 'b3n')]);
  await made.recheck.openSites(OPEN);
  expect(made.injected().sort()).toEqual([ANNA, basicOf('ben', 'b3n')].sort());
  expect((await made.vault.read(made.annaId))?.secrets).toEqual({ password: PASSWORD });
  expect(entriesOf(made.local).sort()).toEqual([made.annaId, made.benId].sort());
});

test('a locked vault can neither be backed up nor restored into', async () => {
  const file = await (await unlockedWorld()).backups.make();
  const made = await lockedWorld();
  const before = textOf(made.local);
  await expect(made.backups.make()).rejects.toMatchObject({ code: 'vaultLocked' });
  await expect(made.backups.restore(file, PASSPHRASE)).rejects.toMatchObject({ code: 'vaultLocked' });
  expect(textOf(made.local)).toBe(before);
});

test('a wrong passphrase, an altered file and a newer one are refused, each in its words; nothing changes', async () => {
  const file = await (await unlockedWorld()).backups.make();
  const parsed = JSON.parse(file) as Record<string, unknown>;
  const bad: [string, string, string][] = [
    [file, 'correct horse batterz', 'backupPassphrase'],
    [file.slice(0, -1), PASSPHRASE, 'backupUnreadable'],
    ['null', PASSPHRASE, 'backupUnreadable'],
    [JSON.stringify({ ...parsed, made: '2020-01-01T00:00:00.000Z' }), PASSPHRASE, 'backupUnreadable'],
    [JSON.stringify({ ...parsed, entries: {} }), PASSPHRASE, 'backupUnreadable'],
    [JSON.stringify({ ...parsed, version: 2 }), PASSPHRASE, 'backupNewer'],
  ];
  const away = await emptyWorld();
  for (const [text, passphrase, code] of bad) {
    await expect(away.backups.restore(text, passphrase)).rejects.toMatchObject({ code });
  }
  expect(away.log).toEqual([]);
});

test.each<[string, unknown]>([
  ['no records', 'nothing'],
  ['a member more', { sources: [], accounts: [], grants: [], keyVault: [], more: [] }],
  ['an address that no rule can keep to its place', { urls: ['https://evil.example/*'] }],
  ['a site that is none', { site: 'evil' }],
])('a sealed file whose records are bad (%s) is refused whole', async (_, bad) => {
  const made = await unlockedWorld();
  const saved = structuredClone(await made.store.read());
  const records = Object(bad) as Record<string, unknown>;
  const source = saved.sources[0];
  const grant = saved.grants[0];
  if ('urls' in records && source) Object.assign(source, records);
  if ('site' in records && grant) Object.assign(grant, records);
  const isEdit = 'urls' in records || 'site' in records;
  const file = await made.vault.backup(isEdit ? saved : bad);
  const before = textOf(made.local);
  await expect(made.backups.restore(file, PASSPHRASE)).rejects.toMatchObject({ code: 'backupUnreadable' });
  expect(textOf(made.local)).toBe(before);
  expect(made.injected()).toContain(ANNA);
});

/** What a browser that starts anew finds: how the first source is called, and the passwords that the passphrase opens. */
async function found(kept: Pick<RememberedWorld, 'local'>) {
  const made = await lockedWorld(undefined, Object.fromEntries(kept.local.items));
  const name = (await made.store.read()).sources[0]?.name ?? 'no source';
  if (made.vault.state() === 'none') return `${name}, no vault`;
  await made.unlocking.unlock(PASSPHRASE);
  return [name, ...[...made.credentials.all().values()].map(({ secrets }) => secrets.password)].join(', ');
}

const AFTER = `geo.example.com, ${PASSWORD}`;

test('killed at any moment of a restore: as before or as after, on an empty computer', async () => {
  const file = await (await unlockedWorld()).backups.make();
  const seen = new Set<string>();
  for (const changes of [0, 1, 2]) {
    const log: string[] = [];
    const kept = {
      ...{ log, local: memoryArea({}, log), memory: memoryArea({}, log), browserRules: ruleMemory(log) },
    };
    const worker = stoppedAfter(changes, kept);
    const away = await signInWorld(service(byPerson).ask, worker.kept);
    worker.begin();
    await Promise.race([away.backups.restore(file, PASSPHRASE), worker.stopped]);
    const after = await found(kept);
    expect(['no source, no vault', AFTER]).toContain(after);
    seen.add(after);
  }
  expect(seen.size).toBe(2);
});

test('killed at any moment of a restore: as before or as after, where something is saved', async () => {
  const file = await (await unlockedWorld()).backups.make();
  const seen = new Set<string>();
  for (const changes of [0, 1, 2, 3]) {
    const made = await unlockedWorld();
    const held = made.credentials.get(made.annaId);
    if (held) await made.credentials.hold({ ...held, secrets: { password: 'n3w' } });
    await made.store.change((saved) => ({
      ...saved,
      sources: saved.sources.map((source) => ({ ...source, name: 'Renamed' })),
    }));
    const worker = stoppedAfter(changes, made);
    const dying = await signInWorld(service(byPerson).ask, worker.kept);
    worker.begin();
    await Promise.race([dying.backups.restore(file, PASSPHRASE), worker.stopped]);
    const after = await found(made);
    expect(['Renamed, n3w', AFTER]).toContain(after);
    seen.add(after);
    // And the next worker injects nothing that was not proven.
    const next = await nextWorker(made);
    expect([[ANNA], [basicOf('anna', 'n3w')], []]).toContainEqual(
      next.injected().filter((value) => value !== basicOf('ben', 'b3n')),
    );
  }
  expect(seen.size).toBe(2);
});
