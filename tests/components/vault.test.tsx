// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { row, signedInRow, vault, view } from './fixtures.ts';
import { drawPopup, inFrench, pass, settle, spies, t } from './screen.tsx';
import { LOCKED, lockedRow } from './vault-fixtures.ts';

const FIELD = 'Passphrase for your saved sign-ins';
const field = () => screen.getByLabelText(FIELD) as HTMLInputElement;
const button = (name: string) => screen.getByRole('button', { name });
const type = (value: string) => fireEvent.input(field(), { target: { value } });
const enter = async () => {
  fireEvent.submit(field().closest('form') as Element);
  await settle();
};

test('locked: one password field on top has the cursor, Enter unlocks, the rows stay readable', async () => {
  const { actions } = drawPopup(LOCKED);
  expect([field().type, field().autocomplete]).toEqual(['password', 'off']);
  await waitFor(() => expect(document.activeElement).toBe(field()));
  screen.getByText('geo.example.com');
  type('lune carte pont');
  await enter();
  expect(actions.unlock.mock.calls).toEqual([['lune carte pont']]);
  expect(field().value).toBe('');
  expect(actions.look).not.toHaveBeenCalled();
});

test('a wrong passphrase: one sentence under the field, which stays selected', async () => {
  const actions = spies();
  actions.unlock.mockResolvedValue({ code: 'wrongPassphrase', values: [] });
  drawPopup(LOCKED, actions);
  type('wrong');
  await enter();
  const sentence = screen.getByText(t('error_wrongPassphrase'));
  expect(field().getAttribute('aria-describedby')).toBe(sentence.id);
  expect([field().selectionStart, field().selectionEnd]).toEqual([0, 5]);
  type('wrong again');
  expect(screen.queryByText(t('error_wrongPassphrase'))).toBeNull();
});

test('an empty field is said and nothing is sent', async () => {
  const { actions } = drawPopup(LOCKED);
  await enter();
  screen.getByText('Fill in this field.');
  expect(actions.unlock).not.toHaveBeenCalled();
});

