import { expect, test } from 'vitest';
import type { Offer, OfferEntry } from '../../../lib/map/ports.ts';
import { nodesOf, placesElsewhere, withLayers, withNeeds } from '../../../lib/project/added.ts';
import { markOf, refusedNow, withRefusal } from '../../../lib/project/refusals.ts';
import { toldServices } from '../../../lib/project/told-services.ts';
import { row, signedInRow } from '../../components/fixtures.ts';
import { group, layer, project, source } from '../../fakes/project.ts';

const entry = (id: string, children: OfferEntry[] = []): OfferEntry => ({
  ...{ id, title: id, abstract: '', cannot: '', children },
  draws: children.length > 0 ? null : layer(id).draws,
});
const OFFER: Offer = {
  ...{ title: 'City', abstract: '', kind: 'WMS', attribution: '© City', elsewhere: [] },
  entries: [entry('base', [entry('roads'), entry('water')]), entry('trees')],
};
const ids = () => {
  let last = 0;
  return () => {
    last += 1;
    return `n${last}`;
  };
};

test('a group that was chosen whole comes as a group, single layers as they are', () => {
  const whole = nodesOf(OFFER, new Set(['roads', 'water', 'trees']), 's1', ids());
  expect(whole).toMatchObject([
    { type: 'group', name: 'base', children: [{ name: 'roads' }, { name: 'water' }] },
    { type: 'layer', name: 'trees', visible: true, sourceId: 's1', draws: { attribution: '© City' } },
  ]);
  expect(nodesOf(OFFER, new Set(['water']), 's1', ids())).toMatchObject([{ type: 'layer', name: 'water' }]);
});

test('layers go on top, and a service that the project has is not named twice', () => {
  const before = project([layer('a')]);
  const service = { url: source().url, name: 'other name' };
  const after = withLayers(before, service, (sourceId) => [layer('b', { sourceId })], ids());
  expect(after.tree).toMatchObject([{ id: 'b', sourceId: 's1' }, { id: 'a' }]);
  expect(after.sources).toEqual(before.sources);
  const more = { url: 'https://tiles.example.net/wms', name: 'Tiles' };
  expect(withLayers(before, more, () => [], ids()).sources.at(-1)).toEqual({ id: 'n1', ...more });
});

test('the project learns how one signs in, never who does or whether somebody has', () => {
  const before = project([layer('a')]);
  expect(withNeeds(before, () => row())).toBe(before);
  const after = withNeeds(before, () => signedInRow());
  expect(after.sources).toEqual([{ ...source(), needs: { method: 'basic' } }]);
  expect(withNeeds(after, () => signedInRow({ status: 'notAccepted' }))).toBe(after);
  expect(JSON.stringify(after)).not.toMatch(/ada@|signedIn|acc0001/);
});

test('places that layers ask beside their service are told to the worker once', () => {
  const there = 'https://maps2.example.com/ows';
  const draws = { ...layer('a').draws, url: there };
  const nodes = [layer('a', { draws }), group('g', [layer('b', { draws }), layer('c')])];
  expect(placesElsewhere(project(nodes))).toEqual([there]);
  const named = [{ url: source().url, method: 'basic' }];
  expect(toldServices(named, [there, there, 'javascript:x', `${source().url}?request=GetMap`])).toEqual([
    ...named,
    { url: there },
  ]);
});

test('a refusal counts until something changed about the sign-in, and for good after the third', () => {
  let all = withRefusal(new Map(), 'a', markOf(signedInRow()));
  const now = (since: number) => [...refusedNow(all, () => markOf(signedInRow({ since })))];
  expect(now(1)).toEqual(['a']);
  expect(now(2)).toEqual([]);
  all = withRefusal(all, 'a', markOf(signedInRow({ since: 2 })));
  all = withRefusal(all, 'a', markOf(signedInRow({ since: 3 })));
  expect(now(4)).toEqual(['a']);
});
