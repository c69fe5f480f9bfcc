import { expect, test, vi } from 'vitest';
import { byPerson, PASSWORD, SECOND } from '../fakes/anna.ts';
import { eventually } from '../fakes/eventually.ts';
import { PREFIX } from '../fakes/records.ts';
import { lockedWorld, type RememberedWorld, unlockedWorld } from '../fakes/remembered.ts';
import { basicOf } from '../fakes/sign-in-world.ts';
import { sourcesCommands } from '../fakes/sources-world.ts';

vi.mock(import('hash-wasm'), async (original) => {
  const { derivedOnce } = await import('../fakes/derived-once.ts');
  return derivedOnce(await original());
});
vi.mock('../../lib/platform/events.ts', () => ({ capabilities: { portsInPatterns: true } }));

const world = async (made: RememberedWorld) => ({ ...made, ...sourcesCommands(made) });
const nobody = () => ({ status: 401, challenge: 'Basic realm="geo"' });
const idsOf = async ({ store }: RememberedWorld) => (await store.read()).sources.map(({ id }) => id);

/** Tests these sources and waits until nothing is asked any more. */
async function tested(made: Awaited<ReturnType<typeof world>>, ids: string[]) {
  await made.send('testSources', { ids });
  await eventually(() => made.testing.progress()).toBe(null);
  const { sources } = await made.send('sources', {});
  return sources.map(({ tested: outcome }) => outcome && (outcome.failure?.code ?? 'well'));
}

test('an account is asked once for all of its sources, who has none without one', async () => {
  const made = await world(await unlockedWorld());
  const sources = ['one', 'two'].map((name) => ({
    ...{ name, kinds: ['WMS' as const], urls: [`https://geo.example.com/${name}/ows`] },
    ...{ signIn: made.annaId, replaces: null },
  }));
  await made.send('importRecords', { sources, signIns: [], remember: false });
  await made.send('addSource', { name: 'Open', url: 'https://open.example.net/wms' });
  expect(await tested(made, await idsOf(made))).toEqual(['well', 'well', 'well', 'well', 'accessRefused']);
  const sent = made.asked.map(({ headers }) => headers.authorization ?? 'nothing');
  expect(sent.sort()).toEqual([basicOf('anna', PASSWORD), basicOf('ben', 'b3n'), 'nothing'].sort());
  expect(made.access.giveBack).toHaveBeenCalled();
});

test('refused: signed out at once, and not tried a second time', async () => {
  const made = await world(await unlockedWorld(nobody));
  expect(made.injected()).toContain(basicOf('anna', PASSWORD));
  expect(await tested(made, [made.sourceId])).toEqual(['passwordRefused', null]);
  expect(made.injected()).not.toContain(basicOf('anna', PASSWORD));
  expect(made.asked).toHaveLength(1);
  expect(await tested(made, [made.sourceId])).toEqual(['testNotRepeated', null]);
  expect(made.asked).toHaveLength(1);
});

test('nobody answers: said, and who is signed in stays so', async () => {
  const made = await world(await unlockedWorld(() => ({ kind: 'failed', status: 0, problem: 'network' })));
  expect(await tested(made, [made.sourceId])).toEqual(['unreachable', null]);
  expect(made.injected()).toContain(basicOf('anna', PASSWORD));
});

test('nothing is sent without host access, without a sign-in, while locked, to a changed address', async () => {
  const made = await world(await unlockedWorld());
  await made.send('addSource', { name: 'Open', url: 'https://open.example.net/wms' });
  for (const host of ['geo.example.com', 'open.example.net'])
    made.permissions.missing.add(`https://${host}:443/*`);
  const none = 'permissionNotGiven';
  expect(await tested(made, await idsOf(made))).toEqual([none, none, none]);
  made.permissions.missing.clear();
  const urls = ['https://elsewhere.example/ows'];
  await made.send('editSource', { id: made.secondId, name: 'Second', urls, frames: false });
  await made.locking.lock();
  expect(await tested(made, [made.sourceId, made.secondId])).toEqual(['vaultLocked', 'changed', none]);
  await made.takingBack.signOut([made.benId], 'signedOut');
  expect((await tested(made, [made.secondId]))[1]).toBe('testNotSignedIn');
  expect(made.asked).toEqual([]);
  const anew = await world(await lockedWorld());
  expect(await tested(anew, [anew.sourceId])).toEqual(['vaultLocked', null]);
  expect(anew.asked).toEqual([]);
});

test('a few at a time; how far it is; cancelled: what has not begun is not asked', async () => {
  const made = await world(await unlockedWorld(byPerson));
  const hosts = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  for (const host of hosts) await made.send('addSource', { name: host, url: `https://${host}.example/wms` });
  const ids = (await idsOf(made)).filter((id) => id !== made.sourceId && id !== made.secondId);
  const held = made.holdAnswers();
  const begun = await made.send('testSources', { ids });
  expect(begun.testing).toEqual({ done: 0, of: 8 });
  // Asked for twice, tested once.
  expect((await made.send('testSources', { ids })).testing).toEqual({ done: 0, of: 8 });
  await eventually(() => made.asked.length).toBe(3);
  expect((await made.send('cancelTest', {})).testing).toEqual({ done: 0, of: 3 });
  held.answer();
  await eventually(() => made.testing.progress()).toBe(null);
  expect(made.asked).toHaveLength(3);
  expect(made.changed).toHaveBeenCalled();
  const { sources, testing } = await made.send('sources', {});
  expect(testing).toBe(null);
  expect(sources.filter(({ tested: outcome }) => outcome !== null)).toHaveLength(3);
});

test('another worker knows the outcome, and nothing hangs', async () => {
  const made = await world(await unlockedWorld());
  expect(await tested(made, [made.sourceId])).toEqual(['well', null]);
  made.holdAnswers();
  await made.send('testSources', { ids: [made.secondId] });
  const { sources, testing } = await sourcesCommands(made).send('sources', {});
  expect(testing).toBe(null);
  expect(sources.map(({ urls, tested: outcome }) => [urls[0], outcome?.failure])).toEqual([
    [PREFIX, null],
    [SECOND, undefined],
  ]);
});