test('after several wrong ones the button counts down and takes nothing until then', async () => {
  vi.useFakeTimers();
  try {
    const waiting = vault({ state: 'locked', waitUntil: Date.now() + 2500 });
    const { actions } = drawPopup({ ...LOCKED, vault: waiting });
    type('again');
    expect(button('Wait 3 s').getAttribute('aria-disabled')).toBe('true');
    fireEvent.submit(field().closest('form') as Element);
    expect(actions.unlock).not.toHaveBeenCalled();
    await pass(600);
    button('Wait 2 s');
    await pass(1000);
    button('Wait 1 s');
    await pass(1000);
    expect(button('Unlock').getAttribute('aria-disabled')).toBe('false');
    fireEvent.submit(field().closest('form') as Element);
    expect(actions.unlock).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

test('what is waited for is said after 300 ms, and a second Enter sends nothing twice', async () => {
  vi.useFakeTimers();
  try {
    const actions = spies();
    actions.unlock.mockReturnValue(new Promise(() => {}));
    drawPopup(LOCKED, actions);
    type('lune carte pont');
    fireEvent.submit(field().closest('form') as Element);
    fireEvent.submit(field().closest('form') as Element);
    await pass(250);
    expect(screen.queryByText(t('waitUnlock'))).toBeNull();
    await pass(100);
    screen.getByText(t('waitUnlock'));
    expect(field().readOnly).toBe(true);
    expect(actions.unlock).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

test('the passkey is offered where there is one; a forgotten passphrase is explained in Settings', () => {
  const { actions, show } = drawPopup(LOCKED);
  fireEvent.click(button('Use passkey'));
  fireEvent.click(button('Forgotten?'));
  expect([actions.openUnlock.mock.calls.length, actions.openForgotten.mock.calls.length]).toEqual([1, 1]);
  show({ ...LOCKED, vault: vault({ state: 'locked' }) });
  expect(screen.queryByRole('button', { name: 'Use passkey' })).toBeNull();
});

test('a locked row says so, and its button puts the cursor into the field', () => {
  drawPopup(LOCKED);
  const locked = screen.getByTitle('gis.example.org').closest('li') as HTMLElement;
  within(locked).getByText('Locked');
  within(locked).getByText('saved on this device');
  field().blur();
  fireEvent.click(button('Unlock: gis.example.org'));
  expect(document.activeElement).toBe(field());
});

test('the padlock: closed it puts the cursor into the field, open it locks, without a vault it is not there', () => {
  const { actions, show } = drawPopup(LOCKED);
  field().blur();
  fireEvent.click(button('Unlock your saved sign-ins'));
  expect(document.activeElement).toBe(field());
  show({ ...LOCKED, vault: vault({ state: 'unlocked' }) });
  expect(screen.queryByLabelText(FIELD)).toBeNull();
  fireEvent.click(button('Lock now'));
  expect(actions.lock).toHaveBeenCalledOnce();
  show({ ...LOCKED, vault: vault() });
  expect(screen.queryByRole('button', { name: /Lock now|Unlock your saved/ })).toBeNull();
});

test('when the field goes, the focus does not go with it', async () => {
  const { show } = drawPopup(LOCKED);
  await waitFor(() => expect(document.activeElement).toBe(field()));
  show({ ...LOCKED, vault: vault({ state: 'unlocked' }) });
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('main')));
});

test.each([
  ['newer', 'error_vaultNewer'],
  ['damaged', 'error_vaultDamaged'],
] as const)('%s: one sentence on top, and the way to Settings', (state, key) => {
  const { actions } = drawPopup(view([row()], { vault: vault({ state }) }));
  screen.getByText(t(key));
  expect(screen.queryByLabelText(FIELD)).toBeNull();
  fireEvent.click(button('Settings'));
  expect(actions.openSettings).toHaveBeenCalledOnce();
});

const items = () => {
  fireEvent.click(screen.getByRole('button', { name: 'Menu' }));
  return screen.getAllByRole('menuitem').map((item) => item.textContent);
};

test('the menu has Settings, locking where something is unlocked, and forgetting where something is saved', () => {
  drawPopup(view([row()]));
  expect(items()).toEqual([
    'Add a source',
    'Watch while it reloads',
    'Sources',
    'Map',
    'Settings',
    'Diagnostics',
    'Help',
  ]);
});

test('forgetting a site is asked once, in place, with what goes and what stays', async () => {
  const { actions } = drawPopup(view([signedInRow()], { vault: vault({ state: 'unlocked' }) }));
  expect(items()).toEqual([
    ...['Add a source', 'Watch while it reloads', 'Forget this site…'],
    ...['Lock now', 'Sources', 'Map', 'Settings', 'Diagnostics', 'Help'],
  ]);
  fireEvent.click(screen.getByRole('menuitem', { name: 'Forget this site…' }));
  screen.getByText('Forget the saved sign-ins for maps.example.org?');
  screen.getByText(t('forgetSiteNote'));
  await waitFor(() => expect(document.activeElement).toBe(button('Cancel')));
  fireEvent.keyDown(button('Cancel'), { key: 'Escape' });
  expect(screen.queryByRole('button', { name: 'Forget' })).toBeNull();
  items();
  fireEvent.click(screen.getByRole('menuitem', { name: 'Forget this site…' }));
  expect(actions.forgetSite).not.toHaveBeenCalled();
  fireEvent.click(button('Forget'));
  expect(actions.forgetSite).toHaveBeenCalledOnce();
});

test('a saved sign-in that nobody answered for is tried again by one click', () => {
  const waiting = signedInRow({
    ...{ status: 'unreachable', remembered: true, next: 'tryAgain' },
    hint: { code: 'notAnswering', values: [] },
  });
  const { actions } = drawPopup(view([waiting]));
  screen.getByText(t('hint_notAnswering'));
  fireEvent.click(button('Try again: geo.example.com'));
  expect(actions.tryAgain.mock.calls).toEqual([[waiting]]);
});

test('in French', async () => {
  const actions = spies();
  actions.unlock.mockResolvedValue({ code: 'wrongPassphrase', values: [] });
  drawPopup(view([lockedRow()], { vault: vault({ state: 'locked' }) }), actions, Date.now(), 'fr');
  const secret = screen.getByLabelText('Phrase secrète de vos connexions enregistrées');
  fireEvent.input(secret, { target: { value: 'faux' } });
  fireEvent.submit(secret.closest('form') as Element);
  await screen.findByText(inFrench('error_wrongPassphrase'));
  screen.getByRole('button', { name: 'Déverrouiller' });
  screen.getByRole('button', { name: 'Oubliée\u00a0?' });
});
