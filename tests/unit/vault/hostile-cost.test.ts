import { argon2id } from 'hash-wasm';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { wrapWithPassphrase } from '../../../lib/vault/wrap.ts';
import {
  codeOf,
  type Disk,
  diskOf,
  envelope,
  PASSPHRASE,
  start,
  threeOnDisk,
  unlocked,
  withHeader,
} from './world.ts';

vi.mock('hash-wasm', async (original) => {
  const actual = await original<typeof import('hash-wasm')>();
  return { ...actual, argon2id: vi.fn(actual.argon2id) };
});

let disk: Disk;
let file: { passphrase: string };

beforeAll(async () => {
  const { vault, area } = await unlocked(await threeOnDisk());
  disk = diskOf(area);
  file = JSON.parse(await vault.backup({})) as { passphrase: string };
});

beforeEach(() => {
  vi.mocked(argon2id).mockClear();
});

const salt = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64url');

test.each<[string, Record<string, unknown>]>([
  ['less than 64 MiB', { m: 65_535 }],
  ['more than 1 GiB', { m: 1_048_577 }],
  ['4 GiB', { m: 4_194_304 }],
  ['half a KiB', { m: 65_536.5 }],
  ['memory in words', { m: '65536' }],
  ['less than nothing', { m: -65_536 }],
  ['no memory', { m: undefined }],
  ['two passes', { t: 2 }],
  ['17 passes', { t: 17 }],
  ['a billion passes', { t: 1e9 }],
  ['no lane', { p: 0 }],
  ['five lanes', { p: 5 }],
  ['a short salt', { salt: salt(15) }],
  ['a long salt', { salt: salt(65) }],
  ['a salt that is no base64url', { salt: `${salt(16)}=` }],
  ['a salt with bits that stand for nothing', { salt: `${salt(16).slice(0, -1)}x` }],
  ['a salt that is no text', { salt: [1] }],
  ['another function', { kdf: 'pbkdf2' }],
  ['another algorithm', { alg: 'PBES2-HS512+A256KW', p2c: 1e9, p2s: salt(16) }],
  ['another cipher', { enc: 'A128GCM' }],
  ['compression', { zip: 'DEF' }],
  ['another type', { typ: 'layerkey-entry' }],
  ['another version', { v: 2 }],
])('%s is refused before anything is derived', async (_, change) => {
  const passphrase = withHeader(envelope(disk).passphrase, change);
  const { vault, area } = await start({ ...disk, vault: { ...envelope(disk), passphrase } });
  expect(await vault.unlock(PASSPHRASE).catch(codeOf)).toBe('vaultDamaged');
  expect(area.items.has('unlocking')).toBe(false);

  const backup = JSON.stringify({ ...file, passphrase: withHeader(file.passphrase, change) });
  expect(await vault.readBackup(backup, PASSPHRASE).catch(codeOf)).toBe('backupUnreadable');
  expect(argon2id).not.toHaveBeenCalled();
});

test('a wrap that costs more opens, and the next one costs as much', async () => {
  const { vault, area, place } = await unlocked(disk);
  const dataKey = Buffer.from(place.key ?? '', 'base64url');
  const passphrase = await wrapWithPassphrase(dataKey, PASSPHRASE, { m: 98_304, t: 4, p: 2 });
  const costly = await start({ ...diskOf(area), vault: { ...envelope(disk), passphrase } }, place.key);
  vi.mocked(argon2id).mockClear();
  await costly.vault.changePassphrase(PASSPHRASE, 'another passphrase');
  const cost = { memorySize: 98_304, iterations: 4, parallelism: 2 };
  expect(vi.mocked(argon2id).mock.calls.map(([options]) => options)).toMatchObject([cost, cost]);
  await vault.lock();
});

test('a passphrase is not tried before its time', async () => {
  const { vault, clock } = await start({
    ...disk,
    unlocking: { failures: 12, notBefore: 1_800_000_300_000 },
  });
  expect(await vault.unlock(PASSPHRASE).catch(codeOf)).toBe('passphraseWait');
  clock.now += 299_999;
  expect(await vault.unlock(PASSPHRASE).catch(codeOf)).toBe('passphraseWait');
  expect(argon2id).not.toHaveBeenCalled();
});
