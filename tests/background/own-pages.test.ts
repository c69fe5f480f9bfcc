import { beforeEach, expect, test, vi } from 'vitest';
import { createOwnPages } from '../../entrypoints/background/own-pages.ts';
import { MAP_SITE } from '../../lib/map-site.ts';
import { rowKey } from '../../lib/sign-in/rows.ts';
import { openSession, type PageRecord, type RowState } from '../../lib/sign-in/session.ts';
import type { Saved } from '../../lib/sources/model.ts';
import { memoryArea } from '../fakes/memory-area.ts';
import { page } from '../fakes/pages.ts';
import { grant, PREFIX, saved } from '../fakes/records.ts';

vi.mock('../../lib/platform/events.ts', () => ({ capabilities: { portsInPatterns: true } }));

const OWS = PREFIX;
const KEY = rowKey(MAP_SITE, OWS);
const onMap = saved({ grants: [grant({ site: MAP_SITE, topSites: [MAP_SITE] })] });
let record: PageRecord;
let drafts: Map<string, Partial<RowState>>;
let proven: number;

async function tell(records: Saved, url: string, more = {}) {
  const pages = {
    pageOf: () => record,
    setPage: async (_: number, next: PageRecord) => {
      record = next;
    },
    setRow: async (key: string, change: Partial<RowState>) => void drafts.set(key, change),
  };
  const own = createOwnPages({
    session: await openSession(memoryArea()),
    store: { read: async () => records } as never,
    pages: pages as never,
    access: { giveBack: async () => undefined } as never,
    returning: {
      openSites: async () => {
        proven += 1;
      },
    },
  });
  await own.mapServices({ tabId: 1, services: [{ url, ...more }] });
  return own;
}

beforeEach(() => {
  record = page({ site: MAP_SITE });
  drafts = new Map();
  proven = 0;
});

test('what the map shows may be asked, is proven, and has its form where nobody signed in before', async () => {
  await tell(saved({ sources: [], accounts: [], grants: [] }), `${OWS}?service=WMS`, { method: 'basic' });
  expect(record.accessible).toEqual(['https://geo.example.com:443/*']);
  expect(proven).toBe(1);
  expect(drafts.get(KEY)).toMatchObject({ draft: { method: 'basic' } });
});

test('who is signed in has no form to fill in', async () => {
  await tell(onMap, `${OWS}?service=WMS`, { method: 'basic' });
  expect([...drafts]).toEqual([]);
  expect(record.services).toHaveLength(1);
});

test('a page of somebody else cannot say what it shows', async () => {
  record = page();
  await expect(tell(onMap, OWS)).rejects.toThrow('badMessage');
  const own = await tell(onMap, OWS).catch(() => null);
  expect(own).toBeNull();
  expect(record.services).toEqual([]);
});
