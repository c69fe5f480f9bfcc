// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { row, signedInRow, vault, view } from './fixtures.ts';
import { drawPopup, inFrench, pass, settle, t } from './screen.tsx';

const GOOD = 'lune carte pont vert';
const unlocked = vault({ state: 'unlocked' });
const locked = vault({ state: 'locked' });
const type = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label, { selector: 'input:not([type=radio])' }), {
    target: { value },
  });
const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const radio = (name: string) => screen.getByRole('radio', { name }) as HTMLInputElement;
const openForm = () => click('Sign in: geo.example.com');
const chooseRemember = () => fireEvent.click(radio('Remember on this device'));
const step = () => screen.getByRole('region', { name: 'Remember on this device' });

/** The form of a service that refuses, filled in, with *Remember on this device* chosen. */
function drawRemembering(state = vault(), refusing = row()) {
  const drawn = drawPopup(view([refusing], { vault: state }));
  openForm();
  type('User name', 'ada');
  type('Password', 'pw');
  chooseRemember();
  return drawn;
}

test('until the browser closes is what is chosen at first, and what is sent', () => {
  const { actions } = drawPopup(view([row()], { vault: unlocked }));
  openForm();
  expect(radio('Only until the browser closes').checked).toBe(true);
  type('User name', 'ada');
  type('Password', 'pw');
  click('Sign in');
  expect(actions.signIn.mock.calls[0]?.[1].remember).toBe(false);
});

test('unlocked: remembering needs nothing more', () => {
  const { actions } = drawRemembering(unlocked);
  click('Sign in and reload');
  expect(actions.signIn.mock.calls[0]?.[1].remember).toBe(true);
});

test('the first time: a passphrase twice, in place; then the form is back as it was typed', async () => {
  const { actions, show } = drawRemembering();
  screen.getByText(t('passphraseLead'));
  screen.getByText(t('noRecovery'));
  expect(screen.queryByRole('button', { name: 'Sign in and reload' })).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('New passphrase')));
  type('New passphrase', GOOD);
  type('Passphrase again', GOOD);
  click('Set passphrase');
  await settle();
  expect(actions.createVault.mock.calls).toEqual([[GOOD]]);
  show(view([row()], { vault: unlocked }));
  await screen.findByText(t('passphraseMade'));
  expect(radio('Remember on this device').checked).toBe(true);
  expect((screen.getByLabelText('User name') as HTMLInputElement).value).toBe('ada');
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Sign in and reload'));
  click('Sign in and reload');
  expect(actions.signIn.mock.calls[0]?.[1]).toEqual({
    ...{ method: 'basic', fields: { username: 'ada', password: 'pw' } },
    ...{ acceptPlainHttp: false, remember: true },
  });
});

test.each([
  ['', '', 'Fill in this field.', 'New passphrase'],
  ['seven77', 'seven77', 'Use at least 8 characters.', 'New passphrase'],
  ['😀😀😀😀😀😀😀', '😀😀😀😀😀😀😀', 'Use at least 8 characters.', 'New passphrase'],
  [GOOD, 'lune', t('passphraseDiffers'), 'Passphrase again'],
])('%j and %j: said under its field, and nothing is sent', async (next, again, sentence, label) => {
  const { actions } = drawRemembering();
  type('New passphrase', next);
  type('Passphrase again', again);
  fireEvent.submit(screen.getByRole('form', { name: 'Set passphrase' }));
  const field = screen.getByLabelText(label);
  expect(screen.getByText(sentence).id).toBe(field.getAttribute('aria-describedby'));
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(actions.createVault).not.toHaveBeenCalled();
});

test('a passphrase is typed into password fields alone, and never kept with the form', async () => {
  vi.useFakeTimers();
  try {
    const { actions } = drawRemembering();
    type('New passphrase', GOOD);
    type('Passphrase again', GOOD);
    for (const secret of step().querySelectorAll('input')) {
      expect([secret.type, secret.autocomplete]).toEqual(['password', 'new-password']);
    }
    await pass(1000);
    fireEvent(window, new Event('pagehide'));
    click('Set passphrase');
    await pass(1000);
    fireEvent(window, new Event('pagehide'));
    expect(actions.createVault).toHaveBeenCalledWith(GOOD);
    expect(actions.keepDraft).toHaveBeenCalled();
    expect(JSON.stringify(actions.keepDraft.mock.calls.map(([, draft]) => draft))).not.toContain(GOOD);
  } finally {
    vi.useRealTimers();
  }
});

test.each(['Back', 'Escape'])('%s: the form is back with what was typed, kept until closing', (how) => {
  drawRemembering();
  type('New passphrase', GOOD);
  if (how === 'Back') click('Back');
  else fireEvent.keyDown(screen.getByLabelText('New passphrase'), { key: 'Escape' });
  expect(radio('Only until the browser closes').checked).toBe(true);
  expect((screen.getByLabelText('Password', { selector: '[data-field]' }) as HTMLInputElement).value).toBe(
    'pw',
  );
  chooseRemember();
  expect((screen.getByLabelText('New passphrase') as HTMLInputElement).value).toBe('');
});

test('Enter in the form does nothing while the passphrase is asked for', () => {
  const { actions } = drawRemembering();
  fireEvent.submit(screen.getByRole('form', { name: 'Sign in to geo.example.com' }));
  expect(actions.signIn).not.toHaveBeenCalled();
});

