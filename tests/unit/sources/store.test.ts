import { expect, test } from 'vitest';
import type { Saved } from '../../../lib/sources/model.ts';
import { createSavedStore } from '../../../lib/sources/store.ts';
import { memoryArea } from '../../fakes/memory-area.ts';
import { account, grant, NOTHING, SITE, saved, source } from '../../fakes/records.ts';

/** What the disk holds when `records` were saved by this version. */
async function diskWith(records: Saved): Promise<Record<string, unknown>> {
  const area = memoryArea();
  await createSavedStore(area).change(() => records);
  return Object.fromEntries(area.items);
}

const another = (id: string) => source({ id, urls: [`https://${id}.example/ows`] });

test('an empty disk is nothing saved', async () => {
  const area = memoryArea();
  expect(await createSavedStore(area).read()).toEqual(NOTHING);
  expect(area.calls).toEqual([]);
});

test('what was saved is there for the next worker', async () => {
  const area = memoryArea(await diskWith(saved()));
  expect(await createSavedStore(area).read()).toEqual(saved());
});

test('one change writes once, and only what changed', async () => {
  const area = memoryArea();
  const store = createSavedStore(area);
  await store.change(() => saved());
  expect(area.calls).toEqual([
    `set version,source:source1,account:accoun1,grant:source1 ${SITE},keyVault:source1`,
  ]);
  await store.change((before) => ({ ...before, sources: [...before.sources, another('source2')] }));
  expect(area.calls.slice(1)).toEqual(['set version,source:source2']);
  await store.change((before) => before);
  expect(area.calls).toHaveLength(2);
});

test('what goes is removed by one call', async () => {
  const area = memoryArea(await diskWith(saved()));
  await createSavedStore(area).change(() => NOTHING);
  expect(area.calls).toEqual([
    `remove source:source1,account:accoun1,grant:source1 ${SITE},keyVault:source1`,
  ]);
  expect([...area.items.keys()]).toEqual(['version']);
});

test('changes made at once all stand', async () => {
  const area = memoryArea();
  const store = createSavedStore(area);
  const ids = ['source1', 'source2', 'source3', 'source4'];
  await Promise.all(
    ids.map((id) => store.change((before) => ({ ...before, sources: [...before.sources, another(id)] }))),
  );
  expect((await store.read()).sources.map(({ id }) => id)).toEqual(ids);
  expect((await createSavedStore(memoryArea(Object.fromEntries(area.items))).read()).sources).toHaveLength(4);
});

test('a change that cannot be made leaves the next one its turn', async () => {
  const store = createSavedStore(memoryArea());
  const failed = store.change(() => {
    throw new Error('no');
  });
  const made = store.change(() => saved());
  await expect(failed).rejects.toThrow('no');
  await expect(made).resolves.toEqual(saved());
});

test.each<[string, string, unknown]>([
  ['a source without an address', 'source:source2', { ...source({ id: 'source2' }), urls: [] }],
  [
    'a source with a script for an address',
    'source:source2',
    source({ id: 'source2', urls: ['javascript:1'] }),
  ],
  [
    'an address that means every sub-domain',
    'source:source2',
    source({ id: 'source2', urls: ['https://*.example/x'] }),
  ],
  ['an address with an operator', 'source:source2', source({ id: 'source2', urls: ['https://a.example/*'] })],
  ['a member nobody knows', 'source:source2', { ...source({ id: 'source2' }), secret: 'x' }],
  ['an account with a secret beside it', 'account:accoun2', { ...account({ id: 'accoun2' }), secrets: {} }],
  ['a grant for something that is no origin', 'grant:x', grant({ site: 'https://maps.example.org/path' })],
  ['a text', 'keyVault:source1', 'broken'],
  ['nothing', 'source:source2', null],
])('%s is set aside, the rest stands', async (_, key, value) => {
  const disk = { ...(await diskWith(saved())), [key]: value };
  const area = memoryArea(disk);
  const store = createSavedStore(area);
  const read = await store.read();
  expect(read.sources).toEqual(saved().sources);
  expect(await store.setAside()).toBe(1);
  expect(area.items.get(`aside:${key}`)).toEqual(value);
  expect(area.items.has(key)).toBe(false);
  // The next worker says so too, and does not move it again.
  const next = memoryArea(Object.fromEntries(area.items));
  expect(await createSavedStore(next).setAside()).toBe(1);
  expect(next.calls).toEqual([]);
});

test('what is set aside is safe before it is removed', async () => {
  const area = memoryArea({ 'source:source2': 'broken' });
  await createSavedStore(area).read();
  expect(area.calls).toEqual(['set aside:source:source2', 'remove source:source2']);
});

test('records of a newer version are refused and stay as they are', async () => {
  const disk = { ...(await diskWith(saved())), version: 2, 'source:source2': { of: 'the future' } };
  const area = memoryArea(disk);
  const store = createSavedStore(area);
  await expect(store.read()).rejects.toMatchObject({ code: 'newerData' });
  await expect(store.setAside()).rejects.toMatchObject({ code: 'newerData' });
  await expect(store.change(() => NOTHING)).rejects.toMatchObject({ code: 'newerData' });
  expect(Object.fromEntries(area.items)).toEqual(disk);
  expect(area.calls).toEqual([]);
});

test('grants and key names without their source or account say nothing', async () => {
  const disk = await diskWith(
    saved({
      grants: [
        grant(),
        grant({ sourceId: 'source9' }),
        grant({ accountId: 'accoun9', site: 'https://b.example' }),
      ],
      keyVault: [
        { sourceId: 'source1', method: 'key' },
        { sourceId: 'source9', method: 'key' },
      ],
    }),
  );
  const read = await createSavedStore(memoryArea(disk)).read();
  expect(read.grants).toEqual([grant()]);
  expect(read.keyVault).toEqual([{ sourceId: 'source1', method: 'key' }]);
});

test('a disk that fails is said, and memory is never ahead of it', async () => {
  const area = memoryArea(await diskWith(saved()));
  const store = createSavedStore(area);
  await store.read();
  area.failing.add('set');
  const change = store.change((before) => ({ ...before, sources: [...before.sources, another('source2')] }));
  await expect(change).rejects.toMatchObject({ code: 'storageFailed', values: [] });
  expect(await store.read()).toEqual(saved());
  area.failing.clear();
  await store.change((before) => ({ ...before, sources: [...before.sources, another('source3')] }));
  expect((await store.read()).sources.map(({ id }) => id)).toEqual(['source1', 'source3']);
});

test('removal that fails half way: what is read is what the disk holds', async () => {
  const area = memoryArea(await diskWith(saved()));
  const store = createSavedStore(area);
  area.failing.add('remove');
  const change = store.change((before) => ({ ...NOTHING, sources: [...before.sources, another('source2')] }));
  await expect(change).rejects.toMatchObject({ code: 'storageFailed' });
  area.failing.clear();
  const read = await store.read();
  expect(read).toEqual(await createSavedStore(memoryArea(Object.fromEntries(area.items))).read());
  expect(read.accounts).toHaveLength(1);
});

test.each(['get', 'set', 'remove'] as const)(
  'a disk whose %s fails while reading is asked again next time',
  async (name) => {
    const area = memoryArea({ ...(await diskWith(saved())), 'source:source2': 'broken' });
    const store = createSavedStore(area);
    area.failing.add(name);
    await expect(store.read()).rejects.toMatchObject({ code: 'storageFailed' });
    area.failing.clear();
    expect(await store.read()).toEqual(saved());
    expect(await store.setAside()).toBe(1);
  },
);
