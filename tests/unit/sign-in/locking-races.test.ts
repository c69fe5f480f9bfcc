import { expect, test } from 'vitest';
import { draft, PASSWORD, yes } from '../../fakes/anna.ts';
import { settled, slowArea } from '../../fakes/interruptions.ts';
import { SITE } from '../../fakes/records.ts';
import {
  BEN_PASSWORD,
  entriesOf,
  lockedWorld,
  type RememberedWorld,
  textOf,
  unlockedWorld,
} from '../../fakes/remembered.ts';
import { basicOf, seenRow } from '../../fakes/sign-in-world.ts';

const THIRD = seenRow({ base: 'https://geo.example.com/third/ows' });
const ANNA = basicOf('anna', PASSWORD);
const BEN = basicOf('ben', BEN_PASSWORD);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

/** Locked: no rule and no secret of what is remembered, no key; and whoever is said to be signed in is. */
function expectLocked({ injected, memory, session, vault, credentials }: RememberedWorld) {
  expect(injected()).not.toContain(ANNA);
  expect(textOf(memory)).not.toContain(PASSWORD);
  expect(session.get('key', '')).toBeUndefined();
  expect(vault.state()).toBe('locked');
  for (const held of credentials.all().values()) expect(held.remembered).toBe(false);
  for (const [id, { status }] of session.all('account'))
    if (status === 'signedIn') expect(credentials.get(id)).toBeDefined();
  for (const value of injected()) expect(value).toBe(BEN);
  if (injected().includes(BEN)) expect(textOf(memory)).toContain(BEN_PASSWORD);
}

test('a sign-in to be remembered, answered after the lock: told so, and nothing of it is left', async () => {
  const made = await unlockedWorld();
  const { answer } = made.holdAnswers();
  const before = await made.store.read();
  const signedIn = codeOf(
    made.signIns.signIn(THIRD, { ...draft('anna', 'n3w'), remember: true }, [], null, yes),
  );
  await settled();
  expect(made.asked).toHaveLength(1);
  await made.locking.lock();
  answer();
  expect(await signedIn).toBe('vaultLocked');
  expectLocked(made);
  expect(await made.store.read()).toEqual(before);
});

test('a sign-in until the browser closes, answered after the lock: it is there', async () => {
  const made = await unlockedWorld();
  const { answer } = made.holdAnswers();
  const signedIn = codeOf(made.signIns.signIn(THIRD, draft('anna', 'n3w'), [], null, yes));
  await settled();
  await made.locking.lock();
  answer();
  expect(await signedIn).toBe('done');
  expect(made.injected().sort()).toEqual([basicOf('anna', 'n3w'), BEN].sort());
  expect(textOf(made.memory)).not.toContain(PASSWORD);
});

test('a remembered sign-in used at one more service, answered after the lock', async () => {
  const made = await unlockedWorld();
  const { answer } = made.holdAnswers();
  const used = codeOf(made.signIns.useExisting(THIRD, made.annaId, false, yes));
  await settled();
  await made.locking.lock();
  answer();
  expect(await used).toBe('vaultLocked');
  expectLocked(made);
});

test.each(['grant:', `vault:`])(
  'a sign-in that ends while it is locked (writing %s takes its time)',
  async (word) => {
    const made = await unlockedWorld();
    const save = slowArea(made.local, 'set', word);
    const used = codeOf(made.signIns.useExisting(THIRD, made.annaId, false, yes));
    await save.reached;
    const key = slowArea(made.memory, 'remove', 'key:');
    const locked = made.locking.lock();
    await Promise.race([key.reached, settled()]);
    save.letGo();
    await settled();
    key.letGo();
    await Promise.all([used, locked]);
    expectLocked(made);
  },
);

test.each([
  ['set', 'account:'],
  ['remove', 'key:'],
  ['set', 'locking:'],
] as const)('resumed while it is locked (%s %s takes its time): nothing comes back', async (name, word) => {
  const made = await unlockedWorld();
  await made.signIns.pause(made.annaId);
  const gate = slowArea(made.memory, name, word);
  const locked = made.locking.lock();
  await gate.reached;
  const resumed = made.signIns.resume(made.annaId);
  await settled();
  gate.letGo();
  await Promise.all([locked, resumed]);
  expectLocked(made);
  expect(made.injected()).toEqual([BEN]);
});

