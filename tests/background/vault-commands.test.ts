import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createVaultCommands } from '../../entrypoints/background/vault-commands.ts';
import { createVaultReport } from '../../entrypoints/background/vault-report.ts';
import type { CommandPayload } from '../../lib/messages/protocol.ts';
import type { SettingsView } from '../../lib/messages/settings-view.ts';
import type { VAULT_COMMANDS } from '../../lib/messages/vault-protocol.ts';
import * as worker from '../../lib/platform/worker.ts';
import { PASSWORD } from '../fakes/anna.ts';
import { PREFIX, SITE } from '../fakes/records.ts';
import {
  BEN_PASSWORD,
  entriesOf,
  lockedWorld,
  PASSKEY,
  PASSPHRASE,
  type RememberedWorld,
  unlockedWorld,
} from '../fakes/remembered.ts';
import { NO_NOTICING } from '../fakes/told.ts';

vi.mock(import('hash-wasm'), async (original) => {
  const { derivedOnce } = await import('../fakes/derived-once.ts');
  return derivedOnce(await original());
});

vi.mock('../../lib/platform/events.ts', () => ({ capabilities: { tellsComputerLocked: true } }));
vi.mock('../../lib/platform/worker.ts', () => ({ announceChange: vi.fn() }));

beforeEach(() => {
  vi.mocked(worker.announceChange).mockResolvedValue(true);
});
afterEach(() => {
  vi.clearAllMocks();
});

type Name = keyof typeof VAULT_COMMANDS;
const NEXT = 'battery staple horse';
const OTHER = { id: 'b3RoZXI', salt: 'b3RoZXJzYWx0', output: `${'B'.repeat(42)}A` };

/** The commands over a real world; what needs tabs is counted. */
function commandsOf(made: RememberedWorld) {
  const returning = { openSites: vi.fn(async () => undefined) };
  const access = {
    giveBack: vi.fn(async () => undefined),
    keptAfterNoticing: async () => [],
    noticingEnds: async () => undefined,
  };
  const report = createVaultReport(made);
  const parts = { ...made, returning, access, report } as unknown as Parameters<
    typeof createVaultCommands
  >[0];
  const commands = createVaultCommands(parts);
  const send = async <N extends Name>(name: N, payload: CommandPayload<N>) =>
    (await commands.carryOut(name, payload)) as SettingsView;
  return { send, commands, returning, access };
}

const refusal = (work: () => Promise<unknown>) =>
  work().then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

test('the view: how things stand, by site', async () => {
  const made = await unlockedWorld();
  const view = await commandsOf(made).send('settings', {});
  expect(view).toMatchObject({
    vault: { state: 'unlocked', canRemember: true, hasPasskey: true, waitUntil: 0 },
    remembered: 1,
    passkeys: [{ id: PASSKEY.id, salt: PASSKEY.salt, added: 1 }],
    settings: { lockAfterMinutes: null, lockWithComputer: true, sharedComputer: false, ...NO_NOTICING },
    canLockWithComputer: true,
    notice: null,
  });
  expect(
    view.sites.map(({ site, sources }) => [site, sources.map(({ who, remembered }) => [who, remembered])]),
  ).toEqual([
    [
      SITE,
      [
        ['anna', true],
        ['ben', false],
      ],
    ],
  ]);
  expect(view.sites[0]?.sources[0]).toMatchObject({ path: new URL(PREFIX).pathname, status: 'signedIn' });
});

test('asking changes nothing and is told nobody', async () => {
  const made = await unlockedWorld();
  await commandsOf(made).send('settings', {});
  expect(made.log).toEqual([]);
  expect(worker.announceChange).not.toHaveBeenCalled();
});

