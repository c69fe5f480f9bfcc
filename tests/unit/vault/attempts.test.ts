import { expect, test } from 'vitest';
import {
  failed,
  NO_ATTEMPTS,
  readAttempts,
  secondsLeft,
  settled,
  waitAfter,
} from '../../../lib/vault/attempts.ts';
import { createUnlocking } from '../../../lib/vault/unlocking.ts';
import { memoryArea } from '../../fakes/memory-area.ts';

const NOW = 1_800_000_000_000;

test.each([
  [0, 0],
  [1, 0],
  [2, 0],
  [3, 0],
  [4, 2],
  [5, 4],
  [6, 8],
  [7, 16],
  [8, 32],
  [9, 64],
  [10, 128],
  [11, 256],
  [12, 300],
  [13, 300],
  [5000, 300],
])('after %i wrong passphrases one waits %i s', (failures, seconds) => {
  expect(waitAfter(failures)).toBe(seconds * 1000);
});

test.each([
  ['right away', 0, 2],
  ['after half of the wait', 1000, 1],
  ['a moment before', 1999, 1],
  ['when it is over', 2000, 0],
  ['much later', 1e9, 0],
])('%s', (_, later, seconds) => {
  expect(secondsLeft(failed({ failures: 3, notBefore: 0 }, NOW), NOW + later)).toBe(seconds);
});

test.each([
  ['a minute back', 12, -60_000, 300],
  ['a year back', 12, -365 * 86_400_000, 300],
  ['a year back, after few wrong ones', 5, -365 * 86_400_000, 4],
  ['forward', 12, 60_000, 240],
])('the clock is set %s', (_, failures, later, seconds) => {
  const attempts = { failures, notBefore: NOW + waitAfter(failures) };
  expect(secondsLeft(settled(attempts, NOW + later), NOW + later)).toBe(seconds);
});

test.each([
  ['nothing', undefined],
  ['text', 'many'],
  ['no numbers', { failures: '4', notBefore: '9' }],
  ['less than nothing', { failures: -1, notBefore: 0 }],
  ['half a failure', { failures: 0.5, notBefore: 0 }],
  ['more members', { failures: 4, notBefore: 0, erase: true }],
])('%s where the attempts should be counts as none', (_, stored) => {
  expect(readAttempts(stored)).toEqual(NO_ATTEMPTS);
});

const wrong = async () => null;
const never = () => Promise.reject(new Error('tried too early'));

test('wrong ones are counted on the disk before they are answered, and the next worker waits on', async () => {
  const area = memoryArea();
  let now = NOW;
  const unlocking = createUnlocking(area, () => now);
  for (const failures of [1, 2, 3]) {
    await expect(unlocking.tryOnce(wrong)).rejects.toMatchObject({ code: 'wrongPassphrase', values: [] });
    expect(area.items.get('unlocking')).toEqual({ failures, notBefore: 0 });
    expect(unlocking.waitUntil()).toBe(0);
  }
  await expect(unlocking.tryOnce(wrong)).rejects.toMatchObject({ code: 'passphraseWait', values: ['2'] });
  expect(unlocking.waitUntil()).toBe(NOW + 2000);

  const next = createUnlocking(area, () => now);
  next.load(Object.fromEntries(area.items));
  now += 500;
  await expect(next.tryOnce(never)).rejects.toMatchObject({ code: 'passphraseWait', values: ['2'] });
  now += 1500;
  expect(next.waitUntil()).toBe(0);
  await expect(next.tryOnce(wrong)).rejects.toMatchObject({ code: 'passphraseWait', values: ['4'] });
  now += 4000;
  await expect(next.tryOnce(async () => 'opened')).resolves.toBe('opened');
  expect(area.items.size).toBe(0);
  await expect(next.tryOnce(wrong)).rejects.toMatchObject({ code: 'wrongPassphrase' });
});

test('where the clock was set back, the wait ends, also over many workers', async () => {
  const area = memoryArea({ unlocking: { failures: 12, notBefore: NOW + 300_000 } });
  let now = NOW - 86_400_000;
  const end = now + 300_000;
  for (const later of [0, 100_000, 199_000]) {
    now = end - 300_000 + later;
    const unlocking = createUnlocking(area, () => now);
    unlocking.load(Object.fromEntries(area.items));
    await expect(unlocking.tryOnce(never)).rejects.toMatchObject({
      code: 'passphraseWait',
      values: [String((end - now) / 1000)],
    });
    expect(unlocking.waitUntil()).toBe(end);
  }
  now = end;
  const unlocking = createUnlocking(area, () => now);
  unlocking.load(Object.fromEntries(area.items));
  await expect(unlocking.tryOnce(async () => 'opened')).resolves.toBe('opened');
});

test('a full disk lifts no delay, and keeps nobody out who knows the passphrase', async () => {
  const area = memoryArea();
  area.failing.add('set').add('remove');
  let now = NOW;
  const unlocking = createUnlocking(area, () => now);
  for (let failures = 0; failures < 4; failures++) await unlocking.tryOnce(wrong).catch(() => undefined);
  unlocking.load({});
  await expect(unlocking.tryOnce(never)).rejects.toMatchObject({ code: 'passphraseWait', values: ['2'] });
  now += 2000;
  await expect(unlocking.tryOnce(async () => 'opened')).resolves.toBe('opened');
});
