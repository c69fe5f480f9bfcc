// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { createSettingsActions } from '../../entrypoints/settings/actions.ts';
import type { SettingsPort } from '../../entrypoints/settings/settings-port.ts';
import type { Settings } from '../../lib/messages/settings-view.ts';
import { drawSettings, settingsSpies, settle, t } from './screen.tsx';
import { settingsView } from './vault-fixtures.ts';

const { settings, noticeOrigins } = settingsView();
const on = { ...settings, noticeEverywhere: true };
const hidden: Settings['hiddenWarnings'] = [
  { host: 'old.example.com', kind: 'expired', at: Date.UTC(2026, 4, 3, 12) },
  { host: '<b>own</b>.example.com:8443', kind: 'selfSigned', at: Date.UTC(2026, 4, 4, 12) },
];
const box = () => screen.getByRole('checkbox', { name: t('noticeEverywhere') }) as HTMLInputElement;
const click = async (name: string) => {
  fireEvent.click(screen.getByRole('button', { name }));
  await settle();
};

test('noticing on all sites is off at first, and says what it widens', () => {
  drawSettings(settingsView());
  expect(box().checked).toBe(false);
  const note = document.getElementById(box().getAttribute('aria-describedby') ?? '');
  for (const words of [/addresses of all requests/, /saves nothing/, /sub-domains and its other ports/])
    expect(note?.textContent).toMatch(words);
});

test('turning it on asks for exactly what the view names', async () => {
  const { actions } = drawSettings(settingsView());
  fireEvent.click(box());
  expect(actions.noticeEverywhere.mock.calls).toEqual([[settings, noticeOrigins]]);
  await settle();
});

test('turning it off is saved at once', async () => {
  const noticeKeep = ['https://maps.city.example:443/*'];
  const { actions } = drawSettings(settingsView({ settings: on, noticing: true, noticeKeep }));
  expect(box().checked).toBe(true);
  expect(screen.queryByText(t('noticeLost'))).toBeNull();
  fireEvent.click(box());
  await settle();
  expect(actions.stopNoticing.mock.calls).toEqual([[on, noticeOrigins, noticeKeep]]);
});

test('where the browser took all sites back, it says so and offers to ask again', async () => {
  const { actions } = drawSettings(settingsView({ settings: on, noticing: false }));
  screen.getByText(t('noticeLost'));
  await click('Allow again');
  expect(actions.noticeEverywhere.mock.calls).toEqual([[on, noticeOrigins]]);
});

test('while the browser asks, nothing says that it was taken back, and a no leaves the box empty', async () => {
  const spies = settingsSpies();
  let answer = () => {};
  spies.noticeEverywhere.mockReturnValueOnce(new Promise((resolve) => (answer = () => resolve(null))));
  const { show } = drawSettings(settingsView(), spies);
  fireEvent.click(box());
  show(settingsView({ settings: on, noticing: false }));
  expect(screen.queryByText(t('noticeLost'))).toBeNull();
  show(settingsView());
  answer();
  await settle();
  expect(box().checked).toBe(false);
});

test('what cannot be saved is said', async () => {
  const spies = settingsSpies();
  spies.noticeEverywhere.mockResolvedValueOnce({ code: 'storageFailed', values: [] });
  drawSettings(settingsView(), spies);
  fireEvent.click(box());
  await settle();
  screen.getByText(t('error_storageFailed'));
});

/** Everything that reaches the worker and the browser, in order. */
function recorder(allows: boolean) {
  const log: unknown[] = [];
  const page = {
    passkeysPossible: () => false,
    requestOrigins: async (asked: string[]) => {
      log.push({ asked });
      return allows;
    },
    swapOrigins: async (removed: string[], kept: string[]) => void log.push({ removed, kept }),
  } as Partial<SettingsPort> as SettingsPort;
  const actions = createSettingsActions(page, async (command) => {
    log.push(command);
    return null;
  });
  return { log, actions };
}

test('the command first, then the request, both in the tick of the click; then the view anew', async () => {
  const { log, actions } = recorder(true);
  const done = actions.noticeEverywhere(settings, noticeOrigins);
  const both = [{ command: 'changeSettings', ...on }, { asked: ['*://*/*'] }];
  expect(log).toEqual(both);
  expect(await done).toBeNull();
  expect(log).toEqual([...both, { command: 'settings' }]);
});

test('turned off, all sites are given back and single ones asked for again; else the worker does it alone', async () => {
  const { log, actions } = recorder(true);
  const off = { command: 'changeSettings', ...settings };
  await actions.stopNoticing(on, noticeOrigins, []);
  expect(log).toEqual([off]);
  await actions.stopNoticing(on, noticeOrigins, ['https://maps.city.example:443/*']);
  const swap = { removed: ['*://*/*'], kept: ['https://maps.city.example:443/*'] };
  expect(log).toEqual([off, off, swap, { command: 'settings' }]);
});

test('a no turns it off again', async () => {
  const { log, actions } = recorder(false);
  await actions.noticeEverywhere(settings, noticeOrigins);
  expect(log.at(-1)).toEqual({ command: 'changeSettings', ...settings });
});

test('hidden certificate warnings: host, why and since when; each can be shown again', async () => {
  const { actions, container } = drawSettings(
    settingsView({ settings: { ...settings, hiddenWarnings: hidden } }),
  );
  const list = within(screen.getByRole('region', { name: 'Hidden certificate warnings' }));
  const [first, second] = list.getAllByRole('listitem');
  expect(first?.textContent).toMatch(/^old\.example\.comhas expiredhidden on May 3, 2026/);
  within(second!).getByText('<b>own</b>.example.com:8443');
  expect(container.querySelector('b b')).toBeNull();
  list.getByText('Hiding only silences a warning. It lets nothing through.');
  await click('Show again: old.example.com');
  expect(actions.changeSettings.mock.calls).toEqual([[{ ...settings, hiddenWarnings: [hidden[1]] }]]);
});

test('nothing is shown where no warning is hidden', () => {
  drawSettings(settingsView());
  expect(screen.queryByText(t('hiddenWarnings'))).toBeNull();
});
