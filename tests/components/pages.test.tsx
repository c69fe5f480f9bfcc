// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/preact';
import type { ComponentChild } from 'preact';
import { expect, test } from 'vitest';
import { LanguageContext } from '../../components/translation.ts';
import { App as Options } from '../../entrypoints/settings/App.tsx';
import { createSettingsActions, type SettingsCommand } from '../../entrypoints/settings/actions.ts';
import type { SettingsPort } from '../../entrypoints/settings/settings-port.ts';
import { App as Unlock, type UnlockPort } from '../../entrypoints/unlock/App.tsx';
import { App as Welcome } from '../../entrypoints/welcome/App.tsx';
import type { Failure } from '../../lib/errors.ts';
import type { Command, Reply, ViewOf } from '../../lib/messages/protocol.ts';
import type { SettingsView } from '../../lib/messages/settings-view.ts';
import { vault } from './fixtures.ts';
import { settle, t } from './screen.tsx';
import { settingsView } from './vault-fixtures.ts';

const passkey = { id: 'aWQ', salt: 'c2FsdA', output: 'b3V0cHV0' };
const locked = vault({ state: 'locked', hasPasskey: true });

interface World {
  view: SettingsView;
  /** What a command fails with. */
  fails: Partial<Record<Command['command'], Failure>>;
  /** What the browser answers when it is asked for a passkey. */
  passkey: typeof passkey | null;
}

/** A worker and a browser that write down what they are asked. */
function world(more: Partial<World> = {}) {
  const is: World = { view: settingsView(), fails: {}, passkey, ...more };
  const log: unknown[] = [];
  let change = () => {};
  const page: SettingsPort & UnlockPort = {
    send: async <C extends Command>(command: C) => {
      log.push(command);
      const failure = is.fails[command.command];
      const view = command.command === 'backup' ? { file: '{"sealed":1}' } : is.view;
      const reply = failure ? { ok: false, failure } : { ok: true, view };
      return reply as Reply<ViewOf<C['command']>>;
    },
    onChanged: (callback) => {
      change = callback;
      return () => {};
    },
    openPage: async (path) => void log.push(path),
    requestOrigins: async () => true,
    swapOrigins: async () => undefined,
    closeTab: async () => void log.push('closed'),
    saveFile: (name, text) => void log.push({ name, text }),
    passkeysPossible: () => true,
    createPasskey: async () => is.passkey,
    getPasskeyOutput: async (asked) => {
      log.push({ asked });
      return is.passkey && { id: is.passkey.id, output: is.passkey.output };
    },
    estimate: async () => ({ score: 0, seconds: 0 }),
  };
  return { is, log, page, change: () => change() };
}

const draw = async (page: ComponentChild) => {
  render(<LanguageContext value={{ t, locale: 'en' }}>{page}</LanguageContext>);
  await settle();
};

test('the settings page asks at first, and again when the worker says so', async () => {
  const { is, log, page, change } = world();
  await draw(<Options page={page} at="" />);
  screen.getByText('Saved sign-ins for maps.city.example');
  is.view = settingsView({ sites: [] });
  change();
  await settle();
  screen.getByText(t('sitesEmpty'));
  expect(log).toEqual([{ command: 'settings' }, { command: 'settings' }]);
});

test('the address names the paragraph about a forgotten passphrase', async () => {
  await draw(<Options page={world().page} at="forgotten" />);
  expect(document.activeElement?.id).toBe('forgotten');
});

test('a worker that fails is said', async () => {
  const { page } = world({ fails: { settings: { code: 'unknown', values: [] } } });
  await draw(<Options page={page} at="" />);
  screen.getByText(t('error_unknown'));
});

