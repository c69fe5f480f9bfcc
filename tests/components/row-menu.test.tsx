// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { details, row, signedInRow, view } from './fixtures.ts';
import { drawPopup, t } from './screen.tsx';

const bob = {
  accountId: 'acc0002',
  at: 'geo.example.com',
  who: 'bob@example.com',
  method: 'basic',
  ready: true,
};
const saved = signedInRow({ details: details({ switchTo: [bob] }) });
const button = () => screen.getByRole('button', { name: /menu for geo\.example\.com|More for geo/ });
const choose = (name: string) => {
  fireEvent.click(button());
  fireEvent.click(screen.getByRole('menuitem', { name }));
};
const items = () => screen.getAllByRole('menuitem').map((item) => item.textContent);

test('the status word is the menu, with everything one can do', () => {
  drawPopup(view([saved]));
  fireEvent.click(button());
  expect(items()).toEqual([
    'Change password…',
    'bob@example.com',
    'Another sign-in…',
    'Check now',
    'Pause',
    'Remember on this device',
    'Sign out',
    'Stop using here',
    'Details',
  ]);
});

test.each([
  ['signedIn', 'check'],
  ['signedInWithoutAccess', 'tryAgain'],
  ['unreachable', 'tryAgain'],
  ['certificateProblem', 'tryAgain'],
  ['notAccepted', null],
  ['paused', null],
] as const)('%s: checked now by %s', (status, action) => {
  const row = { ...saved, status };
  const { actions } = drawPopup(view([row]));
  fireEvent.click(button());
  expect(items().includes('Check now')).toBe(action !== null);
  if (action === null) return;
  fireEvent.click(screen.getByRole('menuitem', { name: 'Check now' }));
  expect(actions[action].mock.calls).toEqual([[row]]);
});

test.each([
  ['Pause', 'pause'],
  ['Sign out', 'signOut'],
  ['Stop using here', 'stopUsing'],
] as const)('%s', (label, action) => {
  const { actions } = drawPopup(view([saved]));
  choose(label);
  expect(actions[action].mock.calls).toEqual([[saved]]);
});

test('switching uses the other sign-in without a reload', () => {
  const { actions } = drawPopup(view([saved]));
  choose('bob@example.com');
  expect(actions.useExisting).toHaveBeenCalledWith(saved, 'acc0002', false);
});

test.each([
  ['oauth', null],
  ['clientCredentials', 'Change key…'],
  ['passwordGrant', 'Change password…'],
])('what can be changed of a sign-in with %s: %s', (method, label) => {
  drawPopup(view([signedInRow({ details: details({ method }) })]));
  fireEvent.click(button());
  expect(items().find((item) => item?.startsWith('Change')) ?? null).toBe(label);
});

test('signing out says what stays', () => {
  drawPopup(view([saved]));
  choose('Sign out');
  screen.getByText(t('signedOutNote'));
});

test('a paused sign-in resumes; a source of another site has nothing to pause or stop here', () => {
  const { show } = drawPopup(view([signedInRow({ status: 'paused', next: 'resume' })]));
  fireEvent.click(button());
  expect(items()).toContain('Resume');
  expect(items()).not.toContain('Pause');
  show(view([signedInRow({ key: 'other', status: 'notChecked', next: 'useHere', accountId: null })]));
  fireEvent.click(button());
  expect(items()).toEqual(['Details']);
});

test('a row that is not saved has no menu', () => {
  drawPopup(view([row()]));
  expect(
    screen.queryByRole('button', { name: /geo\.example\.com$/ })?.getAttribute('aria-haspopup'),
  ).toBeNull();
});

test('arrow keys, Home, End and Esc; the focus returns to the button', () => {
  drawPopup(view([saved]));
  button().focus();
  fireEvent.keyDown(button(), { key: 'ArrowDown' });
  const at = () => document.activeElement?.textContent;
  const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });
  expect(at()).toBe('Change password…');
  press('ArrowUp');
  expect(at()).toBe('Details');
  press('ArrowDown');
  expect(at()).toBe('Change password…');
  press('End');
  expect(at()).toBe('Details');
  press('Home');
  expect(at()).toBe('Change password…');
  press('Escape');
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(button());
});

test('details: where it is used, its one option, and Remove asked once', async () => {
  const { actions } = drawPopup(view([saved]));
  choose('Details');
  screen.getByText('https://geo.example.com/geoserver/ows');
  screen.getByText('https://maps.example.org');
  fireEvent.click(screen.getByRole('checkbox', { name: t('framesOption') }));
  expect(actions.setFrames).toHaveBeenCalledWith(saved, true);
  fireEvent.click(screen.getByRole('button', { name: 'Remove…' }));
  expect(actions.remove).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  expect(actions.remove).toHaveBeenCalledWith(saved);
});

test('a key in the address never offers frames and links', () => {
  drawPopup(
    view([signedInRow({ details: details({ framesPossible: false, method: 'key', parameter: 'token' }) })]),
  );
  choose('Details');
  expect(screen.queryByRole('checkbox')).toBeNull();
  screen.getByText('token');
});

test('Esc closes the details and the focus returns to the row', async () => {
  drawPopup(view([saved]));
  choose('Details');
  fireEvent.keyDown(screen.getByRole('region', { name: 'Details of geo.example.com' }), { key: 'Escape' });
  await waitFor(() => expect(document.activeElement).toBe(button()));
});
