import { expect, test } from 'vitest';
import { draft, OTHER_SITE, PASSWORD, yes } from '../../fakes/anna.ts';
import { PREFIX, SITE } from '../../fakes/records.ts';
import {
  BEN_PASSWORD,
  entriesOf,
  lockedWorld,
  type RememberedWorld,
  textOf,
  unlockedWorld,
} from '../../fakes/remembered.ts';
import { basicOf, seenRow } from '../../fakes/sign-in-world.ts';
import { NO_NOTICING } from '../../fakes/told.ts';

const THIRD = seenRow({ base: 'https://third.example/ows' });
const ANNA = basicOf('anna', PASSWORD);
const BEN = basicOf('ben', BEN_PASSWORD);

/** The browser was closed and is open again, the vault opened, and its sites are proven. */
async function reopened(made: RememberedWorld): Promise<RememberedWorld> {
  const next = await lockedWorld(undefined, Object.fromEntries(made.local.items));
  await next.open();
  await next.recheck.openSites(new Set([SITE, OTHER_SITE]));
  return next;
}

const rowOf = async (made: RememberedWorld) => ({
  ...seenRow(),
  source: (await made.store.read()).sources[0] ?? null,
});

test('remembered at sign-in: sealed on the disk, readable nowhere, and there again', async () => {
  const made = await unlockedWorld();
  expect(entriesOf(made.local)).toEqual([made.annaId]);
  // The control: the search finds what is there.
  expect(textOf(made.local)).toContain('geo.example.com');
  const forms = [
    PASSWORD,
    encodeURIComponent(PASSWORD),
    ANNA.slice(6),
    JSON.stringify(PASSWORD).slice(1, -1),
  ];
  for (const secret of forms) expect(textOf(made.local)).not.toContain(secret);
  expect((await reopened(made)).injected()).toEqual([ANNA]);
});

test.each([
  ['a locked vault', 'vaultLocked', async (made: RememberedWorld) => made.locking.lock()],
  [
    'a shared computer',
    'sharedComputer',
    async (made: RememberedWorld) =>
      made.settings.change({
        lockAfterMinutes: null,
        lockWithComputer: true,
        sharedComputer: true,
        ...NO_NOTICING,
      }),
  ],
])('%s is told before anything is sent', async (_, code, prepare) => {
  const made = await unlockedWorld();
  await prepare(made);
  const signedIn = made.signIns.signIn(THIRD, { ...draft(), remember: true }, [], null, yes);
  await expect(signedIn).rejects.toMatchObject({ code });
  expect(made.asked).toEqual([]);
  expect((await made.store.read()).sources).toHaveLength(2);
});

test('remembered later, and forgotten again, while it goes on working', async () => {
  const made = await unlockedWorld();
  await made.signIns.setRemembered(made.benId, true);
  expect(entriesOf(made.local).sort()).toEqual([made.annaId, made.benId].sort());
  expect((await reopened(made)).injected().sort()).toEqual([ANNA, BEN].sort());
  await made.signIns.setRemembered(made.benId, false);
  expect(entriesOf(made.local)).toEqual([made.annaId]);
  expect(made.injected().sort()).toEqual([ANNA, BEN].sort());
  expect((await reopened(made)).injected()).toEqual([ANNA]);
  await made.locking.lock();
  expect(made.injected()).toEqual([BEN]);
});

test('what is not there cannot be remembered', async () => {
  const made = await lockedWorld();
  for (const id of [made.annaId, made.benId, 'nobody1'])
    await expect(made.signIns.setRemembered(id, true)).rejects.toMatchObject({ code: 'vaultLocked' });
});

test('a changed password of a remembered account is the one that is saved', async () => {
  const made = await unlockedWorld();
  const row = await rowOf(made);
  await expect(made.signIns.signIn(row, draft('anna', 'wrong'), [], made.annaId, yes)).rejects.toMatchObject({
    code: 'passwordRefused',
  });
  expect((await reopened(made)).injected()).toEqual([ANNA]);
  await made.signIns.signIn(row, draft('anna', 'n3w'), [], made.annaId, yes);
  const next = await reopened(made);
  expect(next.asked.map(({ headers }) => headers.authorization)).toEqual([basicOf('anna', 'n3w')]);
  expect(next.injected()).toEqual([basicOf('anna', 'n3w')]);
});

