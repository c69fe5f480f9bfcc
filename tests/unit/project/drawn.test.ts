import { expect, test } from 'vitest';
import type { ServiceRow } from '../../../lib/messages/view.ts';
import { drawnOf, rowsToShow, type Shows, standings, warningsOf } from '../../../lib/project/drawn.ts';
import { rowAt } from '../../../lib/project/rows.ts';
import { toggle } from '../../../lib/project/tree.ts';
import { STATUSES, type Status } from '../../../lib/sign-in/status.ts';
import { row, signedInRow } from '../../components/fixtures.ts';
import { group, layer, source } from '../../fakes/project.ts';

const NONE: ReadonlySet<string> = new Set();
const allowed = (rows: readonly ServiceRow[] | null, is = true) =>
  new Map((rows ?? []).map(({ key }) => [key, is]));
const NEEDS = { method: 'basic' };
const tree = (eye: boolean, groupEye: boolean) => [
  group('G', [layer('a', { visible: eye })], { visible: groupEye }),
];
const stand = (
  rows: readonly ServiceRow[] | null,
  {
    eye = true,
    groupEye = true,
    needs = false,
    refused = false,
    access = true as boolean | null,
    settled = true,
  } = {},
) => {
  const all = standings(tree(eye, groupEye), [source(needs ? { needs: NEEDS } : {})], {
    rows,
    settled,
    refused: new Set(refused ? ['a'] : []),
    access: access === null ? new Map() : allowed(rows, access),
  });
  return all.get('a');
};

/** With both eyes open: of a service with a sign-in, of one without where the project says that it needs one, and of any other. */
const TABLE: Record<Status, [saved: Shows, protectedOne: Shows, other: Shows]> = {
  notChecked: ['waits', 'needs', 'drawn'],
  open: ['needs', 'needs', 'drawn'],
  signIn: ['needs', 'needs', 'needs'],
  signingIn: ['waits', 'waits', 'waits'],
  signedIn: ['drawn', 'drawn', 'drawn'],
  signedInWithoutAccess: ['needs', 'needs', 'needs'],
  renewing: ['waits', 'waits', 'waits'],
  paused: ['needs', 'needs', 'needs'],
  notAccepted: ['needs', 'needs', 'needs'],
  changed: ['needs', 'needs', 'needs'],
  unreachable: ['needs', 'needs', 'drawn'],
  certificateProblem: ['needs', 'needs', 'drawn'],
  locked: ['needs', 'needs', 'needs'],
};

test.each(STATUSES)('%s: eye, eye of the group and sign-in together', (status) => {
  const [saved, protectedOne, other] = TABLE[status];
  for (const eye of [true, false]) {
    for (const groupEye of [true, false]) {
      // Whoever needs to do something is told, whatever the eyes; nothing else is ever drawn past a closed eye.
      const seen = (shows: Shows) => (shows === 'needs' || (eye && groupEye) ? shows : 'hidden');
      const at = { eye, groupEye };
      expect(stand([signedInRow({ status })], at)?.shows).toBe(seen(saved));
      expect(stand([row({ status })], { ...at, needs: true })?.shows).toBe(seen(protectedOne));
      expect(stand([row({ status })], at)?.shows).toBe(seen(other));
      // Before the worker has told, nothing is drawn; a refused layer neither, nor one whose host we may not ask.
      expect(stand(null, at)?.shows).toBe(eye && groupEye ? 'waits' : 'hidden');
      expect(stand([row({ status })], { ...at, refused: true })?.shows).not.toBe('drawn');
      expect(stand([row({ status })], { ...at, access: false })?.shows).not.toBe('drawn');
    }
  }
});

test('a service that has no row: not asked where the project says that it needs a sign-in', () => {
  expect(stand([], { needs: true })).toEqual({ shows: 'needs', status: null, rowKey: null, access: false });
  expect(stand([])?.shows).toBe('drawn');
});

test('nothing is asked while it is not known yet whether it may be', () => {
  expect(stand([], { settled: false })?.shows).toBe('waits');
  expect(stand([signedInRow()], { settled: false })?.shows).toBe('drawn');
  expect(stand([signedInRow()], { access: null })?.shows).toBe('waits');
  expect(stand([row({ status: 'open' })], { access: false })).toMatchObject({ shows: 'needs', access: true });
});

