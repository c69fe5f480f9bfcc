import { expect, test, vi } from 'vitest';
import { MAP_SITE } from '../../lib/map-site.ts';
import { OTHER_SITE, PASSWORD, SECOND } from '../fakes/anna.ts';
import { PREFIX, SITE } from '../fakes/records.ts';
import {
  BEN_PASSWORD,
  entriesOf,
  lockedWorld,
  type RememberedWorld,
  textOf,
  unlockedWorld,
} from '../fakes/remembered.ts';
import { basicOf } from '../fakes/sign-in-world.ts';
import { refusal, sourcesCommands } from '../fakes/sources-world.ts';

vi.mock(import('hash-wasm'), async (original) => {
  const { derivedOnce } = await import('../fakes/derived-once.ts');
  return derivedOnce(await original());
});
vi.mock('../../lib/platform/events.ts', () => ({ capabilities: { portsInPatterns: true } }));

const ANNA = basicOf('anna', PASSWORD);
const BEN = basicOf('ben', BEN_PASSWORD);
const BOTH = [ANNA, BEN].sort();

const world = async (made?: RememberedWorld) => {
  const kept = made ?? (await unlockedWorld());
  return { ...kept, ...sourcesCommands(kept) };
};

/** The source with other addresses. */
const editOf = (made: RememberedWorld, more: Partial<{ name: string; urls: string[]; frames: boolean }>) => ({
  ...{ id: made.sourceId, name: 'Roads', urls: [PREFIX], frames: false },
  ...more,
});

test('the view: sources, sign-ins, sites; nothing secret', async () => {
  const made = await world();
  made.answeredWell.set(`${made.sourceId} ${SITE}`, 17);
  const view = await made.send('sources', {});
  expect(view.sources[0]).toMatchObject({
    ...{ id: made.sourceId, kinds: ['WMS'], urls: [PREFIX], provider: 'GeoServer', frames: false },
    ...{ status: 'signedIn', tested: null, lastUsed: 17, origins: ['https://geo.example.com:443/*'] },
    uses: [
      { site: SITE, name: 'maps.example.org', accountId: made.annaId, status: 'signedIn', changed: false },
    ],
  });
  expect(view.signIns).toMatchObject([
    { id: made.annaId, who: 'anna', hosts: ['geo.example.com'], remembered: true, ready: true, sources: 1 },
    { id: made.benId, who: 'ben', remembered: false, ready: true, sources: 1 },
  ]);
  expect(view.sites).toEqual([
    { site: SITE, name: 'maps.example.org', origins: ['https://maps.example.org:443/*'] },
  ]);
  expect(view).toMatchObject({ testing: null, undo: null, notice: null });
  expect(JSON.stringify(view)).not.toContain(PASSWORD);
  await made.locking.lock();
  const locked = await made.send('sources', {});
  expect(locked.sources.map(({ status }) => status)).toEqual(['locked', 'signedIn']);
  expect(locked.signIns[0]).toMatchObject({ remembered: true, ready: false });
});

test('records that cannot be read: the page says so', async () => {
  const made = await world();
  made.local.items.set('version', 99);
  const next = await world(await lockedWorld(undefined, Object.fromEntries(made.local.items)));
  expect(await next.send('sources', {})).toMatchObject({
    sources: [],
    notice: { code: 'newerData', values: [] },
  });
});

test('added: what is secret in the address is left out, and said', async () => {
  const made = await world();
  const url =
    'https://ann:s3cret@tiles.example.net/wmts?service=WMTS&api_key=K3Y-abcdef&request=GetCapabilities';
  const view = await made.send('addSource', { name: '', url });
  expect(view.sources.at(-1)).toMatchObject({
    ...{ name: 'tiles.example.net', urls: ['https://tiles.example.net/wmts'], kinds: ['WMTS'], uses: [] },
    status: 'notChecked',
  });
  expect(view.notice).toEqual({ code: 'secretLeftOut', values: ['tiles.example.net'] });
  for (const secret of ['s3cret', 'K3Y-abcdef']) {
    expect(url).toContain(secret);
    expect(textOf(made.local) + textOf(made.memory) + JSON.stringify(view)).not.toContain(secret);
  }
  expect(await refusal(() => made.send('addSource', { name: '', url: 'javascript:alert(1)' }))).toBe(
    'notHttpUrl',
  );
});

