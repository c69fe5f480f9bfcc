// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { vault } from './fixtures.ts';
import { drawSettings, pass, settingsSpies, settle, t } from './screen.tsx';
import { settingsView } from './vault-fixtures.ts';

const GOOD = 'lune carte pont vert';
const button = (name: string) => screen.getByRole('button', { name });
const click = async (name: string) => {
  fireEvent.click(button(name));
  await settle();
};
const type = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const locked = settingsView({ vault: vault({ state: 'locked', hasPasskey: true }) });
const none = settingsView({ vault: vault(), remembered: 0, passkeys: [], sites: [] });
const damaged = settingsView({ vault: vault({ state: 'damaged' }) });

test('a backup is made, and said', async () => {
  const { actions } = drawSettings(settingsView());
  await click('Make backup file');
  expect(actions.backup).toHaveBeenCalledOnce();
  expect(screen.getByText(t('backupMade')).getAttribute('role')).toBe('status');
});

const chooseFile = (text: string) => {
  const input = screen.getByLabelText('Backup file') as HTMLInputElement;
  Object.defineProperty(input, 'files', { value: [new File([text], 'backup.json')] });
  fireEvent.change(input);
};

test('restoring: what it does, the file and its passphrase; what is wrong stands under its field', async () => {
  const { actions, show } = drawSettings(none);
  await click('Restore from a file');
  screen.getByText(t('restoreNote'));
  await click('Restore');
  expect(screen.getByText('Fill in this field.').id).toBe(
    screen.getByLabelText('Backup file').getAttribute('aria-describedby'),
  );
  chooseFile('{"format":"layerkey-backup"}');
  const secret = screen.getByLabelText('Passphrase of the file') as HTMLInputElement;
  expect(secret.type).toBe('password');
  type('Passphrase of the file', 'wrong');
  actions.restore.mockResolvedValueOnce({ code: 'backupPassphrase', values: [] });
  fireEvent.click(button('Restore'));
  const sentence = await screen.findByText(t('error_backupPassphrase'));
  expect(secret.getAttribute('aria-describedby')).toBe(sentence.id);
  type('Passphrase of the file', GOOD);
  fireEvent.click(button('Restore'));
  await screen.findByText(t('restored'));
  expect(actions.restore.mock.calls.at(-1)).toEqual(['{"format":"layerkey-backup"}', GOOD]);
  show(locked);
  screen.getByText(t('restoredLocked'));
});

test('deleting everything names how many, and is asked once', async () => {
  const { actions } = drawSettings(settingsView());
  await click('Delete all saved sign-ins…');
  screen.getByText('Delete all sign-ins remembered on this device (2)?');
  screen.getByText(t('deleteAllNote'));
  expect(actions.deleteVault).not.toHaveBeenCalled();
  await click('Delete');
  expect(actions.deleteVault).toHaveBeenCalledOnce();
  screen.getByText(t('deletedAll'));
});

test('a forgotten passphrase is explained where links point to', () => {
  drawSettings(none);
  expect(document.getElementById('forgotten')?.textContent).toBe(t('forgottenText'));
  expect(screen.queryByRole('button', { name: 'Delete all saved sign-ins…' })).toBeNull();
});

test('damaged: said, with deleting as the way out; newer: nothing is offered', () => {
  const { show } = drawSettings(damaged);
  screen.getByText(t('error_vaultDamaged'));
  button('Delete all saved sign-ins…');
  show(settingsView({ vault: vault({ state: 'newer' }) }));
  screen.getByText(t('error_vaultNewer'));
  expect(screen.queryByRole('button', { name: 'Delete all saved sign-ins…' })).toBeNull();
});

test('what takes long is said after 300 ms', async () => {
  vi.useFakeTimers();
  try {
    const actions = settingsSpies();
    actions.backup.mockReturnValue(new Promise(() => {}));
    drawSettings(settingsView(), actions);
    fireEvent.click(button('Make backup file'));
    fireEvent.click(button('Make backup file'));
    await pass(250);
    expect(screen.queryByText(t('waitBackup'))).toBeNull();
    await pass(100);
    screen.getByText(t('waitBackup'));
    expect(actions.backup).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});
