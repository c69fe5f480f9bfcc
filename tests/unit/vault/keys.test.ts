import { expect, test, vi } from 'vitest';
import {
  ANNA,
  codeOf,
  type Disk,
  diskOf,
  envelope,
  HEADER,
  KEY,
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

const NEXT = 'another passphrase';
const ADDED = 1_800_000_000_000;
const entriesOf = (disk: Disk) => Object.fromEntries(Object.entries(disk).filter(([key]) => key !== 'vault'));

test('another passphrase: the data key is wrapped anew, entries stay as they are', async () => {
  const before = await threeOnDisk();
  const { vault, area, place } = await unlocked(before);
  const key = place.key;
  await vault.changePassphrase(PASSPHRASE, NEXT);
  const after = diskOf(area);
  expect(entriesOf(after)).toEqual(entriesOf(before));
  const { passphrase, ...rest } = envelope(after);
  expect(rest).toEqual({ version: 1, passkeys: envelope(before).passkeys, index: envelope(before).index });
  expect(passphrase).not.toBe(envelope(before).passphrase);
  expect([vault.state(), place.key]).toEqual(['unlocked', key]);

  const next = await start(after);
  expect(await next.vault.unlock(PASSPHRASE).catch(codeOf)).toBe('wrongPassphrase');
  expect((await next.vault.unlock(NEXT)).credentials).toEqual([ANNA, KEY, HEADER]);
  await next.vault.lock();
  expect((await unlockQuickly(next.vault)).credentials).toEqual([ANNA, KEY, HEADER]);
});

test('each wrap has a salt of its own', async () => {
  const { vault, area } = await unlocked();
  const salts = new Set([saltOf(envelope(diskOf(area)).passphrase)]);
  await vault.changePassphrase(PASSPHRASE, NEXT);
  salts.add(saltOf(envelope(diskOf(area)).passphrase));
  await vault.changePassphrase(NEXT, PASSPHRASE);
  salts.add(saltOf(envelope(diskOf(area)).passphrase));
  expect(salts.size).toBe(3);
});

function saltOf(jwe: string): unknown {
  return JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString()).salt;
}

test('the passphrase is changed only by who knows it, and wrong ones count', async () => {
  const { vault, area, clock } = await unlocked();
  const disk = diskOf(area);
  for (const _ of [1, 2, 3]) {
    expect(await vault.changePassphrase('not this one', NEXT).catch(codeOf)).toBe('wrongPassphrase');
  }
  expect(await vault.changePassphrase('not this one', NEXT).catch(codeOf)).toBe('passphraseWait');
  expect(await vault.unlock(PASSPHRASE).catch(codeOf)).toBe('passphraseWait');
  expect(await vault.changePassphrase(PASSPHRASE, 'short').catch(codeOf)).toBe('shortPassphrase');
  expect(envelope(diskOf(area))).toEqual(envelope(disk));
  expect([vault.state(), vault.waitUntil()]).toEqual(['unlocked', clock.now + 2000]);
});

test('a wrap of another key in its place is not wrapped anew', async () => {
  const stranger = await start();
  await stranger.vault.create(NEXT);
  const disk = await threeOnDisk();
  const { passphrase } = envelope(diskOf(stranger.area));
  const { vault, area } = await unlocked({ ...disk, vault: { ...envelope(disk), passphrase } });
  const before = diskOf(area);
  expect(await vault.changePassphrase(NEXT, PASSPHRASE).catch(codeOf)).toBe('vaultDamaged');
  expect(diskOf(area)).toEqual(before);
});

test('a passkey: added, unlocks, removed, unlocks no more', async () => {
  const { vault, area } = await unlocked();
  const output = Buffer.alloc(32, 0x11).toString('base64url');
  await vault.addPasskey('bmV3', 'bmV3c2FsdA', output, ADDED);
  expect(vault.passkeys()).toEqual([
    { id: PASSKEY.id, salt: PASSKEY.salt, added: ADDED },
    { id: 'bmV3', salt: 'bmV3c2FsdA', added: ADDED },
  ]);
  expect(area.calls).toEqual(['set vault']);

  const next = await start(diskOf(area));
  expect(next.vault.passkeys()).toHaveLength(2);
  expect((await next.vault.unlockWithPasskey('bmV3', output)).credentials).toEqual([ANNA, KEY, HEADER]);
  await next.vault.removePasskey('bmV3');
  await next.vault.removePasskey('bmV3');
  expect(next.area.calls).toEqual(['set vault']);
  await next.vault.lock();
  expect(await next.vault.unlockWithPasskey('bmV3', output).catch(codeOf)).toBe('passkeyRefused');
  expect((await unlockQuickly(next.vault)).credentials).toHaveLength(3);
});

test('a passkey added again takes the place of the first', async () => {
  const { vault } = await unlocked();
  const output = Buffer.alloc(32, 0x22).toString('base64url');
  await vault.addPasskey(PASSKEY.id, 'bmV3c2FsdA', output, ADDED + 1);
  expect(vault.passkeys()).toEqual([{ id: PASSKEY.id, salt: 'bmV3c2FsdA', added: ADDED + 1 }]);
  await vault.lock();
  expect(await unlockQuickly(vault).catch(codeOf)).toBe('passkeyRefused');
  await vault.unlockWithPasskey(PASSKEY.id, output);
});

test.each([
  ['another output', PASSKEY.id, Buffer.alloc(32, 0x5b).toString('base64url')],
  ['a shorter output', PASSKEY.id, Buffer.alloc(31, 0x5a).toString('base64url')],
  ['a longer output', PASSKEY.id, Buffer.alloc(33, 0x5a).toString('base64url')],
  ['no output', PASSKEY.id, ''],
  ['something that is no base64url', PASSKEY.id, '!'.repeat(43)],
  ['a passkey that nobody added', 'bmV3', PASSKEY.output],
])('%s is refused, without a wait', async (_, id, output) => {
  const { vault, area, place } = await start(await threeOnDisk());
  await expect(vault.unlockWithPasskey(id, output)).rejects.toMatchObject({
    code: 'passkeyRefused',
    values: [],
  });
  expect([vault.state(), place.key, vault.waitUntil(), area.calls]).toEqual(['locked', undefined, 0, []]);
});

test.each([
  ['a short output', 'bmV3', 'bmV3', 'AAAA'],
  ['no id', '', 'bmV3', PASSKEY.output],
  ['an id that is no base64url', 'a b', 'bmV3', PASSKEY.output],
  ['a salt that is no base64url', 'bmV3', '='.repeat(4), PASSKEY.output],
])('a passkey with %s is not added', async (_, id, salt, output) => {
  const { vault, area } = await unlocked();
  expect(await vault.addPasskey(id, salt, output, 0).catch(codeOf)).toBe('passkeyRefused');
  expect([vault.passkeys().length, area.calls]).toEqual([1, []]);
});
