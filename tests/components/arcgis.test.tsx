// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { arcgis } from '../../lib/auth/arcgis.ts';
import { formOf, proposeForms } from '../../lib/auth/propose.ts';
import type { MethodForm } from '../../lib/messages/form-view.ts';
import { details, row, signedInRow, view } from './fixtures.ts';
import { drawPopup, pass, t } from './screen.tsx';

const SERVER = 'https://gis.example.org/arcgis';
const forms = proposeForms({
  ...{ challenges: [], keyNames: [], foundNames: [], catalogue: null },
  service: { base: `${SERVER}/rest/services/Roads/MapServer`, kinds: ['ArcGIS'] },
});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const open = () => fireEvent.click(screen.getByRole('button', { name: 'Sign in: geo.example.com' }));
const fields = () =>
  [...document.querySelectorAll('[data-field]')].map((each) => each.getAttribute('data-field'));
const choose = (way: string) =>
  fireEvent.change(screen.getByLabelText(t('field_way')), { target: { value: way } });

test('recognised: its form comes first, and what the address is is looked up at once', async () => {
  const shown = row({ forms });
  const { actions } = drawPopup(view([shown]));
  open();
  expect((screen.getByRole('radio', { name: 'ArcGIS' }) as HTMLInputElement).checked).toBe(true);
  await pass(500);
  expect(actions.lookUp.mock.calls).toEqual([[shown, 'arcgis', SERVER]]);
});

test('each way asks for what it needs and nothing else', () => {
  drawPopup(view([row({ forms })]));
  open();
  expect(fields()).toEqual(['way', 'server', 'username', 'password', 'client', 'expiration', 'tokenUse']);
  choose('portal');
  expect(fields()).toEqual(['way', 'server', 'clientId', 'clientSecret', 'tokenUse']);
  choose('key');
  expect(fields()).toEqual(['way', 'key', 'tokenUse']);
});

test('what was said about one way is gone in another', () => {
  const failure = { code: 'passwordRefused' as const, values: ['gis.example.org'] };
  drawPopup(view([row({ forms, failure })]));
  open();
  screen.getByText(t('error_passwordRefused', 'gis.example.org'));
  choose('key');
  expect(screen.queryByText(t('error_passwordRefused', 'gis.example.org'))).toBeNull();
});

test.each([
  ['password', 'Change password…'],
  ['key', 'Change key…'],
  ['portal', null],
])('what can be changed of a sign-in by %s: %s', (way, label) => {
  const form: MethodForm = formOf(arcgis, { way, server: SERVER });
  drawPopup(view([signedInRow({ forms: [form], details: details({ method: 'arcgis' }) })]));
  fireEvent.click(screen.getByRole('button', { name: /, menu for/ }));
  const items = screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
  expect(items.find((item) => item?.startsWith('Change')) ?? null).toBe(label);
});
