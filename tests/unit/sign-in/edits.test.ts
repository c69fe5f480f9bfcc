import { expect, test } from 'vitest';
import {
  accountFor,
  type Place,
  sourceFor,
  withoutGrants,
  withoutSources,
  withSignIn,
} from '../../../lib/sign-in/edits.ts';
import { account, grant, NOTHING, PREFIX, SITE, saved, source } from '../../fakes/records.ts';

const place = (more: Partial<Place> = {}): Place => ({
  site: SITE,
  topSite: SITE,
  urls: [PREFIX],
  kinds: ['WMS'],
  sample: PREFIX,
  origins: ['https://geo.example.com'],
  host: 'geo.example.com',
  ...more,
});

const anna = { method: 'basic', settings: { username: 'anna' }, who: 'anna' };
const aKey = { method: 'key', settings: {}, who: '' };
const ready = () => true;
const lost = () => false;

test('a new source is named by its host and signs in no frames', () => {
  expect(sourceFor(NOTHING, null, place())).toEqual({
    ...source({ sample: PREFIX }),
    id: expect.stringMatching(/^[0-9a-z]{7}$/),
  });
});

test('a known source learns the kinds that it is used as, and keeps what it knows', () => {
  const kinds: Place['kinds'] = ['WFS'];
  expect(sourceFor(saved(), 'source1', place({ kinds })).kinds).toEqual(['WMS', 'WFS']);
});

test('the same person at the same service is the same account', () => {
  expect(accountFor(saved(), place(), anna, null, ready)).toEqual(account());
  const both = place({ origins: ['https://geo.example.com', 'https://b.example'] });
  expect(accountFor(saved(), both, anna, null, ready).origins).toEqual([
    'https://geo.example.com',
    'https://b.example',
  ]);
});

test.each([
  ['another person', place(), { ...anna, settings: { username: 'ben' }, who: 'ben' }],
  ['another way', place(), { ...aKey, who: 'anna' }],
  ['another service', place({ origins: ['https://b.example'] }), anna],
])('%s is a new account', (_, where, signedIn) => {
  const made = accountFor(saved(), where, signedIn, null, ready);
  expect(made.id).not.toBe('accoun1');
  expect(made).toMatchObject({ ...signedIn, origins: where.origins });
});

test('a key has no name: it takes the place of one that was lost, never of one that works', () => {
  const keys = saved({
    accounts: [account({ id: 'accoun1', ...aKey }), account({ id: 'accoun2', ...aKey })],
  });
  expect(accountFor(keys, place(), aKey, 'accoun2', lost).id).toBe('accoun2');
  expect(accountFor(keys, place(), aKey, null, lost).id).toBe('accoun1');
  expect(['accoun1', 'accoun2']).not.toContain(accountFor(keys, place(), aKey, 'accoun2', ready).id);
});

test('a sign-in is saved whole; one grant for a source and site', () => {
  const first = withSignIn(NOTHING, source(), account(), grant(), 'token');
  expect(first).toEqual({
    ...saved(),
    keyVault: [{ sourceId: 'source1', method: 'basic', parameter: 'token' }],
  });
  const ben = account({ id: 'accoun2', who: 'ben' });
  const second = withSignIn(first, source(), ben, grant({ accountId: 'accoun2' }), undefined);
  expect(second.grants).toEqual([grant({ accountId: 'accoun2' })]);
  expect(second.accounts).toHaveLength(2);
  // A name once found stays known.
  expect(second.keyVault[0]?.parameter).toBe('token');
  const other = withSignIn(second, source(), ben, grant({ site: 'https://other.example' }), 'key');
  expect(other.grants).toHaveLength(2);
  expect(other.keyVault).toEqual([{ sourceId: 'source1', method: 'basic', parameter: 'key' }]);
});

test('stop using here takes this grant and nothing else', () => {
  const records = saved({ grants: [grant(), grant({ site: 'https://other.example' })] });
  expect(withoutGrants(records, new Set(['source1']), SITE)).toEqual({
    ...records,
    grants: [grant({ site: 'https://other.example' })],
  });
});

test('remove takes the source, its grants and key name, and accounts that nothing is left for', () => {
  expect(withoutSources(saved(), new Set(['source1']))).toEqual(NOTHING);
  const shared = saved({
    sources: [source(), source({ id: 'source2', urls: ['https://geo.example.com/b'] })],
  });
  expect(withoutSources(shared, new Set(['source1'])).accounts).toEqual([account()]);
  const used = saved({
    sources: [source(), source({ id: 'source2', urls: ['https://other.example/b'] })],
    grants: [grant(), grant({ sourceId: 'source2' })],
  });
  expect(withoutSources(used, new Set(['source1']))).toMatchObject({
    accounts: [account()],
    grants: [grant({ sourceId: 'source2' })],
  });
});
