// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { LanguageContext } from '../../components/translation.ts';
import { App } from '../../entrypoints/popup/App.tsx';
import type { PagePort } from '../../entrypoints/popup/page-port.ts';
import type { Command, Reply, ViewOf } from '../../lib/messages/protocol.ts';
import { row, signedInRow, vault, view } from './fixtures.ts';
import { t } from './screen.tsx';
import { LOCKED, lockedRow, settingsView } from './vault-fixtures.ts';

afterEach(cleanup);

/** A worker whose answers the test gives by hand, in the order it likes. */
function openApp() {
  const asked: { command: Command; answer: (reply: Reply<unknown>) => Promise<void> }[] = [];
  const posted: Command[] = [];
  let change = () => {};
  const page: PagePort = {
    send: <C extends Command>(command: C) =>
      new Promise<Reply<ViewOf<C['command']>>>((resolve) => {
        asked.push({
          command,
          answer: async (reply) => act(async () => resolve(reply as Reply<ViewOf<C['command']>>)),
        });
      }),
    post: (command) => void posted.push(command),
    requestOrigins: async () => true,
    swapOrigins: async () => undefined,
    hasOrigins: async () => true,
    onChanged: (callback) => {
      change = callback;
      return () => {};
    },
    openPage: async () => {},
    openAddress: async () => {},
    copyText: async () => true,
    saveFile: () => undefined,
    patternsOfForm: () => [],
    closeSelf: () => {},
    estimate: async () => ({ score: 0, seconds: 0 }),
    isTab: false,
  };
  render(
    <LanguageContext value={{ t, locale: 'en' }}>
      <App page={page} tabId={7} />
    </LanguageContext>,
  );
  return { asked, posted, change: () => change() };
}

const answer = (rows = [row()]): Reply => ({ ok: true, view: view(rows) });

test('the popup reads the page when it opens, and asks again when the worker says so', async () => {
  const { asked, change } = openApp();
  expect(asked[0]?.command).toEqual({ command: 'look', tabId: 7 });
  await asked[0]?.answer(answer());
  screen.getByText('geo.example.com');
  change();
  expect(asked[1]?.command).toEqual({ command: 'view', tabId: 7 });
  await asked[1]?.answer(answer([signedInRow()]));
  screen.getByRole('button', { name: 'Signed in, menu for geo.example.com' });
});

test('an answer that comes late does not replace a newer one', async () => {
  const { asked, change } = openApp();
  change();
  await asked[1]?.answer(answer([signedInRow()]));
  await asked[0]?.answer(answer([row()]));
  screen.getByRole('button', { name: 'Signed in, menu for geo.example.com' });
});

test('a worker that fails is said, with a way on', async () => {
  const { asked } = openApp();
  await asked[0]?.answer({ ok: false, failure: { code: 'unknown', values: [] } });
  screen.getByText(t('error_unknown'));
  fireEvent.click(screen.getByRole('button', { name: 'Look again' }));
  expect(asked[1]?.command).toEqual({ command: 'look', tabId: 7 });
});

test('what was typed is still there after another row was opened', async () => {
  const { asked, posted } = openApp();
  await asked[0]?.answer(answer([row({ host: 'a.example' }), row({ host: 'b.example' })]));
  fireEvent.click(screen.getByRole('button', { name: 'Sign in: a.example' }));
  await act(async () => {
    fireEvent.input(screen.getByLabelText('User name'), { target: { value: 'ada' } });
  });
  fireEvent.click(screen.getByRole('button', { name: 'Sign in: b.example' }));
  expect(posted.map(({ command }) => command)).toEqual(['keepDraft']);
  fireEvent.click(screen.getByRole('button', { name: 'Sign in: a.example' }));
  expect((screen.getByLabelText('User name') as HTMLInputElement).value).toBe('ada');
});

const typePassphrase = (value: string) => {
  const field = screen.getByLabelText('Passphrase for your saved sign-ins');
  fireEvent.input(field, { target: { value } });
  fireEvent.submit(field.closest('form') as Element);
};

test('unlocking changes the padlock at once and reloads nothing; the rows follow as the worker says', async () => {
  const { asked, posted, change } = openApp();
  await asked[0]?.answer({ ok: true, view: LOCKED });
  typePassphrase('lune carte pont');
  expect(asked[1]?.command).toEqual({ command: 'unlock', passphrase: 'lune carte pont' });
  await asked[1]?.answer({ ok: true, view: settingsView({ vault: vault({ state: 'unlocked' }) }) });
  expect(screen.queryByLabelText('Passphrase for your saved sign-ins')).toBeNull();
  screen.getByRole('button', { name: 'Lock now' });
  expect(screen.getAllByText('Locked')).toHaveLength(2);
  expect([asked.length, posted.length]).toEqual([2, 0]);
  change();
  expect(asked[2]?.command).toEqual({ command: 'view', tabId: 7 });
});

test('after a wrong passphrase the view is asked for: the next try may have to wait', async () => {
  const { asked } = openApp();
  await asked[0]?.answer({ ok: true, view: LOCKED });
  typePassphrase('wrong');
  await asked[1]?.answer({ ok: false, failure: { code: 'passphraseWait', values: ['8'] } });
  expect(asked[2]?.command).toEqual({ command: 'view', tabId: 7 });
  const waiting = vault({ state: 'locked', waitUntil: Date.now() + 60_000 });
  await asked[2]?.answer({ ok: true, view: { ...LOCKED, vault: waiting } });
  expect(screen.getByText(/^Wait \d+ s$/).getAttribute('aria-disabled')).toBe('true');
  screen.getByText(t('error_passphraseWait'));
});

test('locking that fails is said', async () => {
  const { asked } = openApp();
  await asked[0]?.answer({ ok: true, view: view([lockedRow()], { vault: vault({ state: 'unlocked' }) }) });
  fireEvent.click(screen.getByRole('button', { name: 'Lock now' }));
  await asked[1]?.answer({ ok: false, failure: { code: 'storageFailed', values: [] } });
  screen.getByText(t('error_storageFailed'));
});
