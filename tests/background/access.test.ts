import { beforeEach, expect, test, vi } from 'vitest';
import { createAccess } from '../../entrypoints/background/access.ts';
import { ALL_SITES } from '../../lib/permissions/patterns.ts';
import { world } from '../fakes/anna.ts';
import { seenRow } from '../fakes/sign-in-world.ts';

const announced = vi.hoisted(() => vi.fn(async () => true));
vi.mock('../../lib/platform/worker.ts', () => ({ announceChange: announced }));

const SERVICE = 'https://geo.example.com:443/*';
const PAGE = 'https://maps.example.org:443/*';

beforeEach(() => announced.mockClear());

/** Anna is signed in, and the browser holds what her sign-in needs and more. */
async function holding(...more: string[]) {
  const made = await world();
  await made.signIn(seenRow());
  const granted = new Set([SERVICE, PAGE, ...more]);
  const { session, store, settings, takingBack } = made;
  const permissions = {
    contains: async (origins: readonly string[]) => origins.every((origin) => granted.has(origin)),
    granted: async () => [...granted],
    remove: async (origins: readonly string[]) => {
      for (const origin of origins) granted.delete(origin);
    },
  };
  const access = createAccess({
    ...{ session, store, permissions, settings, takingBack },
    capabilities: { portsInPatterns: true, allSitesTakeSingleOnes: false },
  });
  const notice = (noticeEverywhere: boolean) => settings.change({ ...settings.now(), noticeEverywhere });
  return { ...made, access, notice, held: () => [...granted].sort() };
}

test('all sites are kept as long as the user wants to be told of them, and no longer', async () => {
  const made = await holding(ALL_SITES);
  await made.notice(true);
  await made.access.giveBack();
  expect(made.held()).toEqual([ALL_SITES, SERVICE, PAGE].sort());
  await made.notice(false);
  await made.access.giveBack();
  expect(made.held()).toEqual([SERVICE, PAGE]);
  expect(made.injected()).toHaveLength(1);
});

test('what nothing needs is given back; with the last sign-in everything is', async () => {
  const made = await holding('https://old.example:443/*');
  await made.access.giveBack();
  expect(made.held()).toEqual([SERVICE, PAGE]);
  const { sources } = await made.store.read();
  await made.takingBack.remove(sources[0]?.id ?? '');
  await made.access.giveBack();
  expect(made.held()).toEqual([]);
});

test('being told of all sites does not keep the single ones of a sign-in that is gone', async () => {
  const made = await holding(ALL_SITES);
  await made.notice(true);
  const { sources } = await made.store.read();
  await made.takingBack.remove(sources[0]?.id ?? '');
  await made.access.giveBack();
  expect(made.held()).toEqual([ALL_SITES]);
});

test('what is taken away by somebody else ends what needed it', async () => {
  const made = await holding();
  made.permissions.missing.add(SERVICE);
  await made.access.afterLoss();
  expect(made.injected()).toEqual([]);
  expect(announced).toHaveBeenCalled();
});
