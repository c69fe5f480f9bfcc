import { expect, test } from 'vitest';
import { openSettings, type Settings } from '../../../lib/vault/settings.ts';
import { memoryArea } from '../../fakes/memory-area.ts';
import { NO_NOTICING } from '../../fakes/told.ts';

const DEFAULTS: Settings = {
  lockAfterMinutes: null,
  lockWithComputer: true,
  sharedComputer: false,
  ...NO_NOTICING,
};
const CHOSEN: Settings = {
  lockAfterMinutes: 5,
  lockWithComputer: false,
  sharedComputer: true,
  ...NO_NOTICING,
};

test('nothing chosen yet: locked when the browser closes and with the computer', async () => {
  expect((await openSettings(memoryArea())).now()).toEqual(DEFAULTS);
});

test('what was chosen applies at once and is there for the next worker', async () => {
  const area = memoryArea();
  const settings = await openSettings(area);
  await settings.change(CHOSEN);
  expect(settings.now()).toEqual(CHOSEN);
  expect((await openSettings(area)).now()).toEqual(CHOSEN);
});

test.each([
  ['a number', 15],
  ['a member less', { lockAfterMinutes: 5, sharedComputer: false, ...NO_NOTICING }],
  ['a member more', { ...CHOSEN, more: true }],
  ['a time that nobody could choose', { ...CHOSEN, lockAfterMinutes: 100_000 }],
  ['null', null],
])('settings that cannot be read (%s): nothing is kept for long', async (_, stored) => {
  const { lockAfterMinutes, lockWithComputer } = (await openSettings(memoryArea({ settings: stored }))).now();
  expect(lockAfterMinutes).toBe(15);
  expect(lockWithComputer).toBe(true);
});

test('storage that cannot be read is no reason to stand still, nor to keep anything for long', async () => {
  const area = memoryArea({ settings: DEFAULTS });
  area.failing.add('get');
  expect((await openSettings(area)).now().lockAfterMinutes).toBe(15);
});

test('a full disk: refused, and what applied before still does', async () => {
  const area = memoryArea();
  const settings = await openSettings(area);
  area.failing.add('set');
  await expect(settings.change(CHOSEN)).rejects.toMatchObject({ code: 'storageFailed' });
  expect(settings.now()).toEqual(DEFAULTS);
});
