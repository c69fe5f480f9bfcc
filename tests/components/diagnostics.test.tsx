// @vitest-environment happy-dom
import { fireEvent, render, screen, within } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { DiagnosticsPage } from '../../components/diagnostics/DiagnosticsPage.tsx';
import { LanguageContext } from '../../components/translation.ts';
import { App, type DiagnosticsPort } from '../../entrypoints/diagnostics/App.tsx';
import { diagnosticsView } from '../../lib/diagnostics/view.ts';
import type { Failure } from '../../lib/errors.ts';
import type { DiagnosticsView } from '../../lib/messages/diagnostics-view.ts';
import { parts } from '../unit/diagnostics/scene.ts';
import { drawPopup, drawSettings, inFrench, settle, t } from './screen.tsx';
import { settingsView } from './vault-fixtures.ts';

const filled = diagnosticsView(parts());
const empty = diagnosticsView(
  parts({
    ...{ rules: [], events: [], permissions: { hosts: [], api: [] } },
    saved: { sources: [], accounts: [], grants: [], keyVault: [] },
  }),
);
const part = (name: string) => within(screen.getByRole('region', { name }));
const rowsOf = (table: string) =>
  within(screen.getByRole('table', { name: table }))
    .getAllByRole('row')
    .map((row) => row.textContent);

function draw(view: DiagnosticsView | null, onCopy = vi.fn(async (_: string) => true), language = 'en') {
  const tongue = { t: language === 'fr' ? inFrench : t, locale: language };
  render(
    <LanguageContext value={tongue}>
      <DiagnosticsPage view={view} failure={null} openedAt={Date.now()} report="the report" onCopy={onCopy} />
    </LanguageContext>,
  );
  return onCopy;
}

test('what happened, the newest first, in words', () => {
  draw(filled);
  const [head, refused, signedIn, ...others] = rowsOf('Events');
  expect(head).toBe('TimeEventHostCode');
  expect(refused).toMatch(/The service refused · 3 timesgeo\.example\.com401$/);
  expect(signedIn).toMatch(/Signed ingeo\.example\.com$/);
  expect(others).toEqual([]);
});

test('the rules of each source, every value masked', () => {
  draw(filled);
  const [, own, ...others] = rowsOf('Rules by source');
  expect(own).toContain('geo.example.com WMSSets headersauthorization: •••cache-control: •••');
  expect(own).toContain('|https://geo.example.com/geoserver/ows[/?|]');
  expect(own).toContain('From maps.example.org');
  expect(own).not.toContain('YTpi');
  expect(others[0]).toContain('For all sources Leaves disguised addresses as they are');
  expect(others[1]).toContain('Leaves addresses with a signature as they are');
});

test('sign-ins without names, permissions and versions', () => {
  draw(filled);
  expect(rowsOf('Sign-ins')[1]).toMatch(/^geo\.example\.comPasswordSigned in.*active · 3$/);
  part('Permissions').getByText('https://geo.example.com/*');
  for (const words of ['0.1.0', 'Chromium 156', 'linux x86-64']) part('Versions').getByText(words);
  expect(document.body.textContent).not.toContain('anna');
});

test('with nothing to show each part says so', () => {
  draw(empty);
  part('Events').getByText('Nothing happened yet.');
  part('Rules by source').getByText('No rule is installed: nobody is signed in.');
  part('Sign-ins').getByText('No sign-in is saved.');
  expect(part('Permissions').getAllByText('None')).toHaveLength(2);
});

test('in French', () => {
  draw(filled, undefined, 'fr');
  expect(rowsOf('Événements')[1]).toContain('Le service a refusé · 3 fois');
});

test('copied, and said', async () => {
  const onCopy = draw(filled);
  fireEvent.click(screen.getByRole('button', { name: 'Copy for a bug report' }));
  await settle();
  expect(onCopy).toHaveBeenCalledExactlyOnceWith('the report');
  expect(screen.getByRole('status').textContent).toBe('Copied');
});

test('where the browser does not let us copy, the text is shown and marked', async () => {
  draw(
    filled,
    vi.fn(async () => false),
  );
  const text = screen.getByLabelText<HTMLTextAreaElement>('The text that is copied');
  expect(text.closest('details')?.open).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Copy for a bug report' }));
  await settle();
  expect(screen.getByRole('status').textContent).toBe(t('diagnostics_copyRefused'));
  expect(text.closest('details')?.open).toBe(true);
  expect(text.value.slice(text.selectionStart, text.selectionEnd)).toBe('the report');
});

/** A worker that answers with what `is` says. */
function world() {
  const is: { view: DiagnosticsView; failure: Failure | null } = { view: filled, failure: null };
  const asked: unknown[] = [];
  const copied: string[] = [];
  let change = () => {};
  const page = {
    send: async (command: unknown) => {
      asked.push(command);
      return is.failure ? { ok: false, failure: is.failure } : { ok: true, view: is.view };
    },
    onChanged: (callback: () => void) => {
      change = callback;
      return () => {};
    },
    copyText: async (text: string) => {
      copied.push(text);
      return true;
    },
  } as unknown as DiagnosticsPort;
  const open = async () => {
    render(
      <LanguageContext value={{ t, locale: 'en' }}>
        <App page={page} />
      </LanguageContext>,
    );
    await settle();
  };
  return { is, asked, copied, open, change: () => change() };
}

test('the page asks at first, and again when the worker says that something changed', async () => {
  const { is, asked, open, change } = world();
  await open();
  part('Events').getByText('Signed in');
  is.view = empty;
  change();
  await settle();
  part('Events').getByText('Nothing happened yet.');
  expect(asked).toEqual([{ command: 'diagnostics' }, { command: 'diagnostics' }]);
});

test('it asks again when somebody comes back to it', async () => {
  const { is, open } = world();
  await open();
  is.view = empty;
  fireEvent.focus(window);
  await settle();
  part('Events').getByText('Nothing happened yet.');
});

test('what is copied is the report of what is shown', async () => {
  const { copied, open } = world();
  await open();
  fireEvent.click(screen.getByRole('button', { name: 'Copy for a bug report' }));
  await settle();
  expect(copied).toEqual([
    expect.stringMatching(/^Versions\n {2}Layerkey 0\.1\.0[\s\S]*refused geo\.example\.com/),
  ]);
});

test('a worker that fails is said', async () => {
  const { is, open } = world();
  is.failure = { code: 'unknown', values: [] };
  await open();
  screen.getByText(t('error_unknown'));
});

test('the settings page leads there from its foot', () => {
  const { actions } = drawSettings(settingsView());
  fireEvent.click(within(screen.getByRole('contentinfo')).getByRole('button', { name: 'Diagnostics' }));
  expect(actions.openDiagnostics).toHaveBeenCalledOnce();
});

test('so does the popup from its menu, between settings and help', async () => {
  const { actions } = drawPopup(null);
  fireEvent.click(screen.getByRole('button', { name: t('menu') }));
  const names = screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
  expect(names).toEqual(['Sources', 'Map', 'Settings', 'Diagnostics', 'Help']);
  fireEvent.click(screen.getByRole('menuitem', { name: 'Diagnostics' }));
  expect(actions.openDiagnostics).toHaveBeenCalledOnce();
});