test('locked: the same place asks for the passphrase there is', async () => {
  const { actions, show } = drawRemembering(locked);
  const secret = within(step()).getByLabelText('Passphrase for your saved sign-ins');
  fireEvent.input(secret, { target: { value: GOOD } });
  fireEvent.submit(secret.closest('form') as Element);
  await settle();
  expect(actions.unlock.mock.calls).toEqual([[GOOD]]);
  show(view([row()], { vault: unlocked }));
  expect(radio('Remember on this device').checked).toBe(true);
  expect(screen.queryByText(t('passphraseMade'))).toBeNull();
});

test('a shared computer: no choice, one sentence, and nothing is remembered', () => {
  const { actions } = drawPopup(
    view([row({ draft: { ...KEPT, remember: true } })], { vault: vault({ canRemember: false }) }),
  );
  expect(screen.queryByRole('radio', { name: 'Remember on this device' })).toBeNull();
  screen.getByText(t('sharedComputerKeeps'));
  click('Sign in');
  expect(actions.signIn.mock.calls[0]?.[1].remember).toBe(false);
});
const KEPT = {
  ...{ method: 'basic', fields: { username: 'ada', password: 'pw' } },
  ...{ acceptPlainHttp: false, remember: false },
};

test.each([true, false])('changing a password keeps it as it was: remembered %s', (remembered) => {
  const { actions } = drawPopup(view([signedInRow({ remembered })], { vault: unlocked }));
  choose('Change password…');
  expect(screen.queryByRole('radio')).toBeNull();
  expect(screen.queryByText(t('untilClose')) === null).toBe(remembered);
  type('Password', 'new');
  click('Change password');
  expect(actions.changeSecret.mock.calls[0]?.[1].remember).toBe(remembered);
});

const choose = (name: string) => {
  fireEvent.click(screen.getByRole('button', { name: /menu for geo\.example\.com/ }));
  fireEvent.click(screen.getByRole('menuitem', { name }));
};
const items = () => screen.getAllByRole('menuitem').map((item) => item.textContent);

test('the menu of a signed-in row remembers, or stops remembering', () => {
  const session = signedInRow();
  const { actions, show } = drawPopup(view([session], { vault: unlocked }));
  choose('Remember on this device');
  expect(actions.remember.mock.calls).toEqual([[session]]);
  const saved = signedInRow({ remembered: true, hint: { code: 'remembered', values: [] } });
  show(view([saved], { vault: unlocked }));
  screen.getByText('saved on this device');
  choose('Keep only until the browser closes');
  expect(actions.forgetSaved.mock.calls).toEqual([[saved]]);
});

test('in a menu without a passphrase yet: the step first, then it is remembered', async () => {
  const session = signedInRow();
  const { actions, show } = drawPopup(view([session]));
  choose('Remember on this device');
  expect(actions.remember).not.toHaveBeenCalled();
  type('New passphrase', GOOD);
  type('Passphrase again', GOOD);
  click('Set passphrase');
  await settle();
  show(view([session], { vault: unlocked }));
  await screen.findByText(t('passphraseMade'));
  expect(actions.remember.mock.calls).toEqual([[session]]);
});

test('in a menu while locked: unlocking remembers and closes the panel', async () => {
  const session = signedInRow();
  const { actions, show } = drawPopup(view([session], { vault: locked }));
  choose('Remember on this device');
  within(step()).getByLabelText('Passphrase for your saved sign-ins');
  show(view([session], { vault: unlocked }));
  await waitFor(() => expect(actions.remember.mock.calls).toEqual([[session]]));
  expect(screen.queryByText(t('unlockToRemember'))).toBeNull();
  expect(screen.queryByText(t('passphraseMade'))).toBeNull();
});

test('remembering is not offered on a shared computer', () => {
  drawPopup(view([signedInRow()], { vault: vault({ canRemember: false }) }));
  fireEvent.click(screen.getByRole('button', { name: /menu for geo\.example\.com/ }));
  expect(items()).not.toContain('Remember on this device');
});

test('signing out of a remembered sign-in says that it is gone from this device too', () => {
  drawPopup(view([signedInRow({ remembered: true })], { vault: unlocked }));
  choose('Sign out');
  expect(screen.getByText(/no longer|gone too/).textContent).toBe(
    `${t('signedOutSaved')} ${t('signedOutNote')}`,
  );
});

test('signed in but not saved: the form closes and the row says it', async () => {
  const { show } = drawPopup(view([row({ draft: { ...KEPT, remember: true } })], { vault: unlocked }));
  show(view([signedInRow({ failure: { code: 'notRemembered', values: ['geo.example.com'] } })]));
  await waitFor(() => expect(screen.queryByLabelText('User name')).toBeNull());
  screen.getByText(t('error_notRemembered', 'geo.example.com'));
});

test('in French', async () => {
  const { actions } = drawPopup(view([row()]), undefined, Date.now(), 'fr');
  click('Se connecter\u00a0: geo.example.com');
  fireEvent.click(radio('Retenir sur cet appareil'));
  screen.getByText(inFrench('noRecovery'));
  type('Nouvelle phrase secrète', GOOD);
  await screen.findByText(
    'Une personne ayant une copie des fichiers de cet ordinateur mettrait environ 3 heures.',
  );
  expect(actions.estimate).toHaveBeenLastCalledWith(GOOD);
});