test('a new name changes nothing but the name', async () => {
  const made = await world();
  const view = await made.send('editSource', editOf(made, { name: 'Roads and paths' }));
  expect(view.sources[0]).toMatchObject({ name: 'Roads and paths', status: 'signedIn' });
  expect(made.injected().sort()).toEqual(BOTH);
});

test('another address: nothing is injected until it is confirmed; undo has the old one signed again', async () => {
  const made = await world();
  expect(made.injected()).toContain(ANNA);
  const urls = ['https://evil.example/geoserver/ows?service=WMS'];
  const view = await made.send('editSource', editOf(made, { urls }));
  expect(view.sources[0]).toMatchObject({
    ...{ urls: ['https://evil.example/geoserver/ows'], status: 'changed' },
    uses: [{ changed: true, status: 'changed' }],
  });
  expect(made.injected()).toEqual([BEN]);
  expect(JSON.stringify([...made.browserRules.rules.values()])).not.toContain('evil.example');
  // Ben's source keeps the host.
  expect(view.undo).toEqual({ what: 'edited', count: 1, origins: [] });
  expect((await made.send('undo', {})).sources[0]).toMatchObject({ urls: [PREFIX], status: 'signedIn' });
  expect(made.injected().sort()).toEqual(BOTH);
});

test('one more address is not used either until it is confirmed', async () => {
  const made = await world();
  const more = 'https://internal.example.com/geoserver/ows';
  await made.send('editSource', editOf(made, { urls: [PREFIX, more] }));
  expect(made.injected()).toEqual([BEN]);
});

test('a bad address is named, without what may be secret, and nothing has changed', async () => {
  const made = await world();
  const before = textOf(made.local);
  for (const [url, shown] of [
    ['https://geo.example.com/a*b/ows', 'https://geo.example.com/a*b/ows'],
    ['ftp://ann:s3cret@geo.example.com/ows?token=abc', 'ftp://geo.example.com/ows'],
    ['https://', 'https://'],
  ] as const) {
    const failed = await made
      .send('editSource', editOf(made, { urls: [PREFIX, url] }))
      .catch((error) => error);
    expect(failed).toMatchObject({ code: 'badAddress', values: [shown] });
  }
  expect(await refusal(() => made.send('editSource', { ...editOf(made, {}), id: 'nothere' }))).toBe(
    'sourceGone',
  );
  const same = editOf(made, { urls: [PREFIX, SECOND] });
  expect(await refusal(() => made.send('editSource', same))).toBe('overlapping');
  expect(textOf(made.local)).toBe(before);
  expect(made.injected().sort()).toEqual(BOTH);
});

test('frames and links: agreed to by the click, and back by undo', async () => {
  const made = await world();
  const types = () =>
    [...made.browserRules.rules.values()]
      .filter(({ action }) => action.requestHeaders?.some(({ value }) => value === ANNA))
      .flatMap(({ condition }) => condition.resourceTypes ?? []);
  expect(types()).toContain('image');
  expect(types()).not.toContain('sub_frame');
  expect((await made.send('editSource', editOf(made, { frames: true }))).sources[0]?.frames).toBe(true);
  expect(types()).toContain('sub_frame');
  expect(made.injected().sort()).toEqual(BOTH);
  expect((await made.send('undo', {})).sources[0]?.frames).toBe(false);
  expect(types()).not.toContain('sub_frame');
  expect(made.injected().sort()).toEqual(BOTH);
});

