import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutSite } from '../../../lib/sign-in/edits.ts';
import type { Saved } from '../../../lib/sources/model.ts';
import { account, grant, SITE, saved, source } from '../../fakes/records.ts';

const SITES = [SITE, 'https://a.example', 'https://b.example', `${SITE}:8443`];
const site = fc.constantFrom(...SITES);
const SOURCES = ['source1', 'source2', 'source3', 'source4'];
const ACCOUNTS = ['accoun1', 'accoun2', 'accoun3'];

/** Sources and accounts, some of them in use, as sign-ins leave them: one grant for a source and site. */
const anySaved = fc
  .uniqueArray(
    fc.record({
      sourceId: fc.constantFrom(...SOURCES),
      accountId: fc.constantFrom(...ACCOUNTS),
      site,
      topSites: fc.uniqueArray(site, { minLength: 1 }),
    }),
    { selector: (each) => `${each.sourceId} ${each.site}`, maxLength: 10 },
  )
  .map(
    (grants): Saved => ({
      sources: SOURCES.map((id) => source({ id })),
      accounts: ACCOUNTS.map((id) => account({ id })),
      grants,
      keyVault: SOURCES.map((sourceId) => ({ sourceId, method: 'basic' })),
    }),
  );

const isIn = <T>(list: readonly T[], item: T) => list.includes(item);

test('afterwards nothing names the site; what other sites use is the same as before', () => {
  let kept = 0;
  let gone = 0;
  fc.assert(
    fc.property(anySaved, (before) => {
      const frozen = structuredClone(before);
      const after = withoutSite(before, SITE);
      expect(before).toEqual(frozen);
      expect(JSON.stringify(after.grants)).not.toContain(`"${SITE}"`);
      for (const each of before.grants) {
        const isForgotten = each.site === SITE || each.topSites.every((top) => top === SITE);
        const found = after.grants.find((now) => now.sourceId === each.sourceId && now.site === each.site);
        expect(found === undefined).toBe(isForgotten);
        if (!found) continue;
        expect(found).toEqual({ ...each, topSites: each.topSites.filter((top) => top !== SITE) });
        // Records that did not change are the same, so that nothing is written for them.
        if (!each.topSites.includes(SITE)) expect(found).toBe(each);
      }
      for (const each of before.sources) {
        const uses = (list: Saved['grants']) => list.some(({ sourceId }) => sourceId === each.id);
        const stays = !uses(before.grants) || uses(after.grants);
        expect(isIn(after.sources, each)).toBe(stays);
        expect(after.keyVault.some(({ sourceId }) => sourceId === each.id)).toBe(stays);
        if (stays) kept += 1;
        else gone += 1;
      }
      for (const each of before.accounts) {
        const uses = (list: Saved['grants']) => list.some(({ accountId }) => accountId === each.id);
        expect(isIn(after.accounts, each)).toBe(!uses(before.grants) || uses(after.grants));
      }
      expect(after.sources.every((each) => isIn(before.sources, each))).toBe(true);
      expect(withoutSite(after, SITE)).toEqual(after);
    }),
    { numRuns: 300 },
  );
  expect(Math.min(kept, gone)).toBeGreaterThan(0);
});

test('a site that nobody knows: nothing changes', () => {
  expect(withoutSite(saved(), 'https://nobody.example')).toEqual(saved());
});

test('an account of two services of which another site uses one stays, the other service goes', () => {
  const records = saved({
    sources: [source(), source({ id: 'source2' })],
    grants: [
      grant(),
      grant({ sourceId: 'source2', site: 'https://a.example', topSites: ['https://a.example'] }),
    ],
  });
  expect(withoutSite(records, SITE)).toEqual({
    ...records,
    sources: [records.sources[1]],
    grants: [records.grants[1]],
    keyVault: [],
  });
});
