import { expect, test } from 'vitest';
import { sealFor } from '../../../lib/sign-in/seal.ts';
import { credential, destination, grant, saved, source } from '../../fakes/records.ts';

const ORIGIN = 'https://geo.example.com';
const SECOND = 'https://geo.example.com/second/ows';
const OTHER_SITE = 'https://other.example';

/** Two services of one host and one of another, all with the same account. */
const records = saved({
  sources: [
    source(),
    source({ id: 'source2', urls: [SECOND] }),
    source({ id: 'source3', urls: ['https://elsewhere.example/ows'] }),
  ],
  grants: [grant(), grant({ sourceId: 'source2' }), grant({ sourceId: 'source3' })],
});

test('the first sign-in is sealed for its place, and only for it', () => {
  const now = sealFor(saved(), 'accoun1', grant(), [ORIGIN], undefined);
  expect(now).toEqual([destination()]);
});

test('a second service is added to what was sealed', () => {
  const now = sealFor(records, 'accoun1', grant({ sourceId: 'source2' }), [ORIGIN], credential());
  expect(now).toEqual([destination(), destination({ sourceId: 'source2', prefix: SECOND })]);
});

test('what was sealed stays as it was, also where the source now says something else', () => {
  const edited = {
    ...records,
    sources: [source({ urls: ['https://evil.example/ows'] }), ...records.sources.slice(1)],
  };
  const now = sealFor(edited, 'accoun1', grant({ sourceId: 'source2' }), [ORIGIN], credential());
  expect(now).toContainEqual(destination());
  expect(JSON.stringify(now)).not.toContain('evil');
});

test('after signing out, other grants at the same services come along; those elsewhere do not', () => {
  const now = sealFor(records, 'accoun1', grant(), [ORIGIN], undefined);
  expect(now.map(({ sourceId }) => sourceId)).toEqual(['source1', 'source2']);
});

test("another account's grants are not sealed, nor another site's that was never agreed", () => {
  const mixed = saved({
    grants: [
      grant(),
      grant({ site: OTHER_SITE, accountId: 'accoun2' }),
      grant({ site: 'https://third.example' }),
    ],
  });
  const now = sealFor(mixed, 'accoun1', grant(), [ORIGIN], credential());
  expect(now.map(({ site }) => site)).toEqual([grant().site]);
});