test('a copy is saved, and used nowhere', async () => {
  const made = await world();
  await made.send('editSource', editOf(made, {}));
  const view = await made.send('duplicateSource', { id: made.sourceId });
  expect(view.sources.at(-1)).toMatchObject({ name: 'Roads 2', urls: [PREFIX], uses: [] });
  expect((await made.send('duplicateSource', { id: made.sourceId })).sources.at(-1)?.name).toBe('Roads 3');
  expect(made.injected().sort()).toEqual(BOTH);
});

test('removed: rules and secrets are gone; undone: signed in again and remembered again', async () => {
  const made = await world();
  const view = await made.send('removeSources', { ids: [made.sourceId, made.secondId] });
  expect(view).toMatchObject({ sources: [], signIns: [], undo: { what: 'removed', count: 2 } });
  expect(view.undo?.origins).toEqual(['https://geo.example.com:443/*', 'https://maps.example.org:443/*']);
  expect(made.injected()).toEqual([]);
  expect(entriesOf(made.local)).toEqual([]);
  expect(made.credentials.all().size).toBe(0);
  expect(made.access.giveBack).toHaveBeenCalled();
  const back = await made.send('undo', {});
  expect(back.sources.map(({ status }) => status)).toEqual(['signedIn', 'signedIn']);
  expect(back.signIns.map(({ remembered }) => remembered)).toEqual([true, false]);
  expect(back.undo).toBe(null);
  expect(made.injected().sort()).toEqual(BOTH);
  expect(entriesOf(made.local)).toEqual([made.annaId]);
  expect(made.session.all('kept').size).toBe(0);
});

test('one of two sources of a sign-in removed and undone: its place is sealed again', async () => {
  const made = await world();
  await made.send('allowSite', { ids: [made.sourceId], site: OTHER_SITE });
  await made.send('removeSources', { ids: [made.sourceId] });
  expect(made.injected()).toEqual([BEN]);
  const back = await made.send('undo', {});
  expect(back.sources.find(({ id }) => id === made.sourceId)?.uses.map(({ status }) => status)).toEqual([
    'signedIn',
    'signedIn',
  ]);
  expect(made.injected().sort()).toEqual(BOTH);
});

test.each([
  ['locked', (made: RememberedWorld) => made.locking.lock()],
  ['signed out', (made: RememberedWorld) => made.takingBack.signOut([made.annaId], 'signedOut')],
  ['saved sign-ins deleted', (made: RememberedWorld) => made.locking.destroy()],
])('removed, then %s: undo brings the records back, and no secret', async (_, end) => {
  const made = await world();
  await made.send('removeSources', { ids: [made.sourceId, made.secondId] });
  for (const secret of [PASSWORD, BEN_PASSWORD]) expect(textOf(made.memory)).toContain(secret);
  await end(made);
  for (const secret of [PASSWORD, BEN_PASSWORD]) expect(textOf(made.memory)).not.toContain(secret);
  const back = await made.send('undo', {});
  expect(back.sources.map(({ urls, status }) => [urls, status])).toEqual([
    [[PREFIX], 'signIn'],
    [[SECOND], 'signIn'],
  ]);
  expect(made.injected()).toEqual([]);
  for (const secret of [PASSWORD, BEN_PASSWORD]) expect(textOf(made.memory)).not.toContain(secret);
});

test('the next change ends what could be undone, with its secrets', async () => {
  const made = await world();
  await made.send('removeSources', { ids: [made.sourceId, made.secondId] });
  await made.send('addSource', { name: 'Roads', url: 'https://other.example.net/wms' });
  expect(textOf(made.memory)).toContain(PASSWORD);
  const added = (await made.store.read()).sources[0]?.id ?? '';
  const view = await made.send('removeSources', { ids: [added] });
  expect(view.undo).toEqual({ what: 'removed', count: 1, origins: [] });
  expect(textOf(made.memory)).not.toContain(PASSWORD);
  expect((await made.send('undo', {})).sources.map(({ id }) => id)).toEqual([added]);
});

