import { expect, test } from 'vitest';
import { draft, PASSWORD } from '../../fakes/anna.ts';
import { stoppedAfter } from '../../fakes/interruptions.ts';
import { BEN_PASSWORD, lockedWorld, nextWorker, textOf, unlockedWorld } from '../../fakes/remembered.ts';
import { basicOf, signInWorld } from '../../fakes/sign-in-world.ts';
import { NO_NOTICING } from '../../fakes/told.ts';

const ANNA = basicOf('anna', PASSWORD);
const BEN = basicOf('ben', BEN_PASSWORD);
const SHARED = { lockAfterMinutes: null, lockWithComputer: true, sharedComputer: true, ...NO_NOTICING };

test('locked: rules go before the key, the key before the credentials; nothing of them is left', async () => {
  const made = await unlockedWorld();
  const { log, memory, annaId, session } = made;
  // The control: it is there, and the search finds it.
  expect(textOf(memory)).toContain(PASSWORD);
  expect(made.injected()).toContain(ANNA);
  await made.locking.lock();
  const places = ['rules', 'remove key:', `remove credential:${annaId}`].map((start) =>
    log.findIndex((entry) => entry.startsWith(start)),
  );
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
  expect(textOf(memory)).not.toContain(PASSWORD);
  expect(session.get('key', '')).toBeUndefined();
  expect(session.get('account', annaId)).toMatchObject({ status: 'locked', why: null });
  expect(made.vault.state()).toBe('locked');
});

test('locked: who is signed in until the browser closes stays so, and what is half typed stays', async () => {
  const made = await unlockedWorld();
  const row = { draft: draft('ben', 'half-typed'), failure: null, pending: null, origins: [] };
  await made.session.set('row', 'a row', row);
  await made.locking.lock();
  expect(made.injected()).toEqual([BEN]);
  expect(made.session.get('account', made.benId)?.status).toBe('signedIn');
  expect(textOf(made.memory)).toContain('half-typed');
});

test('on a shared computer everything ends: sign-ins, forms, and what waits for a prompt', async () => {
  const made = await unlockedWorld();
  await made.settings.change(SHARED);
  const typed = draft('ben', 'half-typed');
  await made.session.set('row', 'a row', { draft: typed, failure: null, pending: null, origins: [] });
  await made.session.set('intent', 'a row', {
    ...{ key: 'a row', tabId: 1, origins: [], expires: made.clock.now + 60_000 },
    act: { what: 'signIn', draft: typed, reload: false, replaces: null },
  });
  await made.locking.lock();
  expect(made.browserRules.rules.size).toBe(0);
  for (const secret of [PASSWORD, BEN_PASSWORD, 'half-typed'])
    expect(textOf(made.memory)).not.toContain(secret);
  expect(made.session.get('account', made.benId)).toMatchObject({ status: 'signIn', why: 'endedByItself' });
  expect(made.session.get('account', made.annaId)?.status).toBe('locked');
});

test.each([
  ['settings, yes', { lockWithComputer: true, sharedComputer: false, ...NO_NOTICING }, [BEN]],
  ['settings, no', { lockWithComputer: false, sharedComputer: false, ...NO_NOTICING }, [ANNA, BEN]],
  ['shared, whatever it says', { lockWithComputer: false, sharedComputer: true, ...NO_NOTICING }, []],
])('the computer was locked (%s)', async (_, settings, injected) => {
  const made = await unlockedWorld();
  await made.settings.change({ lockAfterMinutes: null, ...settings });
  await made.locking.computerLocked();
  expect(made.injected().sort()).toEqual([...injected].sort());
});

test.each([
  ['remembered sign-ins', false],
  ['a shared computer', true],
])(
  'a worker that is stopped between any two steps of locking ends it when it starts again: %s',
  async (_, shared) => {
    let changes = 0;
    for (let isOver = false; !isOver; changes += 1) {
      const before = await unlockedWorld();
      if (shared) await before.settings.change(SHARED);
      const row = { draft: draft('ben', 'half-typed'), failure: null, pending: null, origins: [] };
      await before.session.set('row', 'a row', row);
      const { kept, begin, stopped } = stoppedAfter(changes, before);
      const worker = await signInWorld(async () => Promise.reject(), kept);
      begin();
      isOver = (await Promise.race([worker.locking.lock(), stopped])) !== 'stopped';
      const after = await nextWorker(before);
      // Before its first change the lock has not begun.
      if (changes === 0) continue;
      const left = shared ? [] : [BEN];
      expect([changes, after.injected()]).toEqual([changes, left]);
      expect([changes, textOf(before.memory).includes(PASSWORD)]).toEqual([changes, false]);
      expect([changes, after.session.get('key', ''), after.vault.state()]).toEqual([
        changes,
        undefined,
        'locked',
      ]);
      expect(after.session.get('account', after.annaId)?.status).toBe('locked');
      expect(after.session.get('locking', '')).toBeUndefined();
      expect(textOf(before.memory).includes('half-typed')).toBe(!shared);
    }
    expect(changes).toBeGreaterThan(5);
  },
);

test.each(['set', 'remove'] as const)('memory that fails (%s) keeps nothing injected', async (name) => {
  const made = await unlockedWorld();
  made.memory.failing.add(name);
  await made.locking.lock().catch(() => undefined);
  expect(made.injected()).not.toContain(ANNA);
  expect(made.vault.state()).toBe('locked');
  expect(made.credentials.get(made.annaId)).toBeUndefined();
});

test('a browser that fails to take its rules away: the key and the credentials go all the same', async () => {
  const made = await unlockedWorld();
  made.browserRules.broken = true;
  await made.locking.lock().catch(() => undefined);
  expect(made.vault.state()).toBe('locked');
  expect(textOf(made.memory)).not.toContain(PASSWORD);
  // And the next worker takes the rules away, before anything else is done.
  made.browserRules.broken = false;
  const after = await nextWorker(made);
  expect(after.injected()).not.toContain(ANNA);
});

test('locked twice at once, and where nothing is open', async () => {
  const made = await unlockedWorld();
  await Promise.all([made.locking.lock(), made.locking.lock()]);
  expect(made.injected()).toEqual([BEN]);
  const closed = await lockedWorld();
  await closed.locking.lock();
  expect(closed.vault.state()).toBe('locked');
  expect(closed.session.get('locking', '')).toBeUndefined();
});
