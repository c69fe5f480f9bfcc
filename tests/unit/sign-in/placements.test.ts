import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grantText, placementsOf } from '../../../lib/sign-in/placements.ts';
import type { AccountState } from '../../../lib/sign-in/session.ts';
import { STATUSES } from '../../../lib/sign-in/status.ts';
import type { Saved } from '../../../lib/sources/model.ts';
import { account, credential, destination, grant, SITE, saved, source } from '../../fakes/records.ts';

const SIGNED_IN: AccountState = { status: 'signedIn', why: null, since: 0 };

const placed = (records: Saved, state: AccountState = SIGNED_IN, held = credential()) =>
  placementsOf(records, new Map([['accoun1', held]]), new Map([['accoun1', state]]));

const CHANGED = new Set([grantText(grant())]);

test('what is signed in is injected where it was sealed for', () => {
  expect(placed(saved())).toEqual({
    placements: [
      {
        accountId: 'accoun1',
        destination: destination(),
        injection: {
          kind: 'headers',
          headers: [{ name: 'authorization', value: `Basic ${btoa('anna:Str0ng-secret')}` }],
        },
      },
    ],
    changed: new Set(),
  });
});

test.each(STATUSES.filter((status) => status !== 'signedIn'))('%s: nothing is injected', (status) => {
  expect(placed(saved(), { status, why: null, since: 0 }).placements).toEqual([]);
});

test('without a credential, an account, a source or a method nothing is injected', () => {
  expect(placementsOf(saved(), new Map(), new Map([['accoun1', SIGNED_IN]])).placements).toEqual([]);
  expect(placementsOf(saved(), new Map([['accoun1', credential()]]), new Map()).placements).toEqual([]);
  expect(placed(saved({ accounts: [] })).placements).toEqual([]);
  expect(placed(saved({ sources: [] })).placements).toEqual([]);
  expect(placed(saved({ accounts: [account({ method: 'fromTheFuture' })] })).placements).toEqual([]);
});

test.each<[string, Saved]>([
  ['another address', saved({ sources: [source({ urls: ['https://evil.example/ows'] })] })],
  [
    'one address more',
    saved({ sources: [source({ urls: [...source().urls, 'https://evil.example/ows'] })] }),
  ],
  ['a wider address', saved({ sources: [source({ urls: ['https://geo.example.com/geoserver'] })] })],
  ['http', saved({ sources: [source({ urls: [source().urls[0]?.replace('https', 'http') ?? ''] })] })],
  ['an address that cannot be kept', saved({ sources: [source({ urls: ['https://geo.example.com/*'] })] })],
  ['kinds that need more methods', saved({ sources: [source({ kinds: ['WMS', 'WFS'] })] })],
  ['frames', saved({ sources: [source({ frames: true })] })],
  ['one more page on top', saved({ grants: [grant({ topSites: [SITE, 'https://evil.example'] })] })],
])('%s: changed, and not injected', (_, records) => {
  expect(placed(records)).toEqual({ placements: [], changed: CHANGED });
});

test('another site or another source is not what was sealed', () => {
  const site = grant({ site: 'https://evil.example', topSites: ['https://evil.example'] });
  expect(placed(saved({ grants: [site] }))).toEqual({ placements: [], changed: new Set([grantText(site)]) });
  const other = saved({ sources: [source({ id: 'source2' })], grants: [grant({ sourceId: 'source2' })] });
  expect(placed(other).placements).toEqual([]);
});

test('a changed grant leaves the others as they are', () => {
  const records = saved({ grants: [grant(), grant({ site: 'https://evil.example' })] });
  expect(placed(records).placements).toHaveLength(1);
  expect(placed(records).changed.size).toBe(1);
});

const url = fc.constantFrom(
  'https://geo.example.com/geoserver/ows',
  'https://geo.example.com/geoserver',
  'https://{a-b}.example.com/ows',
  'https://evil.example/ows',
);
const site = fc.constantFrom(SITE, 'https://other.example', 'https://maps.example.org:8443');
/** Mostly as it was, so that both ends of the property are met. */
const mostly = <T>(same: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(same) }, { weight: 1, arbitrary: other });
const anySource = fc.record({
  urls: mostly(source().urls, fc.uniqueArray(url, { minLength: 1 })),
  kinds: mostly(source().kinds, fc.uniqueArray(fc.constantFrom('WMS', 'WFS', 'XYZ'), { minLength: 1 })),
  frames: mostly(false, fc.boolean()),
});
const anyGrant = fc.record({
  site: mostly(SITE, site),
  topSites: mostly([SITE], fc.uniqueArray(site, { minLength: 1 })),
});

test('whatever is edited: what is injected is exactly what was sealed', () => {
  const seen = { placed: 0, changed: 0 };
  fc.assert(
    fc.property(anySource, anyGrant, (sourceEdit, grantEdit) => {
      const records = saved({
        sources: [source(sourceEdit)],
        grants: [grant(grantEdit)],
      });
      const { placements, changed } = placed(records);
      for (const { destination: each } of placements) expect(each).toEqual(destination());
      const isSame =
        sourceEdit.urls.join() === source().urls.join() &&
        !sourceEdit.kinds.includes('WFS') &&
        !sourceEdit.frames &&
        grantEdit.site === SITE &&
        grantEdit.topSites.join() === SITE;
      expect(placements.length > 0).toBe(isSame);
      expect(changed.size > 0).toBe(!isSame);
      seen[isSame ? 'placed' : 'changed'] += 1;
    }),
    { numRuns: 400 },
  );
  expect(Math.min(seen.placed, seen.changed)).toBeGreaterThan(0);
});
