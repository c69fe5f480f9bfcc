// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { vault } from './fixtures.ts';
import { drawSettings, inFrench, settingsSpies, settle, t } from './screen.tsx';
import { settingsView } from './vault-fixtures.ts';

const GOOD = 'lune carte pont vert';
const part = (name: string) => within(screen.getByRole('region', { name }));
const button = (name: string) => screen.getByRole('button', { name });
const click = async (name: string) => {
  fireEvent.click(button(name));
  await settle();
};
const type = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const locked = settingsView({ vault: vault({ state: 'locked', hasPasskey: true }) });
const none = settingsView({ vault: vault(), remembered: 0, passkeys: [], sites: [] });

test('each site with what it may use, who, how, and whether it is saved on this device', () => {
  drawSettings(settingsView());
  const rows = part('Saved sign-ins for maps.city.example').getAllByRole('listitem');
  expect(rows).toHaveLength(2);
  for (const words of ['geo.example.com', '/geoserver/ows', 'ada@example.com', 'Password', 'Signed in'])
    within(rows[0] as HTMLElement).getByText(words);
  within(rows[0] as HTMLElement).getByText('saved on this device');
  within(rows[1] as HTMLElement).getByText('until the browser closes');
  screen.getByRole('region', { name: 'Saved sign-ins for maps.example.org' });
});

test('nothing saved: one sentence', () => {
  drawSettings(none);
  screen.getByText(t('sitesEmpty'));
});

test('a source is stopped at one site; forgetting the site is asked once', async () => {
  const { actions } = drawSettings(settingsView());
  await click('Stop using tiles.example.net here');
  expect(actions.stopUsingAt.mock.calls).toEqual([['src0002', 'https://maps.city.example']]);
  const site = part('Saved sign-ins for maps.city.example');
  fireEvent.click(site.getByRole('button', { name: 'Forget this site…' }));
  site.getByText('Forget the saved sign-ins for maps.city.example?');
  expect(actions.forgetSiteAt).not.toHaveBeenCalled();
  fireEvent.click(site.getByRole('button', { name: 'Forget' }));
  expect(actions.forgetSiteAt.mock.calls).toEqual([['https://maps.city.example']]);
});

test('what fails is said in the place it is about', async () => {
  const actions = settingsSpies();
  actions.stopUsingAt.mockResolvedValue({ code: 'storageFailed', values: [] });
  drawSettings(settingsView(), actions);
  await click('Stop using tiles.example.net here');
  const row = button('Stop using tiles.example.net here').closest('li') as HTMLElement;
  within(row).getByText(t('error_storageFailed'));
});

test('unlocked: said with how many, and locked by one button', async () => {
  const { actions } = drawSettings(settingsView());
  screen.getByText('Your saved sign-ins are unlocked. Remembered on this device: 2.');
  await click('Lock now');
  expect(actions.lock).toHaveBeenCalledOnce();
});

test('locked: the field unlocks, and what needs an open vault is not there', async () => {
  const { actions } = drawSettings(locked);
  for (const name of ['Change passphrase', 'Add passkey', 'Make backup file', 'Restore from a file'])
    expect(screen.queryByRole('button', { name })).toBeNull();
  screen.getByText(t('backupLocked'));
  type('Passphrase for your saved sign-ins', GOOD);
  await click('Unlock');
  expect(actions.unlock.mock.calls).toEqual([[GOOD]]);
});

test('without a passphrase one can be set here, too', async () => {
  const { actions } = drawSettings(none);
  screen.getByText(t('stateNone'));
  await click('Set a passphrase');
  screen.getByText(t('noRecovery'));
  type('New passphrase', GOOD);
  type('Passphrase again', GOOD);
  fireEvent.submit(screen.getByRole('form', { name: 'Set passphrase' }));
  await settle();
  expect(actions.createVault.mock.calls).toEqual([[GOOD]]);
});

