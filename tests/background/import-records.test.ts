import { expect, test, vi } from 'vitest';
import { MAP_SITE } from '../../lib/map-site.ts';
import type { CommandPayload } from '../../lib/messages/protocol.ts';
import type { ImportedSignIn, ImportedSource } from '../../lib/messages/sources-protocol.ts';
import { byPerson, PASSWORD } from '../fakes/anna.ts';
import { stoppedAfter } from '../fakes/interruptions.ts';
import { PREFIX, SITE } from '../fakes/records.ts';
import {
  BEN_PASSWORD,
  entriesOf,
  lockedWorld,
  nextWorker,
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

const NEW = 'n3w';
const MAPS = 'https://qgis.example.net/ows';

const signIn = (more: Partial<ImportedSignIn> = {}): ImportedSignIn => ({
  ...{ id: 'authcfg', method: 'basic', who: '', replaces: null },
  ...{ settings: { username: 'anna' }, secrets: { password: NEW } },
  ...more,
});
const source = (more: Partial<ImportedSource> = {}): ImportedSource => ({
  ...{ name: 'Roads', kinds: ['WMS'], urls: [MAPS], signIn: 0, replaces: null },
  ...more,
});
const payload = (more: Partial<CommandPayload<'importRecords'>> = {}) => ({
  ...{ sources: [source()], signIns: [signIn()], remember: false },
  ...more,
});

const world = async (made?: RememberedWorld) => {
  const kept = made ?? (await unlockedWorld());
  return { ...kept, ...sourcesCommands(kept) };
};

test.each([false, true])(
  'imported, remembered %s: proven once, then used on the map; undone: nothing is left',
  async (remember) => {
    const made = await world();
    const before = made.injected();
    const view = await made.send('importRecords', payload({ remember }));
    expect(view.sources.at(-1)).toMatchObject({
      ...{ name: 'Roads', urls: [MAPS], status: 'notChecked' },
      uses: [{ site: MAP_SITE, accountId: 'authcfg', changed: false }],
    });
    expect(view.signIns.at(-1)).toMatchObject({
      id: 'authcfg',
      who: 'anna',
      remembered: remember,
      ready: true,
    });
    expect(view.undo).toEqual({ what: 'imported', count: 1, origins: [] });
    expect(made.injected()).toEqual(before);
    expect(made.asked).toEqual([]);
    await made.recheck.openSites(new Set([MAP_SITE]));
    expect(made.asked).toHaveLength(1);
    expect(made.injected()).toContain(basicOf('anna', NEW));
    expect(entriesOf(made.local).includes('authcfg')).toBe(remember);
    const back = await made.send('undo', {});
    expect([back.sources.length, back.signIns.length]).toEqual([2, 2]);
    expect(made.injected()).toEqual(before);
    expect(entriesOf(made.local)).toEqual([made.annaId]);
    expect(textOf(made.memory)).not.toContain(NEW);
  },
);

test('an id that is taken gets a new one; replaced keeps the id, and nothing that was agreed to goes on with the new secret', async () => {
  const made = await world();
  const taken = await made.send('importRecords', payload({ signIns: [signIn({ id: made.annaId })] }));
  expect(taken.signIns.map(({ id }) => id).filter((id) => id === made.annaId)).toHaveLength(1);
  await made.send('undo', {});
  const replacing = payload({
    signIns: [signIn({ replaces: made.annaId })],
    sources: [source({ replaces: made.sourceId })],
  });
  const view = await made.send('importRecords', replacing);
  expect(view.sources).toHaveLength(2);
  const [replaced] = view.sources.filter(({ id }) => id === made.sourceId);
  expect(replaced?.urls).toEqual([MAPS]);
  expect(replaced?.uses.find(({ site }) => site === SITE)?.changed).toBe(true);
  await made.recheck.openSites(new Set([MAP_SITE, SITE]));
  const initiators = [...made.browserRules.rules.values()].flatMap(({ action, condition }) =>
    action.requestHeaders?.some(({ value }) => value === basicOf('anna', NEW))
      ? (condition.initiatorDomains ?? [])
      : [],
  );
  expect([...new Set(initiators)]).toEqual(['layerkey']);
  await made.send('undo', {});
  expect(made.injected()).toContain(basicOf('anna', PASSWORD));
  expect(textOf(made.memory)).not.toContain(`"${NEW}"`);
});

test('a sign-in that is replaced waits to be confirmed where the old one was allowed', async () => {
  const made = await world();
  const view = await made.send(
    'importRecords',
    payload({ sources: [], signIns: [signIn({ replaces: made.annaId })] }),
  );
  expect(view.sources[0]?.uses).toMatchObject([{ site: SITE, changed: true }]);
  await made.recheck.openSites(new Set([MAP_SITE, SITE]));
  expect(made.asked).toEqual([]);
  expect(made.injected()).toEqual([basicOf('ben', BEN_PASSWORD)]);
  await made.send('undo', {});
  expect(made.injected()).toContain(basicOf('anna', PASSWORD));
});

test('a saved sign-in that a file names goes nowhere before that is confirmed; without any sign-in there is nothing to confirm', async () => {
  const made = await world();
  const before = [...made.browserRules.rules.values()];
  const sources = [
    source({ signIn: made.annaId }),
    source({ name: 'Open', urls: ['https://open.example/wms'], signIn: null }),
  ];
  const view = await made.send('importRecords', payload({ sources, signIns: [] }));
  expect(view.sources.slice(2).map(({ uses }) => uses.map(({ status }) => status))).toEqual([
    ['changed'],
    [],
  ]);
  await made.recheck.openSites(new Set([MAP_SITE, SITE]));
  expect(made.asked).toEqual([]);
  expect([...made.browserRules.rules.values()]).toEqual(before);
  expect(made.injected()).toContain(basicOf('anna', PASSWORD));
  await made.send('undo', {});
  expect(made.injected()).toContain(basicOf('anna', PASSWORD));
});

test('a provider’s set-up without a token: signed out, its client secret is there for the sign-in', async () => {
  const made = await world();
  const settings = { issuer: 'https://id.example.org', clientId: 'qgis', scopes: 'openid' };
  const signIns = [signIn({ method: 'oauth', settings, secrets: { clientSecret: 's3cr3t' } })];
  const view = await made.send('importRecords', payload({ signIns }));
  expect(view.signIns.at(-1)).toMatchObject({ id: 'authcfg', method: 'oauth', status: 'signIn' });
  await made.recheck.openSites(new Set([MAP_SITE]));
  expect(made.asked).toEqual([]);
  const { signIns: exported } = await made.carryOut('exportSignIns', { ids: ['authcfg'] });
  expect(exported).toEqual([
    { id: 'authcfg', method: 'oauth', who: '', settings, secrets: { clientSecret: 's3cr3t' } },
  ]);
});

test('the same address twice: the second is saved, and used nowhere', async () => {
  const made = await world();
  const view = await made.send('importRecords', payload({ sources: [source(), source({ name: 'Again' })] }));
  expect(view.sources.slice(2).map(({ uses }) => uses.length)).toEqual([1, 0]);
});

test.each<[string, Partial<CommandPayload<'importRecords'>>, string]>([
  ['an unknown method', { signIns: [signIn({ method: 'pki' })] }, 'importUnusable'],
  [
    'a setting that it does not know',
    { signIns: [signIn({ settings: { username: 'a', realm: 'b' } })] },
    'importUnusable',
  ],
  ['a token', { signIns: [signIn({ method: 'oauth', secrets: { accessToken: 'x' } })] }, 'importUnusable'],
  [
    'a name that Basic cannot send',
    { signIns: [signIn({ settings: { username: 'a:b' } })] },
    'importUnusable',
  ],
  [
    'a header that says where to',
    { signIns: [signIn({ method: 'header', settings: { header: 'Host' }, secrets: { value: 'x' } })] },
    'importUnusable',
  ],
  ['no address', { sources: [source(), source({ urls: ['javascript:alert(1)'] })] }, 'badAddress'],
  [
    'an address that no rule keeps to its place',
    { sources: [source({ urls: ['https://a.example/*/ows'] })] },
    'badAddress',
  ],
  ['a sign-in that is not there', { sources: [source({ signIn: 7 })] }, 'importGone'],
  ['a saved sign-in that is not there', { sources: [source({ signIn: 'nothere' })] }, 'importGone'],
  ['it replaces what is not there', { sources: [source({ replaces: 'nothere' })] }, 'importGone'],
  ['a parameter that no query takes', { sources: [source({ parameter: 'a b' })] }, 'importUnusable'],
])('%s: refused whole', async (_, more, code) => {
  const made = await world();
  const before = [textOf(made.local), textOf(made.memory)];
  const sources = [source({ name: 'Good' }), ...(more.sources ?? [source()])];
  expect(await refusal(() => made.send('importRecords', payload({ ...more, sources })))).toBe(code);
  expect([textOf(made.local), textOf(made.memory)]).toEqual(before);
});

test('to be remembered while locked, or on a shared computer: refused before anything is changed', async () => {
  const made = await world(await lockedWorld());
  const before = textOf(made.local);
  expect(await refusal(() => made.send('importRecords', payload({ remember: true })))).toBe('vaultLocked');
  expect(textOf(made.local)).toBe(before);
  expect(await refusal(() => made.send('importRecords', payload()))).toBe('done');
});

test('a disk that fails: nothing is imported, and what was replaced is there', async () => {
  const made = await world();
  const before = [textOf(made.local), made.credentials.get(made.annaId)];
  made.local.failing.add('set');
  const replacing = payload({ signIns: [signIn({ replaces: made.annaId })], remember: true });
  expect(await refusal(() => made.send('importRecords', replacing))).toBe('storageFailed');
  made.local.failing.clear();
  expect([textOf(made.local), made.credentials.get(made.annaId)]).toEqual(before);
  expect((await made.send('sources', {})).undo).toBe(null);
  expect(made.session.all('kept').size).toBe(0);
});

test.each([false, true])(
  'remembered %s: wherever the worker is stopped, all of it is there or nothing',
  async (remember) => {
    let changes = 0;
    const ends = new Set<string>();
    for (let isOver = false; !isOver; changes += 1) {
      const kept = await unlockedWorld();
      const records = async (made: RememberedWorld) => {
        const { sources, accounts, grants } = await made.store.read();
        return JSON.stringify(
          [sources, accounts, grants].map((list) => list.map((each) => JSON.stringify(each)).sort()),
        );
      };
      const before = await records(kept);
      const stopping = stoppedAfter(changes, kept);
      const worker = sourcesCommands({ ...kept, ...(await nextWorker(stopping.kept as typeof kept)) });
      const replacing = payload({
        ...{ remember, signIns: [signIn({ replaces: kept.annaId })] },
        sources: [
          source({ replaces: kept.sourceId }),
          source({ name: 'More', urls: ['https://more.example/ows'] }),
        ],
      });
      stopping.begin();
      isOver =
        (await Promise.race([worker.send('importRecords', replacing), stopping.stopped])) !== 'stopped';
      const next = await nextWorker(kept, byPerson);
      await sourcesCommands(next).undoing.afterStart();
      const isAll = (await records(next)) !== before;
      const secret = next.credentials.get(kept.annaId)?.secrets.password;
      const onDisk = (await next.vault.read(kept.annaId))?.secrets.password ?? null;
      ends.add(isAll ? 'all' : 'nothing');
      expect([changes, secret, onDisk]).toEqual([
        changes,
        isAll ? NEW : PASSWORD,
        isAll ? (remember ? NEW : null) : PASSWORD,
      ]);
      expect((await next.store.read()).sources.length).toBe(isAll ? 3 : 2);
      expect(next.injected()).toContain(basicOf('ben', BEN_PASSWORD));
      if (!isAll) expect(next.injected()).toContain(basicOf('anna', PASSWORD));
      else expect(next.injected()).not.toContain(basicOf('anna', NEW));
    }
    expect([...ends]).toEqual(['nothing', 'all']);
    expect(changes).toBeGreaterThan(4);
  },
);

test('the address of an imported source holds no secret', async () => {
  const made = await world();
  const urls = [`${PREFIX.replace('//', '//ann:s3cret@')}2?token=K3Y-abcdef`];
  const view = await made.send('importRecords', payload({ sources: [source({ urls })] }));
  expect(view.sources.at(-1)?.urls).toEqual([`${PREFIX}2`]);
  for (const secret of ['s3cret', 'K3Y-abcdef']) expect(textOf(made.local)).not.toContain(secret);
});
