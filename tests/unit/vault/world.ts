import type { Credential } from '../../../lib/sources/model.ts';
import { type KeyPlace, type Opened, openVault, type Vault } from '../../../lib/vault/vault.ts';
import { type MemoryArea, memoryArea } from '../../fakes/memory-area.ts';
import { credential, destination } from '../../fakes/records.ts';

export const PASSPHRASE = 'correct horse battery';

/** A passkey as the browser answers for it: 32 bytes from its PRF extension. */
export const PASSKEY = {
  id: 'cGFzc2tleQ',
  salt: 'c2FsdA',
  output: Buffer.alloc(32, 0x5a).toString('base64url'),
};

/** Three accounts, and what each is called when something is wrong with it. */
export const ANNA = credential();
export const KEY = credential({
  accountId: 'accoun2',
  secrets: { key: 'k3y-of-the-tiles' },
  destinations: [destination({ sourceId: 'source2', prefix: 'https://tiles.example.com/wmts' })],
});
export const HEADER = credential({
  accountId: 'accoun3',
  secrets: { value: 'Geheim-äöü' },
  destinations: [destination({ sourceId: 'source3', prefix: 'https://api.example.com/v1' })],
});
export const NAMES: Record<string, string> = {
  accoun1: 'anna, geo.example.com',
  accoun2: 'tiles.example.com',
  accoun3: 'api.example.com',
};
export const named = (one: Credential) => ({ credential: one, name: NAMES[one.accountId] ?? one.accountId });

export interface FakePlace extends KeyPlace {
  key: string | undefined;
  failing: Set<'write' | 'clear'>;
}

export function keyPlace(key?: string): FakePlace {
  const place: FakePlace = {
    key,
    failing: new Set(),
    read: () => place.key,
    write: async (next) => {
      if (place.failing.has('write')) throw new Error('QUOTA_BYTES quota exceeded');
      place.key = next;
    },
    clear: async () => {
      if (place.failing.has('clear')) throw new Error('storage.session is gone');
      place.key = undefined;
    },
  };
  return place;
}

export type Disk = Record<string, unknown>;

export interface World {
  vault: Vault;
  area: MemoryArea;
  place: FakePlace;
  clock: { now: number };
}

/** A worker that starts over this disk. */
export async function start(disk: Disk = {}, key?: string): Promise<World> {
  const [area, place, clock] = [memoryArea(disk), keyPlace(key), { now: 1_800_000_000_000 }];
  return { area, place, clock, vault: await openVault(area, place, () => clock.now) };
}

/** The same, unlocked by the passkey: that costs no Argon2. */
export async function unlocked(disk?: Disk): Promise<World & { opened: Opened }> {
  const world = await start(disk ?? (await threeOnDisk()));
  return { ...world, opened: await unlockQuickly(world.vault) };
}

export const unlockQuickly = (vault: Vault) => vault.unlockWithPasskey(PASSKEY.id, PASSKEY.output);

export const diskOf = ({ items }: MemoryArea): Disk => structuredClone(Object.fromEntries(items));

let empty: Promise<Disk> | undefined;

/** A vault with a passkey and nothing in it; made once a file. */
export function emptyOnDisk(): Promise<Disk> {
  empty ??= (async () => {
    const { vault, area } = await start();
    await vault.create(PASSPHRASE);
    await vault.addPasskey(PASSKEY.id, PASSKEY.salt, PASSKEY.output, 1_800_000_000_000);
    return diskOf(area);
  })();
  return empty;
}

/** The same with the three accounts. */
export async function threeOnDisk(): Promise<Disk> {
  const { vault, area } = await unlocked(await emptyOnDisk());
  await vault.saveAll([ANNA, KEY, HEADER].map(named));
  return diskOf(area);
}

export const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : error;

/** The envelope of a disk. */
export function envelope(disk: Disk) {
  return disk.vault as {
    version: number;
    passphrase: string;
    passkeys: { id: string; salt: string; added: number; jwe: string }[];
    index: string;
  };
}

/** The text with another header in front: what somebody without the key can do. */
export function withHeader(jwe: string, change: Record<string, unknown>): string {
  const [header = '', ...rest] = jwe.split('.');
  const before = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
  const after = JSON.stringify({ ...before, ...change });
  return [Buffer.from(after).toString('base64url'), ...rest].join('.');
}

/** The vault as it was before anna's password was changed, and before the header was saved. */
export async function anOlderDisk(): Promise<Disk> {
  const { vault, area } = await unlocked();
  await vault.forget(['accoun3']);
  await vault.save({ ...ANNA, secrets: { password: 'the old one' } }, NAMES.accoun1 ?? '');
  return diskOf(area);
}
