import { expect, test } from 'vitest';
import { OTHER_SITE, PASSWORD, yes } from '../../fakes/anna.ts';
import { SITE } from '../../fakes/records.ts';
import {
  entriesOf,
  lockedWorld,
  type RememberedWorld,
  textOf,
  unlockedWorld,
} from '../../fakes/remembered.ts';
import { basicOf, seenRow } from '../../fakes/sign-in-world.ts';

const ANNA = basicOf('anna', PASSWORD);
const BOTH = new Set([SITE, OTHER_SITE]);

/** Anna is remembered for her service on two sites; the browser was closed. */
async function onTwoSites(): Promise<RememberedWorld> {
  const before = await unlockedWorld();
  const source = (await before.store.read()).sources[0] ?? null;
  const row = { ...seenRow({ site: OTHER_SITE }), source };
  await before.signIns.useExisting(row, before.annaId, false, yes);
  return lockedWorld(undefined, Object.fromEntries(before.local.items));
}

const sealedSites = ({ credentials, annaId }: RememberedWorld) =>
  credentials.get(annaId)?.destinations.map(({ site }) => site);

const initiators = ({ browserRules }: RememberedWorld) => [
  ...new Set([...browserRules.rules.values()].flatMap(({ condition }) => condition.initiatorDomains ?? [])),
];

test('a site that was stopped while locked does not come back, not even when somebody grants it again', async () => {
  const made = await onTwoSites();
  const [grant] = (await made.store.read()).grants;
  await made.takingBack.stopUsing(made.sourceId, SITE);
  await made.open();
  expect(sealedSites(made)).toEqual([OTHER_SITE]);
  await made.recheck.openSites(BOTH);
  expect(initiators(made)).toEqual(['other.example']);
  // What was sealed anew on the disk says so, too.
  const next = await lockedWorld(undefined, Object.fromEntries(made.local.items));
  await next.store.change((saved) => ({ ...saved, grants: [...saved.grants, ...(grant ? [grant] : [])] }));
  await next.open();
  expect(sealedSites(next)).toEqual([OTHER_SITE]);
  await next.recheck.openSites(BOTH);
  expect(initiators(next)).toEqual(['other.example']);
});

test('stopped while signed in: sealed anew on the disk', async () => {
  const made = await onTwoSites();
  await made.open();
  await made.takingBack.stopUsing(made.sourceId, OTHER_SITE);
  const stored = await made.vault.read(made.annaId);
  expect(stored?.destinations.map(({ site }) => site)).toEqual([SITE]);
});

test('stopped while its host access was gone: it does not come back with the access', async () => {
  const made = await onTwoSites();
  await made.open();
  await made.recheck.openSites(BOTH);
  made.permissions.missing.add('https://maps.example.org:443/*');
  await made.takingBack.signOutWithoutAccess();
  expect(textOf(made.memory)).not.toContain(PASSWORD);
  expect(entriesOf(made.local)).toContain(made.annaId);
  await made.takingBack.stopUsing(made.sourceId, OTHER_SITE);
  made.permissions.missing.clear();
  await made.recheck.again(made.sourceId, SITE);
  expect(made.injected()).toEqual([ANNA]);
  expect(sealedSites(made)).toEqual([SITE]);
});

test('a page on top that was forgotten while locked: what it framed works on, elsewhere', async () => {
  const before = await unlockedWorld();
  const source = (await before.store.read()).sources[0] ?? null;
  const framed = { ...seenRow(), source, topSite: OTHER_SITE };
  await before.signIns.useExisting(framed, before.annaId, false, yes);
  const made = await lockedWorld(undefined, Object.fromEntries(before.local.items));
  await made.takingBack.forgetSite(OTHER_SITE);
  await made.open();
  await made.recheck.openSites(BOTH);
  expect([...(await made.installed.placed()).changed]).toEqual([]);
  expect(made.injected()).toEqual([ANNA]);
  expect(JSON.stringify([...made.browserRules.rules.values()])).not.toContain('other.example');
});

test.each([
  ['sign out', (made: RememberedWorld) => made.takingBack.signOut([made.annaId], 'signedOut')],
  [
    'remove',
    async (made: RememberedWorld) => {
      await made.takingBack.remove(made.sourceId);
      // The last service of her host.
      await made.takingBack.remove(made.secondId);
    },
  ],
  ['forget this site', (made: RememberedWorld) => made.takingBack.forgetSite(SITE)],
])('%s while locked: off this device at once, and nobody else is blamed for it', async (_, act) => {
  const made = await lockedWorld();
  expect(entriesOf(made.local)).toEqual([made.annaId]);
  await act(made);
  expect(entriesOf(made.local)).toEqual([]);
  await made.open();
  expect([...made.session.all('notice').values()]).toEqual([
    { code: 'savedRemoved', values: ['anna, geo.example.com'] },
  ]);
  expect(made.credentials.get(made.annaId)).toBeUndefined();
  await made.recheck.openSites(BOTH);
  expect(made.asked).toEqual([]);
  // Told once.
  const next = await lockedWorld(undefined, Object.fromEntries(made.local.items));
  await next.open();
  expect([...next.session.all('notice').keys()]).toEqual([]);
});

test('a disk that is full when it is opened: opened all the same, without what was taken back', async () => {
  const made = await onTwoSites();
  await made.takingBack.stopUsing(made.sourceId, SITE);
  made.local.failing.add('set');
  made.local.failing.add('remove');
  await made.open();
  expect(made.vault.state()).toBe('unlocked');
  expect(sealedSites(made)).toEqual([OTHER_SITE]);
});
