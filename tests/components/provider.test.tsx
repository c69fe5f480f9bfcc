// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Draft, ProviderView } from '../../lib/messages/form-view.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import { REDIRECT_URI, row, view } from './fixtures.ts';
import { FORMS } from './forms.ts';
import { drawPopup, pass, settle, t } from './screen.tsx';

const ISSUER = 'https://id.example.com';
const first = Object.fromEntries(FORMS.oauth.fields.map(({ name, initial }) => [name, initial]));
const draft = (fields: Draft['fields'] = {}): Draft => ({
  method: 'oauth',
  fields: { ...first, ...fields },
  acceptPlainHttp: false,
  remember: false,
});
const withDraft = (fields: Draft['fields'] = {}, more: Partial<ServiceRow> = {}) =>
  row({ draft: draft(fields), ...more });
const found = (more: Partial<ProviderView> = {}): ProviderView => ({
  ...{
    typed: ISSUER,
    state: 'found',
    name: 'Example Provider',
    pkce: true,
    failure: null,
    origins: [],
    proposed: {},
    notes: [],
  },
  ...more,
});
const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const issuer = () => screen.getByLabelText(/^Issuer/);
const type = (value: string) => fireEvent.input(issuer(), { target: { value } });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('an issuer is looked up when the typing pauses; the latest wins', async () => {
  const shown = withDraft();
  const { actions } = drawPopup(view([shown]));
  type('https://id.exa');
  await pass(390);
  type(ISSUER);
  await pass(390);
  expect(actions.lookUp).not.toHaveBeenCalled();
  await pass(20);
  expect(actions.lookUp.mock.calls).toEqual([[shown, 'oauth', ISSUER]]);
});

test('an emptied field ends the search', async () => {
  const shown = withDraft({ issuer: ISSUER }, { provider: found() });
  const { actions } = drawPopup(view([shown]));
  type(' ');
  await pass(500);
  expect(actions.lookUp.mock.calls).toEqual([[shown, 'oauth', '']]);
});

test('what was looked up before, or was filled in by the worker, is not looked up again', async () => {
  const again = {
    ...FORMS.oauth,
    fields: FORMS.oauth.fields.map((each) => (each.name === 'issuer' ? { ...each, initial: ISSUER } : each)),
  };
  const { actions } = drawPopup(view([row({ forms: [again] })]));
  click('Sign in: geo.example.com');
  await pass(500);
  const popup = drawPopup(view([withDraft({ issuer: ISSUER }, { provider: found() })]), actions);
  await pass(500);
  expect(actions.lookUp).not.toHaveBeenCalled();
  popup.unmount();
});

test('what was typed just before the popup closed is looked up when it opens again', async () => {
  const { actions } = drawPopup(view([withDraft({ issuer: ISSUER })]));
  await pass(500);
  expect(actions.lookUp.mock.calls[0]?.[2]).toBe(ISSUER);
});

test('nothing is looked up while the sign-in is under way', async () => {
  const { actions } = drawPopup(view([withDraft({ clientId: 'app' })]));
  type(ISSUER);
  click('Sign in');
  await pass(500);
  expect(actions.lookUp).not.toHaveBeenCalled();
});

test('while looking: nothing for 300 ms, then a quiet bar that can be cancelled', async () => {
  const looking = withDraft({ issuer: ISSUER }, { provider: found({ state: 'looking', name: '' }) });
  const { actions } = drawPopup(view([looking]));
  await pass(290);
  expect(screen.queryByText('Looking for the provider')).toBeNull();
  await pass(20);
  screen.getByText('Looking for the provider');
  fireEvent.click(screen.getAllByRole('button', { name: 'Cancel' })[0] as Element);
  expect(actions.lookUp.mock.calls).toEqual([[looking, 'oauth', '']]);
});

test('found: the name; one sentence more where PKCE is not offered', async () => {
  const { show } = drawPopup(view([withDraft({ issuer: ISSUER }, { provider: found() })]));
  screen.getByText('Found: Example Provider');
  expect(screen.queryByText(t('providerNoPkce'))).toBeNull();
  show(view([withDraft({ issuer: ISSUER }, { provider: found({ pkce: false }) })]));
  screen.getByText(t('providerNoPkce'));
});

test('not found: the sentence stands under the field', () => {
  const failure = { code: 'notAProvider', values: ['id.example.com'] } as const;
  const provider = found({ state: 'failed', failure: { ...failure, values: ['id.example.com'] } });
  drawPopup(view([withDraft({ issuer: ISSUER }, { provider })]));
  const sentence = screen.getByText(t('error_notAProvider', 'id.example.com'));
  expect(issuer().getAttribute('aria-describedby')).toBe(sentence.id);
});

