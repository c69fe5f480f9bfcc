// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { methodKey } from '../../components/translation.ts';
import type { Draft, MethodForm } from '../../lib/messages/form-view.ts';
import { existing, row, signedInRow, view } from './fixtures.ts';
import { FORMS } from './forms.ts';
import { drawPopup, t } from './screen.tsx';

const type = (label: string | RegExp, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const openForm = () => click('Sign in: geo.example.com');
const kept: Draft = {
  method: 'basic',
  fields: { username: 'ada', password: 'pw' },
  acceptPlainHttp: false,
  remember: false,
};

test('Enter signs in and reloads, the second button does not reload', () => {
  for (const [reload, submit] of [
    [true, () => fireEvent.submit(screen.getByRole('form', { name: 'Sign in to geo.example.com' }))],
    [false, () => click('Sign in')],
  ] as const) {
    const refusing = row();
    const { actions, unmount } = drawPopup(view([refusing]));
    openForm();
    type('User name', 'ada');
    fireEvent.input(screen.getByLabelText('Password', { selector: 'input[type=password]' }), {
      target: { value: 'pw 😀' },
    });
    submit();
    expect(actions.signIn).toHaveBeenCalledWith(
      refusing,
      {
        method: 'basic',
        fields: { username: 'ada', password: 'pw 😀' },
        acceptPlainHttp: false,
        remember: false,
      },
      reload,
    );
    unmount();
  }
});

test('a second click before the next view sends nothing twice', () => {
  const { actions } = drawPopup(view([row({ draft: kept })]));
  click('Sign in and reload');
  click('Sign in and reload');
  expect(actions.signIn).toHaveBeenCalledOnce();
});

test('secrets are typed into password fields that nothing shows or completes', () => {
  drawPopup(view([row()]));
  openForm();
  click('More ways');
  for (const { method } of Object.values(FORMS)) {
    fireEvent.click(screen.getByRole('radio', { name: t(methodKey(method)) }));
    const secrets = [...document.querySelectorAll('input[type=password]')];
    // A file's text is shown nowhere.
    expect(secrets.length + document.querySelectorAll('input[type=file]').length).toBeGreaterThan(0);
    for (const secret of secrets) expect(secret.getAttribute('autocomplete')).toBe('new-password');
    for (const plain of document.querySelectorAll('input[type=text][data-field]')) {
      expect(plain.getAttribute('data-field')).not.toMatch(
        /^(password|key|value|first|second|clientSecret|totp)$/,
      );
      expect(plain.getAttribute('autocomplete')).toBe('off');
    }
  }
});

test('before the click: how long, who can read it, what is tried, what the browser asks', async () => {
  drawPopup(view([row()]));
  openForm();
  fireEvent.click(screen.getByRole('radio', { name: 'Key' }));
  screen.getByRole('radio', { name: 'Only until the browser closes', checked: true });
  screen.getByText(t('inUrlNote', 'maps.example.org'));
  screen.getByText('Layerkey tries at most 4 names: code, key, token.');
  screen.getByText(t('askNote', 'geo.example.com and maps.example.org'));
  type(/^Name of the key/, 'apikey');
  expect(screen.queryByText(/at most 4 names/)).toBeNull();
});

test('nothing is said about the browser asking where it will not ask', async () => {
  const { actions } = drawPopup(view([]));
  actions.hasOrigins.mockResolvedValue(true);
  drawPopup(view([row({ draft: kept })]), actions);
  await waitFor(() => expect(screen.queryByText(/Your browser will ask/)).toBeNull());
});

test.each([
  [{ code: 'passwordRefused', values: ['geo.example.com'] }, kept, 'password'],
  [
    { code: 'keyRefused', values: ['geo.example.com'] },
    { ...kept, method: 'key', fields: { key: 'k', parameter: '' } },
    'key',
  ],
  [
    { code: 'headerRefused', values: ['geo.example.com'] },
    { ...kept, method: 'header', fields: { header: 'A', scheme: '', value: 'v' } },
    'value',
  ],
  [
    { code: 'badHeaderName', values: ['header#1'] },
    { ...kept, method: 'header', fields: { header: 'A', value: 'v', 'header#1': 'B C', 'value#1': 'w' } },
    'header#1',
  ],
  [
    { code: 'badParameterName', values: ['secondName'] },
    { ...kept, method: 'pair', fields: { firstName: 'a', first: 'b', secondName: 'c d', second: 'e' } },
    'secondName',
  ],
] as const)('the sentence stands under the field it is about: %o', (failure, draft, field) => {
  drawPopup(view([row({ failure: { ...failure, values: [...failure.values] }, draft: draft as Draft })]));
  const input = document.querySelector<HTMLInputElement>(`[data-field="${field}"]`);
  expect(input?.getAttribute('aria-invalid')).toBe('true');
  const sentence = document.getElementById(input?.getAttribute('aria-describedby') ?? '');
  expect(sentence?.textContent).toBe(t(`error_${failure.code}`, ...failure.values));
  expect(sentence?.getAttribute('role')).toBe('alert');
  expect(document.querySelectorAll('[aria-invalid=true]')).toHaveLength(1);
  expect(input?.value).toBe((draft.fields as Record<string, string>)[field]);
});

test('a failure about no field stands above the buttons', () => {
  drawPopup(view([row({ failure: { code: 'unreachable', values: ['geo.example.com'] }, draft: kept })]));
  const sentence = screen.getByRole('alert');
  const button = screen.getByRole('button', { name: 'Sign in and reload' });
  expect(sentence.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(document.querySelector('[aria-invalid=true]')).toBeNull();
});

test('an empty field is said at once and nothing is sent', () => {
  const { actions } = drawPopup(view([row()]));
  openForm();
  type('User name', 'ada');
  click('Sign in and reload');
  screen.getByText('Fill in this field.');
  expect(document.activeElement?.getAttribute('data-field')).toBe('password');
  expect(actions.signIn).not.toHaveBeenCalled();
});

test.each(['plainHttp', 'plainHttpButHttps'] as const)('%s: sent only after its own yes', (code) => {
  const { actions } = drawPopup(view([row({ failure: { code, values: ['geo.example.com'] }, draft: kept })]));
  fireEvent.click(screen.getByRole('checkbox', { name: 'Send it readable all the same' }));
  click('Sign in and reload');
  expect(actions.signIn.mock.calls[0]?.[1]).toEqual({ ...kept, acceptPlainHttp: true });
});

test('headers can be added and taken away', () => {
  const { actions } = drawPopup(view([row()]));
  openForm();
  fireEvent.click(screen.getByRole('radio', { name: 'Header' }));
  type('Value', 'one');
  click('Add another header');
  click('Add another header');
  const set = (name: string, value: string) =>
    fireEvent.input(document.querySelector(`[data-field="${name}"]`) as Element, { target: { value } });
  set('header#1', 'X-Two');
  set('value#1', 'two');
  set('header#2', 'X-Three');
  set('value#2', 'three');
  fireEvent.click(screen.getAllByRole('button', { name: 'Remove this header' })[0] as Element);
  click('Sign in');
  expect(actions.signIn.mock.calls[0]?.[1].fields).toEqual({
    ...{ header: 'Authorization', scheme: '', value: 'one' },
    ...{ 'header#1': 'X-Three', 'scheme#1': '', 'value#1': 'three' },
  });
});

test('what is typed is kept after a pause, and at once when the popup closes', async () => {
  vi.useFakeTimers();
  try {
    const refusing = row();
    const { actions } = drawPopup(view([refusing]));
    openForm();
    await vi.advanceTimersByTimeAsync(20);
    type('User name', 'a');
    type('User name', 'ad');
    await vi.advanceTimersByTimeAsync(260);
    expect(actions.keepDraft).toHaveBeenCalledOnce();
    expect(actions.keepDraft).toHaveBeenLastCalledWith(refusing, {
      ...kept,
      fields: { username: 'ad', password: '' },
    });
    type('User name', 'ada');
    await vi.advanceTimersByTimeAsync(20);
    fireEvent(window, new Event('pagehide'));
    expect(actions.keepDraft.mock.lastCall?.[1].fields.username).toBe('ada');
  } finally {
    vi.useRealTimers();
  }
});

test.each(['Cancel', 'Escape'])('%s closes the form, forgets it, and the focus returns', async (how) => {
  const refusing = row();
  const { actions } = drawPopup(view([refusing]));
  openForm();
  type('User name', 'ada');
  if (how === 'Cancel') click('Cancel');
  else fireEvent.keyDown(screen.getByLabelText('User name'), { key: 'Escape' });
  expect(screen.queryByLabelText('User name')).toBeNull();
  expect(actions.keepDraft.mock.calls).toEqual([[refusing, null]]);
  await waitFor(() =>
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Sign in: geo.example.com'),
  );
});

test('a half-typed form opens again by itself', () => {
  drawPopup(view([row({ draft: kept })]));
  expect((screen.getByLabelText('User name') as HTMLInputElement).value).toBe('ada');
});

test('an accepted sign-in closes the form; a refused one stays as typed', async () => {
  const { show } = drawPopup(view([row({ draft: kept, pending: { what: 'signIn', since: 0 } })]));
  show(view([row({ draft: kept, failure: { code: 'passwordRefused', values: ['geo.example.com'] } })]));
  expect((screen.getByLabelText('User name') as HTMLInputElement).value).toBe('ada');
  show(view([row({ draft: kept, pending: { what: 'signIn', since: 0 } })]));
  show(view([signedInRow()]));
  await waitFor(() => expect(screen.queryByLabelText('User name')).toBeNull());
});

test('an existing sign-in is offered first and needs no typing', () => {
  const second = row({ existing: [existing] });
  const { actions } = drawPopup(view([second]));
  openForm();
  screen.getByText('Use your sign-in for geo.example.com (ada@example.com)');
  click('Use and reload');
  click('Use');
  expect(actions.useExisting.mock.calls).toEqual([
    [second, 'acc0001', true],
    [second, 'acc0001', false],
  ]);
  click('Another sign-in');
  screen.getByLabelText('User name');
});

test('a sign-in that lost its secret opens the form with its name filled in', () => {
  const { actions } = drawPopup(view([row({ existing: [{ ...existing, ready: false }] })]));
  openForm();
  expect((screen.getByLabelText('User name') as HTMLInputElement).value).toBe('ada@example.com');
  expect(actions.signIn).not.toHaveBeenCalled();
});

test('signing in again is about the own sign-in, whoever else is there', () => {
  const own: MethodForm = {
    ...FORMS.basic,
    fields: FORMS.basic.fields.map((field) => (field.secret ? field : { ...field, initial: 'bob' })),
  };
  drawPopup(
    view([signedInRow({ status: 'signIn', next: 'signInAgain', existing: [existing], forms: [own] })]),
  );
  click('Sign in again: geo.example.com');
  expect((screen.getByLabelText('User name') as HTMLInputElement).value).toBe('bob');
});

test('changing a password asks for the password alone and keeps who', () => {
  const saved = signedInRow();
  const { actions } = drawPopup(view([saved]));
  fireEvent.click(screen.getByRole('button', { name: 'Signed in, menu for geo.example.com' }));
  fireEvent.click(screen.getByRole('menuitem', { name: 'Change password…' }));
  screen.getByText(t('changeNote'));
  expect(screen.queryByLabelText('User name')).toBeNull();
  type('Password', 'new');
  click('Change password');
  expect(actions.changeSecret).toHaveBeenCalledWith(saved, {
    method: 'basic',
    fields: { username: 'ada@example.com', password: 'new' },
    acceptPlainHttp: false,
    remember: false,
  });
});

test('a password manager fills in both fields in one go: neither is lost', () => {
  const { actions } = drawPopup(view([row()]));
  fireEvent.click(screen.getByRole('button', { name: /^Sign in/ }));
  const [name, password] = [
    screen.getByLabelText('User name'),
    screen.getByLabelText('Password', { selector: '[type=password]' }),
  ];
  act(() => {
    for (const [field, value] of [
      [name, 'ada'],
      [password, 'S3cret!'],
    ] as const) {
      (field as HTMLInputElement).value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
  fireEvent.click(screen.getByRole('button', { name: t('signInReload') }));
  expect(actions.signIn.mock.calls[0]?.[1]).toMatchObject({
    fields: { username: 'ada', password: 'S3cret!' },
  });
});