test('a forgotten site does not come back by undo', async () => {
  const made = await world();
  await made.send('stopSite', { ids: [made.sourceId], site: SITE });
  await made.takingBack.forgetSite(SITE);
  expect((await made.send('undo', {})).sites).toEqual([]);
  expect(made.injected()).toEqual([]);
});

test('a site is allowed with the sign-ins that there are, and stopped; both can be undone', async () => {
  const made = await world();
  await made.send('addSource', { name: 'Open', url: 'https://open.example.net/wms' });
  const { sources } = await made.store.read();
  const ids = sources.map(({ id }) => id);
  const allowed = await made.send('allowSite', { ids, site: MAP_SITE });
  expect(allowed.sites.map(({ name }) => name)).toEqual(['map.layerkey.invalid', 'maps.example.org']);
  expect(allowed.sources[0]?.uses.map(({ status, changed }) => [status, changed])).toEqual([
    ['signedIn', false],
    ['signedIn', false],
  ]);
  expect(allowed.notice).toEqual({ code: 'leftOutWithoutSignIn', values: ['1'] });
  expect(allowed.undo).toMatchObject({ what: 'allowed', count: 2 });
  const initiators = () =>
    new Set(
      [...made.browserRules.rules.values()].flatMap(({ condition }) => condition.initiatorDomains ?? []),
    );
  expect(initiators()).toContain('layerkey');
  await made.send('undo', {});
  expect(initiators()).not.toContain('layerkey');
  expect(initiators()).toContain('maps.example.org');
  const stopped = await made.send('stopSite', { ids, site: SITE });
  expect(stopped.undo).toMatchObject({ what: 'stopped', count: 2 });
  expect(made.injected()).toEqual([]);
  await made.send('undo', {});
  expect(made.injected().sort()).toEqual(BOTH);
});

test('a changed address is not agreed to by allowing a site', async () => {
  const made = await world();
  await made.send('editSource', editOf(made, { urls: ['https://evil.example/ows'] }));
  const view = await made.send('allowSite', { ids: [made.sourceId], site: OTHER_SITE });
  expect(view.sources[0]?.uses.map(({ changed }) => changed)).toEqual([true, true]);
  expect(JSON.stringify([...made.browserRules.rules.values()])).not.toContain('evil.example');
});

test('a site that the browser does not allow, or no source can be used on: one sentence, nothing changed', async () => {
  const made = await world();
  const before = textOf(made.local);
  const allow = (site: string, ids = [made.sourceId]) => refusal(() => made.send('allowSite', { ids, site }));
  made.permissions.missing.add('https://other.example:443/*');
  expect(await allow(OTHER_SITE)).toBe('permissionNotGiven');
  expect(await allow('https://other.example/path')).toBe('badUrl');
  expect(await allow('javascript:1')).toBe('badUrl');
  expect(await allow(SITE)).toBe('done');
  expect(textOf(made.local)).toBe(before);
  await made.send('duplicateSource', { id: made.sourceId });
  const copy = (await made.store.read()).sources.at(-1)?.id ?? '';
  expect(await allow(SITE, [copy])).toBe('leftOutWithoutSignIn');
});

test('exported: passwords of those who are signed in, and of nobody else', async () => {
  const made = await world();
  const ids = [made.annaId, made.benId];
  expect(await made.carryOut('exportSignIns', { ids })).toEqual({
    signIns: [
      {
        id: made.annaId,
        method: 'basic',
        who: 'anna',
        settings: { username: 'anna' },
        secrets: { password: PASSWORD },
      },
      {
        id: made.benId,
        method: 'basic',
        who: 'ben',
        settings: { username: 'ben' },
        secrets: { password: BEN_PASSWORD },
      },
    ],
  });
  await made.locking.lock();
  const { signIns } = await made.carryOut('exportSignIns', { ids });
  expect(signIns.map(({ id }) => id)).toEqual([made.benId]);
});
