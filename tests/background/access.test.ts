import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAccess } from '../../entrypoints/background/access.ts';
import { ALL_SITES } from '../../lib/permissions/patterns.ts';
import { world } from '../fakes/anna.ts';
import { seenRow } from '../fakes/sign-in-world.ts';

const announced = vi.hoisted(() => vi.fn(async () => true));
vi.mock('../../lib/platform/worker.ts', () => ({ announceChange: announced }));

const SERVICE = 'https://geo.example.com:443/*';
const PAGE = 'https://maps.example.org:443/*';

beforeEach(() => announced.mockClear());
afterEach(() => void vi.useRealTimers());

/**
 * Anna is signed in, and the browser holds what her sign-in needs and more.
 * @param together true where all sites, given back, take the single ones along (Chromium).
 */
async function holding(more: string[], together = false) {
  const made = await world();
  await made.signIn(seenRow());
  const granted = new Set([SERVICE, PAGE, ...more]);
  const { session, store, settings, takingBack } = made;
  const permissions = {
    contains: async (origins: readonly string[]) => origins.every((origin) => granted.has(origin)),
    granted: async () => [...granted],
    remove: async (origins: readonly string[]) => {
      for (const origin of origins) granted.delete(origin);
      if (together && origins.includes(ALL_SITES)) granted.clear();
    },
  };
  made.permissions.contains = permissions.contains;
  const access = createAccess({
    ...{ session, store, permissions, settings, takingBack },
    capabilities: { portsInPatterns: true, allSitesTakeSingleOnes: together },
  });
  const notice = (noticeEverywhere: boolean) => settings.change({ ...settings.now(), noticeEverywhere });
  return { ...made, access, notice, granted, remove: permissions.remove, held: () => [...granted].sort() };
}

test('all sites are kept as long as the user wants to be told of them, and no longer', async () => {
  const made = await holding([ALL_SITES]);
  await made.notice(true);
  await made.access.giveBack();
  expect(made.held()).toEqual([ALL_SITES, SERVICE, PAGE].sort());
  await made.notice(false);
  await made.access.giveBack();
  expect(made.held()).toEqual([SERVICE, PAGE]);
  expect(made.injected()).toHaveLength(1);
});

test('what nothing needs is given back; with the last sign-in everything is', async () => {
  const made = await holding(['https://old.example:443/*']);
  await made.access.giveBack();
  expect(made.held()).toEqual([SERVICE, PAGE]);
  const { sources } = await made.store.read();
  await made.takingBack.remove(sources[0]?.id ?? '');
  await made.access.giveBack();
  expect(made.held()).toEqual([]);
});

test('being told of all sites does not keep the single ones of a sign-in that is gone', async () => {
  const made = await holding([ALL_SITES]);
  await made.notice(true);
  const { sources } = await made.store.read();
  await made.takingBack.remove(sources[0]?.id ?? '');
  await made.access.giveBack();
  expect(made.held()).toEqual([ALL_SITES]);
});

test('what is taken away by somebody else ends what needed it', async () => {
  const made = await holding([]);
  made.granted.delete(SERVICE);
  await made.access.afterLoss();
  expect(made.injected()).toEqual([]);
  expect(announced).toHaveBeenCalled();
});

describe('noticing is turned off where all sites take the single ones along', () => {
  /** As the settings page and the browser do it, up to the moment at which the page gives all sites back. */
  async function turningOff() {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const made = await holding([ALL_SITES], true);
    await made.notice(true);
    expect((await made.access.keptAfterNoticing()).sort()).toEqual([SERVICE, PAGE]);
    await made.access.noticingEnds();
    await made.notice(false);
    await made.access.giveBack();
    return made;
  }

  test('nobody is signed out while our page gives all back and takes the single ones again', async () => {
    const made = await turningOff();
    expect(made.held()).toEqual([ALL_SITES, SERVICE, PAGE].sort());
    await made.remove([ALL_SITES]);
    await made.access.afterLoss();
    expect(made.held()).toEqual([]);
    expect(made.injected()).toHaveLength(1);
    made.granted.add(SERVICE).add(PAGE);
    await vi.runAllTimersAsync();
    expect(made.held()).toEqual([SERVICE, PAGE]);
    expect(made.injected()).toHaveLength(1);
  });

  test('a page that does not: nobody is signed out, the popup does it later, or the next start', async () => {
    const made = await turningOff();
    await vi.runAllTimersAsync();
    expect(made.injected()).toHaveLength(1);
    expect((await made.access.heldWithAllSites())?.sort()).toEqual([SERVICE, PAGE]);
    await made.access.giveBack({ starting: true });
    expect(made.held()).toEqual([]);
  });
});