test('locked and opened: the view says so, other pages are told, open sites are proven after opening alone', async () => {
  const made = await unlockedWorld();
  const { send, returning } = commandsOf(made);
  const locked = await send('lock', {});
  expect(locked.vault.state).toBe('locked');
  expect(locked.sites[0]?.sources.map(({ status }) => status)).toEqual(['locked', 'signedIn']);
  expect(returning.openSites).not.toHaveBeenCalled();
  expect(worker.announceChange).toHaveBeenCalledTimes(1);
  const opened = await send('unlockWithPasskey', { id: PASSKEY.id, output: PASSKEY.output });
  expect(opened.vault.state).toBe('unlocked');
  expect(opened.sites[0]?.sources[0]?.status).toBe('notChecked');
  expect(returning.openSites).toHaveBeenCalledTimes(1);
  expect(worker.announceChange).toHaveBeenCalledTimes(2);
});

test('opened: the time until it is locked begins', async () => {
  const made = await lockedWorld();
  const { send } = commandsOf(made);
  await send('changeSettings', {
    lockAfterMinutes: 5,
    lockWithComputer: true,
    sharedComputer: false,
    ...NO_NOTICING,
  });
  expect(made.session.get('deadline', '')).toBeUndefined();
  await send('unlockWithPasskey', { id: PASSKEY.id, output: PASSKEY.output });
  expect(made.session.get('deadline', '')).toBe(made.clock.now + 5 * 60_000);
});

test('what does not open: one failure, nothing proven, nothing told', async () => {
  const made = await lockedWorld();
  const { send, returning } = commandsOf(made);
  expect(await refusal(() => send('unlock', { passphrase: 'wrong' }))).toBe('wrongPassphrase');
  expect(await refusal(() => send('unlockWithPasskey', OTHER))).toBe('passkeyRefused');
  expect(await refusal(() => send('backup', {}))).toBe('vaultLocked');
  expect(await refusal(() => send('addPasskey', OTHER))).toBe('vaultLocked');
  expect(await refusal(() => send('createVault', { passphrase: NEXT }))).toBe('badMessage');
  expect(returning.openSites).not.toHaveBeenCalled();
  expect(worker.announceChange).not.toHaveBeenCalled();
});

test('a passkey is added and removed; the passphrase is changed', async () => {
  const made = await unlockedWorld();
  const { send } = commandsOf(made);
  expect((await send('addPasskey', OTHER)).passkeys.map(({ id }) => id)).toEqual([PASSKEY.id, OTHER.id]);
  expect((await send('removePasskey', { id: PASSKEY.id })).passkeys.map(({ id }) => id)).toEqual([OTHER.id]);
  await send('changePassphrase', { current: PASSPHRASE, next: NEXT });
  const next = await lockedWorld(undefined, Object.fromEntries(made.local.items));
  expect(await refusal(() => commandsOf(next).send('unlock', { passphrase: PASSPHRASE }))).toBe(
    'wrongPassphrase',
  );
  expect((await commandsOf(next).send('unlock', { passphrase: NEXT })).vault.state).toBe('unlocked');
});

test('on a shared computer nothing is begun that remembers', async () => {
  const shared = {
    lockAfterMinutes: null,
    lockWithComputer: true,
    sharedComputer: true,
    ...NO_NOTICING,
  } as const;
  const file = await (await unlockedWorld()).backups.make();
  const made = await lockedWorld(undefined, {});
  const { send } = commandsOf(made);
  expect((await send('changeSettings', shared)).vault.canRemember).toBe(false);
  expect(await refusal(async () => send('createVault', { passphrase: NEXT }))).toBe('sharedComputer');
  expect(await refusal(async () => send('restore', { text: file, passphrase: PASSPHRASE }))).toBe(
    'sharedComputer',
  );
  expect(made.vault.state()).toBe('none');
  expect(entriesOf(made.local)).toEqual([]);
});