test('an answer about another text than the field has is not shown', () => {
  drawPopup(view([withDraft({ issuer: ISSUER }, { provider: found() })]));
  type(`${ISSUER}/realm`);
  expect(screen.queryByText(/^Found/)).toBeNull();
  type(ISSUER);
  screen.getByText('Found: Example Provider');
});

test('cancelling the form ends the search', () => {
  const shown = withDraft({ issuer: ISSUER }, { provider: found() });
  const { actions } = drawPopup(view([shown]));
  click('Cancel');
  expect(actions.lookUp.mock.calls).toEqual([[shown, 'oauth', '']]);
});

test('the address to register can be copied', async () => {
  vi.useRealTimers();
  const { actions } = drawPopup(view([withDraft()]));
  expect((screen.getByLabelText(t('redirectAddress')) as HTMLInputElement).value).toBe(REDIRECT_URI);
  screen.getByText(t('redirectNote'));
  click('Copy');
  await settle();
  expect(actions.copyText).toHaveBeenCalledWith(REDIRECT_URI);
  screen.getByRole('button', { name: 'Copied' });
});

test('where the browser does not copy, the address is marked and nothing says Copied', async () => {
  vi.useRealTimers();
  const { actions } = drawPopup(view([withDraft()]));
  actions.copyText.mockResolvedValueOnce(false);
  const address = screen.getByLabelText(t('redirectAddress')) as HTMLInputElement;
  click('Copy');
  await settle();
  expect([address.selectionStart, address.selectionEnd]).toEqual([0, REDIRECT_URI.length]);
  screen.getByRole('button', { name: 'Copy' });
});

test('a client of another application: its own address, with suggestions, and what then happens', async () => {
  const { actions } = drawPopup(view([withDraft({ clientId: 'qgis', issuer: ISSUER })]));
  click(t('redirectOther'));
  await pass(50);
  const field = screen.getByLabelText(/^Redirect URI/) as HTMLInputElement;
  expect(document.activeElement).toBe(field);
  expect([
    ...document.querySelectorAll(`#${CSS.escape(field.getAttribute('list') ?? '')} option`),
  ]).toHaveLength(3);
  screen.getByText(`${t('redirectWindow')} ${t('redirectOneSession')}`);
  expect(screen.queryByLabelText(t('redirectAddress'))).toBeNull();
  click('Sign in');
  screen.getByText('Fill in this field.');
  expect(actions.signIn).not.toHaveBeenCalled();
  fireEvent.input(field, { target: { value: 'http://127.0.0.1:7070/' } });
  click('Sign in');
  expect(actions.signIn.mock.calls[0]?.[1].fields.redirect).toBe('http://127.0.0.1:7070/');
});

test('a client whose provider shows a code', () => {
  drawPopup(view([withDraft({ redirect: 'urn:ietf:wg:oauth:2.0:oob' })]));
  screen.getByText(t('redirectPasted'));
});

test('back to the address of Layerkey', () => {
  const { actions } = drawPopup(view([withDraft({ clientId: 'a', issuer: ISSUER, redirect: 'http://x/' })]));
  click(t('redirectOwn'));
  screen.getByLabelText(t('redirectAddress'));
  click('Sign in');
  expect(actions.signIn.mock.calls[0]?.[1].fields.redirect).toBe('browser');
});

const noAnswer = { code: 'windowWithoutAnswer', values: ['id.example.com'] } as const;
const ended = (fields: Draft['fields'] = {}) =>
  withDraft(
    { clientId: 'app', issuer: ISSUER, ...fields },
    { failure: { ...noAnswer, values: ['id.example.com'] } },
  );

test('a window that ended without an answer: why that may be, and two ways on', () => {
  const shown = ended();
  const { actions } = drawPopup(view([shown]));
  screen.getByText(t('error_windowWithoutAnswer', 'id.example.com'));
  const link = screen.getByRole('link', { name: 'Open in a tab' });
  expect([link.getAttribute('href'), link.getAttribute('target')]).toEqual([`${ISSUER}/`, '_blank']);
  click('Use the sign-in window');
  expect(actions.signIn.mock.calls).toEqual([
    [shown, draft({ clientId: 'app', issuer: ISSUER, redirect: REDIRECT_URI }), true],
  ]);
});

test('the sign-in window is not offered where it was used', () => {
  drawPopup(view([ended({ redirect: REDIRECT_URI })]));
  screen.getByRole('link', { name: 'Open in a tab' });
  expect(screen.queryByRole('button', { name: 'Use the sign-in window' })).toBeNull();
});

test.each([
  ['id.example.com/realm', 'https://id.example.com/realm'],
  ['localhost:8443', 'https://localhost:8443/'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['', null],
])('only web pages are opened in a tab: %s', (typed, href) => {
  drawPopup(view([ended({ issuer: typed })]));
  expect(screen.queryByRole('link', { name: 'Open in a tab' })?.getAttribute('href') ?? null).toBe(href);
});
