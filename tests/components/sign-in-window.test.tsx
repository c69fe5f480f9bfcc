// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import type { Draft } from '../../lib/messages/form-view.ts';
import type { Pending, TokenView } from '../../lib/messages/view.ts';
import { details, row, signedInRow, view } from './fixtures.ts';
import { FORMS } from './forms.ts';
import { drawPopup, type Tongue, t } from './screen.tsx';

const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const draft: Draft = {
  method: 'oauth',
  fields: {
    ...Object.fromEntries(FORMS.oauth.fields.map(({ name, initial }) => [name, initial])),
    ...{ clientId: 'app', issuer: 'https://id.example.com' },
  },
  acceptPlainHttp: false,
  remember: false,
};
const waits = (what: Pending['what']) => row({ draft, pending: { what, since: 0 } });

afterEach(() => vi.useRealTimers());

test('while the window is open the row says so in the place of the form, with Cancel', () => {
  const waiting = waits('window');
  const { actions } = drawPopup(view([waiting]));
  screen.getByText('Waiting for the sign-in window');
  expect(screen.queryByRole('form')).toBeNull();
  click('Cancel');
  expect(actions.cancel).toHaveBeenCalledWith(waiting);
});

test('a cancelled window shows nothing red, and the form as it was', () => {
  const { show, container } = drawPopup(view([waits('window')]));
  show(view([row({ draft, failure: { code: 'signInCancelled', values: ['id.example.com'] } })]));
  screen.getByRole('form', { name: 'Sign in to geo.example.com' });
  screen.getByText(t('error_signInCancelled'));
  expect(container.querySelector('.failure')).toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
  expect((screen.getByLabelText(/^Client ID/) as HTMLInputElement).value).toBe('app');
});

test('the code that the provider shows is pasted, once', () => {
  const waiting = waits('code');
  const { actions } = drawPopup(view([waiting]));
  const field = screen.getByLabelText('Code that the provider shows') as HTMLInputElement;
  expect(document.activeElement).toBe(field);
  click('Use code');
  screen.getByText('Fill in this field.');
  expect(actions.pasteCode).not.toHaveBeenCalled();
  fireEvent.input(field, { target: { value: ' 4/abc ' } });
  click('Use code');
  click('Use code');
  expect(actions.pasteCode.mock.calls).toEqual([[waiting, '4/abc']]);
});

test.each(['Cancel', 'Escape'])('%s gives the waiting for a code up', (how) => {
  const waiting = waits('code');
  const { actions } = drawPopup(view([waiting]));
  if (how === 'Cancel') click('Cancel');
  else fireEvent.keyDown(screen.getByLabelText('Code that the provider shows'), { key: 'Escape' });
  expect(actions.cancel.mock.calls).toEqual([[waiting]]);
});

test('what is wrong with a pasted code stands under it, once', () => {
  const waiting = { ...waits('code'), failure: { code: 'codeExpired' as const, values: ['id.example.com'] } };
  drawPopup(view([waiting]));
  const field = screen.getByLabelText('Code that the provider shows');
  const sentence = screen.getByText(t('error_codeExpired', 'id.example.com'));
  expect(field.getAttribute('aria-describedby')).toBe(sentence.id);
});

const NOW = new Date(2026, 4, 3, 13, 5);
const withToken = (token: TokenView, tongue: Tongue = 'en') => {
  vi.useFakeTimers({ now: NOW });
  return drawPopup(view([signedInRow({ token })]), undefined, undefined, tongue);
};

test('a sign-in that goes on by itself says so, beside who it is', () => {
  withToken({ renews: true, until: NOW.getTime() + 600_000 });
  screen.getByText('renews by itself');
  screen.getByText('ada@example.com');
  screen.getByText('until the browser closes');
});

test.each([
  ['en', new Date(2026, 4, 3, 14, 30), /^until 2:30.PM, then sign in again$/],
  ['en', new Date(2026, 4, 4, 9, 0), /^until May 4, 2026 at 9:00.AM, then sign in again$/],
  ['fr', new Date(2026, 4, 3, 14, 30), /^jusqu’à 14:30, puis reconnectez-vous$/],
  ['fr', new Date(2026, 4, 4, 9, 0), /^jusqu’au 4 mai 2026 à 09:00, puis reconnectez-vous$/],
] as const)('one that does not says until when, in %s: %s', (tongue, until, words) => {
  withToken({ renews: false, until: until.getTime() }, tongue);
  screen.getByText(words);
  expect(screen.queryByText(/^until the browser closes$|^jusqu’à la fermeture/)).toBeNull();
});

test('nothing is said where the provider does not say until when', () => {
  withToken({ renews: false, until: null });
  expect(screen.queryByText(/renews|sign in again/)).toBeNull();
});

test.each([
  ['sessionEnded', 'The provider ended the session.'],
  ['sessionElsewhere', 'The session ended; signing in elsewhere, for example in QGIS, may have done it.'],
] as const)('%s: why the user has to sign in again', (code, words) => {
  const ended = signedInRow({ status: 'signIn', next: 'signInAgain', hint: { code, values: [] } });
  drawPopup(view([{ ...ended, token: { renews: true, until: 1 } }]));
  screen.getByText(words);
  screen.getByRole('button', { name: 'Sign in again: geo.example.com' });
  expect(screen.queryByText('renews by itself')).toBeNull();
});

test('a session that is over: one click opens the window; after a failure it opens the form', () => {
  const forms = [FORMS.oauth];
  const over = signedInRow({
    ...{ status: 'signIn', next: 'signInAgain', forms, details: details({ method: 'oauth' }) },
    hint: { code: 'sessionEnded', values: [] },
  });
  const again = () => fireEvent.click(screen.getByRole('button', { name: /^Sign in again/ }));
  const { actions } = drawPopup(view([over]));
  again();
  expect(actions.signIn).toHaveBeenCalledTimes(1);
  expect(actions.signIn.mock.calls[0]?.[1]).toMatchObject({ method: 'oauth' });
  cleanup();
  const failed = drawPopup(
    view([{ ...over, failure: { code: 'clientRefused', values: ['id.example.org'] } }]),
  );
  again();
  expect(failed.actions.signIn).not.toHaveBeenCalled();
  screen.getByLabelText(/^Issuer/);
});