test('a backup, and its return: proven for the sites that are open', async () => {
  const made = await unlockedWorld();
  const { commands, send, returning } = commandsOf(made);
  const { file } = await commands.carryOut('backup', {});
  await send('deleteVault', {});
  const view = await send('restore', { text: file, passphrase: PASSPHRASE });
  expect(view).toMatchObject({ vault: { state: 'unlocked' }, remembered: 1 });
  expect(returning.openSites).toHaveBeenCalledTimes(1);
});

test.each(['unlocked', 'locked', 'damaged'])(
  'deleted, %s: nothing is left on this device, sources stay',
  async (state) => {
    const made = state === 'unlocked' ? await unlockedWorld() : await lockedWorld();
    if (state === 'damaged') made.local.items.set('vault', { version: 1, more: true });
    const now =
      state === 'damaged' ? await lockedWorld(undefined, Object.fromEntries(made.local.items)) : made;
    expect(now.vault.state()).toBe(state);
    const view = await commandsOf(now).send('deleteVault', {});
    expect(view).toMatchObject({ vault: { state: 'none' }, remembered: 0 });
    expect([...now.local.items.keys()].filter((key) => key.startsWith('vault'))).toEqual([]);
    expect(view.sites[0]?.sources).toHaveLength(2);
    expect(view.sites[0]?.sources[0]).toMatchObject({ status: 'signIn', remembered: false });
    expect(await refusal(async () => commandsOf(now).send('createVault', { passphrase: NEXT }))).toBe('done');
  },
);

test('stop using and forget, from the settings: host access is given back after', async () => {
  const made = await unlockedWorld();
  const { send, access } = commandsOf(made);
  const stopped = await send('stopUsingAt', { sourceId: made.sourceId, site: SITE });
  expect(stopped.sites[0]?.sources.map(({ who }) => who)).toEqual(['ben']);
  expect(access.giveBack).toHaveBeenCalledTimes(1);
  expect((await send('forgetSiteAt', { site: SITE })).sites).toEqual([]);
  expect(access.giveBack).toHaveBeenCalledTimes(2);
});

test('a notice is said until it was read', async () => {
  const made = await unlockedWorld();
  const { send } = commandsOf(made);
  const failure = { code: 'savedMissing' as const, values: ['anna, geo.example.com'] };
  await made.session.set('notice', 'savedMissing', failure);
  expect((await send('settings', {})).notice).toEqual(failure);
  expect((await send('dismissNotice', { code: 'savedMissing' })).notice).toBe(null);
});

test('no view ever holds a secret, a passphrase or a key', async () => {
  const made = await unlockedWorld();
  const { send, commands } = commandsOf(made);
  const key = made.session.get('key', '') ?? '';
  const { file } = await commands.carryOut('backup', {});
  const messages: [Name, unknown][] = [
    ['settings', {}],
    ['addPasskey', OTHER],
    ['changePassphrase', { current: PASSPHRASE, next: NEXT }],
    ['restore', { text: file, passphrase: PASSPHRASE }],
    ['lock', {}],
    ['unlockWithPasskey', { id: PASSKEY.id, output: PASSKEY.output }],
    ['removePasskey', { id: OTHER.id }],
    [
      'changeSettings',
      { lockAfterMinutes: 15, lockWithComputer: true, sharedComputer: false, ...NO_NOTICING },
    ],
    ['stopUsingAt', { sourceId: made.secondId, site: SITE }],
    ['deleteVault', {}],
    ['createVault', { passphrase: NEXT }],
  ];
  const secrets = [PASSWORD, BEN_PASSWORD, PASSPHRASE, NEXT, key, PASSKEY.output, OTHER.output];
  for (const [name, payload] of messages) {
    const view = JSON.stringify(await send(name, payload as CommandPayload<typeof name>));
    // The control: the view is there.
    expect(view).toContain('"vault"');
    for (const secret of [...secrets, made.session.get('key', '') ?? key]) {
      expect(secret).not.toBe('');
      expect([name, view.includes(secret)]).toEqual([name, false]);
    }
  }
});
