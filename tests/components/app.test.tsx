// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { LanguageContext } from '../../components/translation.ts';
import { App } from '../../entrypoints/popup/App.tsx';
import type { PagePort } from '../../entrypoints/popup/page-port.ts';
import type { Command, Reply } from '../../lib/messages/protocol.ts';
import { row, signedInRow, view } from './fixtures.ts';
import { t } from './screen.tsx';

afterEach(cleanup);

/** A worker whose answers the test gives by hand, in the order it likes. */
function openApp() {
  const asked: { command: Command; answer: (reply: Reply) => Promise<void> }[] = [];
  const posted: Command[] = [];
  let change = () => {};
  const page: PagePort = {
    send: (command) =>
      new Promise((resolve) => {
        asked.push({ command, answer: async (reply) => act(async () => resolve(reply)) });
      }),
    post: (command) => void posted.push(command),
    requestOrigins: async () => true,
    swapOrigins: async () => undefined,
    hasOrigins: async () => true,
    onChanged: (callback) => {
      change = callback;
      return () => {};
    },
    openPage: () => {},
    closeSelf: () => {},
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
