import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inverseOf, undone } from '../../../lib/sources/inverse.ts';
import type { Saved } from '../../../lib/sources/model.ts';
import { account, grant, saved, source } from '../../fakes/records.ts';

/** The same records, whatever their order. */
const sorted = (records: Saved) =>
  Object.fromEntries(
    Object.entries(records).map(([list, each]) => [
      list,
      (each as unknown[]).map((record) => JSON.stringify(record)).sort(),
    ]),
  );

const id = fc.integer({ min: 1, max: 5 });
/** Records in which every grant and word has its source and account, as the store reads them. */
const records = fc
  .record({
    sources: fc.uniqueArray(fc.tuple(id, fc.constantFrom('a', 'b')), { selector: ([each]) => each }),
    accounts: fc.uniqueArray(fc.tuple(id, fc.constantFrom('anna', 'ben')), { selector: ([each]) => each }),
    grants: fc.uniqueArray(fc.tuple(id, id, fc.constantFrom('x', 'y')), {
      selector: ([sourceId, , site]) => `${sourceId} ${site}`,
    }),
    words: fc.uniqueArray(fc.tuple(id, fc.constantFrom('key', 'token')), { selector: ([each]) => each }),
  })
  .map(({ sources, accounts, grants, words }): Saved => {
    const [sourceIds, accountIds] = [sources, accounts].map((list) => new Set(list.map(([each]) => each)));
    return {
      sources: sources.map(([each, name]) => source({ id: `source${each}`, name })),
      accounts: accounts.map(([each, who]) => account({ id: `accoun${each}`, who })),
      grants: grants
        .filter(([one, other]) => sourceIds?.has(one) && accountIds?.has(other))
        .map(([one, other, site]) =>
          grant({ sourceId: `source${one}`, accountId: `accoun${other}`, site: `https://${site}.example` }),
        ),
      keyVault: words
        .filter(([each]) => sourceIds?.has(each))
        .map(([each, parameter]) => ({ sourceId: `source${each}`, method: 'key', parameter })),
    };
  });

test('the inverse of any change gives back what was before', () => {
  fc.assert(
    fc.property(records, records, (before, after) => {
      // As a browser gives it back: copied, its members in another order.
      const inverse = JSON.parse(JSON.stringify(inverseOf(before, after))) as ReturnType<typeof inverseOf>;
      expect(sorted(undone(after, inverse))).toEqual(sorted(before));
    }),
  );
});

test('nothing changed, nothing kept', () => {
  expect(inverseOf(saved(), saved())).toEqual({ sources: [], accounts: [], grants: [], keyVault: [] });
  expect(undone(saved(), inverseOf(saved(), saved()))).toEqual(saved());
});

test('what others changed meanwhile stays', () => {
  const other = source({ id: 'source2', name: 'other' });
  const before = saved({ sources: [source({ name: 'old' }), other] });
  const after = saved({ sources: [source({ name: 'new' }), other] });
  const inverse = inverseOf(before, after);
  const now = saved({ sources: [source({ name: 'newer' }), { ...other, name: 'renamed' }] });
  expect(undone(now, inverse)).toEqual(now);
  const untouched = saved({ sources: [source({ name: 'new' }), { ...other, name: 'renamed' }] });
  expect(undone(untouched, inverse).sources.map(({ name }) => name)).toEqual(['old', 'renamed']);
});

test('a grant does not come back without its source or its account', () => {
  const before = saved();
  const after = saved({ grants: [] });
  const gone = saved({ accounts: [], grants: [] });
  expect(undone(gone, inverseOf(before, after)).grants).toEqual([]);
});