test('signed in again without remembering: no longer on this device', async () => {
  const made = await unlockedWorld();
  await made.signIns.signIn(await rowOf(made), draft('anna', 'n3w'), [], null, yes);
  expect(entriesOf(made.local)).toEqual([]);
  expect(made.injected().sort()).toEqual([basicOf('anna', 'n3w'), BEN].sort());
});

test('a second service of a remembered sign-in is saved with it', async () => {
  const made = await unlockedWorld();
  await made.signIns.useExisting(THIRD, made.annaId, false, yes);
  const stored = await made.vault.read(made.annaId);
  expect(stored?.destinations.map(({ prefix }) => prefix)).toEqual([PREFIX, 'https://third.example/ows']);
  const next = await reopened(made);
  expect(next.asked).toHaveLength(1);
  expect([...(await next.installed.placed()).changed]).toEqual([]);
});

/** Writing what goes into the vault fails, the records do not: a disk that has just so much room. */
function fullForTheVault({ local }: RememberedWorld) {
  const { set } = local;
  local.set = async (items) => {
    if ('vault' in items) throw new Error('QUOTA_BYTES quota exceeded');
    return set(items);
  };
}

test('a full disk: signed in all the same, and told that it is not remembered', async () => {
  const made = await unlockedWorld();
  fullForTheVault(made);
  await made.signIns.signIn(THIRD, { ...draft('anna', 'n3w'), remember: true }, [], null, yes);
  expect(made.injected().sort()).toEqual([ANNA, BEN, basicOf('anna', 'n3w')].sort());
  expect(made.session.get('notice', 'notRemembered')).toEqual({
    code: 'notRemembered',
    values: ['third.example'],
  });
  expect(entriesOf(made.local)).toEqual([made.annaId]);
});

test('a full disk at one more service of a remembered sign-in: it still goes when the vault is locked', async () => {
  const made = await unlockedWorld();
  fullForTheVault(made);
  await made.signIns.useExisting(THIRD, made.annaId, false, yes);
  expect(made.credentials.isRemembered(made.annaId)).toBe(true);
  await made.locking.lock();
  expect(made.injected()).toEqual([BEN]);
  expect(textOf(made.memory)).not.toContain(PASSWORD);
});

test('a full disk: remembering later is refused, and nothing changes', async () => {
  const made = await unlockedWorld();
  fullForTheVault(made);
  await expect(made.signIns.setRemembered(made.benId, true)).rejects.toMatchObject({ code: 'storageFailed' });
  expect(made.credentials.isRemembered(made.benId)).toBe(false);
  await expect(made.signIns.setRemembered(made.annaId, false)).rejects.toMatchObject({
    code: 'storageFailed',
  });
  expect(made.credentials.isRemembered(made.annaId)).toBe(true);
  expect(made.injected().sort()).toEqual([ANNA, BEN].sort());
});

test.each([
  ['sign out', (made: RememberedWorld) => made.takingBack.signOut([made.annaId], 'signedOut')],
  [
    'remove',
    async (made: RememberedWorld) => {
      await made.takingBack.remove(made.sourceId);
      await made.takingBack.remove(made.secondId);
    },
  ],
  ['forget this site', (made: RememberedWorld) => made.takingBack.forgetSite(SITE)],
])('%s: off this device, after the rule and the secret in memory', async (_, act) => {
  const made = await unlockedWorld();
  await act(made);
  expect(entriesOf(made.local)).toEqual([]);
  expect(made.injected()).not.toContain(ANNA);
  expect(textOf(made.memory)).not.toContain(PASSWORD);
  const rules = made.log.findIndex((entry) => entry.startsWith('rules'));
  expect(made.log.indexOf(`remove vault:${made.annaId}`)).toBeGreaterThan(rules);
  const next = await reopened(made);
  expect(next.injected()).toEqual([]);
  expect([...next.session.all('notice').keys()]).toEqual([]);
});

test('host access that went away: out of memory, but still on this device, and back without typing', async () => {
  const made = await unlockedWorld();
  made.permissions.missing.add('https://geo.example.com:443/*');
  await made.takingBack.signOutWithoutAccess();
  expect(made.injected()).toEqual([]);
  expect(textOf(made.memory)).not.toContain(PASSWORD);
  expect(entriesOf(made.local)).toEqual([made.annaId]);
  made.permissions.missing.clear();
  await made.recheck.again(made.sourceId, SITE);
  expect(made.injected()).toEqual([ANNA]);
});