test('when it locks by itself: every choice is saved at once', async () => {
  const { actions } = drawSettings(settingsView());
  const choices = screen.getByRole('group', { name: 'Lock my saved sign-ins' });
  expect(within(choices).getByRole('radio', { checked: true })).toBe(
    screen.getByLabelText('When the browser closes'),
  );
  fireEvent.click(screen.getByLabelText('Also after 15 minutes without use'));
  await settle();
  fireEvent.click(screen.getByLabelText('Also when this computer locks'));
  await settle();
  fireEvent.click(screen.getByLabelText('This is a shared computer'));
  await settle();
  const { settings } = settingsView();
  expect(actions.changeSettings.mock.calls).toEqual([
    [{ ...settings, lockAfterMinutes: 15 }],
    [{ ...settings, lockWithComputer: false }],
    [{ ...settings, sharedComputer: true }],
  ]);
});

test('Firefox does not tell when the computer locks: a sentence instead of a choice', () => {
  drawSettings(settingsView({ canLockWithComputer: false }));
  screen.getByText(t('lockWithComputerNot'));
  expect(screen.queryByLabelText('Also when this computer locks')).toBeNull();
});

test('changing the passphrase asks for the current one; a wrong one is said under it', async () => {
  const { actions } = drawSettings(settingsView());
  actions.changePassphrase.mockResolvedValueOnce({ code: 'wrongPassphrase', values: [] });
  await click('Change passphrase');
  type('Current passphrase', 'old');
  type('New passphrase', GOOD);
  type('Passphrase again', GOOD);
  await click('Change passphrase');
  const current = screen.getByLabelText('Current passphrase') as HTMLInputElement;
  expect(screen.getByText(t('error_wrongPassphrase')).id).toBe(current.getAttribute('aria-describedby'));
  await waitFor(() => expect(document.activeElement).toBe(current));
  type('Current passphrase', 'older');
  await click('Change passphrase');
  expect(actions.changePassphrase.mock.calls).toEqual([
    ['old', GOOD],
    ['older', GOOD],
  ]);
  screen.getByText(t('passphraseChanged'));
  expect(screen.queryByLabelText('Current passphrase')).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(button('Change passphrase')));
});

test('passkeys: listed by date, added, removed; one that cannot is said', async () => {
  const { actions } = drawSettings(settingsView());
  const added = screen.getByText(/^Added on May 3, 2026 at \d/).textContent ?? '';
  await click(added.replace('Added', 'Remove the passkey added'));
  expect(actions.removePasskey.mock.calls).toEqual([['cGFzc2tleQ']]);
  actions.addPasskey.mockResolvedValueOnce({ code: 'passkeyRefused', values: [] });
  await click('Add passkey');
  screen.getByText(t('error_passkeyRefused'));
  await click('Add passkey');
  screen.getByText(t('passkeyDone'));
});

test('a browser without passkeys says so and offers none', () => {
  drawSettings(settingsView({ passkeys: [] }), settingsSpies(false));
  screen.getByText(t('passkeysNot'));
  expect(screen.queryByRole('button', { name: 'Add passkey' })).toBeNull();
});

test('a notice can be put away', async () => {
  const { actions } = drawSettings(
    settingsView({ notice: { code: 'savedAltered', values: ['ada, geo.example.com'] } }),
  );
  screen.getByText(t('error_savedAltered', 'ada, geo.example.com'));
  await click('Dismiss');
  expect(actions.dismissNotice.mock.calls).toEqual([['savedAltered']]);
});

test('every passphrase is typed into a password field', async () => {
  drawSettings(settingsView());
  await click('Change passphrase');
  await click('Restore from a file');
  const typed = [...document.querySelectorAll('input')].filter(
    ({ type }) => !['radio', 'checkbox', 'file'].includes(type),
  );
  expect(typed.map(({ type }) => type)).toEqual(['password', 'password', 'password', 'password']);
});

test('in French', () => {
  drawSettings(settingsView(), undefined, 'fr');
  screen.getByRole('heading', { level: 1, name: 'Réglages' });
  screen.getByText(/^Ajoutée le 3 mai 2026 à \d/);
  screen.getByText(inFrench('sharedComputerNote'));
});