test('remembered from now on, while it is locked: signed in as before, or not at all', async () => {
  const made = await unlockedWorld();
  const save = slowArea(made.local, 'set', `vault:${made.benId}`);
  const kept = codeOf(made.signIns.setRemembered(made.benId, true));
  await save.reached;
  const locked = made.locking.lock();
  await settled();
  save.letGo();
  await Promise.all([kept, locked]);
  expectLocked(made);
});

test('locked while it is opened: it stays locked', async () => {
  const made = await lockedWorld();
  const gate = slowArea(made.memory, 'set', 'account:');
  const opened = made.open();
  await gate.reached;
  const locked = made.locking.lock();
  await settled();
  gate.letGo();
  await Promise.all([opened, locked]);
  await made.recheck.openSites(new Set([SITE]));
  expectLocked(made);
  expect(made.asked).toEqual([]);
});

test('locked while a backup is restored: it stays locked', async () => {
  const made = await unlockedWorld();
  const file = await made.backups.make();
  const gate = slowArea(made.memory, 'set', 'account:');
  const restored = made.backups.restore(file, 'correct horse battery');
  await gate.reached;
  const locked = made.locking.lock();
  await settled();
  gate.letGo();
  await Promise.all([restored, locked]);
  expectLocked(made);
});

test('locked before the service has answered the recheck: the answer changes nothing', async () => {
  const made = await lockedWorld();
  await made.open();
  const { answer } = made.holdAnswers();
  const checked = made.recheck.openSites(new Set([SITE]));
  await settled();
  expect(made.asked).toHaveLength(1);
  await made.locking.lock();
  answer();
  await checked;
  expectLocked(made);
  expect(made.session.get('account', made.annaId)?.status).toBe('locked');
});

test('the recheck is answered while it is locked', async () => {
  const made = await lockedWorld();
  await made.open();
  const gate = slowArea(made.memory, 'remove', 'key:');
  const locked = made.locking.lock();
  await gate.reached;
  const checked = made.recheck.again(made.sourceId, SITE);
  await settled();
  gate.letGo();
  await Promise.all([locked, checked]);
  expectLocked(made);
});

test('signed out while a refusal is being saved: it does not come back', async () => {
  const made = await lockedWorld(() => ({ status: 401, challenge: 'Basic realm="geo"' }));
  await made.open();
  const gate = slowArea(made.local, 'set', `vault:${made.annaId}`);
  const checked = made.recheck.openSites(new Set([SITE]));
  await gate.reached;
  const out = made.takingBack.signOut([made.annaId], 'signedOut');
  await settled();
  gate.letGo();
  await Promise.all([checked, out]);
  expect(entriesOf(made.local)).toEqual([]);
  expect(textOf(made.memory)).not.toContain(PASSWORD);
});

test('signed out while it was being used at one more service: it does not come back', async () => {
  const made = await unlockedWorld();
  const { answer } = made.holdAnswers();
  const used = codeOf(made.signIns.useExisting(THIRD, made.annaId, false, yes));
  await settled();
  await made.takingBack.signOut([made.annaId], 'signedOut');
  answer();
  await used;
  expect(made.injected()).toEqual([BEN]);
  expect(textOf(made.memory)).not.toContain(PASSWORD);
  expect(entriesOf(made.local)).toEqual([]);
});

test('signed out while another site is taken back: it does not come back to the disk', async () => {
  const made = await unlockedWorld();
  await made.signIns.useExisting(THIRD, made.annaId, false, yes);
  const third = (await made.store.read()).sources.at(-1)?.id ?? '';
  const gate = slowArea(made.memory, 'set', 'credential:');
  const stopped = made.takingBack.stopUsing(third, SITE);
  await gate.reached;
  const out = made.takingBack.signOut([made.annaId], 'signedOut');
  await settled();
  gate.letGo();
  await Promise.all([stopped, out]);
  expect(entriesOf(made.local)).toEqual([]);
  expect(textOf(made.memory)).not.toContain(PASSWORD);
});

test('signed out at the moment at which it is tried again: signed out', async () => {
  const made = await lockedWorld();
  await made.open();
  const again = made.recheck.again(made.sourceId, SITE);
  const out = made.takingBack.signOut([made.annaId], 'signedOut');
  await Promise.all([again, out]);
  expect(made.injected()).toEqual([]);
  expect(made.session.get('account', made.annaId)).toMatchObject({ status: 'signIn', why: 'signedOut' });
});
