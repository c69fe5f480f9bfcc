import { expect, test } from 'vitest';
import type { Vault } from '../../../lib/vault/vault.ts';
import {
  ANNA,
  diskOf,
  envelope,
  named,
  PASSKEY,
  PASSPHRASE,
  start,
  threeOnDisk,
  unlocked,
  unlockQuickly,
} from './world.ts';

const OPERATIONS: [string, (vault: Vault, backup: string) => Promise<unknown>][] = [
  ['create', (vault) => vault.create(PASSPHRASE)],
  ['unlock', (vault) => vault.unlock(PASSPHRASE)],
  ['unlockWithPasskey', unlockQuickly],
  ['save', (vault) => vault.save(ANNA, 'anna')],
  ['saveAll', (vault) => vault.saveAll([named(ANNA)])],
  ['read', (vault) => vault.read('accoun1')],
  ['forget', (vault) => vault.forget(['accoun1'])],
  ['changePassphrase', (vault) => vault.changePassphrase(PASSPHRASE, 'another passphrase')],
  ['addPasskey', (vault) => vault.addPasskey('bmV3', PASSKEY.salt, PASSKEY.output, 0)],
  ['removePasskey', (vault) => vault.removePasskey(PASSKEY.id)],
  ['destroy', (vault) => vault.destroy()],
  ['backup', (vault) => vault.backup({})],
  ['readBackup', (vault, backup) => vault.readBackup(backup, PASSPHRASE)],
];

test.each(['with a key left here', 'without a key'])(
  '%s, a newer vault is refused and stays as it is',
  async (how) => {
    const first = await unlocked(await threeOnDisk());
    const backup = await first.vault.backup({});
    const disk = {
      ...diskOf(first.area),
      vault: { ...envelope(diskOf(first.area)), version: 2, passphrase: { of: 'the future' } },
      'vault:accoun1': { of: 'the future' },
      'vault:accoun9': 'of the future',
      unlocking: { failures: 12, notBefore: 9e15 },
    };
    const { vault, area, place } = await start(disk, how === 'without a key' ? undefined : first.place.key);
    expect([vault.state(), place.key]).toEqual(['newer', undefined]);
    for (const [name, act] of OPERATIONS) {
      await expect(act(vault, backup), name).rejects.toMatchObject({ code: 'vaultNewer', values: [] });
    }
    await vault.lock();
    await vault.reload();
    expect([vault.state(), diskOf(area), area.calls]).toEqual(['newer', disk, []]);
  },
);