test('one warning for each service, with its layers by name', () => {
  const nodes = [layer('a', { visible: false }), group('G', [layer('b')]), layer('c', { sourceId: 's2' })];
  const all = standings(nodes, [source()], {
    rows: [row()],
    settled: true,
    access: allowed([row()]),
    refused: NONE,
  });
  expect(warningsOf(nodes, all)).toEqual([
    {
      rowKey: row().key,
      access: false,
      layers: ['a', 'b', 'c'].map((id) => ({ id, name: id })),
    },
  ]);
});

test('a service that nobody asked yet, and that needs a sign-in as the project says, offers to sign in', () => {
  const rows = [row({ status: 'notChecked', next: 'check' })];
  const known = { rows, settled: true, access: allowed(rows), refused: NONE };
  const needing = standings([layer('a')], [source({ needs: NEEDS })], known);
  expect(needing.get('a')).toMatchObject({ shows: 'needs', status: 'signIn' });
  expect([...rowsToShow(rows, needing).values()]).toMatchObject([{ status: 'signIn', next: 'signIn' }]);
  const plain = standings([layer('a')], [source()], known);
  expect([...rowsToShow(rows, plain).values()]).toEqual(rows);
});

test('what is refused while it is drawn says so', () => {
  expect(stand([row({ status: 'notChecked' })], { refused: true })?.status).toBe('signIn');
  expect(stand([signedInRow()], { refused: true })?.status).toBe('signedInWithoutAccess');
  expect(stand([signedInRow({ status: 'renewing' })], { refused: true })?.shows).toBe('waits');
});

test('signing out and in again: drawn exactly if the eye was open, and the tree is never touched', () => {
  const nodes = [
    layer('open'),
    layer('shut', { visible: false }),
    group('G', [layer('in')], { visible: false }),
  ];
  const before = structuredClone(nodes);
  const drawn = (rows: ServiceRow[] | null) => [
    ...drawnOf(
      standings(nodes, [source({ needs: NEEDS })], {
        rows,
        settled: true,
        refused: NONE,
        access: allowed(rows),
      }),
    ),
  ];
  expect(drawn(null)).toEqual([]);
  expect(drawn([row()])).toEqual([]);
  expect(drawn([signedInRow()])).toEqual(['open']);
  expect(drawn([signedInRow({ status: 'notAccepted' })])).toEqual([]);
  expect(drawn([signedInRow()])).toEqual(['open']);
  expect(nodes).toEqual(before);
  const rows = [signedInRow()];
  const known = { rows, settled: true, refused: NONE, access: allowed(rows) };
  expect([...drawnOf(standings(toggle(nodes, 'G'), [source()], known))]).toEqual(['open', 'in']);
});

test('a layer belongs to the row of the place that it asks', () => {
  const wide = row({ path: '/geoserver' });
  const narrow = row({ path: '/geoserver/roads' });
  const tiles = row({ host: 'tiles.example.net', path: '/v1' });
  const rows = [wide, narrow, tiles];
  expect(rowAt('https://geo.example.com/geoserver/roads/ows?layers=a', rows)).toBe(narrow);
  expect(rowAt('https://geo.example.com/geoserver/ows', rows)).toBe(wide);
  expect(rowAt('https://geo.example.com/geoserver~old', rows)).toBeNull();
  expect(rowAt('http://geo.example.com/geoserver', rows)).toBeNull();
  expect(rowAt('https://tiles.example.net/v1/{z}/{x}/{y}.png', rows)).toBe(tiles);
  const hosts = { ...row({ path: '/v1' }), url: 'https://{a-c}.tiles.example.org/v1' };
  expect(rowAt('https://{a-c}.tiles.example.org/v1/{z}', [hosts])).toBe(hosts);
  expect(rowAt('no address', rows)).toBeNull();
});

test('what would be proven once its host may be asked is not waited for: it asks for access', () => {
  const waiting = [signedInRow({ status: 'notChecked' })];
  expect(stand(waiting)).toMatchObject({ shows: 'waits', access: false });
  expect(stand(waiting, { access: false })).toMatchObject({ shows: 'needs', access: true });
  // While it signs in, the browser's own question may still stand.
  expect(stand([signedInRow({ status: 'signingIn' })], { access: false })?.shows).toBe('waits');
});
