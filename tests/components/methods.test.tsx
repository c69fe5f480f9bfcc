// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { methodKey } from '../../components/translation.ts';
import type { Draft } from '../../lib/messages/form-view.ts';
import { row, view } from './fixtures.ts';
import { FORMS } from './forms.ts';
import { drawPopup, t } from './screen.tsx';

const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name }));
const ways = () =>
  within(screen.getByRole('group', { name: 'Way to sign in' }))
    .getAllByRole('radio')
    .map((radio) => radio.closest('label')?.textContent);
const NAMES = Object.keys(FORMS).map((method) => t(methodKey(method)));
const input = (name: string) =>
  document.querySelector(`[data-field="${name}"]`) as HTMLInputElement | HTMLSelectElement;
const set = (name: string, value: string) => fireEvent.input(input(name), { target: { value } });
const open = (more: Parameters<typeof row>[0] = {}) => {
  const drawn = drawPopup(view([row(more)]));
  click('Sign in: geo.example.com');
  return drawn;
};
const draft = (method: keyof typeof FORMS, fields: Draft['fields']): Draft => ({
  method,
  fields: { ...Object.fromEntries(FORMS[method].fields.map((each) => [each.name, each.initial])), ...fields },
  acceptPlainHttp: false,
  remember: false,
});

test('the four likeliest ways stand in the line, More ways unfolds the rest', () => {
  open();
  expect(ways()).toEqual(NAMES.slice(0, 4));
  click('More ways');
  expect(ways()).toEqual(NAMES);
  expect(screen.queryByRole('button', { name: 'More ways' })).toBeNull();
  expect(document.activeElement?.closest('label')?.textContent).toBe(NAMES[4]);
  screen.getByRole('radio', { name: 'Password', checked: true });
});

test('the chosen way is in the line from the start', () => {
  drawPopup(view([row({ draft: draft('clientCredentials', { clientId: 'app' }) })]));
  expect(ways()).toEqual([...NAMES.slice(0, 3), 'Client ID and secret']);
  screen.getByRole('radio', { name: 'Client ID and secret', checked: true });
});

test('few ways need no More', () => {
  open({ forms: [FORMS.basic, FORMS.key, FORMS.header, FORMS.pair] });
  expect(ways()).toHaveLength(4);
  expect(screen.queryByRole('button', { name: 'More ways' })).toBeNull();
});

test.each([
  ['Identity provider', 'methodNoteOauth'],
  ['Client ID and secret', 'methodNoteClientCredentials'],
  ['Password at a provider', 'methodNotePasswordGrant'],
] as const)('%s: one sentence says which is which', (way, note) => {
  open();
  click('More ways');
  expect(screen.queryByText(t(note))).toBeNull();
  choose(way);
  screen.getByText(t(note));
});

test('what both ways ask for stays; what nobody touched begins as the other way begins', () => {
  const { actions } = open();
  click('More ways');
  choose('Identity provider');
  set('clientId', 'app');
  choose('Client ID and secret');
  expect([input('clientId').value, input('scopes').value]).toEqual(['app', '']);
  set('scopes', 'maps');
  choose('Identity provider');
  expect(input('scopes').value).toBe('maps');
  set('issuer', 'https://id.example.com');
  click('Sign in');
  expect(actions.signIn.mock.calls[0]?.[1]).toEqual(
    draft('oauth', { clientId: 'app', scopes: 'maps', issuer: 'https://id.example.com' }),
  );
});

test('a field with choices takes only these, in words', () => {
  const { actions } = drawPopup(
    view([row({ draft: draft('oauth', { clientId: 'app', issuer: 'https://id.example.com' }) })]),
  );
  const choice = screen.getByLabelText(t('field_tokenUse')) as HTMLSelectElement;
  expect([...choice.options].map(({ text }) => text)).toEqual([
    t('choice_tokenUse_header'),
    t('choice_tokenUse_query'),
  ]);
  expect(choice.value).toBe('header');
  expect(screen.queryByText(t('inUrlNote', 'maps.example.org'))).toBeNull();
  fireEvent.change(choice, { target: { value: 'query' } });
  screen.getByText(t('inUrlNote', 'maps.example.org'));
  click('Sign in');
  expect(actions.signIn.mock.calls[0]?.[1].fields.tokenUse).toBe('query');
});

test('rare fields are folded, unless one of them is not as it was at first', () => {
  const folded = () => screen.getByText('More').closest('details');
  const first = drawPopup(view([row({ draft: draft('oauth', { clientId: 'app' }) })]));
  expect(folded()?.open).toBe(false);
  expect(folded()?.contains(input('tokenEndpoint'))).toBe(true);
  expect(folded()?.contains(input('clientId'))).toBe(false);
  first.unmount();
  drawPopup(view([row({ draft: draft('oauth', { audience: 'maps' }) })]));
  expect(folded()?.open).toBe(true);
});

test('a failure about a rare field unfolds it and stands under it', () => {
  const kept = draft('oauth', { clientId: 'app', issuer: 'https://id.example.com' });
  const { show } = drawPopup(view([row({ draft: kept })]));
  show(view([row({ draft: kept, failure: { code: 'reservedParameter', values: ['extraParameters'] } })]));
  expect(screen.getByText('More').closest('details')?.open).toBe(true);
  expect(document.activeElement).toBe(input('extraParameters'));
  screen.getByText(t('error_reservedParameter', 'extraParameters'));
});

test.each([
  ['notAProvider', [], 'issuer'],
  ['issuerMismatch', ['id.example.com', 'other.example.com'], 'issuer'],
  ['badUrl', ['tokenEndpoint'], 'tokenEndpoint'],
  ['clientRefused', ['id.example.com'], 'clientId'],
  ['scopesRefused', ['id.example.com'], 'scopes'],
  ['targetRefused', ['id.example.com'], 'audience'],
  ['idTokenAudience', ['id.example.com'], 'trustedAudiences'],
] as const)('%s %s stands under %s', (code, values, field) => {
  drawPopup(
    view([row({ draft: draft('oauth', { clientId: 'app' }), failure: { code, values: [...values] } })]),
  );
  expect(input(field).getAttribute('aria-invalid')).toBe('true');
  expect(document.querySelectorAll('[aria-invalid=true]')).toHaveLength(1);
});

test('a refused password at a provider stands under the password, not under the one-time code', () => {
  const kept = draft('passwordGrant', { clientId: 'app', username: 'ada', password: 'pw' });
  drawPopup(view([row({ draft: kept, failure: { code: 'passwordRefused', values: ['id.example.com'] } })]));
  expect(input('password').getAttribute('aria-invalid')).toBe('true');
});

test('the issuer may stay empty where the addresses are given by hand', () => {
  const given = { clientId: 'app', tokenEndpoint: 'https://id.example.com/token' };
  const { actions } = drawPopup(view([row({ draft: draft('oauth', { clientId: 'app' }) })]));
  click('Sign in');
  screen.getByText('Fill in this field.');
  set('tokenEndpoint', given.tokenEndpoint);
  click('Sign in');
  expect(actions.signIn.mock.calls[0]?.[1]).toEqual(draft('oauth', given));
});

test('the first field that has to be filled in has the focus, not an optional one', () => {
  const kept = draft('passwordGrant', { issuer: 'https://id.example.com', clientId: 'app' });
  drawPopup(view([row({ draft: kept })]));
  expect(document.activeElement).toBe(input('username'));
});
