import { expect, test } from 'vitest';
import { PASSWORD } from '../../fakes/anna.ts';
import { lockedWorld, nextWorker, type RememberedWorld, unlockedWorld } from '../../fakes/remembered.ts';
import { basicOf } from '../../fakes/sign-in-world.ts';
import { NO_NOTICING } from '../../fakes/told.ts';

const MINUTE = 60_000;
const choose = (lockAfterMinutes: 5 | 15 | 60 | null, sharedComputer = false) => ({
  ...{ lockAfterMinutes, lockWithComputer: true, sharedComputer, ...NO_NOTICING },
});

/** Unlocked, used a moment ago, and to be locked after this time. */
async function lockingAfter(minutes: 5 | 15 | 60 | null, shared = false): Promise<RememberedWorld> {
  const made = await unlockedWorld();
  made.idle.last = made.clock.now;
  await made.settings.change(choose(minutes, shared));
  await made.locking.settingsChanged();
  return made;
}

const deadlineOf = ({ session, clock }: RememberedWorld) => {
  const deadline = session.get('deadline', '');
  return deadline === undefined ? null : (deadline - clock.now) / MINUTE;
};

test.each([
  [5, false, 5],
  [60, false, 60],
  [null, false, null],
  [60, true, 15],
  [null, true, 15],
  [5, true, 5],
] as const)('%s minutes, shared: %s: armed for %s', async (minutes, shared, expected) => {
  expect(deadlineOf(await lockingAfter(minutes, shared))).toBe(expected);
});

test('nothing is armed where nothing would end', async () => {
  const made = await lockedWorld();
  await made.settings.change(choose(5));
  await made.locking.arm();
  expect(deadlineOf(made)).toBe(null);
  expect(made.alarms).toEqual([]);
});

test('the alarm wakes the worker half-way, and use moves the time', async () => {
  const made = await lockingAfter(15);
  expect(made.alarms.at(-1)).toBe(made.clock.now + 7.5 * MINUTE);
  made.clock.now += 7.5 * MINUTE;
  made.idle.last = made.clock.now - 1;
  await made.locking.look();
  expect(made.vault.state()).toBe('unlocked');
  expect(deadlineOf(made)).toBeGreaterThan(13);
  expect(made.alarms.at(-1)).toBeGreaterThan(made.clock.now);
});

test('without use it is locked when the time is over, at whatever wake-up', async () => {
  const made = await lockingAfter(15);
  made.clock.now += 15 * MINUTE - 1;
  expect(await made.locking.check()).toBe(false);
  made.clock.now += 1;
  expect(await made.locking.check()).toBe(true);
  expect(made.vault.state()).toBe('locked');
  expect(made.injected()).not.toContain(basicOf('anna', PASSWORD));
  expect(deadlineOf(made)).toBe(null);
  expect(made.alarms.at(-1)).toBe(0);
});

test('a computer that slept is locked by the first look, though somebody is there again', async () => {
  const made = await lockingAfter(5);
  made.clock.now += 8 * 60 * MINUTE;
  made.idle.last = made.clock.now;
  await made.locking.look();
  expect(made.vault.state()).toBe('locked');
});

test('a worker that starts again finds the time, and the time over', async () => {
  const made = await lockingAfter(5);
  const before = made.session.get('deadline', '');
  const next = await nextWorker(made);
  expect(next.session.get('deadline', '')).toBe(before);
  await next.session.set('deadline', '', next.clock.now - 1);
  expect((await nextWorker(next)).vault.state()).toBe('locked');
});

test('another choice counts from now; none takes the time and the alarm away', async () => {
  const made = await lockingAfter(60);
  made.clock.now += 50 * MINUTE;
  await made.settings.change(choose(5));
  await made.locking.settingsChanged();
  expect(deadlineOf(made)).toBe(5);
  await made.settings.change(choose(null));
  await made.locking.settingsChanged();
  expect(deadlineOf(made)).toBe(null);
  expect(made.alarms.at(-1)).toBe(0);
});

test('locked by hand takes the time away; opened again it counts anew', async () => {
  const made = await lockingAfter(5);
  await made.locking.lock();
  expect(deadlineOf(made)).toBe(null);
  made.clock.now += 4 * MINUTE;
  await made.open();
  await made.locking.arm();
  expect(deadlineOf(made)).toBe(5);
});

test('a clock that is set back makes nobody wait longer than the limit', async () => {
  const made = await lockingAfter(5);
  made.clock.now -= 24 * 60 * MINUTE;
  made.idle.last = made.clock.now;
  // The browser wakes the worker for whatever reason, and nobody touches the computer.
  for (let minute = 0; minute <= 6; minute += 1) {
    await made.locking.check();
    made.clock.now += MINUTE;
  }
  expect(made.vault.state()).toBe('locked');
});

test('a computer whose screen is locked is not taken for unused, where locking with it was not wanted', async () => {
  const made = await lockingAfter(60);
  await made.settings.change({ ...choose(60), lockWithComputer: false });
  made.clock.now += 30 * MINUTE;
  made.idle.last = made.clock.now - MINUTE;
  made.idle.locked = true;
  await made.locking.look();
  expect(made.vault.state()).toBe('unlocked');
  expect(deadlineOf(made)).toBeGreaterThan(0);
});
