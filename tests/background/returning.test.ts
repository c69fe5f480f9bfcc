import { afterEach, expect, test, vi } from 'vitest';
import { createReturning } from '../../entrypoints/background/returning.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import * as worker from '../../lib/platform/worker.ts';
import { lockedWorld, type RememberedWorld } from '../fakes/remembered.ts';

vi.mock('../../lib/platform/worker.ts', () => ({
  announceChange: vi.fn(async () => true),
  openSites: vi.fn(async () => new Set(['https://maps.example.org'])),
}));

afterEach(() => {
  vi.clearAllMocks();
});

/** Tabs 1 and 2 were looked at; `stale` has the rows of theirs that have to be reloaded to show their layers. */
function returningOf(made: RememberedWorld) {
  const stale: string[] = [];
  const pages = {
    shownTabs: () => [1, 2],
    markStale: async (tabId: number, isMeant: (row: ServiceRow) => boolean) => {
      for (const accountId of [made.annaId, made.benId, null]) {
        const status = (accountId && made.session.get('account', accountId)?.status) ?? 'notChecked';
        if (isMeant({ accountId, status } as ServiceRow)) stale.push(`${tabId} ${accountId}`);
      }
    },
  };
  const parts = { ...made, pages } as unknown as Parameters<typeof createReturning>[0];
  return { returning: createReturning(parts), stale };
}

test('proven for the sites that are open, without a click; their pages are to be reloaded by the user', async () => {
  const made = await lockedWorld();
  await made.open();
  const { returning, stale } = returningOf(made);
  await returning.openSites();
  expect(made.injected()).toHaveLength(1);
  expect(stale).toEqual([`1 ${made.annaId}`, `2 ${made.annaId}`]);
  expect(worker.announceChange).toHaveBeenCalledTimes(1);
});

test('not accepted: nothing would show after a reload', async () => {
  const made = await lockedWorld(() => ({ status: 401 }));
  await made.open();
  const { returning, stale } = returningOf(made);
  await returning.openSites();
  expect(made.asked).toHaveLength(1);
  expect(stale).toEqual([]);
  expect(worker.announceChange).toHaveBeenCalledTimes(1);
});

test('nothing waits, or no site of it is open: nobody is asked, nothing is told', async () => {
  const made = await lockedWorld();
  const { returning } = returningOf(made);
  await returning.openSites();
  expect(worker.openSites).not.toHaveBeenCalled();
  await made.open();
  vi.mocked(worker.openSites).mockResolvedValueOnce(new Set(['https://other.example']));
  await returning.openSites();
  expect(made.asked).toEqual([]);
  expect(worker.announceChange).not.toHaveBeenCalled();
  await returning.openSites();
  expect(made.session.get('account', made.annaId)?.status).toBe('signedIn');
});
