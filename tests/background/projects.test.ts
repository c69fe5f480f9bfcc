import { beforeEach, expect, test } from 'vitest';
import { createProjects, type Projects } from '../../entrypoints/background/projects.ts';
import type { KeptProject } from '../../lib/messages/map-protocol.ts';
import { createSavedStore } from '../../lib/sources/store.ts';
import { type MemoryArea, memoryArea } from '../fakes/memory-area.ts';
import { saved } from '../fakes/records.ts';

let area: MemoryArea;
let clock: number;
let projects: Projects;

beforeEach(() => {
  area = memoryArea();
  clock = 0;
  projects = createProjects({ area, now: () => ++clock });
});

const idOf = (number: number) => `proj${String(number).padStart(3, '0')}`;
const keep = (number: number, changes: { text?: string; saved?: boolean } = {}) =>
  projects.carryOut('keepProject', {
    ...{ id: idOf(number), name: `Map ${number}`, text: `text ${number}`, saved: false },
    ...changes,
  });
const list = () => projects.carryOut('projects', {});
const ids = (kept: KeptProject[]) => kept.map(({ id }) => id);
const read = (number: number) => projects.carryOut('readProject', { id: idOf(number) });

test('what is kept is read again, by a later worker too; the list has the newest first', async () => {
  await keep(1);
  expect(await keep(2, { saved: true })).toEqual([
    { id: idOf(2), name: 'Map 2', at: 2, saved: true },
    { id: idOf(1), name: 'Map 1', at: 1, saved: false },
  ]);
  expect(ids(await keep(1, { text: 'other' }))).toEqual([idOf(1), idOf(2)]);
  projects = createProjects({ area, now: () => ++clock });
  expect(ids(await list())).toEqual([idOf(1), idOf(2)]);
  expect(await read(1)).toEqual({ text: 'other', saved: false });
  expect(await read(2)).toEqual({ text: 'text 2', saved: true });
});

test('of more than ten the oldest goes, and its record with it', async () => {
  for (let number = 1; number <= 12; number++) await keep(number);
  expect(ids(await list())).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map(idOf));
  expect([...area.items.keys()].filter((key) => key.startsWith('project:'))).toHaveLength(10);
  await expect(read(2)).rejects.toMatchObject({ code: 'projectGone' });
});

test('together they leave room for what else is stored', async () => {
  await keep(1);
  await keep(2, { text: 'x'.repeat(2_500_000) });
  // Counted as it is stored: three bytes each.
  expect(ids(await keep(3, { text: '漢'.repeat(1_000_000) }))).toEqual([idOf(3)]);
  await expect(keep(4, { text: '漢'.repeat(1_400_000) })).rejects.toMatchObject({ code: 'projectNotKept' });
  expect(ids(await list())).toEqual([idOf(3)]);
});

test('a full disk is said, and nothing older is lost by it', async () => {
  for (let number = 1; number <= 10; number++) await keep(number);
  const before = new Map(area.items);
  area.failing.add('set');
  await expect(keep(11)).rejects.toMatchObject({ code: 'projectNotKept' });
  expect(area.items).toEqual(before);
  area.failing.clear();
  expect(ids(await keep(11))).toHaveLength(10);
});

test('what was dropped is gone', async () => {
  await keep(1);
  await keep(2);
  expect(ids(await projects.carryOut('dropProject', { id: idOf(1) }))).toEqual([idOf(2)]);
  expect([...area.items.keys()].sort()).toEqual([`project:${idOf(2)}`, 'projects']);
});

test('a list that cannot be read is made anew of the records', async () => {
  await keep(1);
  await keep(2);
  area.items.set('projects', 'not a list');
  area.items.set('project:broken1', { id: 'broken1' });
  expect(ids(await list())).toEqual([idOf(2), idOf(1)]);
});

test('two pages that keep at once lose nothing of each other', async () => {
  await Promise.all([keep(1), keep(2), keep(3)]);
  expect(ids(await list())).toHaveLength(3);
});

test('the saved sources do not notice', async () => {
  const store = createSavedStore(area);
  await store.change(() => saved());
  const before = await createSavedStore(area).read();
  for (let number = 1; number <= 11; number++) await keep(number);
  const after = createSavedStore(area);
  expect(await after.read()).toEqual(before);
  expect(before.sources.length).toBeGreaterThan(0);
  expect(await after.setAside()).toBe(0);
  await after.change((all) => ({ ...all, sources: [] }));
  expect(ids(await list())).toHaveLength(10);
});