test('after a failure the settings are asked for again: the next passphrase may have to wait', async () => {
  const { is, log, page } = world({ view: settingsView({ vault: locked }) });
  is.fails.unlock = { code: 'passphraseWait', values: ['8'] };
  await draw(<Options page={page} at="" />);
  const field = screen.getByLabelText('Passphrase for your saved sign-ins');
  is.view = settingsView({ vault: { ...locked, waitUntil: Date.now() + 60_000 } });
  fireEvent.input(field, { target: { value: 'wrong' } });
  fireEvent.submit(field.closest('form') as Element);
  await settle();
  expect(log.at(-1)).toEqual({ command: 'settings' });
  screen.getByText(/^Wait \d+ s$/);
});

const actionsOf = (from: ReturnType<typeof world>) => {
  const send = async (command: SettingsCommand) => {
    from.log.push(command);
    return null;
  };
  return createSettingsActions(from.page, send);
};

test('a backup is saved as a file named by the day', async () => {
  const here = world();
  await actionsOf(here).backup();
  expect(here.log).toEqual([
    { command: 'backup' },
    { name: expect.stringMatching(/^layerkey-backup-\d{4}-\d\d-\d\d\.json$/), text: '{"sealed":1}' },
  ]);
});

test('a backup that fails saves nothing', async () => {
  const here = world({ fails: { backup: { code: 'vaultLocked', values: [] } } });
  expect(await actionsOf(here).backup()).toEqual({ code: 'vaultLocked', values: [] });
  expect(here.log).toEqual([{ command: 'backup' }]);
});

test('a passkey is made, then told to the worker; without one nothing is', async () => {
  const here = world();
  expect(await actionsOf(here).addPasskey()).toBeNull();
  expect(here.log).toEqual([{ command: 'addPasskey', ...passkey }]);
  const without = world({ passkey: null });
  expect(await actionsOf(without).addPasskey()).toEqual({ code: 'passkeyRefused', values: [] });
  expect(without.log).toEqual([]);
});

test('the page for unlocking tries the passkey at once and closes its tab', async () => {
  const view = settingsView({ vault: locked });
  const { log, page } = world({ view });
  await draw(<Unlock page={page} />);
  await settle();
  const [{ id, salt } = passkey] = view.passkeys;
  expect(log).toEqual([
    { command: 'settings' },
    { asked: [{ id, salt }] },
    { command: 'unlockWithPasskey', id: passkey.id, output: passkey.output },
    'closed',
  ]);
});

test('a passkey that cannot: said, to be tried again, and the passphrase below', async () => {
  const { is, log, page } = world({ view: settingsView({ vault: locked }), passkey: null });
  await draw(<Unlock page={page} />);
  await screen.findByText(t('error_passkeyRefused'));
  const field = screen.getByLabelText('Passphrase for your saved sign-ins');
  fireEvent.input(field, { target: { value: 'lune carte pont' } });
  fireEvent.submit(field.closest('form') as Element);
  await settle();
  expect(log.slice(-2)).toEqual([{ command: 'unlock', passphrase: 'lune carte pont' }, 'closed']);
  is.passkey = passkey;
  fireEvent.click(screen.getByRole('button', { name: 'Use passkey' }));
  await settle();
  expect(log.at(-1)).toBe('closed');
});

test('without a passkey the page for unlocking asks nobody for one', async () => {
  const { log, page } = world({ view: settingsView({ vault: vault({ state: 'locked' }), passkeys: [] }) });
  await draw(<Unlock page={page} />);
  expect(log).toEqual([{ command: 'settings' }]);
  expect(screen.queryByRole('button', { name: 'Use passkey' })).toBeNull();
  screen.getByLabelText('Passphrase for your saved sign-ins');
});

test('first run: a shared computer is one checkbox that is saved at once', async () => {
  const { is, log, page } = world();
  await draw(<Welcome page={page} />);
  screen.getByText(t('sharedComputerNote'));
  fireEvent.click(screen.getByRole('checkbox', { name: 'This is a shared computer' }));
  await settle();
  expect(log).toEqual([
    { command: 'settings' },
    { command: 'changeSettings', ...is.view.settings, sharedComputer: true },
  ]);
});
